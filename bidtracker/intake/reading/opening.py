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
from bidtracker.intake.mapping.columns import Asked, ColumnMap
from bidtracker.intake.mapping.headings.concepts import ideas_in
from bidtracker.intake.mapping.headings.written import words_in
from bidtracker.intake.mapping.mapped_reader import MappedReader
from bidtracker.intake.mapping.proposal import MOST_COLUMNS
from bidtracker.intake.mapping.survey import ColumnSurvey
from bidtracker.intake.notice import Problem
from bidtracker.intake.open.archive import Part, parts
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.reading.columns import (
    ColumnMaps,
    as_named,
    as_proposed,
    has_others,
    is_wide,
    map_key,
    mapping_of,
    needs_reading,
)
from bidtracker.intake.reading.entries import Decoding, Entry, about_file, begin, some_entries
from bidtracker.intake.reading.reading import Reading
from bidtracker.intake.where import Wanted

SNIFFED = 20  # records
MAPPED = 20_000  # records that a mapping is proposed from: one day above 12 tells the order of all dates
_encode = msgspec.json.Encoder(decimal_format="number").encode


class ListRequest(msgspec.Struct, frozen=True):
    """How a list is asked for: in which format, under which name, by which columns, and what of it is wanted."""

    file_format: str | None
    name: str
    columns: Asked
    column_maps: ColumnMaps
    wanted: Wanted | None


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
    request = ListRequest(file_format, name or "", _asked(mapping), column_maps, wanted)
    if isinstance(origin, (str, Path)) and str(origin) != "-" and _is_folder(origin):
        return _open(Part(origin), request)  # which says that it is one
    held = list(islice(parts(origin), 2))
    if len(held) > 1 or isinstance(held[0], Unreadable):
        raise held[0] if isinstance(held[0], Unreadable) else Unreadable("{file} holds several lists", file=str(origin))
    return _open(held[0], request)


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
    request = ListRequest(file_format, name or "", _asked(mapping), column_maps, wanted)
    opened, first = 0, None
    for part in parts(origin):
        try:
            if isinstance(part, Unreadable):
                raise part
            reading = _open(part, request)
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


def _open(part: Part, request: ListRequest) -> Reading:
    file_format = named(request.file_format) if request.file_format else None
    source = ListSource(*part)
    try:
        begun = _BegunList(source, request, file_format)
        if begun.values and file_format is None:
            begun.find_format()
        begun.map_own_columns()
        return begun.reading()
    except BaseException:
        source.close()
        raise


class _BegunList:
    """A list whose first records were read, and how it is to be read as far as that is known: in a `format`, or by a
    `mapping` of its columns."""

    def __init__(self, source: ListSource, request: ListRequest, file_format: type[Reader] | None) -> None:
        self.source, self.request, self.columns = source, request, request.columns
        self.is_asked_for = file_format is not None
        self.format = file_format or named("native")
        self.mapping: ColumnMap | None = None
        self.survey: ColumnSurvey | None = None
        self.decoding = Decoding()
        self.head, self.values, self.entries, note = begin(source, SNIFFED, self.decoding, request.columns.sheet)
        self.notes: list[Entry] = [about_file(source, note)] if note else []
        if not self.values:
            self.notes.append(about_file(source, say("the list has no records")))

    def find_format(self) -> None:
        """A publisher's, perhaps within what wraps each record; else its columns are mapped. So are those of a list
        that a person has made of a publisher's, with columns of our own part. Raises Unreadable."""
        try:
            self.format = sniff(self.source.name, self.values, published=not _tell_of_us(self.values))
        except Unreadable:
            if within := _wrapper(self.values):
                self.values = [value[within] for value in self.values]
                self.format = sniff(self.source.name, self.values)
                wrapped = chain(self.head, self.entries)
                self.entries = _unwrapped(wrapped, within, self.format(self.source.name, self.request.name))
                self.head = []
                return
            self._read_more()
            self._map(self.columns, self.request.column_maps)
            if self.mapping is None:
                raise

    def map_own_columns(self) -> None:
        """Maps the columns of a native list where they are written as people write them, stand beside others that are
        surely of a tender, or a person has said how. Raises Unmapped where somebody is there to confirm it."""
        if self.mapping is not None or self.format.name != "native":
            return
        maps = self.request.column_maps
        remembered = bool(maps) and not self.is_asked_for and map_key(self.values) in maps
        if self.columns.named or remembered:
            self._read_more()
            self._map(self.columns, maps if remembered else {})
        elif not self.is_asked_for and has_others(self.values):
            self._read_more()
            self._map(self.columns if self.columns.confirms else as_proposed(self.head, self.columns), {})
        elif not self.is_asked_for and self.source.is_table:
            self._read_more()
            if needs_reading(self.head):
                self._map(as_named(self.head, self.columns), {})

    def _read_more(self) -> None:
        """Reads as many records as a mapping is proposed from."""
        self.head += some_entries(self.entries, MAPPED - SNIFFED)

    def _map(self, columns: Asked, column_maps: ColumnMaps) -> None:
        self.mapping, self.survey = mapping_of(self.source.name, self.head, columns, column_maps)

    def reading(self) -> Reading:
        """The list as it is to be read, with notes on what is read otherwise than one may think."""
        native = self.mapping is None and self.format.name == "native"
        if (native or self.mapping is not None) and any(map(is_wide, self.values)):
            wide = say("it has more than {n} columns; those beyond them are kept as they are", n=MOST_COLUMNS)
            self.notes.append(about_file(self.source, wide))
        reader = self._reader()
        self.decoding.settle(reader, self.request.wanted)
        entries = chain(self.notes, self.head, self.entries)
        return Reading(self.source, reader, entries, self.mapping, self.survey)

    def _reader(self) -> Reader:
        name, source = self.request.name, self.source
        if self.mapping is None:
            return self.format(source.name, name)
        sheet = f"{source.name} › {source.sheet}" if source.sheet else ""  # what another sheet has are other rows
        return MappedReader(source.name, name or sheet, self.mapping)


def _tell_of_us(values: list[Any]) -> bool:
    """Whether records have a column of our own part, as no publisher's have: "Our price"."""
    columns = dict.fromkeys(key for value in values if isinstance(value, dict) for key in value)
    return any("us" in ideas_in(words_in(column)) for column in columns)


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
