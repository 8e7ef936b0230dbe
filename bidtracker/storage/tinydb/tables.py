"""TinyDB's table and storage, over an Engine that takes one document at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from bidtracker.domain.message import say
from bidtracker.storage.codec import encode
from bidtracker.storage.engine import Engine
from bidtracker.storage.errors import StorageError
from bidtracker.storage.tinydb.documents import Documents, TableDraft, document, parse_id
from bidtracker.storage.tinydb.plan import QueryPlan, plan


class DocumentStorage(Engine, Storage):
    """An Engine that is also a TinyDB Storage, for TinyDB's own classes and middlewares.

    `read` gives lazy tables and `write` stores what differs, so both mean what TinyDB documents.
    """

    def read(self) -> dict[str, Any] | None:
        """Every table by name, its documents decoded as they are asked for; None where there is no table."""
        return {name: Documents(self, name) for name in sorted(self.tables())} or None

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Make the book hold exactly `data`; documents that are as they were keep their revision."""
        with self.transaction():
            for name in self.tables() - set(data):
                self.drop_table(name)
            for name, documents in data.items():
                if not (isinstance(documents, Documents) and documents.engine is self and documents.table == name):
                    self._write_table(name, documents)

    def _write_table(self, name: str, documents: Mapping[Any, Any]) -> None:
        wanted = {}
        for key, doc in documents.items():
            doc_id = parse_id(key)
            if doc_id is None:
                raise StorageError(say("{key} is not a document id; ids are whole numbers from 1", key=repr(key)))
            wanted[doc_id] = encode(doc)
        self.keep_table(name)
        self.delete(name, [doc_id for doc_id in self.ids(name) if doc_id not in wanted])
        self.put_many(name, [row for row in wanted.items() if self.body(name, row[0]) != row[1]])

    def close(self) -> None:
        """Let go of the book."""
        raise NotImplementedError


class DocumentTable(Table):
    """TinyDB's Table that reads and writes only the documents concerned.

    Everything that TinyDB documents works. What is deliberately different:

    - An id is never used again, also not after `remove`, `truncate` and `drop_tables`.
    - Ids are whole numbers from 1, and documents come in the order of their ids.
    - What the index answers looks at no other documents: a comparison that Python refuses is not met there.
    - There is no query cache (`cache_size` is ignored): a result is always the caller's own to change.
    - `persist_empty=True` lets the table exist and leaves an existing table as it is.
    - A write that changes nothing writes nothing; the table exists from its first document on.
    - A document that JSON cannot keep exactly (NaN, tuple, date, a key that is no string) is refused.
    - What an operation writes is durable when it returns, or nothing of it is; inside
      `transaction()`, together with the rest.
    """

    _storage: DocumentStorage

    def __init__(self, storage: DocumentStorage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        if not isinstance(name, str) or "\0" in name or not name.isprintable():
            raise StorageError(say("{name} cannot be the name of a table", name=repr(name)))
        super().__init__(storage, name, cache_size=0)
        if persist_empty:
            storage.keep_table(name)

    # TinyDB's own, where it would read or write the whole table

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its id: the given one for a Document, else the next free."""
        with self._storage.transaction():
            return super().insert(document)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert `document` if none does; their ids."""
        with self._storage.transaction():
            return super().upsert(document, cond)

    def all(self) -> list[Document]:
        """Every document, all of one moment."""
        with self._storage.snapshot():
            return super().all()

    def search(self, cond: QueryLike) -> list[Document]:
        """Every document that matches, all of one moment."""
        with self._storage.snapshot():
            ids = self._found(cond)
            return super().search(cond) if ids is None else [doc for doc in self._documents(ids) if cond(doc)]

    def get(
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Any:
        """The first document that matches, the one with `doc_id`, or the list of those with `doc_ids`.

        By id only the documents asked for are read, and by what the index answers only those that it names.
        """
        if doc_id is not None or (doc_ids is None and cond is None):
            return super().get(cast(Any, cond), cast(Any, doc_id))
        with self._storage.snapshot():
            if doc_ids is not None:
                return list(self._documents(sorted(set(doc_ids))))
            ids = self._found(cast(QueryLike, cond))
            if ids is None:
                return super().get(cast(Any, cond))
            return next((doc for doc in self._documents(ids) if cast(Any, cond)(doc)), None)

    def update(self, fields: Any, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Update the documents that match, or those with `doc_ids`; their ids."""
        with self._storage.transaction():
            return super().update(fields, *self._chosen(cond, doc_ids))

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents that match, or those with `doc_ids`; their ids."""
        with self._storage.transaction():
            return super().remove(*self._chosen(cond, doc_ids))

    def _chosen(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> tuple[Any, Any]:
        """A condition and ids as TinyDB takes them; of what the index answers, the ids of those that match."""
        ids = self._found(cond) if cond is not None and doc_ids is None else None
        if cond is None or ids is None:
            return cond, doc_ids
        return None, [doc.doc_id for doc in self._documents(ids) if cond(doc)]

    def _found(self, cond: QueryLike) -> list[int] | None:
        """The ids of the documents that may match; None where all must be read."""
        planned = self.plan(cond)
        return None if planned is None else self._storage.ids_in(planned)

    def _documents(self, doc_ids: Iterable[int]) -> Iterator[Document]:
        for doc_id, body in self._storage.bodies(self.name, doc_ids):
            yield self.document_class(document(self.name, doc_id, body), doc_id)

    def _get_next_id(self) -> int:
        return self.new_id()

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", Documents(self._storage, self.name))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._storage.transaction():
            draft = TableDraft(self._storage, self.name)
            updater(cast("dict[int, Mapping[str, Any]]", draft))
            draft.flush()

    # Beyond TinyDB: bodies as they are stored, for records that are decoded straight from the rows

    def rows(self, cond: QueryLike | None = None) -> Iterator[tuple[int, bytes]]:
        """Id and JSON of every document in order of id; of one moment inside `snapshot()` or `transaction()`.

        With `cond` only of those that may match it, among which are all that do: whoever asks looks at each.
        """
        ids = None if cond is None else self._found(cond)
        if ids is None:
            return ((doc_id, body) for doc_id, _, body in self._storage.scan(self.name))
        return self._storage.bodies(self.name, ids)

    def candidates(self, cond: QueryLike) -> list[int]:
        """The ids of every document that may match, in order: all that do are among them."""
        ids = self._found(cond)
        return self._storage.ids(self.name) if ids is None else ids

    def numbers(self, cond: QueryLike) -> list[int]:
        """The ids of every document that matches, in order."""
        return [doc_id for doc_id, body in self.rows(cond) if cond(document(self.name, doc_id, body))]

    def plan(self, cond: QueryLike) -> QueryPlan | None:
        """The keys of the index that answer a condition; None where all documents must be read."""
        return plan(cond, self.name, self._storage.index)

    def body(self, doc_id: int) -> bytes | None:
        """The JSON of one document, or None where there is none."""
        return self._storage.body(self.name, doc_id)

    def new_id(self) -> int:
        """An id that no document has or ever had; only inside a transaction, so that nobody else can choose it."""
        return self._storage.new_id(self.name)

    def put(self, doc_id: int, body: bytes) -> None:
        """Write one document, given as the JSON of an object, in place of what this id had."""
        self._storage.put(self.name, doc_id, body)

    def put_many(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Write many documents, each passed on as it comes; they need not fit in memory."""
        self._storage.put_many(self.name, rows)

    def delete(self, doc_id: int) -> None:
        """Remove one document, if it is there."""
        self._storage.delete(self.name, (doc_id,))
