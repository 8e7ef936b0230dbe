"""A file or stream is opened, and the format of each list in it found from its first records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

import msgspec

from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.domain.message import say
from bidtracker.intake.detect import named, sniff
from bidtracker.intake.formats.reader import Reader
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.mapping.mapped_reader import MappedReader
from bidtracker.intake.mapping.proposal import MOST_COLUMNS
from bidtracker.intake.notice import Problem
from bidtracker.intake.open.archive import Part, parts
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.reading.columns import (
    ColumnMaps,
    as_named,
    has_others,
    is_wide,
    map_key,
    mapping_of,
    needs_reading,
    other_names,
)
from bidtracker.intake.reading.entries import Decoding, Entry, about_file, begin, some_entries
from bidtracker.intake.reading.reading import Reading
from bidtracker.intake.where import Wanted

SNIFFED = 20  # records
MAPPED = 20_000  # records that a mapping is proposed from: one day above 12 tells the order of all dates
_encode = msgspec.json.Encoder(decimal_format="number").encode


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
            head, _values, entries, note = begin(source, SNIFFED, Decoding(), sheet)
            notes: list[Entry] = [about_file(source, note)] if note else []
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


def _reading(
    source: ListSource,
    asked: type[Reader] | None,
    name: str,
    asked_columns: Asked,
    column_maps: ColumnMaps,
    wanted: Wanted | None,
) -> Reading:
    decoding = Decoding()
    head, values, entries, note = begin(source, SNIFFED, decoding, asked_columns.sheet)
    notes: list[Entry] = [about_file(source, note)] if note else []
    if not values:
        notes.append(about_file(source, say("the list has no records")))
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
                head += some_entries(entries, MAPPED - SNIFFED)
                using, survey = mapping_of(source.name, head, asked_columns, column_maps)
                if using is None:
                    raise
    plain_native = using is None and file_format.name == "native" and not asked
    if plain_native and source.is_table and not asked_columns.named:
        head += some_entries(entries, MAPPED - SNIFFED)
        if needs_reading(head) or has_others(values):  # our own columns, beside others or as people write them
            using, survey = mapping_of(source.name, head, as_named(head, asked_columns), {})
    more = plain_native and using is None and asked_columns.auto and has_others(values)
    if more:  # columns of our own list beside others that could be read as well: a person is asked about all of them
        asked_columns = msgspec.structs.replace(asked_columns, columns=asked_columns.named or ("auto",))
    remembered = file_format.name == "native" and not asked and bool(column_maps) and map_key(values) in column_maps
    if using is None and file_format.name == "native" and (asked_columns.named or remembered):
        head += some_entries(entries, MAPPED - SNIFFED)
        using, survey = mapping_of(source.name, head, asked_columns, column_maps if remembered else {})
    if (using is not None or file_format.name == "native") and any(is_wide(value) for value in values):
        wide = say("it has more than {n} columns; those beyond them are kept as they are", n=MOST_COLUMNS)
        notes.append(about_file(source, wide))
    if using is not None:
        sheet = f"{source.name} › {source.sheet}" if source.sheet else ""  # what another sheet has are other rows
        plain = MappedReader(source.name, name or sheet, using)
        decoding.settle(plain, wanted)
        return Reading(source, plain, chain(notes, head, entries), using, survey)
    if file_format.name == "native" and values and not asked:
        notes += other_names(source, values)
    reader = file_format(source.name, name)
    decoding.settle(reader, wanted)
    return Reading(source, reader, chain(notes, head, entries))


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
