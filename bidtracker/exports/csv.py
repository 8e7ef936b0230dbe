"""A list as CSV: RFC 4180, keys in the first line; an amount is a number, with its currency in the column beside it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from bidtracker.domain.fields import Field
from bidtracker.domain.kinds import MONEY, SHARE
from bidtracker.exports.rows import Sheet

PLACES, SHARE_PLACES = 2, 4  # decimals of a number, and of a share from 0 to 1
# What makes a spreadsheet take a cell for a formula; the wide signs do so where Chinese and Japanese are written.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
BLANK = " \u00a0\u3000\u200b\u200e\u200f\ufeff"  # a spreadsheet may drop these before it looks
SIGNS = "=+@＝＋－＠-"  # at the end, where a class of characters takes it as it is
_SPLIT = re.compile(f"([;\t\r\n|][{BLANK}]*)(?=[{SIGNS}])")


def lines(sheet: Sheet) -> Iterator[str]:
    """The lines of a sheet, each with its line break."""
    fields = sheet.written
    yield _line(name for field in fields for name in header(field))
    for row in sheet.rows():
        yield _line(cell for field, value in zip(fields, row, strict=True) for cell in _cells(field, value))


def guarded(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it, so that it stays text.

    A reader may also split where a line breaks, at a semicolon or at a tab, whatever is quoted: what follows is guarded
    too.
    """
    text = _SPLIT.sub(r"\1'", text)
    return f"'{text}" if text.lstrip(BLANK).startswith(FORMULA) else text


def header(field: Field) -> Sequence[str]:
    """The keys of a field's column, and of the one for its currency."""
    return (field.name, f"{field.name}_currency") if field.kind is MONEY else (field.name,)


def _cells(field: Field, value: Any) -> Sequence[Any]:
    """The cell or cells of one value; an amount not known leaves both empty."""
    if field.kind is MONEY:
        return (f"{value.amount:f}", guarded(value.currency)) if value else ("", "")
    match field.json(value):
        case None:
            return ("",)
        case bool() as flag:
            return ("true" if flag else "false",)
        case int() as number:
            return (number,)
        case float() as number:
            return (round(number, SHARE_PLACES if field.kind is SHARE else PLACES),)
        case list() as several:
            return (guarded("; ".join(several)),)
        case text:
            return (guarded(text),)


def _line(cells: Iterable[Any]) -> str:
    line = StringIO()
    csv.writer(line).writerow(list(cells))
    return line.getvalue()
