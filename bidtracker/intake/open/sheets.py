"""Workbooks (.xlsx, .xlsm, .xls, .ods) as rows of cells, read by python-calamine: values by the type of their cell.

A date is ISO 8601, a percentage a fraction (10 % is 0.1), an amount that its cell shows with a currency says the
currency's code beside the number ("301592 EUR").
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from bidtracker.domain.amounts import read_money
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.kinds import COLUMN, LEGEND
from bidtracker.domain.message import listed
from bidtracker.intake.open import unpack
from bidtracker.intake.open.layout import MOST_LOOKED_AT

OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and what a password protects
MOST_MERGED = 1_000  # rows that one cell may be merged over
LARGEST = 512 << 20  # bytes of one workbook, packed
LOOKED_AT = 1 << 18  # bytes at the beginning of a sheet, unpacked, that tell how its columns are written
_FORMATS = re.compile(r'<numFmt\b[^>]*\bnumFmtId="(\d+)"[^>]*\bformatCode="([^"]*)"')
_STYLES = re.compile(r"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(r'<xf\b[^>]*\bnumFmtId="(\d+)"')
_CELL = re.compile(r'<c r="([A-Z]{1,3})\d+" s="(\d+)"')
_FORMULA = re.compile(  # one without a value: never calculated, as programs write it that are no spreadsheet
    r'<c r="([A-Z]{1,3})\d+"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_SIGN = re.compile(r"\[\$([^\-\]]+)(?:-[^\]]*)?\]|&quot;([^&]+)&quot;|([€£¥₹₽₴₩₺₪])")


class SeveralSheets(Unreadable):
    """A workbook of which more than one sheet may be the list; `names` are theirs."""

    def __init__(self, file: str, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            "{file} has several sheets that may be lists: {names}; name one with --sheet",
            file=file,
            names=listed(names),
        )


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a .zip is a workbook, and no archive of lists."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return True
    return "mimetype" in names and b"spreadsheet" in archive.read("mimetype")[:80]


IsList = Callable[[list[list[Any]]], bool]  # whether the first rows of a sheet are those of a list


class SheetRows(NamedTuple):
    """A sheet's name, its rows from the first, the names of the sheets that were not read, and in which places of a row
    how many cells hold formulas without a value."""

    name: str
    rows: Iterator[list[Any]]
    others: tuple[str, ...]
    uncalculated: dict[int, int]


def rows_of(raw: bytes, file: str, wanted: str = "", is_list: IsList = lambda _: True) -> SheetRows:
    """The rows of the one sheet that is a list.

    `wanted` is the sheet that a person names; else it is the only one that has a table, or that looks like a list, or
    the first of those that are not hidden and whose neighbours are much smaller. Raises Unreadable where several could
    be meant.
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
        tables = [name for name, height in heights.items() if height > 1]
        if len(tables) > 1 and not wanted:
            lists = {name for name in tables if is_list(_first_rows(sheets[name]))}
            tables = [name for name in tables if name in lists] or tables
        name = _chosen(file, wanted, {name: heights[name] for name in tables}, book.sheet_names)
        sheet = sheets.get(name) or book.get_sheet_by_name(name)
    except Unreadable:
        raise
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypted" in str(error).lower():
            raise Unreadable("{file} is protected by a password; save it without one", file=file) from None
        raise Unreadable("{file} is damaged, or no workbook: it cannot be read", file=file) from None
    codes = _currencies(raw, book.sheet_names.index(name))
    legend = _first_rows(book.get_sheet_by_name(LEGEND), sys.maxsize) if LEGEND in book.sheet_names else []
    others = tuple(other for other, height in heights.items() if other != name and height > 1)
    if legend and legend[0][:1] == [LEGEND]:
        return SheetRows(name, _in_keys(_cells(sheet, {}), legend), (), {})
    first = sheet.start[1] if sheet.start else 0
    uncalculated = _uncalculated(raw, book.sheet_names.index(name))
    return SheetRows(name, _cells(sheet, codes), others, {at - first: n for at, n in uncalculated.items()})


def _first_rows(sheet: Any, most: int = MOST_LOOKED_AT) -> list[list[Any]]:
    return [list(map(_value, row)) for row in islice(sheet.iter_rows(), most)]


def _in_keys(rows: Iterator[list[Any]], legend: list[list[Any]]) -> Iterator[list[Any]]:
    """The rows of an export of ours under the keys of its columns, its words as they are in every language. Columns
    that a person added keep their headings."""
    headings = [(str(heading), str(key)) for about, key, heading, *_ in legend[1:] if about == COLUMN]
    words = {(str(about), str(cell)): code for about, cell, code, *_ in legend[1:] if about != COLUMN}
    keys: list[str] = []
    for heading in next(rows, []):
        at = next((n for n, (own, _) in enumerate(headings) if own == str(heading)), None)
        keys.append(headings[at][1] if at is not None else str(heading))
        headings = headings[at + 1 :] if at is not None else headings
    yield list(keys)
    for cells in rows:
        yield [words.get((key, str(cell)), cell) for key, cell in zip(keys, cells, strict=False)]


def _height(sheet: Any) -> int:
    """Rows of a sheet that may hold a table, 0 where it has a single column."""
    return int(sheet.height) if sheet.width > 1 else 0


def _chosen(file: str, wanted: str, heights: dict[str, int], names: list[str]) -> str:
    if wanted:
        for name in names:
            if name.casefold() == wanted.strip().casefold():
                return name
        raise Unreadable("{file} has no sheet {wanted}; it has {names}", file=file, wanted=wanted, names=listed(names))
    tables = sorted(heights, key=lambda name: -heights[name])
    if not tables:
        raise Unreadable("{file} has no sheet with a table", file=file)
    if len(tables) > 1 and heights[tables[0]] < 3 * heights[tables[1]]:
        raise SeveralSheets(file, tables)
    return tables[0]


def _cells(sheet: Any, codes: dict[int, str]) -> Iterator[list[Any]]:
    first = sheet.start[1] if sheet.start else 0
    spread = _merged(sheet)
    for number, row in enumerate(sheet.iter_rows(), sheet.start[0] if sheet.start else 0):
        cells = [_value(cell) for cell in row]
        if spread:
            _spread(cells, spread.get(number, ()), first if len(cells) == sheet.width else 0)
        for at, code in codes.items():
            place = at - (first if len(cells) == sheet.width else 0)
            if 0 <= place < len(cells) and isinstance(cells[place], (int, Decimal)):
                cells[place] = f"{_written(cells[place])} {code}"
        yield cells


def _written(number: int | Decimal) -> str:
    """A number that cannot be taken for another: 301.592 could be a thousand, 301.5920 not."""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _merged(sheet: Any) -> dict[int, list[tuple[int, int, list[Any]]]]:
    """The cells that are merged over several rows, by row: the first and last column, and what the first cell holds,
    which is known once its row was read."""
    rows: dict[int, list[tuple[int, int, list[Any]]]] = {}
    for (top, left), (bottom, right) in getattr(sheet, "merged_cell_ranges", None) or ():
        held: list[Any] = []
        if top < bottom < top + MOST_MERGED:
            for row in range(top, bottom + 1):
                rows.setdefault(row, []).append((left, right, held))
    return rows


def _spread(cells: list[Any], merged: Sequence[tuple[int, int, list[Any]]], first: int) -> None:
    """Writes what a merged cell holds into each of its rows."""
    for left, _, held in merged:
        place = left - first
        if 0 <= place < len(cells):
            if not held:
                held.append(cells[place])
            elif cells[place] in ("", None):
                cells[place] = held[0]


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


def _uncalculated(raw: bytes, sheet: int) -> dict[int, int]:
    """The columns (from 0) with formulas that have no value, and how many; only where the first of its cells have one
    is the whole sheet looked through."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(_sheet_file(sheet)) as file:
            begin = file.read(LOOKED_AT)
            if not _FORMULA.search(begin.decode("utf-8", "replace")):
                return {}
            cells = _FORMULA.findall((begin + file.read()).decode("utf-8", "replace"))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return {}
    return Counter(map(_column, cells))


def _sheet_file(sheet: int) -> str:
    return f"xl/worksheets/sheet{sheet + 1}.xml"


def _currencies(raw: bytes, sheet: int) -> dict[int, str]:
    """The columns (from 0) whose cells are shown with a currency, and its code; of .xlsx and .xlsm alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            styles = archive.read("xl/styles.xml").decode("utf-8", "replace")
            with archive.open(_sheet_file(sheet)) as file:
                begin = file.read(LOOKED_AT).decode("utf-8", "replace")
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
