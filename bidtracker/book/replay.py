"""Whether the history of a book leads to what it holds: its chain of seals, and each act walked back from the present.

See seals.py for what the chain proves, and what only a head kept elsewhere can.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from bidtracker.book import history, seals
from bidtracker.book.bodies import parse
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.holdings import RecordKey
from bidtracker.domain.ids import LETTERS, ref
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.records import NOTHING, BeforeImage, HistoryEntry, Settings
from bidtracker.storage import META, Database

REVERSING = ("undo", "redo")  # acts that bring back what had its number before
NAMED = 5  # records that a sentence names at most


class RowState(NamedTuple):
    """The last state of a record: the commit that wrote it, and its weight (see seals.py); None where it is removed."""

    rev: int
    weight: int | None


class HistoryReplay:
    """One walk back through a history; `states` is every row of the book, `broken` those that cannot be read."""

    def __init__(self, db: Database, states: Mapping[RecordKey, RowState], broken: set[RecordKey]) -> None:
        self.db = db
        self.states = states
        self.broken = broken
        self.now = {key: state.weight for key, state in states.items() if key[0] in history.CHANGED}
        self.total = sum(weight or 0 for weight in self.now.values())
        self.touched: set[RecordKey] = set()
        self.forgotten: set[RecordKey] = set()  # erased further on, so that what they were before is not known
        self.lowest: dict[str, int] = {}  # table -> the lowest number that a later act gave
        self.beside: list[tuple[int, dict[str, set[int]]]] = []  # the numbers of acts that began after an earlier one
        self.adds_up = not broken  # whether the state can be told from what is there
        self.astray: HistoryEntry | None = None  # the last act after which the sum was not what it says

    def faults(self) -> Iterator[Message]:
        """Everything that does not add up, newest first; each act until the one from which the book began."""
        head = seals.read_head(self.db.head)
        last = self.db.storage.last_id("history")
        if head is None or (not head.seal and last and self._sealed(last)):
            yield say("the book's header does not say where its history ends")
            head = None
        elif head.seal and last < head.act:
            numbers = {"first": _h(last + 1), "last": _h(head.act)}
            yield say("the last acts are gone: the history ends with {last}, and {first} is not there", **numbers)
            return
        yield from self._walk(last, head.seal if head else "")

    def _walk(self, last: int, expected: str) -> Iterator[Message]:
        walking = True
        for number in range(last, 0, -1):
            if ("history", number) in self.broken:
                return  # reported already, and before it nothing can be told
            entry = self._entry(number)
            if entry is None:
                yield say("{id} is missing, so the history before it leads nowhere", id=_h(number))
                return
            if not self._whole(entry):
                yield say("{id} cannot be undone: a part of it is missing", id=_h(number))
                return
            previous = self._entry(number - 1)
            yield from self._chained(entry, previous.seal if previous else "", expected)
            expected = previous.seal if previous else ""
            walking = walking and seals.CHANGES not in entry.digests
            if walking:
                yield from self._step(entry)
            if entry.act in history.BEGINNINGS:
                return
        if walking:
            yield from self._left_over()

    def _chained(self, entry: HistoryEntry, previous: str, expected: str) -> Iterator[Message]:
        """Whether an entry is the one that the next one follows, and as it was when it was sealed."""
        if not expected and not entry.seal:
            return  # from before there were seals
        if entry.seal != expected or history.seal_of(self.db, entry, previous) != entry.seal:
            yield say("{id} is not as it was when it was written, or one before it is gone", id=_h(entry.id))

    def _step(self, entry: HistoryEntry) -> Iterator[Message]:
        """One act walked back."""
        yield from self._reversed(entry)
        yield from self._summed(entry)
        self._pass(entry)
        rev = self.states["history", entry.id].rev
        for key in history.erased(self.db, entry):
            yield from self._present(entry, key, rev)
            self.forgotten.add(key)
            self.adds_up = False
        made: dict[str, set[int]] = {}
        for change in history.images(self.db, entry):
            key = (change.table, change.id)
            yield from _readable(entry, change)
            if key[0] in history.CHANGED:
                yield from self._present(entry, key, rev)
                yield from self._numbered(entry, change, made)
                weight = None if _is_new(change) else seals.weight(*key, bytes(change.before))
                self.total += (weight or 0) - (self.now.get(key) or 0)
                self.now[key] = weight
        if entry.acted_beside:
            self.beside.append((entry.id - 1 - entry.acted_beside, made))
        else:
            self._lower(made)

    def _pass(self, entry: HistoryEntry) -> None:
        """Comes to an act after which some that lasted began: their numbers are higher than any from here on."""
        for after, made in self.beside:
            if after >= entry.id:
                self._lower(made)
        self.beside = [each for each in self.beside if each[0] < entry.id]

    def _lower(self, made: dict[str, set[int]]) -> None:
        for table, numbers in made.items():
            self.lowest[table] = min(*numbers, self.lowest.get(table, sys.maxsize))

    def _present(self, entry: HistoryEntry, key: RecordKey, rev: int) -> Iterator[Message]:
        """Whether a record that an act changed last is there, or its removal, and is of that act's commit."""
        if key in self.touched or key in self.broken or key in self.forgotten:
            return
        self.touched.add(key)
        state = self.states.get(key)
        where = {"id": _named(key), "entry": _h(entry.id)}
        if state is None:
            yield say("{id} is gone: {entry} wrote or removed it, and neither of that is there", **where)
        elif state.rev != rev:
            yield say("{id} is not as {entry} left it", **where)

    def _numbered(self, entry: HistoryEntry, change: BeforeImage, made: dict[str, set[int]]) -> Iterator[Message]:
        """Whether a number that a later act gave was free; of an act that nobody acted beside the lowest will do."""
        if change.table == META:
            return
        if change.id >= self.lowest.get(change.table, change.id + 1) or any(
            change.id in numbers.get(change.table, ()) for _, numbers in self.beside
        ):
            where = {"id": _named((change.table, change.id)), "entry": _h(entry.id)}
            yield say("the number {id} was given a second time after {entry}", **where)
            self.lowest.pop(change.table, None)  # once is enough
        if _is_new(change) and entry.act not in REVERSING:
            numbers = made.setdefault(change.table, {change.id})
            if entry.acted_beside:
                numbers.add(change.id)
            elif change.id < min(numbers):
                made[change.table] = {change.id}

    def _summed(self, entry: HistoryEntry) -> Iterator[Message]:
        """Whether the records after an act are those that it left; where not, which act wrote what is not."""
        if not entry.state or not self.adds_up:
            return
        if seals.spelled(self.total) != entry.state:
            if self.astray is None:
                yield say("what the book holds is not what its history left: a record was changed, put in or taken out")
            self.astray = entry
        elif self.astray is not None:
            changes = history.images(self.db, self.astray)
            names = [str(_named((each.table, each.id))) for each, _ in zip(changes, range(NAMED), strict=False)]
            yield say("it is among what {entry} wrote: {ids}", entry=_h(self.astray.id), ids=listed(names))
            self.adds_up = False

    def _left_over(self) -> Iterator[Message]:
        for key, weight in self.now.items():
            # Settings were once changed without an act.
            if weight is not None and key[0] != META and key not in self.forgotten:
                yield say("{id} is in the book, but no act of its history brought it there", id=ref(*key))

    def _reversed(self, entry: HistoryEntry) -> Iterator[Message]:
        """Whether an undo left each record as it was before the act that it took back, and a redo likewise."""
        if not entry.undoes:
            return
        of = self._entry(entry.undoes)
        if of is None or not self._whole(of) or (entry.undone_by == 0 and of.undone_by != entry.id):
            yield say("{id} takes back {of}, which does not say so", id=_h(entry.id), of=_h(entry.undoes))
            return
        for change in history.images(self.db, of):
            key = (change.table, change.id)
            weight = None if _is_new(change) else seals.weight(*key, bytes(change.before))
            if key not in self.broken | self.forgotten and self.now.get(key) != weight:
                yield say(
                    "{id} did not leave {record} as it was before {of}",
                    id=_h(entry.id),
                    record=_named(key),
                    of=_h(of.id),
                )

    def _entry(self, number: int) -> HistoryEntry | None:
        try:
            return history.read(self.db, number) if number else None
        except (BidtrackerError, msgspec.MsgspecError):
            return None

    def _sealed(self, number: int) -> bool:
        entry = self._entry(number)
        return entry is not None and bool(entry.seal)

    def _whole(self, entry: HistoryEntry) -> bool:
        """Whether every part of an act's images is there and can be read."""
        try:
            return None not in history.parts(self.db, entry)
        except (BidtrackerError, msgspec.MsgspecError):
            return False


def _is_new(change: BeforeImage) -> bool:
    """Whether the record was not there before the act."""
    return bytes(change.before) == bytes(NOTHING)


def _h(number: int) -> str:
    return ref("history", number)


def _named(key: RecordKey) -> str | Message:
    if key[0] == META:
        return say("what holds for the book")
    return ref(*key) if key[0] in LETTERS else f"{key[0]} {key[1]}"


def _readable(entry: HistoryEntry, change: BeforeImage) -> Iterator[Message]:
    """Whether what a record was before an act is a record."""
    if change.table not in history.CHANGED:
        yield say("{id} changed {table}, which a book does not have", id=_h(entry.id), table=change.table)
        return
    if _is_new(change):
        return
    try:
        if change.table == META:
            msgspec.convert(msgspec.json.decode(bytes(change.before)).get("settings") or {}, Settings)
        else:
            parse(change.table, change.id, bytes(change.before))
    except msgspec.MsgspecError:
        record = _named((change.table, change.id))
        yield say("{id} cannot be undone: {record} was nothing that can be read before it", id=_h(entry.id),
                  record=record)  # fmt: skip
