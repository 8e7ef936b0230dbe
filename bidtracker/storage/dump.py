"""A book as the one JSON file that TinyDB itself reads and writes, and back."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from bidtracker.domain.links import DERIVED
from bidtracker.domain.message import Message, say
from bidtracker.storage.book_file import FORMAT
from bidtracker.storage.codec import decode, encode
from bidtracker.storage.database import Database
from bidtracker.storage.errors import NotADump, Unstorable
from bidtracker.storage.row import MAX_ID
from bidtracker.storage.tinydb.documents import parse_id

BOOK = "_book"  # the table of a dump whose document 1 is what the book knows of itself
CHUNK = 1 << 20  # bytes read at a time
MAX_DOCUMENT = 1 << 26  # characters; a longer one is a fault of the file
_SPACE = re.compile(r"[ \t\r\n]*")


def dump(db: Database, stream: BinaryIO) -> None:
    """Write the book to `stream` as {"tenders": {"1": {...}}}, one document a line, all of one moment.

    Everything is ASCII, because TinyDB opens its file in whatever encoding the system prefers.
    """
    with db.snapshot() as rev:
        names = sorted(db.tables() - set(DERIVED))
        last_ids = {name: db.storage.last_id(name) for name in names}
        about = {**db.header, "revision": rev, "last_ids": last_ids, "head": db.head}
        stream.write(b'{"%s": {"1": %s}' % (BOOK.encode(), json.dumps(about).encode()))
        for name in names:
            stream.write(b",\n%s: {" % json.dumps(name).encode())
            comma = b""
            for doc_id, body in db.table(name).rows():
                ascii_body = body if body.isascii() else json.dumps(decode(body)).encode()
                stream.write(b'%s\n"%d": %s' % (comma, doc_id, ascii_body))
                comma = b","
            stream.write(b"}")
        stream.write(b"}\n")


def restore(source: str | Path | BinaryIO, db: Database) -> int:
    """Fill the empty book `db` from a dump or a TinyDB file, all of it or nothing; the number of documents.

    Raises NotADump with the place and what is wrong there. Reads as a stream.
    """
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as stream:
                return restore(stream, db)
        except OSError as error:
            raise NotADump(say("{path} cannot be read: {reason}", path=str(source), reason=error.strerror)) from error
    with db.transaction():
        if any(db.storage.count(name) for name in db.tables()):
            raise NotADump(say("the book {address} is not empty; restore into a new one", address=db.address))
        reader = DumpReader(source)
        last_ids: dict[str, int] = {}
        head = ""
        for name in reader.keys(say("the file")):
            if name == BOOK:
                last_ids, head = _about(reader)
            else:
                db.storage.keep_table(db.table(name).name)
                db.table(name).put_many(_documents(name, reader))
        reader.end()
        for name, last in last_ids.items():
            _use_up(db, name, last)
        db.set_head(head)
        return sum(db.storage.count(name) for name in db.tables())


def _documents(table: str, reader: DumpReader) -> Iterator[tuple[int, bytes]]:
    for key in reader.keys(say("the table {table}", table=table)):
        doc_id = parse_id(key)
        if doc_id is None:
            raise NotADump(
                say("{key} in {table} is not a document id; ids are whole numbers from 1", key=repr(key), table=table)
            )
        place = say("document {id} in {table}", id=doc_id, table=table)
        try:
            yield doc_id, encode(reader.document(place))
        except Unstorable as error:
            raise NotADump(say("{place}: {reason}", place=place, reason=error.message)) from error


def _about(reader: DumpReader) -> tuple[dict[str, int], str]:
    """What the dump says of its book: the highest id that each table ever gave, and its head."""
    place = say("the table {table}", table=BOOK)
    last_ids: dict[str, int] = {}
    head = ""
    for _ in reader.keys(place):
        about = reader.document(place)
        number, last_ids = about.get("format"), about.get("last_ids", {})
        head = about.get("head", "")
        if type(number) is int and number > FORMAT:
            raise NotADump(say("the file was written by a newer version of this program; install that to restore it"))
        ids = list(last_ids.values()) if type(last_ids) is dict else [None]
        if (
            type(number) is not int
            or type(head) is not str
            or not all(type(last) is int and 0 <= last <= MAX_ID for last in ids)
        ):
            raise NotADump(say("{place} does not say what a dump says there", place=place))
    return last_ids, head


def _use_up(db: Database, name: str, last: int) -> None:
    """Let the ids up to `last` be used, so that none is given a second time."""
    if last > db.storage.last_id(name):
        db.table(name).put(last, b"{}")
        db.table(name).delete(last)


class DumpReader:
    """Reads JSON objects from a stream, key by key, in memory for one document and CHUNK.

    `keys` yields the keys of the object that comes next; the caller reads each one's value, by
    `keys` or `document`, before it asks for the next. Every fault is a NotADump that says where.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._json = json.JSONDecoder(object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
        self._text = ""
        self._at = 0

    def keys(self, place: Message) -> Iterator[str]:
        """The keys of the object at `place`, none of them twice."""
        self._expect("{", place)
        seen: set[str] = set()
        while self._next() != "}" or seen:
            if seen:
                if self._next() == "}":
                    break
                self._expect(",", place)
            key = self._value('"', place)
            if key in seen:
                raise NotADump(say("{place} has {key} twice", place=place, key=repr(key)))
            seen.add(key)
            self._expect(":", place)
            yield key
        self._expect("}", place)

    def document(self, place: Message) -> dict[str, Any]:
        """The object that comes next."""
        value: dict[str, Any] = self._value("{", place)
        return value

    def end(self) -> None:
        """Refuse anything that follows."""
        if self._next():
            raise NotADump(say("the file goes on after its end"))

    def _value(self, start: str, place: Message) -> Any:
        """The value that comes next, which must begin with `start`."""
        if self._next() != start:
            raise self._wrong(start, place)
        size = CHUNK
        while True:
            try:
                value, self._at = self._json.raw_decode(self._text, self._at)
                return value
            except RecursionError:
                raise NotADump(say("{place} is nested too deeply", place=place)) from None
            except ValueError as error:  # it may only be that the rest is still in the stream
                if len(self._text) - self._at > MAX_DOCUMENT or isinstance(error, _Unkeepable) or not self._more(size):
                    reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
                    raise NotADump(say("{place} is not JSON: {reason}", place=place, reason=reason)) from None
                size *= 2

    def _expect(self, character: str, place: Message) -> None:
        if self._next() != character:
            raise self._wrong(character, place)
        self._at += 1

    def _wrong(self, expected: str, place: Message) -> NotADump:
        character = self._next()
        if not character:
            return NotADump(say("the file ends in the middle of {place}", place=place))
        return NotADump(
            say(
                "{place} is not what a dump has there: {expected} was expected, {found} came",
                place=place,
                expected=expected,
                found=character,
            )
        )

    def _next(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(CHUNK):
                return ""

    def _more(self, size: int) -> bool:
        """Read on; False at the end of the stream."""
        try:
            data = self._stream.read(size)
            text = self._decode(data, final=not data)
        except UnicodeDecodeError:
            raise NotADump(say("the file is not text in UTF-8")) from None
        self._text = self._text[self._at :] + text
        self._at = 0
        return bool(data)


class _Unkeepable(ValueError):
    """Something that is JSON to Python and yet cannot be kept."""


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        raise _Unkeepable(f"{twice!r} is there twice")
    return document


def _no_constant(word: str) -> Any:
    raise _Unkeepable(f"{word} is no JSON value")
