"""Rows of a table in text (CSV): one dict a row, whatever separates the cells."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper
from itertools import chain, islice

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.open.layout import MOST_LOOKED_AT, column_names, header_of
from bidtracker.intake.open.values import SIGN

SEPARATORS = ",;\t|"
LONGEST_LINE = 4 << 20
MIXED = "cp1252"

CsvRow = dict[str, str]


class Table:
    """The rows of a CSV, read as a stream of UTF-8. `columns` is its header.

    `rows()` gives each row as a dict, or as Unreadable where it does not fit the header. `mixed` is whether a line so
    far was not UTF-8 like the rest: what shows only after megabytes of plain ASCII, and was read as MIXED. `above`
    counts the lines over the header, `twice` has the names that stand there more than once.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.mixed = False
        self._as_formulas = False
        lines = self._lines(_with_line_feeds(chunks))
        head = next((line for line in lines if line.strip()), "")
        separator = ""
        if head[:4].lower() == "sep=":  # Excel writes so what it separates by
            separator, head = head[4:5], next(lines, "")
        begin = [head, *islice(lines, MOST_LOOKED_AT)]
        self.separator = separator or _separator(begin)
        self._reader = csv.reader(chain(begin, lines), delimiter=self.separator, skipinitialspace=True)
        try:
            first = [next(self._reader, [])]
        except csv.Error as error:
            raise _unreadable(error) from None
        self._begin: list[list[str]] = []
        if len(first[0]) < 2 or not all(first[0]):  # titles above the header, perhaps
            first += self._some_rows()
        at, named = header_of(first)
        self.above = at
        header = [cell.strip() for cell in named]
        while header and not header[-1] and not any(len(row) >= len(header) and row[len(header) - 1] for row in first):
            header.pop()
        self.columns, self.twice = column_names(header)
        self._begin = first[at + 1 :]

    def _some_rows(self) -> Iterator[list[str]]:
        try:
            yield from islice(self._reader, MOST_LOOKED_AT - 1)
        except csv.Error:
            return

    def rows(self) -> Iterator[CsvRow | Unreadable]:
        """Each row that is not blank as a dict. Missing cells at a row's end are empty."""
        for cells in self.cells():
            yield cells if isinstance(cells, Unreadable) else dict(zip(self.columns, cells, strict=False))

    def cells(self) -> Iterator[list[str] | Unreadable]:
        """Each row that is not blank as its cells, of which some may be missing at its end."""
        width, reader, begin = len(self.columns), self._reader, iter(self._begin)
        while True:
            try:
                for cells in chain(begin, reader):
                    if len(cells) > width and any(cells[width:]):
                        yield Unreadable(
                            "the row has {n} cells and the header {width}; a cell that holds {separator} needs quotes",
                            n=len(cells),
                            width=width,
                            separator=repr(self.separator),
                        )
                    elif any(cells):
                        yield list(map(_as_shown, cells)) if self._as_formulas else cells
                return
            except csv.Error as error:
                yield _unreadable(error)

    def _lines(self, chunks: Iterable[bytes]) -> Iterator[str]:
        """Lines with their ends, out of chunks that end anywhere."""
        rest = b""
        for chunk in chunks:
            rest += chunk
            end = rest.rfind(b"\n") + 1
            if end:
                yield from self._text(rest[:end])
                rest = rest[end:]
            if len(rest) > LONGEST_LINE:
                yield rest.decode("utf-8", "replace")
                rest = b""
        if rest:
            yield from self._text(rest)

    def _text(self, raw: bytes) -> Iterable[str]:
        """Whole lines as text, each with its end, which is "\n"."""
        raw = raw.replace(b"\r\n", b"\n")
        self._as_formulas = self._as_formulas or b'="' in raw
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return map(self._mended, raw.splitlines(keepends=True))
        return TextIOWrapper(BytesIO(raw), encoding="utf-8", newline="\n")

    def _mended(self, raw: bytes) -> str:
        """One line as text; one that has other characters of UTF-8 is damaged and no other encoding's."""
        text = raw.decode("utf-8", "replace")
        if {char for char in text if not char.isascii()} != {SIGN}:
            return text
        self.mixed = True
        return raw.decode(MIXED, "replace")


def _as_shown(cell: str) -> str:
    """What a cell shows that is written as a formula, so that a spreadsheet keeps its noughts: ="001"."""
    return cell[2:-1].replace('""', '"') if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _with_line_feeds(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same text where its lines end in a carriage return alone, as old spreadsheets write them."""
    stream = iter(chunks)
    first = next(stream, b"")
    if b"\n" in first or b"\r" not in first.rstrip(b"\r"):
        return chain((first,), stream)
    return (chunk.replace(b"\r", b"\n") for chunk in chain((first,), stream))


def _separator(lines: list[str]) -> str:
    """What separates the cells. Cells of a header may hold line breaks, but hardly ever separators: the commonest in
    the first line is the right one; where that has none, it is a title, and most lines decide."""
    if any(sign in lines[0] for sign in SEPARATORS):
        counts = {sign: min((line.count(sign) for line in lines[1:] if line.strip()), default=0) for sign in SEPARATORS}
        best = max(SEPARATORS, key=lines[0].count)
        steady = max(SEPARATORS, key=lambda sign: counts[sign])
        return steady if counts[best] == 0 and counts[steady] > lines[0].count(best) else best
    return max(SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))


def _unreadable(error: csv.Error) -> Unreadable:
    if "limit" in str(error):
        return Unreadable("a cell is too long; perhaps a quote is opened and never closed")
    return Unreadable("the row cannot be read: {why}", why=str(error).partition(" - ")[0])
