"""Lists going out: a sheet of rows -> CSV, JSON or Markdown, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bidtracker.domain.errors import Refused, Unreadable
from bidtracker.exports import csv, json, markdown
from bidtracker.exports.rows import Sheet, sheet
from bidtracker.exports.whole import written

FORMATS = {"csv": csv.lines, "json": json.lines, "md": markdown.lines}
LATER = ("xlsx", "ics")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # a spreadsheet takes a CSV file without it for something else than UTF-8

__all__ = ["FORMATS", "Sheet", "lines", "sheet", "write", "written"]


def lines(rows: Sheet, format: str) -> Iterator[str]:
    """A sheet in one of FORMATS, piece by piece. Raises Refused for one that is not there yet, Unreadable for none."""
    if format in LATER:
        raise Refused("exports as {format} are not there yet; csv, json and md are", format=format)
    if format not in FORMATS:
        raise Unreadable("there is no format {format}; there are csv, json and md", format=repr(format))
    return FORMATS[format](rows)


def write(rows: Sheet, format: str, path: Path, *, overwrite: bool = False) -> None:
    """Writes a sheet to a file, whole or not at all; see `written` and `lines` for what is refused."""
    pieces = lines(rows, format)
    with written(path, overwrite=overwrite) as stream:
        if format == "csv":
            stream.write(BYTE_ORDER_MARK)
        for piece in pieces:
            stream.write(piece.encode("utf-8", "replace"))
