"""The way in: a file or stream of any known format, read as a stream of Notices and Problems."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Self

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, say
from bidtracker.intake.encoding import as_utf8, is_text
from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.sniff import Format, Read, named, sniff
from bidtracker.intake.source import Source
from bidtracker.intake.stream import JsonStream
from bidtracker.intake.table import Table
from bidtracker.intake.values import REFUSED, decode, mend

SNIFFED = 20  # records

# A record's number, value and bytes; or what is wrong with it.
Entry = tuple[int, Any, bytes] | Problem


class Reading:
    """One list being read: iterate it once for its Notices and Problems, in the file's order, in bounded memory.

    A record that cannot be read is a refused Problem and the others still come. Where the file breaks off (cut off,
    damaged, no longer JSON), the last thing to come is a refused Problem that says at which byte.
    """

    def __init__(self, source: Source, format: Format, entries: Iterator[Entry], read: Read) -> None:
        self.name = source.name
        self.format = format.name
        self.label = format.label
        self._source = source
        self._entries = entries
        self._read = read

    @property
    def bytes_read(self) -> int:
        """Bytes taken from the file so far, packed as they are there."""
        return self._source.read

    @property
    def bytes_total(self) -> int | None:
        """The file's size; None for a stream."""
        return self._source.total

    def __iter__(self) -> Iterator[Notice | Problem]:
        read = self._read
        try:
            for entry in self._entries:
                if isinstance(entry, Problem):
                    yield entry
                else:
                    yield from read(*entry)
        finally:
            self.close()

    def close(self) -> None:
        """Stops reading and lets go of the file."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def read(origin: str | Path | BinaryIO, format: str | None = None, name: str | None = None) -> Reading:
    """Opens a list (a path, "-" for stdin, or a stream of bytes), finds its format from its first records, reads it.

    `name` is what the list is called in the book, from import to import; by default the publisher's own mark (the
    prefix of its ocids) or the file's name. Raises BidtrackerError in one sentence where nothing can be read: no such
    file, a folder, empty, not text, not JSON nor CSV, cut off within its first record, a layout that no reader knows.
    """
    asked = named(format) if format else None
    source = Source(origin)
    try:
        return _reading(source, asked, name or "")
    except BaseException:
        source.close()
        raise


def _reading(source: Source, asked: Format | None, name: str) -> Reading:
    chunks, note = as_utf8(source)
    first = next((chunk for chunk in chunks if chunk.strip()), b"")
    if not first:
        raise source.fault or Unreadable("{file} is empty", file=source.name)
    if not is_text(first):
        raise source.fault or Unreadable("{file} is neither JSON nor CSV, nor text at all", file=source.name)
    stream = chain((first,), chunks)
    entries = _json(source, stream) if first.lstrip()[:1] in (b"[", b"{") else _csv(source, stream)

    head: list[Entry] = list(islice(entries, SNIFFED))
    values = [entry[1] for entry in head if not isinstance(entry, Problem)]
    if not values and head:  # not one record could be read
        problem = head[0]
        assert isinstance(problem, Problem)
        raise source.fault or Unreadable("{file}: {why}", file=source.name, why=problem.message)
    found = asked or (sniff(source.name, values) if values else named("native"))
    if found.reader is None:
        raise Unreadable(
            "{file} is in the format {label}, whose reader is not there yet", file=source.name, label=found.label
        )
    notes: list[Entry] = [_about_file(source, note)] if note else []
    if not values:
        notes.append(_about_file(source, say("the list has no records")))
    return Reading(source, found, chain(notes, head, entries), found.reader(source.name, name))


def _about_file(source: Source, message: Message, *, refused: bool = False) -> Problem:
    return Problem(file=source.name, record=0, message=message, refused=refused)


def _json(source: Source, chunks: Iterator[bytes]) -> Iterator[Entry]:
    number = 0
    try:
        for raw in JsonStream(chunks).elements():
            number += 1
            try:
                yield number, decode(raw), raw
            except REFUSED:
                yield from _mended(source.name, number, bytes(raw))
    except Unreadable as broken:
        if not source.fault:
            yield _about_file(source, broken.message, refused=True)
    if source.fault:
        yield _about_file(source, source.fault.message, refused=True)


def _mended(file: str, number: int, raw: bytes) -> Iterator[Entry]:
    try:
        value, note = mend(raw)
    except Unreadable as error:
        yield Problem(file=file, record=number, message=error.message, refused=True)
    else:
        yield Problem(file=file, record=number, message=note)
        yield number, value, raw


def _csv(source: Source, chunks: Iterator[bytes]) -> Iterator[Entry]:
    table = Table(chunks)
    if len(table.columns) < 2:
        raise Unreadable("{file} is neither JSON nor a table with a header (CSV)", file=source.name)
    for number, row in enumerate(table.rows(), 1):
        if isinstance(row, Unreadable):
            yield Problem(file=source.name, record=number, message=row.message, refused=True)
        else:
            yield number, row, "\x1f".join(row.values()).encode("utf-8", "replace")
    if source.fault:
        yield _about_file(source, source.fault.message, refused=True)
