"""The seam between documents and what keeps them: a file today, a server by address.

An Engine keeps rows of (table, id, revision, body) and knows nothing of TinyDB. What each must bring
is in `row_store`; the transactions, their nesting and the one lock are here; SQL is in sqlite/ and postgres/.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import groupby, islice
from operator import itemgetter
from time import monotonic, sleep

from bidtracker.domain.message import say
from bidtracker.storage import row
from bidtracker.storage.errors import Busy, ReadOnly, StorageError
from bidtracker.storage.indexing import Indexing
from bidtracker.storage.row import MAX_ID, DbRow, RowProblem, RowVersion
from bidtracker.storage.row_store import CopiedRow, WorkedOn
from bidtracker.storage.transaction import FEW, Transaction

SOME = 200  # documents read at a time
REMEMBERED = 1_000  # rows that a transaction has read and keeps in mind
IMPORT_WAIT = 2.0  # seconds that we wait for another's import
LOOK_AGAIN = 0.1  # seconds between two looks whether it is through


class Engine(Indexing):
    """Rows of documents with a revision, written in transactions.

    Safe to use from several threads: one lock is held for each call, and from the start of a
    transaction or snapshot to its end, so other threads wait for it (do not `await` inside one).
    """

    address: str
    read_only: bool = False

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.RLock()
        self._in_snapshot = False
        self._tables: set[str] = set()  # those that exist, while a transaction writes
        self._last_ids: dict[str, int] = {}  # the highest of each table as of the revision `_current`
        self._current = -1
        self._own: tuple[int, list[RowVersion]] | None = None  # our last commit, where it was short
        self.first_head = ""  # the head as it was when the book was opened

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Everything written inside becomes durable together at the end, or not at all.

        A transaction inside another is a part of it: durable with the outer one, taken back alone
        if it raises. Raises ReadOnly, or Busy if another writer does not finish.
        """
        with self.lock:
            if self._tx is not None:
                with self._apart(self._tx):
                    yield self._tx
                return
            if self.read_only:
                raise ReadOnly(say("the book {address} can be read but not written here", address=self.address))
            if self._in_snapshot:
                raise StorageError(say("nothing can be written while a snapshot is being read"))
            rev, head = self._begin(write=True)
            tx = self._tx = Transaction(rev + 1, head)
            self._current = -1
            try:
                self._bring_index_up(tx)
                yield tx
                if tx.dirty:
                    self._commit(tx)
                    self._keep_in_mind(tx)
                elif tx.amended:
                    tx.rev = rev
                    self._commit(tx)
                else:
                    self._rollback()
                    self._current = rev
            except BaseException:
                self._rollback()
                raise
            finally:
                self._tx = None

    @contextmanager
    def _apart(self, tx: Transaction) -> Iterator[None]:
        """A transaction inside another."""
        self.settle()
        tables, head = set(self._tables), tx.head
        try:
            with self._part():
                yield
        except BaseException:
            self._tables, tx.head = tables, head
            self._handed_on(tx)
            raise

    def _keep_in_mind(self, tx: Transaction) -> None:
        """Keep what we know of the book after a commit of ours."""
        self._own, self._current = None, tx.rev
        if not tx.whole:
            self._last_ids.clear()
            return
        for table, doc_id in tx.waiting:
            if doc_id > self._last_ids.get(table, doc_id):
                self._last_ids[table] = doc_id
        self._own = (
            tx.rev,
            [RowVersion(table, id_, tx.rev, body) for table, id_, _, body, _ in sorted(tx.waiting.values())],
        )

    def settle(self) -> None:
        """Hand what waits to the database, which is about to look at more than single rows."""
        if self._tx is not None and self._tx.waiting:
            self._store(self._tx, self._tx.waiting.values())
            self._handed_on(self._tx)

    def _store(self, tx: Transaction, rows: Collection[DbRow]) -> None:
        """Write a few rows of any tables, and what the index says of them."""
        changes = self._entry_changes(tx, rows)
        self._write(rows)
        self._write_entries(*changes)

    def _handed_on(self, tx: Transaction) -> None:
        """Forget what was read and written: the database knows better."""
        tx.whole = False
        tx.waiting.clear()
        tx.read.clear()
        tx.before.clear()
        self._last_ids.clear()

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Everything read inside is of one moment; yields the revision of that moment.

        Other processes cannot commit meanwhile, so it should be short. Inside a transaction it is
        that transaction's view.
        """
        with self.lock:
            if self._tx is not None or self._in_snapshot:
                self.settle()
                yield self.revision()
                return
            rev, _ = self._begin(write=False)
            self._in_snapshot = True
            try:
                yield rev
            finally:
                self._in_snapshot = False
                self._rollback()

    def verify(self) -> list[RowProblem]:
        """Everything that is not as it must be, from the file's structure to each document."""
        return [each for each in self.survey() if isinstance(each, RowProblem)]

    def occupied(self) -> Busy | None:
        """What keeps us from writing, or from reading where nothing can be written; None where nothing does."""
        try:
            with self.at_once(), self.snapshot() if self.read_only else self.transaction():
                return None
        except Busy as busy:
            return busy

    @contextmanager
    def importing(self) -> Iterator[None]:
        """An import goes on inside: whoever cannot write meanwhile is told of it. Busy where another one goes on."""
        end = monotonic() + IMPORT_WAIT
        while (busy := self._announce()) is not None:
            if monotonic() > end:
                raise busy
            sleep(LOOK_AGAIN)
        try:
            yield
        finally:
            self._conclude()

    def take_over(self, copy: WorkedOn, but: Collection[tuple[str, int]], tables: Collection[str]) -> None:
        """Write all rows that were written in a copy, but some and but those of some tables, with the index's entries;
        a part of a transaction."""
        with self.transaction() as tx:
            for table, rows in groupby(copy.written(), itemgetter(0)):
                if table not in tables:
                    self.put_many(table, self._taken_over(tx, copy, rows, but))

    def _taken_over(
        self, tx: Transaction, copy: WorkedOn, rows: Iterator[CopiedRow], but: Collection[tuple[str, int]]
    ) -> Iterator[tuple[int, bytes]]:
        for table, doc_id, body in rows:
            if (table, doc_id) in but:
                continue
            if doc_id >= copy.first_reserved(table):
                tx.before[table, doc_id] = None  # an id that nobody else could give is not looked for
            if body is None:
                self.delete(table, (doc_id,))
            else:
                yield doc_id, body

    def followed(self, since: int) -> tuple[int, list[RowVersion]]:
        """As `changes`, but where our own last commit comes next after `since`, only up to that and from memory.

        What others have committed after it is news still: `changed_elsewhere` says so.
        """
        with self.lock:
            if self._own is not None and self._own[0] == since + 1 and self._tx is None:
                return self._own
            return self.changes(since)

    def get(self, table: str, doc_id: int) -> RowVersion | None:
        """The last state of one document, also where that is removed; None where it never was."""
        if not 0 < doc_id <= MAX_ID:
            return None
        with self.lock:
            tx, key = self._tx, (table, doc_id)
            if tx is None:
                return self._get(table, doc_id)
            if key in tx.waiting:
                return RowVersion(table, doc_id, tx.rev, tx.waiting[key][3])
            if key not in tx.read:
                if len(tx.read) >= REMEMBERED:
                    tx.read.clear()
                tx.read[key] = self._get(table, doc_id)
            return tx.read[key]

    def last_id(self, table: str) -> int:
        """The highest id that was ever committed or is written by now; 0 where there is none."""
        with self.lock:
            if self._tx is None:
                return self._last_id(table)
            waiting = (doc_id for name, doc_id in self._tx.waiting if name == table)
            return max(self._highest(table), max(waiting, default=0))

    def body(self, table: str, doc_id: int) -> bytes | None:
        """The JSON of one document, or None where there is none."""
        stored = self.get(table, doc_id)
        return None if stored is None else stored.body

    def bodies(self, table: str, doc_ids: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Id and JSON of those documents that there are, in the order of the ids given; many are read at a time."""
        rest = iter(doc_ids)
        while some := list(islice(rest, SOME)):
            with self.lock:
                stored = self._stored(table, some)
            yield from ((doc_id, stored[doc_id]) for doc_id in some if doc_id in stored)

    def _stored(self, table: str, doc_ids: list[int]) -> dict[int, bytes]:
        """JSON by id of those of some documents that there are; what waits for the commit goes on waiting."""
        waiting = {} if self._tx is None else self._tx.waiting
        stored = {each: waiting[table, each][3] for each in doc_ids if (table, each) in waiting}
        rest = [each for each in doc_ids if 0 < each <= MAX_ID and each not in stored]
        if rest:
            stored |= {doc_id: body for doc_id, _, body in row.documents(table, self._some(table, rest))}
        return {doc_id: body for doc_id, body in stored.items() if body is not None}

    def new_id(self, table: str) -> int:
        """An id that no document of the table has or ever had; only inside a transaction."""
        with self.lock:
            if self._tx is None:
                raise StorageError(say("an id is chosen inside a transaction, where nobody else can choose it too"))
            given = self._tx.ids_given
            given[table] = max(given.get(table, 0), self.last_id(table)) + 1
            return given[table]

    def new_ids(self, table: str) -> tuple[int, int]:
        """As `new_id`, and the last of those after it that may be given too."""
        return self.new_id(table), MAX_ID

    def _highest(self, table: str) -> int:
        if table not in self._last_ids:
            self._last_ids[table] = self._last_id(table)
        return self._last_ids[table]

    def use_id(self, table: str, doc_id: int) -> None:
        """Let `new_id` give only higher ids for the rest of the transaction, whose writer is about to use this one."""
        if self._tx is not None:
            self._tx.ids_given[table] = max(self._tx.ids_given.get(table, 0), doc_id)

    def head(self) -> str:
        """What the room above lets stand in the header, changed in one commit with the rows; empty for a new book."""
        with self.lock:
            return self._read_head() if self._tx is None else self._tx.head

    def set_head(self, head: str) -> None:
        """Let another head stand in the header from this transaction's commit on."""
        if self._tx is None:
            raise StorageError(say("the head of a book is changed inside a transaction"))
        self._tx.amended = self._tx.amended or head != self._tx.head
        self._tx.head = head

    def amend(self, table: str, doc_id: int, body: bytes) -> None:
        """Put a document in another form that counts as no change: its revision stays, and nobody is told."""
        with self.lock, self._writing() as tx:
            self.settle()
            stored = self._get(table, doc_id)
            if stored is None or stored.body == body:
                return
            total = row.checksum(row.seed(table), doc_id, stored.rev, body)
            self._store(tx, [(table, doc_id, stored.rev, body, total)])
            self._handed_on(tx)
            tx.amended = True

    def put(self, table: str, doc_id: int, body: bytes) -> None:
        """Write one document, given as its JSON, in place of what the id had."""
        self.put_many(table, ((doc_id, body),))

    def put_many(self, table: str, rows: Iterable[tuple[int, bytes]]) -> None:
        """Write documents, each an id and its JSON, in place of what these ids had; all of them or none."""
        with self.lock:
            if isinstance(rows, Collection) and len(rows) <= FEW:
                with self._writing() as tx:
                    self._wait(tx, table, list(self._new(tx, table, rows)))
                return
            with self.transaction() as tx:
                self._keep(tx, table)
                self.settle()
                self._handed_on(tx)
                self._put_indexed(tx, table, self._new(tx, table, rows))
                self._handed_on(tx)

    def delete(self, table: str, doc_ids: Collection[int]) -> None:
        """Remove documents; ids that have none are passed over."""
        with self.lock:
            if len(doc_ids) > FEW:
                with self.transaction() as tx:
                    self._delete_indexed(tx, table, doc_ids)
                    self._handed_on(tx)
                return
            with self._writing() as tx:
                present = [doc_id for doc_id in doc_ids if self.body(table, doc_id) is not None]
                self._wait(tx, table, row.removed(table, tx.rev, present))

    def bury(self, table: str, doc_ids: Iterable[int]) -> None:
        """Leave, under ids that no document ever had, that one was removed, so that they are never given."""
        with self.lock, self.transaction() as tx:
            self._keep(tx, table)
            self.settle()
            rows = row.removed(table, tx.rev, doc_ids)
            self._put(tx, table, iter(rows))
            self._handed_on(tx)

    def keep_table(self, table: str) -> None:
        """Let the table exist, also while it is empty."""
        with self.lock, self._writing() as tx:
            self._keep(tx, table)

    def drop_table(self, table: str) -> None:
        """Remove the table and every document in it."""
        with self.transaction() as tx:
            self._delete_indexed(tx, table, self.ids(table))
            self._handed_on(tx)
            if table in self._tables:
                self._forget_table(table)
                self._tables.discard(table)
                tx.dirty = True

    def _writing(self) -> AbstractContextManager[Transaction]:
        """The transaction under way, or else one for a single write."""
        return self.transaction() if self._tx is None else nullcontext(self._tx)

    def _keep(self, tx: Transaction, table: str) -> None:
        if table not in self._tables:
            self._add_table(table)
            self._tables.add(table)
            tx.dirty = True

    def _new(self, tx: Transaction, table: str, rows: Iterable[tuple[int, bytes]]) -> Iterator[DbRow]:
        """The rows to store for documents; Unstorable at the first that is none."""
        for new in row.to_put(table, tx.rev, rows):
            self.use_id(table, new[1])  # it is not stored yet when the next id is chosen
            stored_before = tx.read.pop(new[:2], None)
            if stored_before is not None:
                tx.before.setdefault(new[:2], stored_before.body)
            yield new

    def _wait(self, tx: Transaction, table: str, rows: list[DbRow]) -> None:
        """Let a few rows wait for the commit."""
        if rows:
            self._keep(tx, table)
            tx.waiting.update((new[:2], new) for new in rows)
            tx.dirty = True
            if len(tx.waiting) > FEW:
                self.settle()
