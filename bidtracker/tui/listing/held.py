"""The rows of a list: all of them in an order, and those that a filter lets through.

Sorting and filtering go in slices and let the keyboard in between them, so that 100,000 rows never hold it up.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import groupby
from time import perf_counter
from typing import Any

from bidtracker.domain.filters.conditions import Condition, all_hold
from bidtracker.tui.cells import ListRow, TableColumn

SLICE = 2_000  # rows between two looks at the keyboard, 2 to 10 ms
GLIMPSE = 0.004  # seconds in which a first page is looked for before the keyboard is listened to again
RUN = 10_000  # rows sorted in one go; joining sorted runs is quick


class Listing:
    """All rows of a view, in order, with what they were sorted by."""

    whole = True  # the rows are all of them

    def __init__(self) -> None:
        self.rows: list[ListRow] = []
        self.order: tuple[str, bool] = ("", False)
        self._came: list[ListRow] = []  # in the order in which they came
        # column -> the rows rising, those alike together, and those without a value
        self._sorted: dict[str, tuple[list[list[ListRow]], list[ListRow]]] = {}

    def replace(self, rows: Iterable[ListRow]) -> None:
        """Takes other rows, in the order in which they come."""
        self._came = self.rows = list(rows)
        self.order = ("", False)
        self._sorted.clear()

    async def sort(self, column: TableColumn, falling: bool) -> None:
        """Puts the rows in order; those that have nothing in the column come last either way, and those alike stay in
        the order in which they came."""
        rising, unknown = self._sorted.get(column.name) or await self._rising(column)
        self.rows = [row for alike in (reversed(rising) if falling else rising) for row in alike] + unknown
        self.order = (column.name, falling)

    async def _rising(self, column: TableColumn) -> tuple[list[list[ListRow]], list[ListRow]]:
        """The rows in rising order, those alike together, and those that have nothing in the column; kept until other
        rows come."""
        came = self._came
        keys: list[Any] = []
        for part in slices(came):
            keys += map(column.sort, part)
            await asyncio.sleep(0)
        places = [place for place, key in enumerate(keys) if key is not None]
        runs: list[int] = []
        for start in range(0, len(places), RUN):
            runs += sorted(places[start : start + RUN], key=keys.__getitem__)
            await asyncio.sleep(0)
        runs.sort(key=keys.__getitem__)
        alike = [[came[place] for place in places] for _key, places in groupby(runs, keys.__getitem__)]
        in_order = alike, [came[place] for place, key in enumerate(keys) if key is None]
        if came is self._came:
            self._sorted[column.name] = in_order
        return in_order

    def none(self) -> list[ListRow]:
        """No rows yet."""
        return []

    def glimpse(self, conditions: Sequence[Condition], most: int) -> list[ListRow] | None:
        """The first `most` rows that meet all conditions, or all; None where that takes longer than GLIMPSE."""
        keep = all_hold(conditions)
        matching: list[ListRow] = []
        end = perf_counter() + GLIMPSE
        for start in range(0, len(self.rows), most):
            matching += filter(keep, self.rows[start : start + most])
            if len(matching) >= most:
                return matching
            if perf_counter() > end:
                return None
        return matching

    async def matching(self, conditions: Sequence[Condition]) -> AsyncIterator[list[ListRow]]:
        """The rows that meet all conditions, slice by slice."""
        keep = all_hold(conditions)
        for part in slices(self.rows):
            yield [row for row in part if keep(row)]
            await asyncio.sleep(0)


def slices(rows: Sequence[ListRow]) -> Iterable[Sequence[ListRow]]:
    """The rows in parts that take some milliseconds each."""
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))
