"""The records of a list as they stand there: its JSON, its rows of CSV or of a sheet, its cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.intake.formats.reader import Reader
from bidtracker.intake.formats.vcard import begins_a_card, cards
from bidtracker.intake.mapping.proposal import propose
from bidtracker.intake.notice import Problem, shorten
from bidtracker.intake.open.encoding import as_utf8, is_text
from bidtracker.intake.open.layout import MOST_LOOKED_AT, column_names, header_of, is_no_record
from bidtracker.intake.open.sheets import rows_of
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.open.stream import JsonStream
from bidtracker.intake.open.table import MIXED, Table
from bidtracker.intake.open.values import NUL, REFUSED, decode, has_nul, is_too_deep, mend
from bidtracker.intake.where import UNWANTED, Unwanted, Wanted

LONG = 8 << 20  # bytes of records that are looked at beforehand
BROKE_OFF = "timedOut"  # beside the notices of an answer of TED

# A record's number, value and bytes; or what is wrong with it, or that it is not wanted.
Entry = tuple[int, Any, bytes] | Problem | Unwanted


class Decoding:
    """How the records of one list are decoded: as plain JSON, and as its reader wants them once that is found. What
    `may_hold` says no to is not decoded."""

    def __init__(self) -> None:
        self.decode: Callable[[bytes], Any] = decode
        self.may_hold: Callable[[bytes], bool] | None = None

    def settle(self, reader: Reader, wanted: Wanted | None) -> None:
        """Decodes from now on what this reader reads, and only what is wanted of it where each record stands alone."""
        self.decode = reader.decode
        if wanted is not None and reader.alone:
            self.may_hold = wanted.may_hold
            reader.wanted = wanted


def begin(
    source: ListSource, many: int, decoding: Decoding, sheet: str
) -> tuple[list[Entry], list[Any], Iterator[Entry], Message | None]:
    """The first entries of a list, the values among them, the other entries, and what its encoding was taken for."""
    whole = iter(source)
    if source.workbook:
        entries = _sheet(source, sheet, decoding)
        return *_looked_at(source, entries, many), entries, None
    chunks, note = as_utf8(whole)
    first = next((chunk for chunk in chunks if chunk.strip()), b"")
    if not first:
        raise source.fault or Unreadable("{file} is empty", file=source.name)
    if not is_text(first):
        raise source.fault or Unreadable("{file} is neither JSON nor CSV, nor text at all", file=source.name)
    stream = chain((first,), chunks)
    entries = _entries(source, first, stream, decoding)
    return *_looked_at(source, entries, many), entries, note


def _looked_at(source: ListSource, entries: Iterator[Entry], many: int) -> tuple[list[Entry], list[Any]]:
    """The first entries, and the values among them. Raises Unreadable where not one record could be read."""
    head = some_entries(entries, many)
    values = [entry[1] for entry in head if isinstance(entry, tuple)]
    refused = next((entry for entry in head if isinstance(entry, Problem) and entry.refused), None)
    if not values and refused is not None:
        raise source.fault or Unreadable("{file}: {why}", file=source.name, why=refused.message)
    return head, values


def _entries(source: ListSource, first: bytes, stream: Iterator[bytes], decoding: Decoding) -> Iterator[Entry]:
    """The records as the file's first bytes say that they are written."""
    if begins_a_card(first):
        return cards(source.name, stream)
    return _json(source, stream, decoding) if first.lstrip()[:1] in (b"[", b"{") else _csv(source, stream, decoding)


def some_entries(entries: Iterator[Entry], many: int) -> list[Entry]:
    """The next entries, so many of them at most; fewer where they are very long."""
    some: list[Entry] = []
    size = 0
    while len(some) < many and size < LONG and (entry := next(entries, None)) is not None:
        some.append(entry)
        size += memoryview(entry[2]).nbytes if isinstance(entry, tuple) else 0
    return some


def _json(source: ListSource, chunks: Iterator[bytes], decoding: Decoding) -> Iterator[Entry]:
    number = 0
    stream = JsonStream(chunks)
    try:
        for raw in stream.elements():
            number += 1
            if decoding.may_hold is not None and not decoding.may_hold(bytes(raw)):
                yield UNWANTED
                continue
            if is_too_deep(bytes(raw)):
                yield _refused(source, number, say("it is nested too deeply to be read"))
                continue
            if has_nul(bytes(raw)):
                yield _refused(source, number, NUL)
                continue
            try:
                yield number, decoding.decode(raw), raw
            except REFUSED:
                yield from _mended(source.name, number, bytes(raw))
    except Unreadable as broken:
        if not source.fault:
            yield about_file(source, broken.message, refused=True)
    for name in stream.left:
        beside = say("the list {name} beside the records has other members and was not read", name=shorten(name))
        yield about_file(source, beside)
    if BROKE_OFF in stream.marks:
        yield about_file(source, say("the search broke off at its time limit, so the list is not whole; ask it again"))
    if source.fault:
        yield about_file(source, source.fault.message, refused=True)


def _mended(file: str, number: int, raw: bytes) -> Iterator[Entry]:
    try:
        value, doubts = mend(raw)
    except Unreadable as error:
        yield Problem(file=file, record=number, message=error.message, refused=True)
    else:
        for path, value_as_text, message in doubts:
            yield Problem(file=file, record=number, key=shorten(path), value=shorten(value_as_text), message=message)
        yield number, value, raw


def _csv(source: ListSource, chunks: Iterator[bytes], decoding: Decoding) -> Iterator[Entry]:
    source.is_table = True
    table = Table(chunks)
    if len(table.columns) < 2:
        raise Unreadable("{file} is neither JSON nor a table with a header (CSV)", file=source.name)
    yield from _about_layout(source, table.above, table.twice)
    for number, row in enumerate(table.rows(), 1):
        if isinstance(row, Unreadable):
            yield Problem(file=source.name, record=number, message=row.message, refused=True)
        elif (why := is_no_record([*row.values()], [*row])) is not None:
            yield Problem(file=source.name, record=number, message=why, left_out=True)
        else:
            raw = "\x1f".join(row.values()).encode("utf-8", "replace")
            if b"\0" in raw:
                yield _refused(source, number, NUL)
            else:
                yield (number, row, raw) if decoding.may_hold is None or decoding.may_hold(raw) else UNWANTED
    if table.mixed:
        mixed = say("some of its lines are not UTF-8 like the rest and were read as {encoding}", encoding=MIXED)
        yield about_file(source, mixed)
    if source.fault:
        yield about_file(source, source.fault.message, refused=True)


def _sheet(source: ListSource, wanted: str, decoding: Decoding) -> Iterator[Entry]:
    """The rows of a workbook's sheet as records."""
    source.is_table = True
    name, rows, others, uncalculated = rows_of(source.workbook, source.name, wanted, _is_list)
    first = list(islice(rows, MOST_LOOKED_AT))
    at, header = header_of(first)
    columns, twice = column_names(header)
    filled = [place for place, column in enumerate(header) if column not in ("", None)]
    if others:
        source.sheet = name
        left = say(
            "the sheet {name} was read, and not {others}; --sheet names another", name=name, others=listed(others)
        )
        yield about_file(source, left)
    yield from _about_layout(source, at, twice)
    yield from _uncalculated(source, columns, uncalculated)
    number = 0
    for cells in chain(first[at + 1 :], rows):
        if not any(cell not in ("", None) for cell in cells):
            continue
        number += 1
        if (why := is_no_record(cells, header)) is not None:
            yield Problem(file=source.name, record=number, message=why, left_out=True)
            continue
        row = {columns[place]: cells[place] for place in filled if place < len(cells)}
        raw = "\x1f".join(map(str, row.values())).encode("utf-8", "replace")
        yield (number, row, raw) if decoding.may_hold is None or decoding.may_hold(raw) else UNWANTED


def _is_list(rows: list[list[Any]]) -> bool:
    """Whether rows of a sheet have columns for what every tender needs."""
    at, header = header_of(rows)
    columns, _ = column_names(header)
    return not propose(dict(zip(columns, row, strict=False)) for row in rows[at + 1 :]).missing


def _about_layout(source: ListSource, above: int, twice: list[str]) -> Iterator[Problem]:
    """Notes on where the header stands, and on columns of one name."""
    if above:
        yield about_file(
            source, count("{n} row above the header was skipped", "{n} rows above the header were skipped", above)
        )
    for name in twice[:12]:
        again = say("two columns have this name; the second was read as {other}", other=f"{name} (2)")
        yield Problem(file=source.name, record=0, key=shorten(name), message=again)


def _uncalculated(source: ListSource, columns: list[str], formulas: dict[int, int]) -> Iterator[Problem]:
    """Notes on the columns whose formulas have no value."""
    for place, n in formulas.items():
        if 0 <= place < len(columns):
            empty = count(
                "{n} cell of this column holds a formula that was never calculated; open and save the file in a "
                "spreadsheet program",
                "{n} cells of this column hold formulas that were never calculated; open and save the file in a "
                "spreadsheet program",
                n,
            )
            yield Problem(file=source.name, record=0, key=shorten(columns[place]), message=empty)


def about_file(source: ListSource, message: Message, *, refused: bool = False) -> Problem:
    """What is to be said of the file as a whole."""
    return Problem(file=source.name, record=0, message=message, refused=refused)


def _refused(source: ListSource, number: int, message: Message) -> Problem:
    return Problem(file=source.name, record=number, message=message, refused=True)
