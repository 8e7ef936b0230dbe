"""Workbooks (.xlsx, .xlsm, .xls, .ods) as rows of cells, read by python-calamine: values by the type of their cell.

A date is ISO 8601, a percentage a fraction (10 % is 0.1), an amount that its cell shows with a currency says the
currency's code beside the number ("301592 EUR").
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bidtracker.domain.amounts import read_money
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import listed
from bidtracker.intake.open import unpack

OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and what a password protects
LARGEST = 512 << 20  # bytes of one workbook, packed
_FORMATS = re.compile(r'<numFmt\b[^>]*\bnumFmtId="(\d+)"[^>]*\bformatCode="([^"]*)"')
_STYLES = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(r'<xf\b[^>]*\bnumFmtId="(\d+)"')
_CELL = re.compile(r'<c r="([A-Z]{1,3})\d+" s="(\d+)"')
_SIGN = re.compile(r"\[\$([^\-\]]+)(?:-[^\]]*)?\]|&quot;([^&]+)&quot;|([€£¥₹₽₴₩₺₪])")


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a .zip is a workbook, and no archive of lists."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return True
    return "mimetype" in names and b"spreadsheet" in archive.read("mimetype")[:80]


def rows_of(raw: bytes, file: str, wanted: str = "") -> tuple[str, Iterator[list[Any]], tuple[str, ...]]:
    """The sheet's name, its rows from the first, and the names of the sheets that were not read.

    `wanted` is the sheet that a person names; else it is the only one that has a table, or the first of those that are
    not hidden and whose neighbours are much smaller. Raises Unreadable where several could be meant.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum
    except ImportError:
        raise Unreadable(
            "{file} is a workbook; `pip install python-calamine` reads it, or save the sheet as CSV", file=file
        ) from None
    _bounded(raw, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible] or book.sheet_names
        sheets = {name: book.get_sheet_by_name(name) for name in shown}  # each is parsed once
        heights = {name: _height(sheet) for name, sheet in sheets.items()}
        name = _chosen(file, wanted, heights, book.sheet_names)
        sheet = sheets.get(name) or book.get_sheet_by_name(name)
    except Unreadable:
        raise
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypted" in str(error).lower():
            raise Unreadable("{file} is protected by a password; save it without one", file=file) from None
        raise Unreadable("{file} is damaged, or no workbook: it cannot be read", file=file) from None
    codes = _currencies(raw, book.sheet_names.index(name))
    others = tuple(other for other, height in heights.items() if other != name and height > 1)
    return name, _cells(sheet, codes), others


def _height(sheet: Any) -> int:
    """Rows of a sheet that may hold a table, 0 where it has a single column."""
    return int(sheet.height) if sheet.width > 1 else 0


def _chosen(file: str, wanted: str, heights: dict[str, int], names: list[str]) -> str:
    if wanted:
        for name in names:
            if name.casefold() == wanted.strip().casefold():
                return name
        raise Unreadable("{file} has no sheet {wanted}; it has {names}", file=file, wanted=wanted, names=listed(names))
    tables = sorted((name for name, height in heights.items() if height > 1), key=lambda name: -heights[name])
    if not tables:
        raise Unreadable("{file} has no sheet with a table", file=file)
    if len(tables) > 1 and heights[tables[0]] < 3 * heights[tables[1]]:
        raise Unreadable(
            "{file} has several sheets that may be lists: {names}; name one with --sheet",
            file=file,
            names=listed(tables),
        )
    return tables[0]


def _cells(sheet: Any, codes: dict[int, str]) -> Iterator[list[Any]]:
    first = sheet.start[1] if sheet.start else 0
    for row in sheet.iter_rows():
        cells = [_value(cell) for cell in row]
        for at, code in codes.items():
            place = at - (first if len(cells) == sheet.width else 0)
            if 0 <= place < len(cells) and isinstance(cells[place], (int, Decimal)):
                cells[place] = f"{cells[place]} {code}"
        yield cells


def _value(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else Decimal(repr(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, int) else str(cell)


def _bounded(raw: bytes, file: str) -> None:
    """Raises Unreadable where a workbook would unpack to very much more than it has."""
    if len(raw) > LARGEST:
        raise Unreadable("{file} is larger than {mb} MB; save the sheet as CSV", file=file, mb=LARGEST >> 20)
    if raw.startswith(OLD_OFFICE):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpack.bounded(len(raw), sum(info.file_size for info in archive.infolist()), file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable("{file} is damaged, or no workbook: it cannot be read", file=file) from None


def _currencies(raw: bytes, sheet: int) -> dict[int, str]:
    """The columns (from 0) whose cells are shown with a currency, and its code; of .xlsx and .xlsm alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            styles = archive.read("xl/styles.xml").decode("utf-8", "replace")
            with archive.open(f"xl/worksheets/sheet{sheet + 1}.xml") as file:
                begin = file.read(1 << 18).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return {}
    formats = {number: _code(code) for number, code in _FORMATS.findall(styles)}
    block = _STYLES.search(styles)
    codes = [formats.get(number, "") for number in _STYLE.findall(block[0])] if block else []
    columns: dict[int, str] = {}
    for letters, style in _CELL.findall(begin):
        if int(style) < len(codes) and codes[int(style)]:
            columns.setdefault(_column(letters), codes[int(style)])
    return columns


def _code(number_format: str) -> str:
    for groups in _SIGN.findall(number_format):
        sign = next(filter(None, groups), "").strip()
        try:
            if sign and (currency := read_money(f"1 {sign}").currency) and sign != "$":
                return currency
        except Unreadable:
            continue
    return ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
