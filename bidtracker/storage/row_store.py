"""What an engine must bring, in one place: rows of (table, id, revision, body), and entries of the index beside them.

What every engine does the same way stands on it: `indexing`, and on that `engine`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from bidtracker.storage.errors import Busy
from bidtracker.storage.index import IndexEntry, KeyRange
from bidtracker.storage.row import DbRow, RowProblem, RowVersion
from bidtracker.storage.transaction import Transaction

CopiedRow = tuple[str, int, bytes | None]  # table, id, body


class WorkedOn(Protocol):
    """A copy of a book in which something was written; see sqlite/working.py."""

    address: str

    def written(self) -> Iterator[CopiedRow]:
        """Every row written since the copy was made."""

    def revision(self) -> int:
        """The revision of those rows."""

    def first_reserved(self, table: str) -> int:
        """The first id that was reserved in the book for the copy to use."""


class RowStore(ABC):
    """Rows of documents and entries of the index, as a file or a server keeps them."""

    # Reading

    @abstractmethod
    def header(self) -> dict[str, object]:
        """`format`, the number of the book's layout, and `book`, an id that is its alone."""

    @abstractmethod
    def revision(self) -> int:
        """The number of the last commit; inside a transaction that has written, its own number."""

    @abstractmethod
    def _read_head(self) -> str:
        """What stands in the header besides the revision, outside of a transaction that writes."""

    @abstractmethod
    def changed_elsewhere(self) -> bool:
        """Whether another connection has committed since `changes` was last asked. Never waits."""

    @abstractmethod
    def changes(self, since: int) -> tuple[int, list[RowVersion]]:
        """The revision now, and every document written after revision `since`, oldest first."""

    @abstractmethod
    def tables(self) -> set[str]:
        """The names of the tables that exist."""

    @abstractmethod
    def _get(self, table: str, doc_id: int) -> RowVersion | None:
        """The last stored state of one document, also where that is removed; None where it never was."""

    @abstractmethod
    def _some(self, table: str, doc_ids: list[int]) -> list[tuple[int, int, bytes | None, int]]:
        """The rows of some documents, removed ones too, in any order."""

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
    def _last_id(self, table: str) -> int:
        """The highest stored id, also of what was removed; 0 where there is none."""

    # Writing, called inside a transaction and with the lock held

    @abstractmethod
    def _begin(self, *, write: bool) -> tuple[int, str]:
        """Start a transaction, shutting out other writers if it is to write; the revision and the head now.

        It learns in `_indexed` which index the book has.
        One that is to write brings `_tables` and `_last_ids` up to date; the latter may be forgotten instead.
        """

    @abstractmethod
    def _commit(self, tx: Transaction) -> None:
        """Write the rows that wait, and make everything durable as revision `tx.rev`."""

    @abstractmethod
    def _rollback(self) -> None:
        """Forget everything since `_begin`; also where the database has done so by itself."""

    @abstractmethod
    def _part(self) -> AbstractContextManager[None]:
        """A part of the transaction that is taken back alone if it raises."""

    @abstractmethod
    def _write(self, rows: Collection[DbRow]) -> None:
        """Write a few rows of any tables."""

    @abstractmethod
    def _put(self, tx: Transaction, table: str, rows: Iterator[DbRow]) -> None:
        """Write any number of rows of one table, passing each on as it comes."""

    @abstractmethod
    def _delete(self, tx: Transaction, table: str, doc_ids: Collection[int]) -> None:
        """Leave of each document only that it was removed, so that its id is never used again."""

    @abstractmethod
    def _add_table(self, table: str) -> None:
        """Let a table exist."""

    @abstractmethod
    def _forget_table(self, table: str) -> None:
        """Let a table, emptied before, exist no longer."""

    @abstractmethod
    def move_removed(self, table: str, doc_id: int, to: int) -> None:
        """Let an id that was only ever buried be free again, as a part of a transaction that writes the id `to`."""

    # Entries of the index, read and written as the rows are

    @abstractmethod
    def _read_entries(self, keys: KeyRange, last: int) -> list[tuple[str, int]] | None:
        """(key, id) of the entries in a range; where `last` is not 0 of so many at its end, backwards.

        None where the book has not the index that we declare.
        """

    @abstractmethod
    def _count_entries(self, keys: KeyRange) -> int | None:
        """How many entries are in a range; None where the book has not the index that we declare."""

    @abstractmethod
    def _count_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[int] | None:
        """How many entries are in each of some ranges of keys; None where the book has not the index we declare."""

    @abstractmethod
    def _read_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[tuple[str, int]] | None:
        """(key, id) of the entries in any of some ranges of keys; None where the book has not the index that we
        declare."""

    @abstractmethod
    def _read_entries_after(self, keys: KeyRange, after: int, most: int) -> list[tuple[str, int]] | None:
        """(key, id) of the first `most` entries in a range, without those of its lowest key up to the id `after`.

        None where the book has not the index that we declare.
        """

    @abstractmethod
    def _read_keys(self, keys: KeyRange, most: int) -> list[str] | None:
        """The first `most` different keys in a range, each once; None where the book has not the index that we
        declare."""

    @abstractmethod
    def _read_ids(self, keys: KeyRange) -> list[list[int]] | None:
        """The ids of the entries in a range, those of each key together and in order; None where the book has not the
        index that we declare."""

    @abstractmethod
    def _read_entries_at(self, field: str, keys: Sequence[str]) -> list[tuple[str, int]] | None:
        """(key, id) of the entries with some keys; None where the book has not the index that we declare."""

    @abstractmethod
    def _all_entries(self) -> Iterator[IndexEntry]:
        """Every entry."""

    @abstractmethod
    def _write_entries(self, gone: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> None:
        """Take entries away and put others there, as a part of the transaction."""

    @abstractmethod
    def _clear_entries(self, table: str = "", doc_id: int = 0) -> None:
        """Take away every entry, or all of one document."""

    # The whole book

    @abstractmethod
    def survey(self) -> Iterator[RowVersion | RowProblem]:
        """The whole book of one moment: what is wrong with its structure, then every row, removed ones too.

        A damaged row is a RowProblem, and the others still come. Read it to its end: it is a snapshot.
        """

    @abstractmethod
    def backup(self, path: Path, *, overwrite: bool = False) -> None:
        """Write a consistent copy of the book to the file `path`, whole or not at all."""

    @abstractmethod
    def copy_for_work(self, path: Path) -> None:
        """Write the book as it is now to the empty file `path`, which need not reach the disk."""

    @abstractmethod
    def shrink(self) -> bool:
        """Let go of the room that nothing is in any more, and of what was there; outside of a transaction. False where
        others who have the book open kept us from it."""

    @abstractmethod
    def discard(self) -> None:
        """Take away a book in which nothing was ever written, if that is ours to do."""

    # What an engine may bring besides

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is done inside waits for no other program: it raises Busy where that is not done in a moment."""
        yield

    @contextmanager
    def long_write(self) -> Iterator[None]:
        """A transaction that may last goes on inside: others still read."""
        yield

    def _announce(self) -> Busy | None:  # most engines have nobody to tell
        """Tell others that we import; what is told where another import goes on already."""
        return None

    def _conclude(self) -> None:  # noqa: B027 - most engines have nobody to tell
        """Tell nobody any more that we import."""

    def tell_progress(self, records: int) -> None:  # noqa: B027 - most engines have nobody to tell
        """Let those who wait for a long write know how many records are through."""

    @contextmanager
    def keeping_copy(self, path: Path) -> Iterator[None]:
        """A backup that is made often, of the book as it is at the beginning; it is whole and on disk at the end."""
        self.backup(path)
        yield

    @contextmanager
    def beside(self, copy: WorkedOn) -> Iterator[None]:
        """Inside, a transaction may take over what was written in a copy of this book."""
        yield

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """What a transaction inside takes away is not left in the file, as far as the engine can see to that."""
        yield
