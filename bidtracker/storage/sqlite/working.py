"""A copy of a book to work in while others go on writing the book itself."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bidtracker.storage import book_file
from bidtracker.storage.engine import Engine
from bidtracker.storage.errors import StorageError
from bidtracker.storage.index import IndexEntry
from bidtracker.storage.row import MAX_ID
from bidtracker.storage.row_store import CopiedRow
from bidtracker.storage.sqlite import statements
from bidtracker.storage.sqlite.engine import SQLiteStorage
from bidtracker.storage.sqlite.indexing import MANY_ENTRIES

FIRST_BLOCK = 256  # numbers of a table that are reserved at first; what is left of them is given back

ENTRIES = "CREATE TABLE {name} (field, key, id, PRIMARY KEY (field, key, id)) WITHOUT ROWID"
ALL_ENTRIES = "CREATE VIEW entries_new AS SELECT field, key, id FROM idx"
AHEAD = 1 << 20  # revisions: so many acts others may do meanwhile, and the rows still are the newest


class WorkingCopy(SQLiteStorage):
    """The book `of` as it was at one moment, in a file that nobody else opens and that need not last.

    Ids are reserved in the book itself, in growing blocks, so that nobody else gives them meanwhile: the last of each
    block is buried there. With `rehearsing` none are, since nothing of it will be in the book.
    """

    def __init__(self, path: str | Path, *, of: Engine, rehearsing: bool) -> None:
        super().__init__(path)
        self.of = of
        self.rehearsing = rehearsing
        self.base = self.revision()
        self.reserved: dict[str, list[tuple[int, int]]] = {}  # first and last of each block
        self._given: dict[str, int] = {}  # how many ids the blocks of a table have
        with self._sql() as sql:
            sql.execute("PRAGMA synchronous = OFF")
            sql.execute("UPDATE book SET rev = rev + ?", (AHEAD,))
            # What the act has put into the index and taken from it. Where nothing was in it, all that is in it.
            self._noting = bool(sql.execute("SELECT EXISTS (SELECT 1 FROM idx)").fetchone()[0])
            sql.execute(ENTRIES.format(name="entries_gone"))
            sql.execute(ENTRIES.format(name="entries_new") if self._noting else ALL_ENTRIES)
            sql.execute("CREATE TABLE fields (number PRIMARY KEY, tbl)")
            tables = ((field, table) for table in self.index.fields for field in self.index.of_table(table))
            sql.executemany("INSERT INTO fields VALUES (?, ?)", tables)

    def tell_progress(self, records: int) -> None:
        self.of.tell_progress(records)

    def new_ids(self, table: str) -> tuple[int, int]:
        if self.rehearsing:
            return super().new_ids(table)
        given = self._given.get(table, 0)
        size = given or FIRST_BLOCK
        with self.of.transaction():
            first = self.of.new_id(table)
            last = min(first + size - 1, MAX_ID)
            self.of.bury(table, [last])
        self._given[table] = given + size
        self.reserved.setdefault(table, []).append((first, last))
        return first, last

    def first_reserved(self, table: str) -> int:
        """The first id that was reserved in the book."""
        return self.reserved[table][0][0] if table in self.reserved else MAX_ID

    def _write_entries(self, gone: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> None:
        super()._write_entries(gone, new)
        if not self._noting:
            return
        few = new if len(new) < MANY_ENTRIES else ()  # the others are noted as they are sorted in
        with self._sql() as sql:
            sql.executemany("INSERT OR IGNORE INTO entries_gone VALUES (?, ?, ?)", gone)
            sql.executemany("INSERT OR IGNORE INTO entries_new VALUES (?, ?, ?)", few)

    def _sort_in(self, sql: sqlite3.Connection) -> None:
        if self._unsorted and self._noting:
            sql.execute(statements.SET_ASIDE)
            sql.execute(statements.SORT_IN.format(table="entries_new"))
        super()._sort_in(sql)

    def _clear_entries(self, table: str = "", doc_id: int = 0) -> None:
        fields = self.index.of_table(table) if table else list(self.index.numbers.values())
        with self._sql() as sql:
            self._sort_in(sql)
            fields = fields if self._noting else []
            sql.executemany(
                "INSERT OR IGNORE INTO entries_gone SELECT field, key, id FROM idx WHERE field = ? AND ? IN (0, id)",
                ((field, doc_id) for field in fields),
            )
        super()._clear_entries(table, doc_id)

    def prepare(self) -> None:
        """Make ready what the book will take over; the time that it takes is nobody else's."""
        with self._all() as sql:
            self._sort_in(sql)
            sql.execute("DELETE FROM entries_gone WHERE (field, key, id) IN (SELECT field, key, id FROM idx)")

    def written(self) -> Iterator[CopiedRow]:
        """(table, id, body) of every row written since the copy was made, in the order in which they came to be."""
        with self._all() as sql:
            rows = sql.execute("SELECT tbl, id, body FROM doc WHERE rev > ? ORDER BY rev", (self.base,))
            for table, doc_id, body in rows:
                yield table.decode(), doc_id, body


@contextmanager
def working_copy(of: Engine, *, rehearsing: bool) -> Iterator[WorkingCopy]:
    """A copy of a book as it is now, which goes when this is left; a killed one goes at the next open of the book.

    It lies beside the book, or in the folder for temporary files where the book is on a server.
    """
    with ExitStack() as leaving:
        if isinstance(of, SQLiteStorage):
            book = Path(of.address)
        else:
            book = Path(leaving.enter_context(tempfile.TemporaryDirectory(prefix="bidtracker-"))) / "book"
        path = book.with_name(f".{book.name[: book_file.LONGEST]}.work.{os.urandom(4).hex()}")
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        except OSError as error:
            raise StorageError(book_file.unwritable(path, error)) from error
        leaving.callback(os.close, handle)
        for file in (path.with_name(path.name + "-journal"), path):
            leaving.callback(file.unlink, missing_ok=True)
        book_file.hold(handle)
        of.copy_for_work(path)
        copy = WorkingCopy(path, of=of, rehearsing=rehearsing)
        leaving.callback(copy.close)
        yield copy
