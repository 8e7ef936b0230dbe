"""The changes of one act before they are on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

import msgspec

from bidtracker.book.bodies import as_stored, body_of, decode, encode
from bidtracker.book.identity import OrganisationNames
from bidtracker.book.journal import Journal
from bidtracker.domain.as_it_stood import JUDGED, keeping
from bidtracker.domain.doubts import award_doubts, signal_doubts, tender_doubts
from bidtracker.domain.errors import FieldError, NotFound, Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.links import EVENTS, lacking, named, relinked
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import (
    RECORDS,
    TABLE_OF,
    Award,
    Buyer,
    Competitor,
    Fact,
    Record,
    Signal,
    Source,
    Tender,
)
from bidtracker.domain.rules import faults
from bidtracker.storage import Database, key_of

R = TypeVar("R", bound=Record)

DATED = (Award, Signal, Fact)  # records that say when they were written down: nothing judged before reads them

BATCH = 2_000  # rows that wait in memory before they are handed on

# The fields of a record that a list can speak of; the others are the book's own.
OWN = {
    "id",
    "awards",
    "events",
    "source",
    "displaced",
    "tags",
    "links",
    "extra",
    "tracked",
    "snoozed_until",
    "dismissed",
    "watch",
    "park_until",
    "written",
    "odds",
    "earlier",
}
LISTED = {kind: tuple(f for f in kind.__struct_fields__ if f not in OWN) for kind in RECORDS.values()}


class Draft:
    """The changes of one act: reads see them, nobody else does until the act is on disk.

    Written rows are gathered and handed on in batches, so that an import of any length takes little memory.
    """

    def __init__(self, db: Database, today: date, names: Callable[[str], OrganisationNames]) -> None:
        self.db = db
        self.today = today
        self.names = names
        self.title: Message = say("")
        self.by_person = True  # an import sets this off: what it writes is what the list says
        self.keeps_earlier = True  # whether what judgements read until today is kept with its day
        self.journal = Journal(db)
        self.doubts: dict[tuple[str, int], list[FieldError]] = {}  # what a person wrote and can hardly be so
        self._doubted: dict[tuple[str, int], set[str]] = {}  # what was doubtful of a record before this act
        self._rows: dict[str, dict[int, bytes]] = {}
        self._waiting = 0
        self._through = 0  # rows that were handed on
        self._free: dict[str, tuple[int, int]] = {}  # the next number of each table, and the last that may be given

    # ------------------------------------------------------------ read

    def body(self, table: str, number: int) -> bytes | None:
        """The stored form of a record as the draft has it, or None."""
        body = self._rows.get(table, {}).get(number)
        return self.db.table(table).body(number) if body is None else body

    def find(self, table: str, number: int) -> Any:
        """The record as the draft has it, or None."""
        body = self.body(table, number)
        return None if body is None else decode(table, number, body)

    def several(self, table: str, numbers: Iterable[int], *, line: bool = False) -> dict[int, Any]:
        """Those records that there are, as the draft has them, by number; read together. With `line` of tenders only
        what a list shows."""
        own, wanted = self._rows.get(table, {}), list(dict.fromkeys(numbers))
        bodies = {number: body for number in wanted if (body := own.get(number)) is not None}
        bodies.update(self.db.storage.bodies(table, [number for number in wanted if number not in bodies]))
        return {number: decode(table, number, body, line=line) for number, body in bodies.items()}

    def having(self, table: str, field: str, values: Iterable[Any]) -> list[tuple[Any, int]]:
        """(value, number) of the stored records that may have one of some values in an indexed field; nothing where the
        book has no index."""
        value_of = {str(key_of(value)): value for value in values}
        entries = self.db.storage.entries_at(f"{table}.{field}", list(value_of)) or []
        return [(value_of[key], number) for key, number in entries]

    def get(self, table: str, number: int) -> Any:
        """The record as the draft has it; NotFound where there is none, Refused where it is an act of the history."""
        if table == "history":
            raise Refused("{id} is an act of the history; it can be undone, but not changed", id=ref(table, number))
        record = self.find(table, number)
        if record is None:
            raise NotFound("there is no {id} in this book", id=ref(table, number))
        return record

    def awards_of(self, tender: int) -> list[Award]:
        """The awards of a tender, in order."""
        return [self.get("awards", number) for number in self.get("tenders", tender).awards]

    def organisation(self, table: str, name: str) -> int:
        """The number of the buyer or competitor with this name, added where the book has none."""
        if not name.strip():
            raise FieldError("name", "{field} is empty; give it a few words", field="name")
        present = self.names(table).find(name)
        if present:
            return present
        kind = Buyer if table == "buyers" else Competitor
        added = self.add(kind(name=name.strip()))
        self.names(table).learn(added)
        return added.id

    # ------------------------------------------------------------ write

    def add(self, record: R) -> R:
        """Puts a new record, with its own new number; what a person writes bears the day on which it was written."""
        table = TABLE_OF[type(record)]
        record = msgspec.structs.replace(record, id=self.new_id(table))
        if self.by_person and isinstance(record, DATED) and record.written is None:
            record = msgspec.structs.replace(record, written=self.today)
        self._check(record)
        body = body_of(record)
        self.journal.made(table, record.id, body)
        self._write(table, record.id, body)
        self._doubt(record)
        if isinstance(record, Award):
            self._hang(record, on=True)
        return record

    def bring(self, record: R, number: int = 0) -> R:
        """Puts a new record that the caller has checked (`faults`, links, `Tender.awards`); an import's way in.

        `number` is its number, if it has been chosen by `new_id`.
        """
        table = TABLE_OF[type(record)]
        body = encode(record)
        number = number or self.new_id(table)
        msgspec.structs.force_setattr(record, "id", number)  # nobody else has seen this value yet
        self.journal.made(table, number, body)
        self._write(table, number, body)
        return record

    def put(self, record: R) -> R:
        """Replaces a record; nothing is written where nothing changed."""
        table = TABLE_OF[type(record)]
        _refuse_seal(table, record.id)
        before = self.body(table, record.id)
        if self.by_person and before is not None:
            record = displacing(decode(table, record.id, before), record)
        after = body_of(record)
        if before != after:
            if before is not None and type(record) in JUDGED and self._keeps_earlier(table, record.id):
                record = keeping(decode(table, record.id, before), record, self.today)
                after = body_of(record)
            self._check(record)
            self.journal.note(table, record.id, before, after)
            self._write(table, record.id, after)
            self._doubt(record, before)
            if isinstance(record, Award) and before is not None:
                self._rehang(decode(table, record.id, before), record)
        return record

    def _doubt(self, record: Record, before: bytes | None = None) -> None:
        """Notes what is doubtful in the days of what a person wrote, and was not before."""
        if self.by_person and isinstance(record, (Tender, Award, Signal)):
            key = TABLE_OF[type(record)], record.id
            if key not in self._doubted:
                old = [] if before is None else self._doubts_of(decode(*key, before))
                self._doubted[key] = {str(doubt.message) for doubt in old}
            new = [doubt for doubt in self._doubts_of(record) if str(doubt.message) not in self._doubted[key]]
            self.doubts[key] = new

    def _doubts_of(self, record: Tender | Award | Signal) -> Iterable[FieldError]:
        if isinstance(record, Tender):
            return tender_doubts(record)
        if isinstance(record, Signal):
            award: Award | None = self.find("awards", record.award)
            return signal_doubts(record, award) if award else ()
        tender: Tender | None = self.find("tenders", record.tender)
        rough = tender is None or "deadline" in tender.rough
        return award_doubts(record, tender.deadline if tender and not rough else None)

    def _keeps_earlier(self, table: str, number: int) -> bool:
        """Whether what a judgement read of a record until today is kept: nothing was read of what this act made."""
        return self.keeps_earlier and not self.journal.noted.is_made(table, number)

    def drop(self, table: str, number: int) -> None:
        """Removes a record."""
        _refuse_seal(table, number)
        before = self.body(table, number)
        if before is not None:
            self.restore(table, number, None)
            if table == "awards":
                self._hang(decode(table, number, before), on=False)

    def restore(self, table: str, number: int, body: bytes | None) -> None:
        """Puts a stored body back as it was, or removes it (None)."""
        self.flush()
        before = self.body(table, number)
        if before is not None:
            _refuse_seal(table, number)
        self.journal.note(table, number, before, body)
        if body is None:
            self.db.table(table).delete(number)
        else:
            self._write(table, number, body)

    def flush(self) -> None:
        """Hands the gathered rows to the transaction."""
        for table, rows in self._rows.items():
            self.db.table(table).put_many(rows.items())
        self._rows.clear()
        self._through += self._waiting
        self._waiting = 0
        self.db.storage.tell_progress(self._through)

    def new_id(self, table: str) -> int:
        """A number that no record of the table has or had."""
        number, last = self._free.get(table, (1, 0))
        if number > last:
            number, last = self.db.storage.new_ids(table)
        self._free[table] = number + 1, last
        return number

    def _write(self, table: str, number: int, body: bytes) -> None:
        self._rows.setdefault(table, {})[number] = body
        self._waiting += 1
        if self._waiting >= BATCH:
            self.flush()

    def _rehang(self, before: Award, after: Award) -> None:
        if before.tender != after.tender:
            self._hang(before, on=False)
            self._hang(after, on=True)

    def _hang(self, award: Award, *, on: bool) -> None:
        """Keeps `Tender.awards` true, and lets the tender's events speak of no award that is gone."""
        tender: Tender | None = self.find("tenders", award.tender)
        if tender is not None and (award.id in tender.awards) is not on:
            others = tuple(number for number in tender.awards if number != award.id)
            tender = msgspec.structs.replace(tender, awards=(*others, award.id) if on else others)
            self.put(tender if on else relinked(tender, EVENTS, award.id))

    def _check(self, record: Record) -> None:
        for fault in faults(record):
            raise fault
        for field in lacking(record):
            raise missing(field)
        for link, number in named(record):
            if self.body(link.to, number) is None:
                raise FieldError(link.within or link.field, "there is no {id} in this book", id=ref(link.to, number))


def _refuse_seal(table: str, number: int) -> None:
    """Raises Refused where a sealed list would be changed or taken out."""
    if table == "seals":
        raise Refused(
            "{id} is a sealed list: it cannot be changed, only the next one added to it", id=ref(table, number)
        )


def missing(field: str) -> FieldError:
    """What is said where a field that a record cannot be without is not given."""
    return FieldError(field, "{field} is missing; it must be given")


def displacing(before: R, after: R) -> R:
    """`after`, remembering for each field that a person changed what the list had said there."""
    if not isinstance(getattr(before, "source", None), Source):
        return after
    displaced: dict[str, Any] = getattr(after, "displaced", {}).copy()
    for field in LISTED[type(before)]:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            displaced.setdefault(field, as_stored(old))
            if displaced[field] == as_stored(new):
                del displaced[field]
    return msgspec.structs.replace(after, displaced=displaced)
