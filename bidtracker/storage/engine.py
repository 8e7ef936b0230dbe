"""The seam between documents and what keeps them: a file today, a server by address.

An Engine keeps rows of (table, id, revision, body) and knows nothing of TinyDB. The transactions,
their nesting and the one lock are here; SQL is in the engines.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from bidtracker.domain.message import Message, say
from bidtracker.storage.errors import Conflict, ReadOnly, StorageError


class Change(NamedTuple):
    """A document as the commit `rev` left it; `body` is its JSON, None where it was removed."""

    table: str
    doc_id: int
    rev: int
    body: bytes | None


class Problem(NamedTuple):
    """Something in the book that is not as it must be; `table` and `doc_id` say where, if known."""

    table: str | None
    doc_id: int | None
    message: Message


class Transaction:
    """What is done inside one `with transaction() as tx:`. `rev` is the revision its commit will have."""

    def __init__(self, engine: Engine, rev: int) -> None:
        self._engine = engine
        self.rev = rev
        self.dirty = False
        self.ids_given: dict[str, int] = {}

    def expect(self, table: str, doc_id: int, rev: int) -> None:
        """Raise Conflict if the document was changed or removed after revision `rev`.

        `rev` is what the book's revision was when the caller read the document, or any later
        revision up to which it knows the changes. What this transaction wrote itself is no conflict.
        """
        stored = self._engine.get(table, doc_id)
        if stored is not None and rev < stored.rev < self.rev:
            raise Conflict(table, doc_id, rev, stored.rev)


class Engine(ABC):
    """Rows of documents with a revision, written in transactions.

    Safe to use from several threads: one lock is held for each call, and from the start of a
    transaction or snapshot to its end, so other threads wait for it (do not `await` inside one).
    """

    address: str
    read_only: bool = False

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._tx: Transaction | None = None
        self._in_snapshot = False

    # What an engine must bring: reading

    @abstractmethod
    def header(self) -> dict[str, object]:
        """`format`, the number of the book's layout, and `book`, an id that is its alone."""

    @abstractmethod
    def revision(self) -> int:
        """The number of the last commit; inside a transaction that has written, its own number."""

    @abstractmethod
    def changed_elsewhere(self) -> bool:
        """Whether another connection has committed since `changes` was last asked. Never waits."""

    @abstractmethod
    def changes(self, since: int) -> tuple[int, list[Change]]:
        """The revision now, and every document written after revision `since`, oldest first."""

    @abstractmethod
    def tables(self) -> set[str]:
        """The names of the tables that exist."""

    @abstractmethod
    def get(self, table: str, doc_id: int) -> Change | None:
        """The last state of one document, also where that is removed; None where it never was."""

    @abstractmethod
    def scan(self, table: str) -> Iterator[tuple[int, int, bytes]]:
        """(id, revision, body) of every document in order of id.

        Read in batches, each consistent in itself; inside a transaction or snapshot, all of it.
        """

    @abstractmethod
    def ids(self, table: str) -> list[int]:
        """The ids of every document in order."""

    @abstractmethod
    def count(self, table: str) -> int:
        """How many documents a table has."""

    @abstractmethod
    def last_id(self, table: str) -> int:
        """The highest id that was ever committed or is written by now; 0 where there is none."""

    @abstractmethod
    def survey(self) -> Iterator[Change | Problem]:
        """The whole book of one moment: what is wrong with its structure, then every row, removed ones too.

        A damaged row is a Problem, and the others still come. Read it to its end: it is a snapshot.
        """

    @abstractmethod
    def backup(self, path: Path, *, overwrite: bool = False) -> None:
        """Write a consistent copy of the book to the file `path`, whole or not at all."""

    # What an engine must bring: writing, called inside a transaction and with the lock held

    @abstractmethod
    def _begin(self, *, write: bool) -> int:
        """Start a transaction, shutting out other writers if it is to write; the revision now."""

    @abstractmethod
    def _commit(self, rev: int) -> None:
        """Make everything durable as revision `rev`."""

    @abstractmethod
    def _rollback(self) -> None:
        """Forget everything since `_begin`; also where the database has done so by itself."""

    @abstractmethod
    def _part(self) -> AbstractContextManager[None]:
        """A part of the transaction that is taken back alone if it raises."""

    @abstractmethod
    def _put(self, tx: Transaction, table: str, rows: Iterable[tuple[int, bytes]]) -> None:
        """Write documents as part of `tx`, passing each on as it comes."""

    @abstractmethod
    def _delete(self, tx: Transaction, table: str, doc_ids: Iterable[int]) -> None:
        """Leave of each document only that it was removed, so that its id is never used again."""

    @abstractmethod
    def _keep_table(self, tx: Transaction, table: str) -> None:
        """Let the table exist, also while it is empty."""

    @abstractmethod
    def _forget_table(self, tx: Transaction, table: str) -> None:
        """Let the table, emptied before, exist no longer."""

    # What every engine does the same way

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Everything written inside becomes durable together at the end, or not at all.

        A transaction inside another is a part of it: durable with the outer one, taken back alone
        if it raises. Raises ReadOnly, or Busy if another writer does not finish.
        """
        with self.lock:
            if self._tx is not None:
                with self._part():
                    yield self._tx
                return
            if self.read_only:
                raise ReadOnly(say("the book {address} can be read but not written here", address=self.address))
            if self._in_snapshot:
                raise StorageError(say("nothing can be written while a snapshot is being read"))
            tx = self._tx = Transaction(self, self._begin(write=True) + 1)
            try:
                yield tx
                if tx.dirty:
                    self._commit(tx.rev)
                else:
                    self._rollback()
            except BaseException:
                self._rollback()
                raise
            finally:
                self._tx = None

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Everything read inside is of one moment; yields the revision of that moment.

        Other processes cannot commit meanwhile, so it should be short. Inside a transaction it is
        that transaction's view.
        """
        with self.lock:
            if self._tx is not None or self._in_snapshot:
                yield self.revision()
                return
            rev = self._begin(write=False)
            self._in_snapshot = True
            try:
                yield rev
            finally:
                self._in_snapshot = False
                self._rollback()

    def verify(self) -> list[Problem]:
        """Everything that is not as it must be, from the file's structure to each document."""
        return [found for found in self.survey() if isinstance(found, Problem)]

    def keep_copy(self, path: Path) -> None:
        """A backup that is made often, as fast as can be."""
        self.backup(path)

    @abstractmethod
    def discard(self) -> None:
        """Take away a book in which nothing was ever written, if that is ours to do."""

    def body(self, table: str, doc_id: int) -> bytes | None:
        """The JSON of one document, or None where there is none."""
        stored = self.get(table, doc_id)
        return None if stored is None else stored.body

    def new_id(self, table: str) -> int:
        """An id that no document of the table has or ever had; only inside a transaction."""
        with self.lock:
            if self._tx is None:
                raise StorageError(say("an id is chosen inside a transaction, where nobody else can choose it too"))
            given = self._tx.ids_given
            given[table] = max(given.get(table, 0), self.last_id(table)) + 1
            return given[table]

    def use_id(self, table: str, doc_id: int) -> None:
        """Let `new_id` give only higher ids for the rest of the transaction, whose writer is about to use this one."""
        if self._tx is not None:
            self._tx.ids_given[table] = max(self._tx.ids_given.get(table, 0), doc_id)

    def put(self, table: str, doc_id: int, body: bytes) -> None:
        """Write one document, given as its JSON, in place of what the id had."""
        with self.lock:
            if self._tx is None:
                self.put_many(table, [(doc_id, body)])
            else:  # one row is written or refused by itself; a savepoint would cost half as much again
                self._put(self._tx, table, [(doc_id, body)])

    def put_many(self, table: str, rows: Iterable[tuple[int, bytes]]) -> None:
        """Write documents, each an id and its JSON, in place of what these ids had."""
        with self.transaction() as tx:
            self._put(tx, table, rows)

    def delete(self, table: str, doc_ids: Iterable[int]) -> None:
        """Remove documents; ids that have none are passed over."""
        with self.transaction() as tx:
            self._delete(tx, table, doc_ids)

    def keep_table(self, table: str) -> None:
        """Let the table exist, also while it is empty."""
        with self.transaction() as tx:
            self._keep_table(tx, table)

    def drop_table(self, table: str) -> None:
        """Remove the table and every document in it."""
        with self.transaction() as tx:
            self._delete(tx, table, self.ids(table))
            self._forget_table(tx, table)
