"""Records that are read when they are asked for, one by one, by what they hang on, or by a field that is set.

A table of `Holdings` is such a one until somebody walks through all of it; from then on all its records are in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, Protocol


class UsualSum(NamedTuple):
    """The mean of the structural rows of `n` re-tenders (0: too few for one), the last of them told at a place."""

    last: str
    db: float
    n: int


class Past(Protocol):
    """What a book keeps of its own past beside the records; see `radar/score/tender_past.py` for what the texts say."""

    def counts(self, ranges: Sequence[tuple[str, str]]) -> list[int]:
        """How many texts were told, of each pair from its first on and before its second."""

    def texts(self, first: str, until: str) -> list[str]:
        """The texts told from `first` on and before `until`, in order."""

    def newest(self, until: str, most: int) -> list[tuple[str, int]]:
        """Place and tender of the newest re-tenders of others before `until`, the newest first."""

    def account(self, buyer: int, since: date | None = None, category: str | None = None) -> list[tuple[int, Any]]:
        """What each tender of a buyer tells: its number, and the line; at least of those that have to do with a day
        from `since` on, and belong to a class."""

    def expect(self, accounts: Collection[tuple[int, str]], since: date) -> None:
        """Reads together what `account` will be asked for, of each of these buyers and classes from a day on."""

    def retendered(self, buyer: int) -> list[tuple[int, Any]]:
        """The same of those tenders of a buyer that compete a contract again whose end is known."""

    def usual(self) -> Sequence[UsualSum]:
        """What `usual_sums` found at the last change of a re-tender; nothing where that is not kept."""


class RecordSource(Protocol):
    """Where records are read from."""

    @property
    def past(self) -> Past | None:
        """What the book keeps of its past; None where it keeps nothing."""

    def record(self, table: str, number: int) -> Any:
        """One record, None where there is none."""

    def several(self, table: str, numbers: Iterable[int]) -> Iterator[Any]:
        """Those records of a table that there are, in the order of their numbers as given."""

    def linked(self, table: str, field: str, number: int) -> int:
        """In how many records of a table a link leads to a number."""

    def records(self, table: str) -> dict[int, Any]:
        """All records of a table."""

    def first(self, table: str) -> Iterator[Any]:
        """The records of a table in order of number, read as they are asked for."""

    def count(self, table: str) -> int:
        """How many records a table has."""

    def pointing(self, table: str, field: str, within: str, number: int) -> Sequence[int]:
        """The numbers of the records of a table that may point to a number, in order; all that do are among them."""

    def pointing_to_each(self, table: str, field: str, numbers: Sequence[int]) -> dict[int, list[int]]:
        """The same for several numbers, looked for together; nothing where that cannot be done."""

    def having(self, table: str, field: str, values: Collection[Any] = ()) -> Sequence[int]:
        """The numbers of the records in which a field is set, or has one of some values; others may be among them."""

    def between(self, table: str, field: str, first: date, last: date) -> Sequence[int]:
        """The numbers of the records in which a day lies between two; others may be among them."""

    def changed_after(self, table: str, day: date) -> Sequence[int]:
        """The numbers of the records that keep what they were until a later day; others may be among them."""

    def stood(self, records: Iterable[tuple[str, Any]], past: Past | None) -> RecordSource:
        """The same, but for some records (each with its table) that are as they once stood; `past` as it is now."""


KEPT = 10_000  # records of a table that stay in memory, some 10 MB
TOGETHER = 500  # records read at a time
SHORT = 50  # numbers of records that point to one, so many of which stay in memory


class UnreadTable(dict[int, Any]):
    """The records of one table that have been asked for of late; the others are read as they are.

    `filled` is called with all of them once somebody walks through the table.
    """

    def __init__(self, name: str, source: RecordSource, filled: Callable[[str, dict[int, Any]], None]) -> None:
        super().__init__()
        self.name, self.source = name, source
        self._filled = filled
        self.changes = 0  # how many records were let go because they were changed
        self._pointing: dict[tuple[str, int], Sequence[int]] = {}

    def __missing__(self, number: int) -> Any:
        seen = self.changes
        record = self.source.record(self.name, number)
        if record is None:
            raise KeyError(number)
        return self._keep(record, seen)

    def _keep(self, record: Any, seen: int) -> Any:
        """The record, which stays in memory unless one was changed by another thread while this was read."""
        if super().__len__() >= KEPT:
            self.clear()
        return self.setdefault(record.id, record) if seen == self.changes else record

    def forget(self, number: int) -> None:
        """Lets a record go that was changed or is no more."""
        self.changes += 1
        self.pop(number, None)
        self._pointing.clear()

    def fetch(self, numbers: Iterable[int], *, keep: bool = True) -> list[Any]:
        """The records with these numbers in their order, without those that there are not; read many at a time. Whoever
        only walks past does not `keep` them, lest what is asked for again and again be let go."""
        wanted, seen, kept = list(numbers), self.changes, super().get
        records = {number: record for number in wanted if (record := kept(number)) is not None}
        for record in self.source.several(self.name, [number for number in wanted if number not in records]):
            records[record.id] = self._keep(record, seen) if keep else record
        return [records[number] for number in wanted if number in records]

    def get(self, number: int, default: Any = None) -> Any:
        """The record with this number."""
        try:
            return self[number] if number else default
        except KeyError:
            return default

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.get(number) is not None

    def numbered(self, numbers: Sequence[int]) -> Iterator[Any]:
        """The records with these numbers, read as they are asked for and many at a time."""
        return (record for at in range(0, len(numbers), TOGETHER) for record in self.fetch(numbers[at : at + TOGETHER]))

    def pointing(self, field: str, within: str, number: int) -> Sequence[int]:
        """The numbers of the records that may point to a number; looked for once, until a record is changed."""
        if (field, number) in self._pointing:
            return self._pointing[field, number]
        seen = self.changes
        numbers = self.source.pointing(self.name, field, within, number)
        if len(numbers) <= SHORT and seen == self.changes:
            if len(self._pointing) >= KEPT:
                self._pointing.clear()
            self._pointing[field, number] = numbers
        return numbers

    def prepare(self, field: str, numbers: Iterable[int]) -> None:
        """Reads the records that point to some numbers, many at a time, since each will be asked for."""
        seen = self.changes
        wanted = [number for number in dict.fromkeys(numbers) if number and (field, number) not in self._pointing]
        pointing = self.source.pointing_to_each(self.name, field, wanted[:KEPT])
        self.fetch(dict.fromkeys(each for several in pointing.values() for each in several[:SHORT]))
        if seen == self.changes:
            if len(self._pointing) + len(pointing) > KEPT:
                self._pointing.clear()
            self._pointing |= {
                (field, number): several for number, several in pointing.items() if len(several) <= SHORT
            }

    def first(self, most: int) -> list[Any]:
        """The first records of the table, which do not stay in memory."""
        return list(islice(self.source.first(self.name), most))

    def __len__(self) -> int:
        return self.source.count(self.name)

    def __bool__(self) -> bool:
        return super().__len__() > 0 or len(self) > 0

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, UnreadTable) else other)

    def __iter__(self) -> Iterator[int]:
        return iter(self._all())

    def keys(self) -> Any:
        return self._all().keys()

    def values(self) -> Any:
        return self._all().values()

    def items(self) -> Any:
        return self._all().items()

    def _all(self) -> dict[int, Any]:
        records = self.source.records(self.name)
        self._filled(self.name, records)
        return records
