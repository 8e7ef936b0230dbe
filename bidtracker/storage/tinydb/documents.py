"""A table's documents as the mappings that TinyDB works on: one to read, one to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

import msgspec

from bidtracker.storage.codec import decode, encode
from bidtracker.storage.engine import Engine
from bidtracker.storage.errors import damaged_document
from bidtracker.storage.row import MAX_ID

OPEN_DOCUMENTS = 1000  # how many documents a TableDraft holds before it passes them on


def parse_id(key: object) -> int | None:
    """The document id that a key of TinyDB's layout stands for; None where it is none, as "01" and "x"."""
    if isinstance(key, str) and key.isascii() and key.isdigit() and not key.startswith("0") and len(key) < 20:
        key = int(key)
    return key if type(key) is int and 0 < key <= MAX_ID else None


def document(table: str, doc_id: int, body: bytes) -> dict[str, Any]:
    """The stored body as a document; Damaged where it is not the JSON of one."""
    try:
        return decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise damaged_document(table, doc_id) from error


class Documents(Mapping[str, dict[str, Any]]):
    """What TinyDB reads: id as a string -> document, each decoded when it is asked for.

    Looking up one id reads one row; a walk reads in batches. Every look is at the book as it is.
    """

    def __init__(self, engine: Engine, table: str) -> None:
        self.engine = engine
        self.table = table

    def __getitem__(self, key: str) -> dict[str, Any]:
        doc_id = parse_id(key)
        body = None if doc_id is None else self.engine.body(self.table, doc_id)
        if doc_id is None or body is None:
            raise KeyError(key)
        return document(self.table, doc_id, body)

    def __iter__(self) -> Iterator[str]:
        return (str(doc_id) for doc_id in self.engine.ids(self.table))

    def __len__(self) -> int:
        return self.engine.count(self.table)

    def items(self) -> Any:  # an iterator, where dict has a view: the documents are not all in memory
        """Each id and document, decoded one by one."""
        for doc_id, _, body in self.engine.scan(self.table):
            yield str(doc_id), document(self.table, doc_id, body)

    def values(self) -> Any:
        """Each document, decoded one by one."""
        return (doc for _, doc in self.items())


class TableDraft(MutableMapping[int, dict[str, Any]]):
    """What TinyDB's updaters change: id -> document, inside a transaction.

    Documents looked at are kept with their stored body, and `flush` writes those that differ.
    Beyond OPEN_DOCUMENTS they are flushed as the next is opened, so a document must be changed
    before the next is looked at, as all of TinyDB's updaters do.
    """

    def __init__(self, engine: Engine, table: str) -> None:
        self._engine = engine
        self._table = table
        self._open: dict[int, tuple[bytes | None, dict[str, Any]]] = {}
        self._pass: Iterator[tuple[int, int, bytes]] = iter(())
        self._ahead: tuple[int, int, bytes] | None = None

    def __getitem__(self, doc_id: int) -> dict[str, Any]:
        if doc_id in self._open:
            return self._open[doc_id][1]
        self._make_room()
        body = self._stored(doc_id)
        if body is None:
            raise KeyError(doc_id)
        opened = document(self._table, doc_id, body)
        self._open[doc_id] = (body, opened)
        return opened

    def __setitem__(self, doc_id: int, doc: dict[str, Any]) -> None:
        self._make_room()
        self._end_pass()  # it has read ahead, and would not know of this
        if type(doc_id) is int:  # anything else is refused when it is written
            self._engine.use_id(self._table, doc_id)
        self._open[doc_id] = (None, doc)

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._open.pop(doc_id, None)
        if self._ahead is not None and doc_id >= self._ahead[0]:
            self._end_pass()
        self._engine.delete(self._table, (doc_id,))

    def __contains__(self, doc_id: object) -> bool:
        if doc_id in self._open:
            return True
        return type(doc_id) is int and self._engine.body(self._table, doc_id) is not None

    def __iter__(self) -> Iterator[int]:
        """The ids in order; looking the documents up in that order then costs no more than a scan."""
        self.flush()
        self._pass = self._engine.scan(self._table)
        self._ahead = next(self._pass, None)
        return iter(self._engine.ids(self._table))

    def __len__(self) -> int:
        self.flush()
        return self._engine.count(self._table)

    def clear(self) -> None:
        """Remove every document."""
        self._open.clear()
        self._end_pass()
        self._engine.delete(self._table, self._engine.ids(self._table))

    def flush(self) -> None:
        """Write the documents that are not as they are stored."""
        changed = []
        for doc_id, (stored, doc) in self._open.items():
            body = encode(doc)
            # Bodies put by others may be spelled differently (spaces, escapes) and yet say the same.
            if body != stored and (stored is None or body != encode(decode(stored))):
                changed.append((doc_id, body))
        self._open.clear()
        if changed:
            self._engine.put_many(self._table, changed)

    def _make_room(self) -> None:
        if len(self._open) >= OPEN_DOCUMENTS:
            self.flush()

    def _stored(self, doc_id: int) -> bytes | None:
        """The stored body of one document, from the pass under way if that is just there."""
        while self._ahead is not None and self._ahead[0] <= doc_id:
            at, _, body = self._ahead
            self._ahead = next(self._pass, None)
            if at == doc_id:
                return body
        return self._engine.body(self._table, doc_id)

    def _end_pass(self) -> None:
        self._pass, self._ahead = iter(()), None
