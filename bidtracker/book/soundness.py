"""Everything that must hold in a book besides its file's own structure: its records, and the history behind them.

Each fault is one sentence that ends in what would mend it, where something but `bidtracker check --rescue` would.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from bidtracker.book import history
from bidtracker.book.draft import decode, missing
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.holdings import HELD, RecordKey
from bidtracker.domain.ids import LETTERS, parse_ref, ref
from bidtracker.domain.links import lacking, named
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import RECORDS, HistoryEntry, Proposal, Settings
from bidtracker.domain.rules import faults as broken_rules
from bidtracker.storage import META, Database, RowProblem, RowVersion

TABLES = {*RECORDS, "images", META}
CHANGED = {*HELD, META}  # what acts change


class State(NamedTuple):
    """The last state of a record: the commit that wrote it, and a hash of its body; None where it was removed."""

    rev: int
    body: int | None


class Soundness:
    """One look at a whole book of one moment; keep a snapshot or transaction open around it.

    `structure` comes first, and reads everything once; `records` and `replay` tell what that and the history say.
    """

    def __init__(self, db: Database) -> None:
        self.db = db
        self.torn = False  # the file itself is damaged, so that what is missing says nothing
        self._states: dict[RecordKey, State] = {}
        self._unreadable: set[RecordKey] = set()
        self._broken: set[RecordKey] = set()
        self._faults: list[Message] = []
        self._links: list[tuple[RecordKey, RecordKey]] = []
        self._listed: set[tuple[int, int]] = set()  # (tender, award), as the tender has it
        self._hanging: set[tuple[int, int]] = set()  # and as the award has it

    def structure(self) -> Iterator[Message]:
        """What is wrong with the file and its rows."""
        for problem in self.db.survey():
            if isinstance(problem, RowVersion):
                self._take(problem)
                continue
            self.torn = self.torn or problem.table is None
            if problem.table is not None and problem.doc_id is not None:
                self._unreadable.add((problem.table, problem.doc_id))
            yield in_words(problem)

    def records(self) -> Iterator[Message]:
        """What is wrong with the records: words, dates, amounts, rules, and links between them."""
        yield from self._faults
        for key, target in sorted(set(self._links)):
            if not self._there(target):
                missing = ref(*target)
                yield say("{id} points to {missing}, which is not there; set it anew", id=ref(*key), missing=missing)
        for tender in sorted({tender for tender, _ in self._listed ^ self._hanging}):
            key = ("tenders", tender)
            if self._there(key) and key not in self._broken | self._unreadable:
                yield say("{id} does not list its own awards; edit one of them to mend it", id=ref(*key))

    def replay(self) -> Iterator[Message]:
        """Where the history does not add up to the present, walked back act by act to where the book begins."""
        now = {key: state.body for key, state in self._states.items() if key[0] in CHANGED}
        touched: set[RecordKey] = set()
        for number in range(self.db.storage.last_id("history"), 0, -1):
            if ("history", number) in self._unreadable | self._broken:
                return  # reported already, and before it nothing can be told
            entry = self._entry(number)
            if entry is None:
                yield say("{id} is missing, so the history before it leads nowhere", id=ref("history", number))
                return
            rev = self._states["history", number].rev
            yield from self._reversed(entry, now)
            try:
                changes = list(history.images(self.db, entry))
            except (BidtrackerError, msgspec.MsgspecError):
                changes = []
            if not self._whole(entry):
                yield say("{id} cannot be undone: a part of it is missing", id=ref("history", number))
                return
            for change in changes:
                key = (change.table, change.id)
                yield from _readable(entry, change)
                if key not in touched and key[0] in CHANGED:
                    touched.add(key)
                    if key not in self._unreadable and self._states.get(key, State(rev, None)).rev != rev:
                        yield say("{id} is not as {entry} left it", id=_named(key), entry=ref("history", number))
                now[key] = _hashed(change)
            if entry.act in history.BEGINNINGS:
                return
        for key, body in now.items():
            if body is not None and key[0] != META:  # settings were once changed without an act
                yield say("{id} is in the book, but no act of its history brought it there", id=ref(*key))

    # ------------------------------------------------------------ parts

    def _take(self, row: RowVersion) -> None:
        """Looks at one row as it passes."""
        key = (row.table, row.doc_id)
        self._states[key] = State(row.rev, None if row.body is None else hash(row.body))
        if row.body is None:
            return
        if row.table not in TABLES:
            self._faults.append(say("{table} {id} is in no table that a book has", table=row.table, id=row.doc_id))
        elif row.table == META:
            self._faults += about_settings(self.db)
        elif row.table in ("history", "images"):
            try:
                history.decode(row.table, row.body)
            except msgspec.MsgspecError as error:
                self._broken.add(key)
                where = ref(*key) if row.table == "history" else f"images {row.doc_id}"
                self._faults.append(say("{id} cannot be read: {reason}", id=where, reason=str(error)))
        elif row.table in HELD:
            try:
                record = decode(row.table, row.doc_id, row.body)
            except msgspec.MsgspecError as error:
                self._broken.add(key)
                self._faults.append(say("{id} cannot be read: {reason}", id=ref(*key), reason=str(error)))
                return
            for fault in (*broken_rules(record), *(missing(field) for field in lacking(record))):
                self._faults.append(say("{id}: {fault}; set it anew", id=ref(*key), fault=fault.message))
            self._follow(key, record)

    def _follow(self, key: RecordKey, record: Any) -> None:
        """Notes what a record points to."""
        table, number = key
        self._links += [(key, (link.to, target)) for link, target in named(record)]
        if table == "tenders":
            self._listed.update((number, award) for award in record.awards)
        elif table == "awards":
            self._hanging.add((record.tender, number))
        elif isinstance(record, Proposal):
            for record_id in filter(None, (record.about, record.other)):
                try:
                    parse_ref(record_id)
                except BidtrackerError as error:
                    self._faults.append(say("{id}: {fault}; refuse it", id=ref(*key), fault=error.message))

    def _there(self, key: RecordKey) -> bool:
        state = self._states.get(key)
        return key in self._unreadable or (state is not None and state.body is not None)

    def _entry(self, number: int) -> HistoryEntry | None:
        try:
            return history.read(self.db, number)
        except (BidtrackerError, msgspec.MsgspecError):
            return None

    def _whole(self, entry: HistoryEntry) -> bool:
        """Whether every part of an act's images is there and can be read."""
        try:
            return all(history.chunk(self.db, number) is not None for number in entry.images)
        except (BidtrackerError, msgspec.MsgspecError):
            return False

    def _reversed(self, entry: HistoryEntry, after: dict[RecordKey, int | None]) -> Iterator[Message]:
        """Whether an undo left each record as it was before the act that it took back, and a redo likewise."""
        if not entry.undoes:
            return
        of = self._entry(entry.undoes)
        if of is None or not self._whole(of) or (entry.undone_by == 0 and of.undone_by != entry.id):
            yield say("{id} takes back {of}, which does not say so", id=_h(entry.id), of=_h(entry.undoes))
            return
        for change in history.images(self.db, of):
            key = (change.table, change.id)
            if key not in self._unreadable and after.get(key) != _hashed(change):
                yield say(
                    "{id} did not leave {record} as it was before {of}",
                    id=_h(entry.id),
                    record=_named(key),
                    of=_h(of.id),
                )


def faults(db: Database) -> Iterator[Message]:
    """Everything that is not as it must be; nothing where the book is sound."""
    with db.snapshot():
        look = Soundness(db)
        yield from look.structure()
        if look.torn:
            yield say("what the records say was not looked at, because the file itself is damaged")
            return
        yield from look.records()
        yield from look.replay()


def _h(number: int) -> str:
    return ref("history", number)


def _named(key: RecordKey) -> str | Message:
    return say("what holds for the book") if key[0] == META else ref(*key)


def _hashed(change: Any) -> int | None:
    body = bytes(change.before)
    return None if body == b"null" else hash(body)


def _readable(entry: HistoryEntry, change: Any) -> Iterator[Message]:
    """Whether what a record was before an act is a record."""
    if change.table not in CHANGED:
        yield say("{id} changed {table}, which a book does not have", id=_h(entry.id), table=change.table)
        return
    body = bytes(change.before)
    if body != b"null":
        try:
            if change.table == META:
                msgspec.convert(msgspec.json.decode(body).get("settings") or {}, Settings)
            else:
                decode(change.table, change.id, body)
        except msgspec.MsgspecError:
            yield say("{id} cannot be undone: {record} was nothing that can be read before it", id=_h(entry.id),
                      record=_named((change.table, change.id)))  # fmt: skip


def about_settings(db: Database) -> Iterator[Message]:
    """Whether what holds for the book can be read."""
    try:
        msgspec.convert(db.meta("settings") or {}, Settings)
    except msgspec.ValidationError as error:
        yield say("the book's settings cannot be read: {reason}; set them anew", reason=str(error))


def in_words(problem: RowProblem) -> Message:
    """A problem of the storage in the words of a book: T31 for tenders 31."""
    if problem.table in LETTERS and problem.doc_id is not None:
        return say("{id}: {fault}", id=ref(problem.table, problem.doc_id), fault=problem.message)
    return problem.message
