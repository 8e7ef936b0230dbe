"""Lists going out: a sheet of rows -> CSV, JSON, Markdown, a workbook or a calendar, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from bidtracker.domain.errors import Refused, Unreadable
from bidtracker.exports import csv, json, markdown
from bidtracker.exports.rows import Sheet, sheet
from bidtracker.exports.whole import written
from bidtracker.locale import listed

TEXTS = {"csv": csv.lines, "json": json.lines, "md": markdown.lines}
# Written by libraries that take their time to load, or may not be there.
BINARIES = {"xlsx": "xlsxwriter", "ics": "icalendar"}
FORMATS = (*TEXTS, *BINARIES)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # a spreadsheet takes a CSV file without it for something else than UTF-8

__all__ = ["BINARIES", "FORMATS", "TEXTS", "Sheet", "document", "lines", "sheet", "write", "written"]


def lines(rows: Sheet, file_format: str) -> Iterator[str]:
    """A sheet in one of TEXTS, piece by piece."""
    return TEXTS[file_format](rows)


def document(rows: Sheet, file_format: str) -> Iterator[bytes]:
    """A sheet in one of FORMATS, in pieces. Raises Unreadable for another, Refused where it cannot be written so."""
    if file_format in TEXTS:
        return (piece.encode("utf-8", "replace") for piece in lines(rows, file_format))
    if file_format not in BINARIES:
        raise Unreadable(
            "there is no format {format}; there are {known}", format=repr(file_format), known=listed(FORMATS)
        )
    try:
        writer = import_module(f"bidtracker.exports.{file_format}")
    except ModuleNotFoundError as error:
        if error.name != BINARIES[file_format]:
            raise
        raise Refused(
            "{format} is written by the package {package}, which is not installed here",
            format=file_format,
            package=error.name,
        ) from None
    return iter([writer.document(rows)])


def write(rows: Sheet, file_format: str, path: Path, *, overwrite: bool = False) -> None:
    """Writes a sheet to a file, whole or not at all; see `written` and `document` for what is refused."""
    pieces = document(rows, file_format)
    with written(path, overwrite=overwrite) as stream:
        if file_format == "csv":
            stream.write(BYTE_ORDER_MARK)
        for piece in pieces:
            stream.write(piece)
