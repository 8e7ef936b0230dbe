"""The index of a book kept true: whatever a transaction writes, its entries go with it; both become durable together.

A book says in its header which index it has. Where that is another than this program declares (the book is of an
earlier version, or of a later one), the next transaction makes the index anew, and until then all is read.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import islice
from threading import RLock
from typing import TypeVar

from bidtracker.domain.links import INDEXED
from bidtracker.storage.errors import Damaged
from bidtracker.storage.index import Index, IndexEntry, KeyRange, sum_of
from bidtracker.storage.row import DbRow, documents
from bidtracker.storage.row_store import RowStore
from bidtracker.storage.transaction import Transaction

TOGETHER = 500  # rows of an indexed table that are written at a time, and keys or ranges that are looked for
BATCH = 20_000  # entries written at a time while the index is made anew
KEYS = 100  # keys of which the ids are read at a time
PAGE = 5_000  # entries read at a time where all of a field are wanted, some milliseconds

KeyOrRange = TypeVar("KeyOrRange")
EntryOrCount = TypeVar("EntryOrCount")


class Indexing(RowStore):
    """The part of an Engine that looks after the index."""

    def __init__(self) -> None:
        self.index = Index(INDEXED)
        self._tx: Transaction | None = None
        self._indexed = ""  # the mark of the index that the book had when last looked at

    # What an engine does on top of this

    lock: RLock

    @abstractmethod
    def settle(self) -> None: ...

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Transaction]: ...

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[int]: ...

    @abstractmethod
    def _highest(self, table: str) -> int:
        """An id above which nothing is stored yet."""

    # Asking it

    def entries(self, keys: KeyRange, last: int = 0) -> list[tuple[str, int]] | None:
        """(key, id) of what the index has in a range of keys, or of the `last` of them, backwards; None where it
        cannot be asked."""
        self.settle()
        return self._read_entries(self.index.numbered(keys), last)

    def ids_by_key(self, field: str, keys: list[str]) -> Iterator[list[int]]:
        """The ids of what the index has of a field under some keys that follow each other, those of each key together
        and in order. Some keys are read at a time, so that nobody waits long. Nothing where the index cannot be asked.
        """
        for at in range(0, len(keys), KEYS):
            some = keys[at : at + KEYS]
            with self.lock:
                self.settle()
                groups = self._read_ids(self.index.numbered(KeyRange(field, some[0], some[-1])))
            yield from groups or ()

    def entries_at(self, field: str, keys: list[str]) -> list[tuple[str, int]] | None:
        """(key, id) of what the index has of a field under some keys, in order, looked for many at a time; None where
        it cannot be asked. As `entries_in_each` of ranges of one key, in two thirds of its time in a file."""
        entries = self._together(self._read_entries_at, field, keys)
        return None if entries is None else sorted(entries)

    def count_entries(self, keys: KeyRange) -> int | None:
        """How many entries the index has in a range of keys; None where it cannot be asked."""
        self.settle()
        return self._count_entries(self.index.numbered(keys))

    def count_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[int] | None:
        """How many entries the index has of a field in each of some ranges of keys, counted many at a time; None where
        it cannot be asked."""
        return self._together(self._count_each, field, ranges)

    def entries_in_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[tuple[str, int]] | None:
        """(key, id) of what the index has of a field in any of some ranges of keys that have no key in common, in
        order, looked for many at a time; None where it cannot be asked."""
        entries = self._together(self._read_each, field, ranges)
        return None if entries is None else sorted(entries)

    def _together(
        self,
        read: Callable[[str, Sequence[KeyOrRange]], list[EntryOrCount] | None],
        field: str,
        asked: Sequence[KeyOrRange],
    ) -> list[EntryOrCount] | None:
        """What the index answers to very many keys or ranges, of which so many are asked for at a time that nobody
        waits long."""
        answers: list[EntryOrCount] = []
        for at in range(0, len(asked), TOGETHER):
            with self.lock:
                self.settle()
                some = read(self.index.numbers[field], asked[at : at + TOGETHER])
            if some is None:
                return None
            answers += some
        return answers

    def entries_by_page(self, keys: KeyRange, most: int = PAGE) -> Iterator[list[tuple[str, int]]]:
        """(key, id) of what the index has in a range of keys, in order and so many at a time that nobody waits long
        for them; each page is consistent in itself. Nothing where the index cannot be asked."""
        keys, after = self.index.numbered(keys), 0
        while True:
            with self.lock:
                self.settle()
                page = self._read_entries_after(keys, after, most)
            if not page:
                return
            yield page
            if len(page) < most:
                return
            low, after = page[-1]
            keys = keys._replace(low=low)

    def different_keys(self, keys: KeyRange, most: int) -> list[str] | None:
        """The keys in a range, each once, at most so many; None where the index cannot be asked."""
        with self.lock:
            self.settle()
            return self._read_keys(self.index.numbered(keys), most)

    def ids_in(self, plan: Iterable[KeyRange]) -> list[int] | None:
        """The ids of the documents in some ranges of keys, in order; None where the index cannot be asked."""
        ids: set[int] = set()
        for keys in plan:
            entries = self.entries(keys)
            if entries is None:
                return None
            ids.update(doc_id for _, doc_id in entries)
        return sorted(ids)

    # Keeping it true

    def index_is_true(self) -> bool:
        """Whether the index says just what the documents say; so does one that is yet to be made."""
        with self.snapshot():
            if self._indexed != self.index.mark:
                return True
            expected = (
                entry
                for table in self.index.fields
                for doc_id, _, body in self.scan(table)
                for entry in self.index.entries(table, doc_id, body)
            )
            return sum_of(expected) == sum_of(self._all_entries())

    def make_index(self) -> None:
        """Make the index anew from the documents."""
        with self.transaction() as tx:
            self._make_index(tx)

    def has_index(self) -> bool:
        """Whether the book had the index that we declare when its header was last read."""
        return self._indexed == self.index.mark

    def _own_index(self) -> bool:
        """Whether the transaction under way has made the index that we declare, which its commit will say."""
        return self._tx is not None and self.has_index()

    def _bring_index_up(self, tx: Transaction) -> None:
        """Make the index that we declare, in a transaction that has just begun, where the book has another."""
        if self._indexed != self.index.mark:
            if tx.rev == 1:  # nothing is in the book yet
                self._indexed = self.index.mark
            else:
                self._make_index(tx)

    def _make_index(self, tx: Transaction) -> None:
        self.settle()
        self._clear_entries()
        self._indexed = self.index.mark
        waiting: list[IndexEntry] = []
        try:
            for table in self.index.fields:
                for doc_id, _, body in self.scan(table):
                    waiting += self.index.entries(table, doc_id, body)
                    if len(waiting) >= BATCH:
                        self._write_entries((), waiting)
                        waiting = []
            self._write_entries((), waiting)
        except Damaged:  # then all is read, and whoever meets the damage says so
            self._clear_entries()
            self._indexed = ""
        tx.amended = True

    def _entry_changes(self, tx: Transaction, rows: Iterable[DbRow]) -> tuple[list[IndexEntry], list[IndexEntry]]:
        """The entries that go and those that come when these rows are written; look before they are."""
        gone: list[IndexEntry] = []
        new: list[IndexEntry] = []
        if self._indexed != self.index.mark:
            return gone, new
        for table, doc_id, _, body, _ in rows:
            if table in self.index.fields:
                before = self._body_before(tx, table, doc_id)
                now = [] if body is None else self.index.entries(table, doc_id, body)
                if before is not None:
                    old = self.index.entries(table, doc_id, before)
                    gone += set(old).difference(now)
                    now = list(set(now).difference(old))
                new += now
        return gone, new

    def _body_before(self, tx: Transaction, table: str, doc_id: int) -> bytes | None:
        """What is stored of a document that is about to be written."""
        key = (table, doc_id)
        if key in tx.before:
            return tx.before[key]
        if key in tx.read:
            stored_before = tx.read[key]
            return None if stored_before is None else stored_before.body
        if doc_id > self._highest(table):
            return None
        try:
            stored = self._get(table, doc_id)
        except Damaged:
            self._clear_entries(table, doc_id)
            return None
        return None if stored is None else stored.body

    def _look_before(self, tx: Transaction, table: str, doc_ids: Iterable[int]) -> None:
        """Reads together what is stored of documents that are about to be written: one by one each is a round trip."""
        looked_at, highest = tx.before.keys() | tx.read.keys(), self._highest(table)
        ids = [doc_id for doc_id in doc_ids if doc_id <= highest and (table, doc_id) not in looked_at]
        if len(ids) > 1:
            with suppress(Damaged):  # then one by one, so that the damaged one alone is without
                stored = {doc_id: body for doc_id, _, body in documents(table, self._some(table, ids))}
                tx.before.update(((table, doc_id), stored.get(doc_id)) for doc_id in ids)

    def _put_indexed(self, tx: Transaction, table: str, rows: Iterator[DbRow]) -> None:
        """Write any number of rows of one table, and what the index says of them."""
        if table not in self.index.fields:
            self._put(tx, table, rows)
            return
        while some := list(islice(rows, TOGETHER)):
            last = {row[1]: row for row in some}  # of a document that comes twice the last counts
            self._look_before(tx, table, last)
            changes = self._entry_changes(tx, last.values())
            self._put(tx, table, iter(last.values()))
            self._write_entries(*changes)
            tx.before.clear()

    def _delete_indexed(self, tx: Transaction, table: str, doc_ids: Collection[int]) -> None:
        """Remove documents, and what the index says of them."""
        self.settle()
        if table in self.index.fields:
            gone, _ = self._entry_changes(tx, ((table, doc_id, 0, None, 0) for doc_id in doc_ids))
            self._delete(tx, table, doc_ids)
            self._write_entries(gone, ())
        else:
            self._delete(tx, table, doc_ids)
