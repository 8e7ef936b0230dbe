"""Tables that are written as JSON without naming each cell: rows under a header, and columns one after the other.

    [["Title", "Buyer"], ["Beds", "Trust"]]                              rows, the first of which names the columns
    {"columns": ["Title", "Buyer"], "data": [["Beds", "Trust"]]}         rows, and the columns' names beside them
    {"Title": {"0": "Beds"}, "Buyer": {"0": "Trust"}}                    columns, each with its rows by number
    {"Title": ["Beds", "Chairs"], "Buyer": ["Trust", "Trust"]}           columns, each with its rows in order

Each row becomes an object, so that it is read as the records of any other list are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import msgspec

from bidtracker.intake.open.layout import MOST_LOOKED_AT, column_names, header_of

HEADS = frozenset(["columns", "fields", "headers", "header", "heads", "head"])  # where the columns' names stand
NAMES = ("name", "id", "title", "label", "key")  # of a column that is an object, its name
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_row = msgspec.json.Decoder(list[msgspec.Raw]).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_columns = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]]).decode
_columns_in_order = msgspec.json.Decoder(dict[str, list[msgspec.Raw]]).decode
_decode = msgspec.json.decode
_encode = msgspec.json.encode

Raw = bytes | msgspec.Raw


def begins(raw: Raw) -> bytes:
    """The first byte of a value."""
    return bytes(memoryview(raw)[:1])


def elements_of(raw: Raw) -> list[Raw]:
    """The elements of a list; the list itself where it cannot be taken apart, to be refused as one."""
    return _cells(raw) or ([] if bytes(raw).strip(b"[] \t\r\n") == b"" else [raw])


def is_rows(raw: Raw) -> bool:
    """Whether a value is a list of rows, of which the first has two cells or more and no object."""
    try:
        return begins(raw) == b"[" and _is_row(next(iter(_row(raw)), b""))
    except UNREADABLE:
        return False


def is_page(raw: Raw) -> bool:
    """Whether a list has an object or a list for its first element, and is no row of cells."""
    return any(begins(cell) in b"[{" for cell in (_cells(raw) or ())[:1])


def _is_row(raw: Raw) -> bool:
    if begins(raw) != b"[":
        return False
    cells = _row(raw)
    return len(cells) > 1 and all(begins(cell) not in b"[{" for cell in cells)


def heads_of(name: str, raw: Raw) -> list[str]:
    """The columns' names in a member that stands beside rows, none where it has none. An object is looked into for
    them, as publishers keep them with what else they say of a list."""
    try:
        if name.lower() in HEADS and begins(raw) == b"[":
            heads = [_head(value) for value in _decode(raw)]
            return heads if all(heads) else []
        if begins(raw) == b"{" and len(memoryview(raw)) < 1 << 20:
            inner = (heads_of(key, value) for key, value in _members(raw).items())
            return next(filter(None, inner), [])
    except UNREADABLE:
        pass
    return []


def _head(value: Any) -> str:
    if isinstance(value, dict):
        value = next((value[key] for key in NAMES if key in value), "")
    return value.strip() if isinstance(value, str) else ""


def by_name(elements: Iterable[Raw], heads: Sequence[str] = ()) -> Iterator[Raw]:
    """Elements of a list, rows of cells as objects. Without `heads` the header is looked for in the first rows. What is
    no row, or has more cells than the header, stays as it is."""
    stream = iter(elements)
    first = next(stream, None)
    if first is None:
        return
    if not heads and (begins(first) != b"[" or is_page(first)):
        yield from chain((first,), stream)
        return
    above = [first]
    if not heads:
        above += islice(stream, MOST_LOOKED_AT - 1)
        at, header = header_of([[_text(cell) for cell in _cells(raw) or ()] for raw in above])
        if not _is_header(above[at]):
            yield from chain(above, stream)
            return
        heads, above = column_names(header)[0], above[at + 1 :]
    keys = [_encode(head) for head in heads]
    for raw in chain(above, stream):
        cells = _cells(raw)
        yield raw if cells is None or len(cells) > len(keys) else _object(keys, cells)


def _cells(raw: Raw) -> list[Raw] | None:
    """The cells of a row, None where it is none or cannot be read."""
    try:
        return list(_row(raw)) if begins(raw) == b"[" else None
    except UNREADABLE:
        return None


def _text(cell: Raw) -> str:
    try:
        value = _decode(cell)
    except UNREADABLE:
        return ""
    return "" if value is None else str(value)


def _is_header(raw: Raw) -> bool:
    """Whether a first row may name columns: none of its cells is a number or a list."""
    try:
        return _is_row(raw) and all(begins(cell) in b'"n' for cell in _row(raw))
    except UNREADABLE:
        return False


def _object(keys: Sequence[bytes], cells: Iterable[Raw]) -> bytes:
    return b"{" + b",".join(key + b":" + bytes(cell) for key, cell in zip(keys, cells, strict=False)) + b"}"


def turned(whole: bytes) -> list[bytes]:
    """The rows of a table whose columns stand one after the other, none where it is no such table."""
    try:
        members = _members(whole)
        if len(members) < 2 or len({begins(raw) for raw in members.values()}) != 1:
            return []
        if begins(next(iter(members.values()))) == b"{":
            columns = _columns(whole)
        else:
            columns = {
                name: {str(place): cell for place, cell in enumerate(cells)}
                for name, cells in _columns_in_order(whole).items()
            }
    except (*UNREADABLE, msgspec.ValidationError):
        return []
    first = next(iter(columns.values()))
    if not first or any(column.keys() != first.keys() for column in columns.values()):
        return []
    if not all(number.isdecimal() for number in first):
        return []
    if any(begins(cell) in b"[{" for column in columns.values() for cell in column.values()):
        return []
    keys = [_encode(name) for name in columns]
    return [_object(keys, (column[number] for column in columns.values())) for number in first]
