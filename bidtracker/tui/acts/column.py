"""Acts on the columns of a list: hide, widen, move them, and how often each value of one occurs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual import work

from bidtracker.domain.errors import Refused
from bidtracker.tui.acts.asking import Asking, toast_errors
from bidtracker.tui.arranging import STEP, ColumnLook
from bidtracker.tui.cells import TableColumn


class ColumnActs(Asking):
    """What can be done to the column under the cursor. A screen that has columns keeps their look in `columns_look`."""

    columned: ClassVar[bool] = True  # False where the screen is a page, which has no columns
    columns_look: ColumnLook = ColumnLook()
    sorted: tuple[str, bool]

    def list_columns(self, look: ColumnLook) -> None:
        """Shows the columns of the list by another look."""
        raise NotImplementedError

    def column_counts(self) -> tuple[TableColumn, Counter[str]]:
        """The column under the cursor, and how often each of its values is shown."""
        raise NotImplementedError

    def seen_columns(self) -> tuple[Sequence[TableColumn], TableColumn]:
        """The columns as they are arranged, and the one under the cursor."""
        raise NotImplementedError

    @toast_errors
    def action_column(self, act: str) -> None:
        """Hides, widens, narrows or moves the column under the cursor, or has all as they were at first."""
        self.want_columns()
        columns, here = self.seen_columns()
        look = self.columns_look
        match act:
            case "hide":
                if here.name == self.sorted[0]:
                    raise Refused("the list is in the order of this column; sort by another one first")
                look = look.without(columns, here.name)
            case "widen" | "narrow":
                look = look.widened(here, STEP if act == "widen" else -STEP)
            case "left" | "right":
                look = look.moved(columns, here.name, 1 if act == "right" else -1)
            case _:
                look = ColumnLook()
        self.list_columns(look)

    @toast_errors
    def action_frequency(self) -> None:
        """How often each value of the column under the cursor is shown; the one chosen filters."""
        self.want_columns()
        self._count_column()

    def want_columns(self) -> None:
        """Raises Refused on a page."""
        if not self.columned:
            raise Refused("a page has no columns; go to a list, like 2")

    @work
    async def _count_column(self) -> None:
        column, counts = await asyncio.to_thread(self.column_counts)
        from bidtracker.tui.screens.frequency import Frequency  # seldom seen

        self.app.push_screen(
            Frequency(column.label, counts),
            lambda value: None if value is None else self.keep_value(column, value),
        )

    def keep_value(self, column: TableColumn, value: str) -> None:
        """Adds a value of a column to the filter."""
        raise NotImplementedError
