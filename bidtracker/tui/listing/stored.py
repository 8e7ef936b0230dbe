"""The tenders of a large book as a list: their numbers in order are in memory, and a row is read when it is seen.

A million numbers take 8 MB and come from an index in a second, the first page at once. What a filter asks of a field
that an index knows is answered from there; the rest goes through the rows page by page, and shows what it finds.
"""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_left
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import suppress
from operator import itemgetter
from time import perf_counter
from typing import Any, overload

from bidtracker.book import Book, Changed
from bidtracker.book.kept.ordered import Numbers, Ordered, StoredOrder, in_order, nothing_of
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.filters.conditions import Condition, all_hold
from bidtracker.domain.filters.shown_cells import FEW_TEXTS
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.reading import UnreadTable
from bidtracker.domain.records import TenderLine
from bidtracker.tui.cells import ListRow, TableColumn
from bidtracker.tui.listing.row_source import RowSource

TABLE = "tenders"
MANY = 20_000  # numbers handed on at a time where no row is read
PAGE = 200  # rows read between two looks at the keyboard, some milliseconds
FEW = 200  # rows that are moved to other places; for more the order is read anew
GLIMPSE = 0.004  # seconds in which a first page is looked for before the keyboard is listened to again


class StoredRows(RowSource):
    """Tenders by number, each read when it is asked for; many follow each other read together."""

    def __init__(self, book: Book, numbers: Numbers) -> None:
        self.book, self.numbers = book, numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> ListRow: ...
    @overload
    def __getitem__(self, at: slice) -> StoredRows: ...
    def __getitem__(self, at: int | slice) -> ListRow | StoredRows:
        if isinstance(at, slice):
            return StoredRows(self.book, self.numbers[at])
        number = self.numbers[at]
        return self.book.holdings.tenders.get(number) or nothing_of(number)

    def __iter__(self) -> Iterator[ListRow]:
        for start in range(0, len(self.numbers), PAGE):
            yield from fetched(self.book.holdings, self.numbers[start : start + PAGE])

    def place(self, key: str) -> int | None:
        try:
            return self.numbers.index(parse_ref(key)[1])
        except (ValueError, BidtrackerError):
            return None

    def keyed(self, keys: Collection[str]) -> list[ListRow]:
        wanted = {parse_ref(key)[1] for key in keys}
        return fetched(self.book.holdings, [number for number in self.numbers if number in wanted])

    def extend(self, rows: StoredRows) -> None:
        """Lets more rows follow."""
        self.numbers.extend(rows.numbers)


def fetched(holdings: Holdings, numbers: Collection[int], *, keep: bool = True) -> list[TenderLine]:
    """Some tenders, read together with their buyers and awards, which most of what is shown of them is about; `keep`
    has them stay in memory."""
    tenders = holdings.tenders
    if not isinstance(tenders, UnreadTable):
        return [tenders[number] for number in numbers if number in tenders]
    lines: list[TenderLine] = tenders.fetch(numbers, keep=keep)
    holdings.prepare_around(lines)
    return lines


class _Falling:
    """A value that is less where it is greater."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Falling) and bool(self.value == other.value)

    def __lt__(self, other: _Falling) -> bool:
        return bool(other.value < self.value)

    def __hash__(self) -> int:
        return hash(self.value)


class StoredListing:
    """All tenders of a large book, in order."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.order: tuple[str, bool] = ("", False)
        self.rows = StoredRows(book, array("q"))
        self.whole = False  # whether the rows are all of them
        self._only: set[int] | None = None
        self._column: TableColumn | None = None
        self._sorted: dict[str, Ordered] = {}  # by column

    def read_anew(self, only: set[int] | None) -> None:
        """Puts all tenders, or only some, in order when that is next asked for."""
        self._only = only
        self.order = ("", False)
        self._sorted.clear()

    # ------------------------------------------------------------ order

    async def first(self, column: TableColumn, falling: bool, day: str, most: int) -> StoredRows | None:
        """The first page of an order by the deadline, at once; None where all must be looked at."""
        if column.name != "deadline" or falling or self._only is not None:
            return None
        numbers = await asyncio.to_thread(StoredOrder(self.book.reader).from_day, day, most)
        lines = [line for line in fetched(self.book.holdings, numbers) if column.sort(line) is not None]
        lines.sort(key=column.sort)
        return StoredRows(self.book, array("q", [line.id for line in lines[:most]]))

    async def sort(self, column: TableColumn, falling: bool) -> None:
        """Puts the rows in order; those that have nothing in the column come last either way, and those alike stand by
        their numbers."""
        if column.name not in self._sorted:
            self._sorted.clear()  # one order at a time is in memory, 24 MB for a million
            self._sorted[column.name] = await asyncio.to_thread(self._ordered, column)
        ordered = self._sorted[column.name]
        self._column = column
        self.rows = StoredRows(self.book, (ordered.falling if falling else ordered.rising) + ordered.unknown)
        self.order, self.whole = (column.name, falling), True

    def _ordered(self, column: TableColumn) -> Ordered:
        """The numbers in the order of a column."""
        order, holdings = StoredOrder(self.book.reader), self.book.snapshot()
        if column.name == "id":
            numbers = self._wanted(order.numbers())
            return Ordered(numbers, numbers[::-1], array("q"))
        groups = order.groups(column.name)
        if groups is None:
            keys = ((column.sort(line), line.id) for line in _all(holdings, order.numbers()))
            compared: list[tuple[Any, int]] = []
            unknown = array("q")
            for key, number in keys:
                if key is None:
                    unknown.append(number)
                else:
                    compared.append((key, number))
            compared.sort()
            rising = array("q", [number for _, number in compared])
            compared.sort(key=itemgetter(0), reverse=True)
            falling = array("q", [number for _, number in compared])
        else:
            lines = {line.id: line for line in _all(holdings, [group.first for group in groups])}
            here = [group for group in groups if group.first in lines]
            rising, falling, unknown = in_order(here, lambda number: column.sort(lines[number]))
        return Ordered(self._wanted(rising), self._wanted(falling), self._wanted(unknown))

    def _wanted(self, numbers: Numbers) -> Numbers:
        only = self._only
        return numbers if only is None else array("q", [number for number in numbers if number in only])

    # ------------------------------------------------------------ changes

    def touched(self, changed: Changed) -> set[int] | None:
        """The tenders of which something that a list shows may have changed; None where they are too many to look."""
        holdings, numbers = self.book.holdings, set[int]()
        for table, number in changed.keys:
            match table:
                case "tenders":
                    numbers.add(number)
                case "awards" if number in holdings.awards:
                    numbers.add(holdings.awards[number].tender)
                case "buyers" if holdings.count_linked(TABLE, "buyer", number) <= FEW:
                    numbers.update(tender.id for tender in holdings.tenders_of(number))
                case "competitors" if holdings.count_linked("awards", "suppliers", number) <= FEW:
                    numbers.update(award.tender for award in holdings.awards_to(number))
                case "buyers" | "competitors":
                    return None
        return numbers if len(numbers) <= FEW and self.whole else None

    def move(self, numbers: Collection[int], rows: StoredRows | None = None, keep: Sequence[Condition] = ()) -> None:
        """Puts some tenders where they now belong: among all rows, or among some that meet conditions."""
        rows = self.rows if rows is None else rows
        self._sorted.clear()
        lets_through = all_hold(keep)
        for number in numbers:
            with suppress(ValueError):
                rows.numbers.remove(number)
            line = self.book.holdings.tenders.get(number)
            if line is not None and lets_through(line):
                rows.numbers.insert(bisect_left(rows, self._place(line), key=self._place), number)

    def _place(self, line: TenderLine) -> tuple[Any, ...]:
        """What sorts as the rows do."""
        key, falling = (self._column.sort(line) if self._column else 0), self.order[1]
        if key is None:
            return (True, 0, line.id)
        return (False, _Falling(key), line.id) if falling else (False, key, line.id)

    # ------------------------------------------------------------ filter

    def none(self) -> StoredRows:
        """No rows yet."""
        return StoredRows(self.book, array("q"))

    def standing(self, keys: Collection[str]) -> set[str]:
        """Those of some records that there are still."""
        holdings = self.book.holdings
        return {key for key in keys if parse_ref(key)[1] in holdings.tenders}

    def glimpse(self, conditions: Sequence[Condition], most: int) -> StoredRows | None:
        """The first `most` rows that meet all conditions, or all; None where that takes longer than GLIMPSE."""
        keep = all_hold(conditions)
        matching = array("q")
        end = perf_counter() + GLIMPSE
        for start in range(0, len(self.rows), most):
            matching.extend(row.id for row in self.rows[start : start + most] if keep(row))
            if len(matching) >= most or perf_counter() > end:
                break
        else:
            return StoredRows(self.book, matching)
        return StoredRows(self.book, matching) if len(matching) >= most else None

    async def matching(self, conditions: Sequence[Condition]) -> AsyncIterator[StoredRows]:
        """The rows that meet all conditions, page by page."""
        numbers, rest = await asyncio.to_thread(self._answered, conditions)
        if not rest:  # an index knows all of it
            for start in range(0, len(numbers), MANY):
                yield StoredRows(self.book, numbers[start : start + MANY])
                await asyncio.sleep(0)
            return
        keep = all_hold(rest)
        for start in range(0, len(numbers), PAGE):
            lines = fetched(self.book.holdings, numbers[start : start + PAGE], keep=start < FEW_TEXTS)
            yield StoredRows(self.book, array("q", [line.id for line in lines if keep(line)]))
            await asyncio.sleep(0)

    def _answered(self, conditions: Sequence[Condition]) -> tuple[Numbers, list[Condition]]:
        """The rows that an index does not keep out, and the conditions that are still to be looked at in each."""
        order, holdings, numbers = StoredOrder(self.book.reader), self.book.snapshot(), self.rows.numbers
        rest: list[Condition] = []
        for condition in conditions:
            answer = order.meeting(condition.field, condition.holds, lambda some: _all(holdings, some))
            if answer is None:
                rest.append(condition)
                continue
            signs = answer.signs
            numbers = array("q", [number for number in numbers if number < len(signs) and signs[number]])
            if not answer.whole:
                rest.append(condition)
        return numbers, rest


def _all(holdings: Holdings, numbers: Collection[int]) -> Iterator[TenderLine]:
    """Some tenders in the order of their numbers as given, however many."""
    every = numbers if isinstance(numbers, array) else array("q", numbers)
    for start in range(0, len(every), PAGE):
        yield from fetched(holdings, every[start : start + PAGE], keep=False)
