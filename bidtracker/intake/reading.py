"""The way in: a file or stream of any known format, read as a stream of Notices and Problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Self

import msgspec

from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.intake.detect import named, sniff
from bidtracker.intake.formats.native.columns import COLUMNS, IN_WORDS, column
from bidtracker.intake.formats.native.values import texts
from bidtracker.intake.formats.reader import Item, Reader
from bidtracker.intake.formats.vcard import begins_a_card, cards
from bidtracker.intake.mapping.column_values import value_of
from bidtracker.intake.mapping.columns import Asked, ColumnMap, MappedColumn, flat, key_of
from bidtracker.intake.mapping.confirmation import Unmapped, answered, confirmed
from bidtracker.intake.mapping.holders import columns_of
from bidtracker.intake.mapping.mapped_reader import MappedReader
from bidtracker.intake.mapping.proposal import MOST_COLUMNS, propose
from bidtracker.intake.mapping.survey import ColumnSurvey, survey_of
from bidtracker.intake.notice import Problem, shorten
from bidtracker.intake.open.archive import Part, parts
from bidtracker.intake.open.encoding import as_utf8, is_text
from bidtracker.intake.open.layout import MOST_LOOKED_AT, column_names, header_of, is_no_record
from bidtracker.intake.open.sheets import rows_of
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.open.stream import JsonStream
from bidtracker.intake.open.table import MIXED, Table
from bidtracker.intake.open.values import NUL, REFUSED, decode, has_nul, is_too_deep, mend
from bidtracker.intake.where import UNWANTED, Unwanted, Wanted

SNIFFED = 20  # records
MAPPED = 20_000  # records that a mapping is proposed from: one day above 12 tells the order of all dates
LONG = 8 << 20  # bytes of records that are looked at beforehand
BROKE_OFF = "timedOut"  # beside the notices of an answer of TED
NEARLY = 0.86  # how sure it must be that a column has another name, to be worth a note
ColumnMaps = Mapping[str, ColumnMap]
_encode = msgspec.json.Encoder(decimal_format="number").encode

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
            if within := _wrapper(values):
                values = [value[within] for value in values]
                file_format = sniff(source.name, values)
                entries = _unwrapped(chain(head, entries), within, file_format(source.name, name))
                head = []
            else:
                head += _some(entries, MAPPED - SNIFFED)
                using, survey = _mapping(source.name, head, asked_columns, column_maps)
                if using is None:
                    raise
    plain_native = using is None and file_format.name == "native" and not asked
    if plain_native and source.is_table and not asked_columns.named:
        head += _some(entries, MAPPED - SNIFFED)
        if _needs_reading(head):  # our own columns, and what stands in them is as people write it
            using, survey = _mapping(source.name, head, _as_named(head, asked_columns), {})
    more = plain_native and using is None and asked_columns.auto and _has_others(values)
    if more:  # columns of our own list beside others that could be read as well: a person is asked about all of them
        asked_columns = msgspec.structs.replace(asked_columns, columns=asked_columns.named or ("auto",))
    remembered = file_format.name == "native" and not asked and bool(column_maps) and _key_of(values) in column_maps
    if using is None and file_format.name == "native" and (asked_columns.named or remembered):
        head += _some(entries, MAPPED - SNIFFED)
        using, survey = _mapping(source.name, head, asked_columns, column_maps if remembered else {})
    if (using is not None or file_format.name == "native") and any(_is_wide(value) for value in values):
        wide = say("it has more than {n} columns; those beyond them are kept as they are", n=MOST_COLUMNS)
        notes.append(_about_file(source, wide))
    if using is not None:
        sheet = f"{source.name} › {source.sheet}" if source.sheet else ""  # what another sheet has are other rows
        plain = MappedReader(source.name, name or sheet, using)
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
        columns = dict.fromkeys(
            column for record in records if isinstance(record, dict) for column in columns_of(record)
        )
        unmapped = Unmapped(file, proposal, islice(columns, MOST_COLUMNS))
        if not proposal.columns or len(proposal.missing) > len(unmapped.others):
            return None, None
        if not asked.auto or proposal.missing:
            raise unmapped
        using = confirmed(["auto"], proposal)
    return using, survey_of(file, proposal, using)


def _wrapper(values: list[Any]) -> str:
    """The member under which each of the first records has one of a known format, as answers of searches wrap them
    ("_source"); "" where there is none."""
    first = values[0]
    for key, inner in first.items() if isinstance(first, dict) else ():
        if isinstance(inner, dict) and all(isinstance(v, dict) and isinstance(v.get(key), dict) for v in values):
            try:
                sniff("", [inner])
            except Unreadable:
                continue
            return str(key)
    return ""


def _unwrapped(entries: Iterator[Entry], within: str, reader: Reader) -> Iterator[Entry]:
    for entry in entries:
        inner = entry[1].get(within) if isinstance(entry, tuple) and isinstance(entry[1], dict) else None
        if isinstance(entry, tuple) and isinstance(inner, dict):
            raw = _encode(inner)
            yield entry[0], reader.decode(raw), raw
        else:
            yield entry


def _is_wide(value: Any) -> bool:
    return isinstance(value, dict) and (len(value) > MOST_COLUMNS or len(flat(value)) > MOST_COLUMNS)


def _key_of(values: list[Any]) -> str:
    """What a map of these records' columns would be remembered under."""
    return key_of(name for value in values if isinstance(value, dict) for name in columns_of(value))


def _needs_reading(head: list[Entry]) -> bool:
    """Whether cells below our own columns are written otherwise than a native list has them: days as 05/12/2026."""
    records = [entry[1] for entry in head if isinstance(entry, tuple) and isinstance(entry[1], dict)]
    for name in dict.fromkeys(key for record in records for key in record):
        read = COLUMNS.get(column(name))
        if read is None or column(name) in IN_WORDS:
            continue
        together = column(name) == "winner"
        for cell in {cell for record in records if type(cell := record.get(name)) is str and cell}:
            if together and len(value_of("winner", cell, "")) > len(texts(cell)):
                return True
            try:
                read(cell)
            except Unreadable:
                return True
    return False


def _as_named(head: list[Entry], asked: Asked) -> Asked:
    """Our own columns as they are named, and the others as they are proposed where that may be taken."""
    names = dict.fromkeys(key for entry in head if isinstance(entry, tuple) for key in entry[1])
    ours: dict[str, str] = {}
    for name in names:
        if column(name) in COLUMNS:
            ours.setdefault(column(name), f"{name}={column(name)}")
    return msgspec.structs.replace(asked, columns=(*ours.values(), *(("auto",) if asked.auto else ())))


def _has_others(values: list[Any]) -> bool:
    """Whether columns of a native list seem to be what a native column is, under another name."""
    return any(map(_is_other, _proposed(values)))


def _proposed(values: list[Any]) -> Sequence[MappedColumn]:
    """What the columns of a native list seem to be; not looked at where all of them are its own."""
    names = {name for value in values if isinstance(value, dict) for name in value}
    return propose(values).columns if any(column(name) not in COLUMNS for name in names) else ()


def _is_other(mapped: MappedColumn) -> bool:
    return column(mapped.column) not in COLUMNS and mapped.sure >= NEARLY


def _other_names(source: ListSource, values: list[Any]) -> Iterator[Problem]:
    """Says which columns these are."""
    others = [mapped for mapped in _proposed(values) if _is_other(mapped)]
    if others:
        words = listed(f"{shorten(m.column)}={m.field}" for m in others)
        could = say("more of its columns could be read, with --map auto: {columns}", columns=words)
        yield _about_file(source, could)


def _about_file(source: ListSource, message: Message, *, refused: bool = False) -> Problem:
    return Problem(file=source.name, record=0, message=message, refused=refused)


def _refused(source: ListSource, number: int, message: Message) -> Problem:
    return Problem(file=source.name, record=number, message=message, refused=True)


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
            yield _about_file(source, broken.message, refused=True)
    for name in stream.left:
        beside = say("the list {name} beside the records has other members and was not read", name=shorten(name))
        yield _about_file(source, beside)
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
        yield _about_file(source, mixed)
    if source.fault:
        yield _about_file(source, source.fault.message, refused=True)


def _about_layout(source: ListSource, above: int, twice: list[str]) -> Iterator[Problem]:
    """Notes on where the header stands, and on columns of one name."""
    if above:
        yield _about_file(
            source, count("{n} row above the header was skipped", "{n} rows above the header were skipped", above)
        )
    for name in twice[:12]:
        again = say("two columns have this name; the second was read as {other}", other=f"{name} (2)")
        yield Problem(file=source.name, record=0, key=shorten(name), message=again)


def _is_list(rows: list[list[Any]]) -> bool:
    """Whether rows of a sheet have columns for what every tender needs."""
    at, header = header_of(rows)
    columns, _ = column_names(header)
    return not propose(dict(zip(columns, row, strict=False)) for row in rows[at + 1 :]).missing


def _sheet(source: ListSource, wanted: str, decoding: _Decoding) -> Iterator[Entry]:
    """The rows of a workbook's sheet as records."""
    source.is_table = True
    name, rows, others = rows_of(source.workbook, source.name, wanted, _is_list)
    first = list(islice(rows, MOST_LOOKED_AT))
    at, header = header_of(first)
    columns, twice = column_names(header)
    filled = [place for place, column in enumerate(header) if column not in ("", None)]
    if others:
        source.sheet = name
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
        if (why := is_no_record(cells, header)) is not None:
            yield Problem(file=source.name, record=number, message=why, left_out=True)
            continue
        row = {columns[place]: cells[place] for place in filled if place < len(cells)}
        raw = "\x1f".join(map(str, row.values())).encode("utf-8", "replace")
        yield (number, row, raw) if decoding.may_hold is None or decoding.may_hold(raw) else UNWANTED
