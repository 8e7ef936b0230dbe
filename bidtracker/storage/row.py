"""One stored row, the same in every engine: (table, id, revision, body, sum), and whether it is as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from zlib import crc32

from bidtracker.domain.message import Message, say
from bidtracker.storage.codec import decode
from bidtracker.storage.errors import Damaged, Unstorable, damaged_document

MAX_ID = 2**63 - 1  # what SQL's integers hold
MAX_REV = 2**62 - 1  # no book has had so many commits

DbRow = tuple[str, int, int, bytes | None, int]  # tbl, id, rev, body, sum


class RowVersion(NamedTuple):
    """A document as the commit `rev` left it; `body` is its JSON, None where it was removed."""

    table: str
    doc_id: int
    rev: int
    body: bytes | None


class RowProblem(NamedTuple):
    """Something in the book that is not as it must be; `table` and `doc_id` say where, if known."""

    table: str | None
    doc_id: int | None
    message: Message


def seed(table: str) -> int:
    """The part of a checksum that is the same for a whole table."""
    return crc32(table.encode())


def checksum(table_seed: int, doc_id: int, rev: int, body: bytes | None) -> int:
    """The CRC-32 of a row: of its body, begun with what its table, id and revision make.

    A bit that flips in any of them is noticed, also one that makes a body NULL.
    """
    return crc32(body or b"", (table_seed ^ doc_id ^ (rev * 0x9E3779B1)) & 0xFFFFFFFF)


def to_put(table: str, rev: int, rows: Iterable[tuple[int, bytes]]) -> Iterator[DbRow]:
    """The rows to write for documents, each an id and its JSON; Unstorable for what is none."""
    table_seed = seed(table)
    spice = rev * 0x9E3779B1
    for doc_id, body in rows:
        if type(doc_id) is not int or not 0 < doc_id <= MAX_ID:
            raise Unstorable(say("{id} is not a document id; ids are whole numbers from 1", id=repr(doc_id)))
        if type(body) is not bytes or body[:1] != b"{":
            raise Unstorable(say("the body of {table} {id} is not the JSON of an object", table=table, id=doc_id))
        yield table, doc_id, rev, body, crc32(body, (table_seed ^ doc_id ^ spice) & 0xFFFFFFFF)


def removed(table: str, rev: int, doc_ids: Iterable[int]) -> list[DbRow]:
    """The rows to leave where documents are removed, so that their ids are never used again."""
    table_seed = seed(table)
    return [(table, doc_id, rev, None, checksum(table_seed, doc_id, rev, None)) for doc_id in doc_ids]


def documents(table: str, rows: Iterable[tuple[int, int, bytes | None, int]]) -> Iterator[tuple[int, int, bytes]]:
    """(id, revision, body) of the rows that are no removed ones; Damaged at the first that is not as it was written."""
    table_seed = seed(table)
    for doc_id, rev, body, stored in rows:
        try:  # checksum(), written out: a call costs as much as the sum itself
            ok = crc32(body or b"", (table_seed ^ doc_id ^ (rev * 0x9E3779B1)) & 0xFFFFFFFF) == stored
        except TypeError:  # damage can make a number of text and the other way round
            ok = False
        if not ok:
            raise damaged_document(table, doc_id)
        if body is not None:
            yield doc_id, rev, body


def change(table: bytes, doc_id: int, rev: int, body: bytes | None, stored: int) -> RowVersion:
    """The row as a RowVersion, or Damaged."""
    name = table.decode(errors="replace") if isinstance(table, bytes) else "?"  # damage can make a number of text
    try:
        if checksum(crc32(table), doc_id, rev, body) == stored:
            return RowVersion(name, doc_id, rev, body)
    except TypeError:
        pass
    raise damaged_document(name, doc_id)


def read(row: Any, revision: int) -> Iterator[RowVersion | RowProblem]:
    """One row of a book whose last commit is `revision`: as it was written, or what is wrong with it, or both."""
    try:
        version = change(*row)
    except Damaged as error:
        yield RowProblem(error.table, error.doc_id, error.message)
        return
    where = {"table": version.table, "id": version.doc_id}
    if version.doc_id < 1:
        yield RowProblem(version.table, version.doc_id, say("{table} {id} has an id below 1", **where))
    if not 0 < version.rev <= revision:
        yield RowProblem(version.table, version.doc_id, say("{table} {id} is newer than the book itself", **where))
    try:
        if version.body is not None:
            decode(version.body)
    except (ValueError, RecursionError):
        yield RowProblem(version.table, version.doc_id, say("{table} {id} is not the JSON of an object", **where))
    else:
        yield version
