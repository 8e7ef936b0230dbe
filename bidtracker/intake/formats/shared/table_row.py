"""A row of a publisher's table that knows which of its columns were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bidtracker.intake.open.lenient_json import Object


class TableRow:
    """The cells of a row by the names of their columns, whatever the case of these."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = {name.casefold(): cell for name, cell in cells.items()}
        self._names = {name.casefold(): name for name in cells}
        self._read: set[str] = set()

    def __call__(self, name: str) -> str:
        """The cell of a column, "" where there is none."""
        self._read.add(name)
        return self._cells.get(name, "")

    def __iter__(self) -> Iterator[str]:
        """The names of its columns, in small letters."""
        return iter(self._cells)

    def unread(self) -> Object:
        """The cells that nobody asked for, which stay with the tender as the list has them."""
        return {self._names[name]: cell for name, cell in self._cells.items() if cell and name not in self._read}
