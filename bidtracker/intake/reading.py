"""The way in: a file or stream of any known format, read as a stream of Notices and Problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Self

from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.intake.detect import named, sniff
from bidtracker.intake.formats.native.columns import COLUMNS, column
from bidtracker.intake.formats.reader import Item, Reader
from bidtracker.intake.formats.vcard import begins_a_card, cards
from bidtracker.intake.mapping.columns import Asked, ColumnMap, flat
from bidtracker.intake.mapping.confirmation import Unmapped, answered, confirmed
from bidtracker.intake.mapping.mapped_reader import MappedReader
from bidtracker.intake.mapping.proposal import MOST_COLUMNS, propose
from bidtracker.intake.mapping.survey import ColumnSurvey, survey_of
from bidtracker.intake.notice import Problem, shorten
from bidtracker.intake.open.archive import Part, parts
from bidtracker.intake.open.encoding import as_utf8, is_text
from bidtracker.intake.open.layout import MOST_LOOKED_AT, column_names, header_at, is_total
from bidtracker.intake.open.sheets import rows_of
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.open.stream import JsonStream
from bidtracker.intake.open.table import MIXED, Table
from bidtracker.intake.open.values import REFUSED, decode, is_too_deep, mend
from bidtracker.intake.where import UNWANTED, Unwanted, Wanted

SNIFFED = 20  # records
MAPPED = 20_000  # records that a mapping is proposed from: one day above 12 tells the order of all dates
LONG = 8 << 20  # bytes of records that are looked at beforehand
BROKE_OFF = "timedOut"  # beside the notices of an answer of TED
NEARLY = 0.8  # how sure it must be that a column has another name, to be worth a note
ColumnMaps = Mapping[str, ColumnMap]

# A record's number, value and bytes; or what is wrong with it, or that it is not wanted.
Entry = tuple[int, Any, bytes] | Problem | Unwanted


class Reading:
    """One list being read: iterate it once for its Notices and Problems, in the file's order, in bounded memory.
    Where only some are `wanted`, others that are known before anything is built from them come as Unwanted.

    A record that cannot be read is a refused Problem and the others still come. Where the file breaks off (cut off,
    damaged, no longer JSON), the last thing to come is a refused Problem that says at which byte. `mapping` is how the
    columns of a plain list are read, None for a list in a known format, `survey` what that comes to.
    `mark` tells the list from others.
    """

    def __init__(
        self,
        source: ListSource,
        reader: Reader,
        entries: Iterator[Entry],
        mapping: ColumnMap | None = None,
        survey: ColumnSurvey | None = None,
    ) -> None:
        self.name = source.name
        self.format = reader.name
        self.label = reader.label
        self.mapping = mapping
        self.survey = survey
        self.mark = source.mark
        self._source = source
        self._entries = entries
        self._reader = reader

    @property
    def bytes_read(self) -> int:
        """Bytes taken from the file so far, packed as they are there."""
        return self._source.read

    @property
    def bytes_total(self) -> int | None:
        """The file's size; None for a stream."""
        return self._source.total

    def __iter__(self) -> Iterator[Item]:
        read = self._reader.read
        try:
            for entry in self._entries:
                if isinstance(entry, (Problem, Unwanted)):
                    yield entry
                else:
                    yield from read(*entry)
            yield from self._reader.rest()  # tenders that take several records
        finally:
            self.close()

    def close(self) -> None:
        """Stops reading and lets go of the file."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def read(
    origin: str | Path | BinaryIO,
    file_format: str | None = None,
    name: str | None = None,
    mapping: Sequence[str] | Asked = (),
    column_maps: ColumnMaps = MappingProxyType({}),
    wanted: Wanted | None = None,
) -> Reading:
    """Opens a list (a path, "-" for stdin, or a stream of bytes), finds its format from its first records, reads it.

    `name` is what the list is called in the book, from import to import; by default the publisher's own mark (the
    prefix of its ocids) or the file's name. A list in no known format is read by `mapping`, as "--map" says it, or
    by that of the `column_maps`, under their keys, which fits its columns.
    Raises BidtrackerError in one sentence where nothing can be read: no such file, a folder, empty, not text, not JSON
    nor CSV, cut off within its first record, a layout that no reader knows (Unmapped, with a proposal, where there is
    one); a .zip of several lists.
    """
    mapping = _asked(mapping)
    if isinstance(origin, (str, Path)) and str(origin) != "-" and _is_folder(origin):
        return _open(Part(origin), file_format, name, mapping, column_maps, wanted)  # which says that it is one
    held = list(islice(parts(origin), 2))
    if len(held) > 1 or isinstance(held[0], Unreadable):
        raise held[0] if isinstance(held[0], Unreadable) else Unreadable("{file} holds several lists", file=str(origin))
    return _open(held[0], file_format, name, mapping, column_maps, wanted)


def readings(
    origin: str | Path | BinaryIO,
    file_format: str | None = None,
    name: str | None = None,
    mapping: Sequence[str] | Asked = (),
    column_maps: ColumnMaps = MappingProxyType({}),
    wanted: Wanted | None = None,
) -> Iterator[Reading | Problem]:
    """Every list in a file, a .zip or a folder, as `read` opens one; in these a file that is none is a refused Problem.

    Raises BidtrackerError where not one can be read.
    """
    opened, first = 0, None
    for part in parts(origin):
        try:
            if isinstance(part, Unreadable):
                raise part
            reading = _open(part, file_format, name, _asked(mapping), column_maps, wanted)
        except BidtrackerError as error:
            if isinstance(part, Part) and not part.name:
                raise
            first = first or error
            file = part.name if isinstance(part, Part) else str(origin)
            yield Problem(file=file, record=0, message=error.message, refused=True)
        else:
            opened += 1
            yield reading
    if first is not None and not opened:
        raise first


def records(origin: str | Path | BinaryIO, sheet: str = "") -> Iterator[tuple[str, Iterator[Entry]]]:
    """The records of each list in a file as they stand there, whatever they mean, under the list's name.

    Raises BidtrackerError where it holds no list."""
    for part in parts(origin):
        if isinstance(part, Unreadable):
            raise part
        source = ListSource(*part)
        try:
            head, _values, entries, note = _begin(source, SNIFFED, _Decoding(), sheet)
            notes: list[Entry] = [_about_file(source, note)] if note else []
            yield source.name, chain(notes, head, entries)
        finally:
            source.close()


def _asked(mapping: Sequence[str] | Asked) -> Asked:
    return mapping if isinstance(mapping, Asked) else Asked(columns=tuple(mapping))


def _is_folder(origin: str | Path) -> bool:
    try:
        return Path(origin).is_dir()
    except (OSError, ValueError):
        return False


def _open(
    part: Part,
    file_format: str | None,
    name: str | None,
    asked_columns: Asked,
    column_maps: ColumnMaps,
    wanted: Wanted | None,
) -> Reading:
    asked = named(file_format) if file_format else None
    source = ListSource(*part)
    try:
        return _reading(source, asked, name or "", asked_columns, column_maps, wanted)
    except BaseException:
        source.close()
        raise


class _Decoding:
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


def _begin(
    source: ListSource, many: int, decoding: _Decoding, sheet: str
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
    head = _some(entries, many)
    values = [entry[1] for entry in head if isinstance(entry, tuple)]
    refused = next((entry for entry in head if isinstance(entry, Problem) and entry.refused), None)
    if not values and refused is not None:
        raise source.fault or Unreadable("{file}: {why}", file=source.name, why=refused.message)
    return head, values


def _entries(source: ListSource, first: bytes, stream: Iterator[bytes], decoding: _Decoding) -> Iterator[Entry]:
    """The records as the file's first bytes say that they are written."""
    if begins_a_card(first):
        return cards(source.name, stream)
    return _json(source, stream, decoding) if first.lstrip()[:1] in (b"[", b"{") else _csv(source, stream, decoding)


def _some(entries: Iterator[Entry], many: int) -> list[Entry]:
    """The next entries, so many of them at most; fewer where they are very long."""
    some: list[Entry] = []
    size = 0
    while len(some) < many and size < LONG and (entry := next(entries, None)) is not None:
        some.append(entry)
        size += memoryview(entry[2]).nbytes if isinstance(entry, tuple) else 0
    return some


def _reading(
    source: ListSource,
    asked: type[Reader] | None,
    name: str,
    asked_columns: Asked,
    column_maps: ColumnMaps,
    wanted: Wanted | None,
) -> Reading:
    decoding = _Decoding()
    head, values, entries, note = _begin(source, SNIFFED, decoding, asked_columns.sheet)
    notes: list[Entry] = [_about_file(source, note)] if note else []
    if not values:
        notes.append(_about_file(source, say("the list has no records")))
    file_format, using, survey = asked or named("native"), None, None
    if values and not asked:
        try:
            file_format = sniff(source.name, values)
        except Unreadable:
            head += _some(entries, MAPPED - SNIFFED)
            using, survey = _mapping(source.name, head, asked_columns, column_maps)
            if using is None:
                raise
    if using is None and asked_columns.named and file_format.name == "native":
        head += _some(entries, MAPPED - SNIFFED)
        using, survey = _mapping(source.name, head, asked_columns, {})
    if (using is not None or file_format.name == "native") and any(_is_wide(value) for value in values):
        wide = say("it has more than {n} columns; those beyond them are kept as they are", n=MOST_COLUMNS)
        notes.append(_about_file(source, wide))
    if using is not None:
        plain = MappedReader(source.name, name, using)
        decoding.settle(plain, wanted)
        return Reading(source, plain, chain(notes, head, entries), using, survey)
    if file_format.name == "native" and values and not asked:
        notes += _other_names(source, values)
    reader = file_format(source.name, name)
    decoding.settle(reader, wanted)
    return Reading(source, reader, chain(notes, head, entries))


def _mapping(
    file: str, head: list[Entry], asked: Asked, column_maps: ColumnMaps
) -> tuple[ColumnMap | None, ColumnSurvey | None]:
    """How to read a list without a known format, and what that comes to; None where there is not even a proposal."""
    records = [entry[1] for entry in head if isinstance(entry, tuple)]
    proposal = propose(records)
    if not asked.columns and proposal.key in column_maps:
        using = answered(column_maps[proposal.key], asked)
    elif asked.named:
        using = confirmed(asked, proposal)
    else:
        columns = dict.fromkeys(column for record in records if isinstance(record, dict) for column in flat(record))
        unmapped = Unmapped(file, proposal, islice(columns, MOST_COLUMNS))
        if not proposal.columns or len(proposal.missing) > len(unmapped.others):
            return None, None
        if not asked.auto or proposal.missing:
            raise unmapped
        using = confirmed(["auto"], proposal)
    return using, survey_of(file, proposal, using)


def _is_wide(value: Any) -> bool:
    return isinstance(value, dict) and (len(value) > MOST_COLUMNS or len(flat(value)) > MOST_COLUMNS)


def _other_names(source: ListSource, values: list[Any]) -> Iterator[Problem]:
    """Columns of a native list that seem to be what a native column is, under another name."""
    others = [m for m in propose(values).columns if column(m.column) not in COLUMNS and m.sure >= NEARLY]
    if others:
        words = listed(f"{shorten(m.column)}={m.field}" for m in others)
        could = say("more of its columns could be read, with --map auto: {columns}", columns=words)
        yield _about_file(source, could)


def _about_file(source: ListSource, message: Message, *, refused: bool = False) -> Problem:
    return Problem(file=source.name, record=0, message=message, refused=refused)


def _json(source: ListSource, chunks: Iterator[bytes], decoding: _Decoding) -> Iterator[Entry]:
    number = 0
    stream = JsonStream(chunks)
    try:
        for raw in stream.elements():
            number += 1
            if decoding.may_hold is not None and not decoding.may_hold(bytes(raw)):
                yield UNWANTED
                continue
            if is_too_deep(bytes(raw)):
                deep = say("it is nested too deeply to be read")
                yield Problem(file=source.name, record=number, message=deep, refused=True)
                continue
            try:
                yield number, decoding.decode(raw), raw
            except REFUSED:
                yield from _mended(source.name, number, bytes(raw))
    except Unreadable as broken:
        if not source.fault:
            yield _about_file(source, broken.message, refused=True)
    if BROKE_OFF in stream.marks:
        yield _about_file(source, say("the search broke off at its time limit, so the list is not whole; ask it again"))
    if source.fault:
        yield _about_file(source, source.fault.message, refused=True)


def _mended(file: str, number: int, raw: bytes) -> Iterator[Entry]:
    try:
        value, doubts = mend(raw)
    except Unreadable as error:
        yield Problem(file=file, record=number, message=error.message, refused=True)
    else:
        for path, value_as_text, message in doubts:
            yield Problem(file=file, record=number, key=shorten(path), value=shorten(value_as_text), message=message)
        yield number, value, raw


def _csv(source: ListSource, chunks: Iterator[bytes], decoding: _Decoding) -> Iterator[Entry]:
    table = Table(chunks)
    if len(table.columns) < 2:
        raise Unreadable("{file} is neither JSON nor a table with a header (CSV)", file=source.name)
    yield from _about_layout(source, table.above, table.twice)
    for number, row in enumerate(table.rows(), 1):
        if not isinstance(row, Unreadable) and is_total([*row.values()]):
            yield Problem(file=source.name, record=number, message=say("it is a total of the others and was left out"))
        elif isinstance(row, Unreadable):
            yield Problem(file=source.name, record=number, message=row.message, refused=True)
        else:
            raw = "\x1f".join(row.values()).encode("utf-8", "replace")
            yield (number, row, raw) if decoding.may_hold is None or decoding.may_hold(raw) else UNWANTED
    if table.mixed:
        mixed = say("some of its lines are not UTF-8 like the rest and were read as {encoding}", encoding=MIXED)
        yield _about_file(source, mixed)
    if source.fault:
        yield _about_file(source, source.fault.message, refused=True)


def _about_layout(source: ListSource, above: int, twice: list[str]) -> Iterator[Problem]:
    """Notes on where the header stands, and on columns of one name."""
    if above:
        yield _about_file(
            source, count("{n} row above the header was left out", "{n} rows above the header were left out", above)
        )
    for name in twice[:12]:
        again = say("two columns have this name; the second was read as {other}", other=f"{name} (2)")
        yield Problem(file=source.name, record=0, key=shorten(name), message=again)


def _sheet(source: ListSource, wanted: str, decoding: _Decoding) -> Iterator[Entry]:
    """The rows of a workbook's sheet as records."""
    name, rows, others = rows_of(source.workbook, source.name, wanted)
    first = list(islice(rows, MOST_LOOKED_AT))
    at = header_at(first)
    columns, twice = column_names(first[at] if first else [])
    filled = [place for place, column in enumerate(first[at] if first else []) if column not in ("", None)]
    if others:
        left = say(
            "the sheet {name} was read, and not {others}; --sheet names another", name=name, others=listed(others)
        )
        yield _about_file(source, left)
    yield from _about_layout(source, at, twice)
    number = 0
    for cells in chain(first[at + 1 :], rows):
        if not any(cell not in ("", None) for cell in cells):
            continue
        number += 1
        if is_total(cells):
            yield Problem(file=source.name, record=number, message=say("it is a total of the others and was left out"))
            continue
        row = {columns[place]: cells[place] for place in filled if place < len(cells)}
        raw = "\x1f".join(map(str, row.values())).encode("utf-8", "replace")
        yield (number, row, raw) if decoding.may_hold is None or decoding.may_hold(raw) else UNWANTED
