"""The rows of a list: all of them in an order, and those that a filter lets through.

Sorting and filtering go in slices and let the keyboard in between them, so that 100,000 rows never hold it up.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any

from bidtracker.tui.cells import Column

SLICE = 2_000  # rows between two looks at the keyboard, 2 to 10 ms

Row = Any


class Listing:
    """All rows of a view, kept in order, with the keys that they were sorted by."""

    def __init__(self, key: Callable[[Row], str]) -> None:
        self.key = key
        self.rows: list[Row] = []
        self.order: tuple[str, bool] = ("", False)
        self._keys: dict[str, dict[str, Any]] = {}  # column -> row id -> what it is sorted by

    def replace(self, rows: Iterable[Row]) -> None:
        """Takes other rows, in the order in which they come."""
        self.rows = list(rows)
        self.order = ("", False)
        self._keys.clear()

    async def sort(self, column: Column, falling: bool) -> None:
        """Puts the rows in order; those that have nothing in the column come last either way."""
        keys = self._keys.get(column.name)
        if keys is None:
            keys = {}
            for part in slices(self.rows):
                keys.update((self.key(row), column.sort(row)) for row in part)
                await asyncio.sleep(0)
            self._keys[column.name] = keys
        known = [row for row in self.rows if keys[self.key(row)] is not None]
        unknown = [row for row in self.rows if keys[self.key(row)] is None]
        await asyncio.sleep(0)
        known.sort(key=lambda row: keys[self.key(row)], reverse=falling)
        self.rows = known + unknown
        self.order = (column.name, falling)

    async def matching(self, keep: Callable[[Row], bool]) -> AsyncIterator[list[Row]]:
        """The rows that `keep` lets through, slice by slice."""
        for part in slices(self.rows):
            yield [row for row in part if keep(row)]
            await asyncio.sleep(0)


def slices(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    """The rows in parts that take some milliseconds each."""
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))
