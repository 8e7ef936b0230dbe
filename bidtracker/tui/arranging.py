"""The columns of a list as a person wants them: in which order, how wide, and which not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bidtracker.domain.errors import Refused
from bidtracker.tui.cells import TableColumn

STEP = 4  # cells by which a column is widened at a time
NARROWEST = 4


class ColumnLook(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person changed of a list's columns: their order, those hidden, and the cells of some."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    widths: Mapping[str, int] = {}

    def moved(self, columns: Sequence[TableColumn], name: str, by: int) -> ColumnLook:
        """With a column one place further left or right among those seen."""
        names = [column.name for column in columns]
        place = names.index(name)
        other = max(0, min(place + by, len(names) - 1))
        names.insert(other, names.pop(place))
        return replace(self, order=tuple(names))

    def without(self, columns: Sequence[TableColumn], name: str) -> ColumnLook:
        """With a column hidden. Raises Refused for the last one."""
        if len(columns) < 2:
            raise Refused("this is the last column; , then 0 brings the others back")
        return replace(self, hidden=(*self.hidden, name))

    def widened(self, column: TableColumn, by: int) -> ColumnLook:
        """With a column some cells wider or narrower."""
        width = max(NARROWEST, self.widths.get(column.name, column.width) + by)
        return replace(self, widths={**self.widths, column.name: width})


def arranged(columns: Sequence[TableColumn], look: ColumnLook) -> tuple[TableColumn, ...]:
    """The columns as they are to be shown; one that is new since stands where it would at first."""
    places = {name: place for place, name in enumerate(look.order)}
    last = len(columns)
    shown = [column for column in columns if column.name not in look.hidden] or list(columns[:1])
    first = {column.name: place for place, column in enumerate(columns)}
    shown.sort(key=lambda column: (places.get(column.name, last if look.order else 0), first[column.name]))
    return tuple(_sized(column, look.widths.get(column.name)) for column in shown)


def _sized(column: TableColumn, width: int | None) -> TableColumn:
    """A column whose width was chosen neither grows nor drops out before others."""
    return column if width is None else replace(column, width=width, grow=0, priority=1)
