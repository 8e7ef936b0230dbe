"""Rows of a table in text (CSV): one dict a row, whatever separates the cells."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from bidtracker.domain.errors import Unreadable

SEPARATORS = ",;\t|"
LONGEST_LINE = 4 << 20

Row = dict[str, str]


class Table:
    """The rows of a CSV, read as a stream of UTF-8. `columns` is its header.

    `rows()` gives each row as a dict, or as Unreadable where it does not fit the header.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        lines = _lines(chunks)
        head = next((line for line in lines if line.strip()), "")
        separator = ""
        if head[:4].lower() == "sep=":  # Excel writes so what it separates by
            separator, head = head[4:5], next(lines, "")
        # Cells of a header may hold line breaks, but hardly ever separators: the commonest is the right one.
        self.separator = separator or max(SEPARATORS, key=head.count)
        self._reader = csv.reader(chain((head,), lines), delimiter=self.separator, skipinitialspace=True)
        try:
            self.columns = [cell.strip() for cell in next(self._reader, [])]
        except csv.Error as error:
            raise _unreadable(error) from None

    def rows(self) -> Iterator[Row | Unreadable]:
        """Each row that is not blank as a dict. Missing cells at a row's end are empty."""
        for cells in self.cells():
            yield cells if isinstance(cells, Unreadable) else dict(zip(self.columns, cells, strict=False))

    def cells(self) -> Iterator[list[str] | Unreadable]:
        """Each row that is not blank as its cells, of which some may be missing at its end."""
        width, reader = len(self.columns), self._reader
        while True:
            try:
                for cells in reader:
                    if len(cells) > width and any(cells[width:]):
                        yield Unreadable(
                            "the row has {n} cells and the header {width}; a cell that holds {separator} needs quotes",
                            n=len(cells),
                            width=width,
                            separator=repr(self.separator),
                        )
                    elif any(cells):
                        yield cells
                return
            except csv.Error as error:
                yield _unreadable(error)


def _unreadable(error: csv.Error) -> Unreadable:
    if "limit" in str(error):
        return Unreadable("a cell is too long; perhaps a quote is opened and never closed")
    return Unreadable("the row cannot be read: {why}", why=str(error).partition(" - ")[0])


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Lines with their ends, out of chunks that end anywhere."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    for chunk in chunks:
        *lines, rest = (rest + decoder.decode(chunk)).replace("\r\n", "\n").split("\n")
        for line in lines:
            yield line + "\n"
        if len(rest) > LONGEST_LINE:
            yield rest
            rest = ""
    if rest := rest + decoder.decode(b"", final=True):
        yield rest
