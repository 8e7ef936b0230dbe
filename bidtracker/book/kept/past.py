"""What each tender tells of the past, kept beside the records and changed in the transaction of every act.

One document for each tender in the table PAST, under the tender's number. It is no record: no history has it, no dump
and no export, and `bidtracker check --rebuild` makes all of them anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Any, Self

import msgspec

from bidtracker.book.bodies import decode, encode
from bidtracker.book.kept.stored import StoredRecords
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.links import PAST, USUAL
from bidtracker.domain.message import say
from bidtracker.domain.reading import UsualSum
from bidtracker.domain.records import TenderLine
from bidtracker.radar.score.past import usual_sums
from bidtracker.radar.score.tender_past import (
    LAST,
    PastLine,
    TenderPast,
    around_key,
    class_hint,
    retender_key,
    tender_past,
)
from bidtracker.storage import Busy, Damaged, Database, KeyRange, key_of, where

FORM = 3  # what re-tenders come to is kept for each of the newest days; in the second form for the last alone
END_OF_TIME = date.max.toordinal()
CHUNK = 1_000  # tenders looked at together
FEW = 1_000  # tenders of which the past is made anew in an act; that of more waits for the next opening


class _Line(msgspec.Struct, frozen=True, gc=False):
    line: PastLine


class _Usual(msgspec.Struct, frozen=True, gc=False):
    form: int = 0
    sums: list[UsualSum] = []


_line = msgspec.json.Decoder(_Line).decode
_usual = msgspec.json.Decoder(_Usual).decode


class KeptPast:
    """The past as `Holdings` has it. A text is looked for in the index, a line in its document."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._accounts: dict[tuple[str, str], list[tuple[int, Any]]] = {}

    @classmethod
    def of(cls, db: Database) -> Self | None:
        """The past that a book keeps; None where it keeps none yet, and all must be read."""
        return cls(db) if db.storage.has_index() and is_kept(db) else None

    def counts(self, ranges: Sequence[tuple[str, str]]) -> list[int]:
        keys = _each_key((first, _last_before(until)) for first, until in ranges)
        answer: list[int] = _answered(self.db, self.db.storage.count_each(f"{PAST}.texts", keys))
        return answer

    def texts(self, first: str, until: str) -> list[str]:
        entries = _answered(self.db, self.db.storage.entries(_keys("texts", first, _last_before(until))))
        return sorted(key[1:] for key, _ in entries)

    def newest(self, until: str, most: int) -> list[tuple[str, int]]:
        entries = _answered(self.db, self.db.storage.entries(_keys("event", "", _last_before(until)), last=most))
        return [(key[1:], number) for key, number in entries]

    def account(self, buyer: int, since: date | None = None, category: str | None = None) -> list[tuple[int, Any]]:
        first = around_key(buyer, 0 if since is None else since.toordinal())
        return self._around(
            first, around_key(buyer, END_OF_TIME) + LAST, "" if category is None else class_hint(category)
        )

    def expect(self, accounts: Collection[tuple[int, str]], since: date) -> None:
        ends: dict[str, dict[str, list[int]]] = {}
        for buyer, category in accounts:
            if (around_key(buyer, since.toordinal()), end := class_hint(category)) not in self._accounts:
                ends.setdefault(str(buyer), {})[end] = []
        ranges = [
            (around_key(int(buyer), since.toordinal()), around_key(int(buyer), END_OF_TIME) + LAST) for buyer in ends
        ]
        for key, number in _answered(self.db, self.db.storage.entries_in_each(f"{PAST}.around", _each_key(ranges))):
            for end, numbers in ends[key[1:].partition("|")[0]].items():
                if key.endswith(end):
                    numbers.append(number)
        wanted = {number for by_end in ends.values() for numbers in by_end.values() for number in numbers}
        lines = {number: _line(body).line for number, body in self.db.storage.bodies(PAST, sorted(wanted))}
        for (first, _), by_end in zip(ranges, ends.values(), strict=True):
            for end, numbers in by_end.items():
                self._accounts[first, end] = [(n, lines[n]) for n in sorted(numbers) if n in lines]

    def retendered(self, buyer: int) -> list[tuple[int, Any]]:
        return self._around(retender_key(buyer), retender_key(buyer))

    def _around(self, first: str, last: str, end: str = "") -> list[tuple[int, Any]]:
        """Number and line of the tenders that are found by something from a text to another, with an end."""
        asked = first, end
        if asked not in self._accounts:
            entries = _answered(self.db, self.db.storage.entries(_keys("around", first, last)))
            numbers = sorted(number for key, number in entries if key.endswith(end))
            rows = self.db.storage.bodies(PAST, numbers)
            self._accounts[asked] = [(number, _line(body).line) for number, body in rows]
        return self._accounts[asked]

    def usual(self) -> Sequence[UsualSum]:
        body = self.db.table(USUAL).body(1)
        return () if body is None else _usual(body).sums


def _last_before(text: str) -> str:
    """A text after all that come before one, and before that one itself: the keys of a range are both included."""
    return text[:-1] + chr(ord(text[-1]) - 1) + LAST


def _keys(field: str, first: str, until: str) -> KeyRange:
    return KeyRange(f"{PAST}.{field}", str(key_of(first)), str(key_of(until)))


def _each_key(ranges: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(str(key_of(first)), str(key_of(until))) for first, until in ranges]


def _answered(db: Database, answer: Any) -> Any:
    """What the index said; Busy where another version of the program has just made another."""
    if answer is None:
        raise Busy(
            say("the book {address} is being written by another program; try again in a moment", address=db.address)
        )
    return answer


def is_kept(db: Database) -> bool:
    """Whether the book keeps its past, in the form that this program reads."""
    body = db.table(USUAL).body(1)
    return body is not None and _usual(body).form == FORM


class PastKeeper:
    """Brings the past up to what a transaction has written, before it ends."""

    def __init__(self, db: Database, *, summing: bool = False) -> None:
        self.db = db
        self._retendered = summing  # whether a re-tender may tell something else now

    def rebuild(self) -> None:
        """Makes all of it anew."""
        self.db.storage.delete(PAST, self.db.storage.ids(PAST))
        self._retendered = True
        self._keep(self.db.storage.ids("tenders"), new=True)
        self._sum_up()

    def follow(self, tenders: Iterable[int], awards: Iterable[int], made: Collection[int]) -> None:
        """Takes in that these tenders and awards were changed, and that these tenders were made."""
        touched = set(tenders)
        for number in awards:
            body = self.db.table("awards").body(number)
            if body is not None:
                touched.add(decode("awards", number, body).tender)
        for number in list(touched):
            touched.update(self.db.table("tenders").numbers(where("follows") == number))
        self._keep(sorted(touched - set(made)) if made else sorted(touched), new=False)
        self._keep(made, new=True)
        self._sum_up()

    def _keep(self, numbers: Iterable[int], *, new: bool) -> None:
        """Writes what some tenders tell; `new`: nothing is kept of them yet."""
        rest = iter(numbers)
        while some := list(islice(rest, CHUNK)):
            lines = {number: encode(each) for number, each in tender_pasts(self.db, some)}
            before = {} if new else dict(self.db.storage.bodies(PAST, some))
            changed = [(number, body) for number, body in lines.items() if before.get(number) != body]
            self.db.table(PAST).put_many(changed)
            self.db.storage.delete(PAST, [number for number in before if number not in lines])
            self._retendered = self._retendered or any(
                b'"event"' in body for body in (*lines.values(), *before.values())
            )

    def _sum_up(self) -> None:
        """Keeps what the structural rows of re-tenders come to, where one of them may have changed."""
        if self._retendered or not is_kept(self.db):
            past = KeptPast(self.db)
            body = encode(_Usual(FORM, usual_sums(_reading(self.db, past), past)))
            if self.db.table(USUAL).body(1) != body:
                self.db.table(USUAL).put(1, body)


def keep_past(
    db: Database, tenders: list[int], awards: list[int], made: Sequence[int], *, summing: bool = False
) -> None:
    """Takes in that an act changed these tenders and awards and made those tenders; with `summing` what re-tenders come
    to is looked at in any case.

    A record that cannot be read keeps nobody from an act: nothing is kept then, and all is read.
    """
    if is_kept(db):
        try:
            PastKeeper(db, summing=summing).follow(tenders, awards, made)
        except Damaged:
            db.table(USUAL).delete(1)
    elif (made and made[0] == 1) or db.storage.last_id("tenders") <= FEW:
        keep_past_anew(db)


def keep_past_anew(db: Database) -> None:
    """Makes what is kept of the past anew; where a record cannot be read nothing is kept."""
    with suppress(Damaged), db.transaction():
        PastKeeper(db).rebuild()


def tender_pasts(db: Database, numbers: list[int]) -> Iterator[tuple[int, TenderPast]]:
    """What some tenders tell as the records now are. They, what they follow and the awards of both are read together.

    Nothing but these records is in the holdings, which then go as soon as they are let go of: those that read for
    themselves go round in a circle, and would pile up in an act in which nobody looks for circles.
    """
    holdings = Holdings()
    tenders = _lines(db, numbers)
    before = _lines(db, sorted({each.follows for each in tenders.values()} - tenders.keys() - {0}))
    holdings.tenders = before | tenders
    awards = sorted({award for each in holdings.tenders.values() for award in each.awards})
    holdings.awards = {number: decode("awards", number, body) for number, body in db.storage.bodies("awards", awards)}
    elsewhere = {award.tender for award in holdings.awards.values()} - holdings.tenders.keys()
    holdings.tenders |= _lines(db, sorted(elsewhere))
    for number, each in tenders.items():
        yield number, tender_past(holdings, each)


def _lines(db: Database, numbers: list[int]) -> dict[int, TenderLine]:
    """Those of some tenders that there are, as a list shows them."""
    bodies = db.storage.bodies("tenders", numbers)
    return {number: decode("tenders", number, body, line=True) for number, body in bodies}


def _reading(db: Database, past: KeptPast | None = None) -> Holdings:
    return Holdings(source=StoredRecords(db, past))


def is_true(db: Database) -> bool:
    """Whether what is kept is what the records tell; so is what is yet to be made."""
    if not is_kept(db):
        return True
    kept = db.storage.scan(PAST)
    for some in _chunks(db.storage.ids("tenders")):
        for number, line in tender_pasts(db, some):
            doc_id, _, body = next(kept, (0, 0, b""))
            if doc_id != number or body != encode(line):
                return False
    past = KeptPast(db)
    return next(kept, None) is None and past.usual() == usual_sums(_reading(db, past), past)


def _chunks(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))
