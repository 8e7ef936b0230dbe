"""The book as one SQLite file: one file between commits, each of them on disk.

Acts are written in rollback-journal mode. An import may write more than fits in memory, and would then keep readers
out until its end; while it lasts the book is in write-ahead mode, in which nobody reading waits. Afterwards it goes
back to one file, at the latest when the last who has it open lets go.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from bidtracker.domain.message import say
from bidtracker.storage import book_file, row
from bidtracker.storage.engine import IMPORT_WAIT
from bidtracker.storage.errors import Busy, Damaged, NotABook, ReadOnly, StorageError, import_running
from bidtracker.storage.row import DbRow, RowProblem, RowVersion
from bidtracker.storage.row_store import WorkedOn
from bidtracker.storage.sqlite import statements
from bidtracker.storage.sqlite.file import WAIT, code, connect, copy, create_book, explained, migrate
from bidtracker.storage.sqlite.indexing import FileIndexing
from bidtracker.storage.sqlite.trust import WRONG_TYPES, ensure_form
from bidtracker.storage.sqlite.underway import Note, underway
from bidtracker.storage.transaction import Transaction

BRIEFLY = 0.05  # seconds that are nobody's wait, in which another's commit of a single act is over
BATCH = 1 << 20  # bytes read at a time; more would keep others from committing for longer


class SQLiteStorage(FileIndexing):
    """A book in the SQLite file `path`; `create` makes it, for its owner only, if there is none.

    Where the file or its folder cannot be written, it is opened to read only. Raises NoSuchBook,
    NotABook, BookIsNewer, Busy, Damaged.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        super().__init__()
        try:
            self._path = Path(path).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise StorageError(say("{path} cannot be opened: {reason}", path=str(path), reason=str(error))) from error
        self.address = str(self._path)
        self._note: Note | None = None  # of an import of ours
        self._patience = WAIT
        self._bytes: BinaryIO | None = None  # never closed before the connection: POSIX would drop its locks
        if create and not self._path.exists():
            create_book(self._path)
        book_file.inspect(self._path)
        self.read_only = not book_file.may_write(self._path)
        self._connection = connect(self._path, "ro" if self.read_only else "rw")
        try:
            self._open()
            if not self.read_only:
                book_file.sweep(self._path)
        except BaseException:
            self._connection.close()
            raise

    def _open(self) -> None:
        with self._sql() as sql:
            (application,) = sql.execute("PRAGMA application_id").fetchone()
            (number,) = sql.execute("PRAGMA user_version").fetchone()
        if application != book_file.APPLICATION_ID:
            raise NotABook(say("{path} is not a book of this program", path=self.address))
        book_file.check_format(self._path, number)
        with self._sql() as sql:
            ensure_form(sql, self.address, number)
            if not self.read_only:
                self._one_file(sql)
        if number < book_file.FORMAT:
            if self.read_only:
                raise ReadOnly(say("{path} must be brought up to date first, but cannot be written", path=self.address))
            with self._sql() as sql:
                migrate(sql, self._path)
        with self._sql() as sql:
            book = sql.execute("SELECT id, head, indexed FROM book").fetchone()
            if book is None:
                raise Damaged(say("the book {path} has lost its header", path=self.address))
            self._header: dict[str, object] = {"format": book_file.FORMAT, "book": book[0].decode()}
            self.first_head = book[1].decode()
            self._indexed = book[2].decode()
            self._version_seen = sql.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Let go of the file."""
        with self.lock:
            if not self.read_only:
                with suppress(sqlite3.Error):
                    self._one_file(self._connection)
            self._connection.close()
            if self._bytes is not None:
                self._bytes.close()

    def _one_file(self, sql: sqlite3.Connection, mode: str = "DELETE") -> bool:
        """Go back to the mode in which all is in one file, or to another; whether nobody else kept us from it."""
        sql.execute("PRAGMA busy_timeout = 0")
        try:
            return bool(sql.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0] == mode.lower().encode())
        except sqlite3.OperationalError as error:
            if code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
        finally:
            sql.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")

    @contextmanager
    def long_write(self) -> Iterator[None]:
        if self.read_only or self._tx is not None:
            yield
            return
        with self._sql() as sql:
            self._one_file(sql, "WAL")
        try:
            yield
        finally:
            with suppress(StorageError), self._sql() as sql:
                self._one_file(sql)

    def _announce(self) -> Busy | None:
        note = Note(self._path)
        other = underway(self._path, but=note)
        if other is not None:
            note.close()
            return import_running(self.address, other.records)
        self._note = note
        return None

    def _conclude(self) -> None:
        if self._note is not None:
            self._note.close()
            self._note = None

    def tell_progress(self, records: int) -> None:
        if self._note is not None:
            self._note.tell(records)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        with self._sql() as sql:
            before, self._patience = self._patience, BRIEFLY
            sql.execute(f"PRAGMA busy_timeout = {int(BRIEFLY * 1000)}")
            try:
                yield
            finally:
                self._patience = before
                sql.execute(f"PRAGMA busy_timeout = {int(before * 1000)}")

    def _begin_write(self, sql: sqlite3.Connection) -> None:
        """Take the lock that writers need, after no more than IMPORT_WAIT where another process imports."""
        sql.execute(f"PRAGMA busy_timeout = {int(min(IMPORT_WAIT, self._patience) * 1000)}")
        try:
            sql.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if code(error) != sqlite3.SQLITE_BUSY:
                raise
            other = underway(self._path, but=self._note)
            if other is not None:
                raise import_running(self.address, other.records) from error
            sql.execute(f"PRAGMA busy_timeout = {int(max(0.0, self._patience - IMPORT_WAIT) * 1000)}")
            sql.execute("BEGIN IMMEDIATE")
        finally:
            sql.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")

    @contextmanager
    def _sql(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone; what SQLite raises becomes one of our errors."""
        with self.lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise explained(error, self.address) from error

    # Reading

    def header(self) -> dict[str, object]:
        return dict(self._header)

    def revision(self) -> int:
        with self._sql() as sql:
            if self._tx is not None and self._tx.dirty:
                return self._tx.rev
            (rev,) = sql.execute("SELECT rev FROM book").fetchone()
            return int(rev)

    def _read_head(self) -> str:
        with self._sql() as sql:
            (head,) = sql.execute("SELECT head FROM book").fetchone()
            return str(head.decode())

    def changed_elsewhere(self) -> bool:
        if not self.lock.acquire(blocking=False):
            return False  # we are reading or writing ourselves; whoever polls will ask again
        try:
            with self._sql() as sql:
                sql.execute("PRAGMA busy_timeout = 0")
                try:
                    return bool(sql.execute("PRAGMA data_version").fetchone()[0] != self._version_seen)
                except sqlite3.OperationalError as error:
                    if code(error) == sqlite3.SQLITE_BUSY:
                        return False
                    raise
                finally:
                    sql.execute(f"PRAGMA busy_timeout = {int(self._patience * 1000)}")
        finally:
            self.lock.release()

    def changes(self, since: int) -> tuple[int, list[RowVersion]]:
        with self.snapshot() as rev, self._all() as sql:
            (version,) = sql.execute("PRAGMA data_version").fetchone()
            rows = sql.execute(
                "SELECT tbl, id, rev, body, sum FROM doc WHERE rev > ? ORDER BY rev, tbl, id", (since,)
            ).fetchall()
            changes = [row.change(*each) for each in rows]
            self._version_seen = version
        return rev, changes

    def tables(self) -> set[str]:
        with self._all() as sql:
            return {name.decode() for (name,) in sql.execute("SELECT name FROM tbl").fetchall()}

    def _get(self, table: str, doc_id: int) -> RowVersion | None:
        with self._sql() as sql:
            stored = sql.execute("SELECT rev, body, sum FROM doc WHERE tbl = ? AND id = ?", (table, doc_id)).fetchone()
        return None if stored is None else row.change(table.encode(), doc_id, *stored)

    def _some(self, table: str, doc_ids: list[int]) -> list[Any]:
        first, last = doc_ids[0], doc_ids[-1]
        if last - first == len(doc_ids) - 1 and doc_ids == list(range(first, last + 1)):  # in half the time
            with self._sql() as sql:
                return sql.execute(statements.RUN, (table, first, last)).fetchall()
        marks = ", ".join("?" * len(doc_ids))
        with self._sql() as sql:
            return sql.execute(
                f"SELECT id, rev, body, sum FROM doc WHERE tbl = ? AND id IN ({marks})", (table, *doc_ids)
            ).fetchall()

    def scan(self, table: str) -> Iterator[tuple[int, int, bytes]]:
        last = 0
        while batch := self._batch(table, last):
            yield from row.documents(table, batch)
            last = batch[-1][0]

    def _batch(self, table: str, last: int) -> list[Any]:
        """Rows after the id `last`, removed ones too, of about BATCH bytes together."""
        rows: list[Any] = []
        size = 0
        with self._all() as sql:
            cursor = sql.execute(
                "SELECT id, rev, body, sum FROM doc WHERE tbl = ? AND id > ? ORDER BY id", (table, last)
            )
            while size < BATCH and (more := cursor.fetchmany(64)):
                rows += more
                size += sum(len(body) for _, _, body, _ in more if type(body) is bytes)
            cursor.close()
        return rows

    def ids(self, table: str) -> list[int]:
        with self._all() as sql:
            rows = sql.execute("SELECT id FROM doc WHERE tbl = ? AND body IS NOT NULL ORDER BY id", (table,))
            return [doc_id for (doc_id,) in rows.fetchall()]

    def count(self, table: str) -> int:
        with self._all() as sql:
            (n,) = sql.execute("SELECT count(*) FROM doc WHERE tbl = ? AND body IS NOT NULL", (table,)).fetchone()
            return int(n)

    def _last_id(self, table: str) -> int:
        with self._sql() as sql:
            (doc_id,) = sql.execute("SELECT max(id) FROM doc WHERE tbl = ?", (table,)).fetchone()
            return doc_id or 0

    # Writing

    def _begin(self, *, write: bool) -> tuple[int, str]:
        with self._sql() as sql:
            if write:
                self._begin_write(sql)
            else:
                sql.execute("BEGIN")
            try:
                rev, head, indexed = sql.execute(
                    "SELECT rev, head, indexed FROM book"
                ).fetchone()  # also takes the lock that a reader needs
                self._indexed = indexed.decode()
                if write and rev != self._current:  # somebody else has written since
                    self._last_ids.clear()
                    self._tables = {name.decode() for (name,) in sql.execute("SELECT name FROM tbl").fetchall()}
            except BaseException:
                self._rollback()
                raise
            return int(rev), head.decode()

    def _commit(self, tx: Transaction) -> None:
        self._store(tx, tx.waiting.values())
        with self._sql() as sql:
            self._sort_in(sql)
            sql.execute("UPDATE book SET rev = ?, head = ?, indexed = ?", (tx.rev, tx.head, self._indexed))
            sql.execute("COMMIT")

    def _rollback(self) -> None:
        self._unsorted = False
        with self._sql() as sql:
            if sql.in_transaction:
                sql.execute("ROLLBACK")

    @contextmanager
    def _part(self) -> Iterator[None]:
        with self._sql() as sql:
            sql.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            with self._sql() as sql:
                if sql.in_transaction:  # a full disk has rolled back everything already
                    sql.execute("ROLLBACK TO part")
                    sql.execute("RELEASE part")
                    self._unsorted = True  # what was set aside before the part is there again
            raise
        with self._sql() as sql:
            sql.execute("RELEASE part")

    def _write(self, rows: Collection[DbRow]) -> None:
        with self._sql() as sql:
            sql.executemany(statements.PUT, rows)

    def _put(self, tx: Transaction, table: str, rows: Iterator[DbRow]) -> None:
        with self._sql() as sql:
            if sql.executemany(statements.PUT, rows).rowcount > 0:
                tx.dirty = True

    def _delete(self, tx: Transaction, table: str, doc_ids: Collection[int]) -> None:
        rows = ((rev, total, name, doc_id) for name, doc_id, rev, _, total in row.removed(table, tx.rev, doc_ids))
        with self._sql() as sql:
            if sql.executemany(statements.DELETE, rows).rowcount > 0:
                tx.dirty = True

    def _add_table(self, table: str) -> None:
        with self._sql() as sql:
            sql.execute("INSERT INTO tbl (name) VALUES (?)", (table,))

    def _forget_table(self, table: str) -> None:
        with self._sql() as sql:
            sql.execute("DELETE FROM tbl WHERE name = ?", (table,))

    # Looking after it

    def backup(self, path: Path, *, overwrite: bool = False) -> None:
        with self._sql() as sql:
            if self._tx is not None:
                raise StorageError(say("a copy cannot be made in the middle of a transaction"))
            if path.resolve() == self._path:
                raise StorageError(say("{path} is the book itself; give its copy another name", path=str(path)))
            copy(sql, path, overwrite=overwrite)

    @contextmanager
    def keeping_copy(self, path: Path) -> Iterator[None]:
        # Bytes as they are, in a third of a backup's time: under a reader's lock the file is whole, and nobody writes
        # to it. While the disk takes them, what is done inside goes on.
        if not self._is_one_file():
            self.backup(path)
            yield
            return
        with book_file.written_whole(path) as temporary:
            self._copy_bytes(temporary)
            with book_file.reaching_the_disk(temporary):
                yield

    def _is_one_file(self) -> bool:
        return not self._path.with_name(self._path.name + "-wal").exists()

    def _copy_bytes(self, path: Path) -> None:
        """Write the file as it is to another."""
        with self.snapshot(), path.open("wb") as target:
            if self._bytes is None:
                self._bytes = self._path.open("rb")
            self._bytes.seek(0)
            shutil.copyfileobj(self._bytes, target, BATCH)

    def copy_for_work(self, path: Path) -> None:
        if self._is_one_file():
            try:
                self._copy_bytes(path)
            except OSError as error:
                raise StorageError(book_file.unwritable(path, error)) from error
            return
        with self._sql() as sql, closing(connect(path, "rw")) as target:
            target.execute("PRAGMA synchronous = OFF")
            sql.backup(target)

    @contextmanager
    def beside(self, copy: WorkedOn) -> Iterator[None]:
        with self._sql() as sql:
            sql.execute("ATTACH ? AS work", (copy.address,))
        try:
            yield
        finally:
            with self._sql() as sql:
                sql.execute("DETACH work")

    def take_over(self, copy: WorkedOn, but: Collection[tuple[str, int]], tables: Collection[str]) -> None:
        self.settle()
        with self.transaction() as tx, self._sql() as sql:
            self._sort_in(sql)
            tx.rev = copy.revision()  # that of the rows, which is far ahead of the book's
            for (table,) in sql.execute("SELECT name FROM work.tbl").fetchall():
                self._keep(tx, table.decode())
            sql.execute("CREATE TEMP TABLE IF NOT EXISTS but (tbl, id, PRIMARY KEY (tbl, id)) WITHOUT ROWID")
            sql.execute("DELETE FROM but")
            sql.executemany("INSERT INTO but VALUES (?, ?)", but)
            marks = ", ".join("?" * len(tables))
            sql.execute(statements.TAKE_ROWS.format(marks=marks), (tx.rev, *tables))
            sql.execute(statements.TAKE_ENTRIES_AWAY)
            sql.execute(statements.TAKE_ENTRIES)
            tx.dirty = True
            self._handed_on(tx)

    def move_removed(self, table: str, doc_id: int, to: int) -> None:
        with self._all() as sql:
            sql.execute(statements.MOVE_REMOVED, (to, table, doc_id, table, to))
            self._last_ids.pop(table, None)

    def shrink(self) -> bool:
        try:
            with self._sql() as sql:
                sql.execute("VACUUM")
        except Busy:
            return False
        return True

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        with self._sql() as sql:
            (before,) = sql.execute("PRAGMA secure_delete").fetchone()
            sql.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            with self._sql() as sql:
                sql.execute(f"PRAGMA secure_delete = {('OFF', 'ON', 'FAST')[before]}")

    def survey(self) -> Iterator[RowVersion | RowProblem]:
        with self.snapshot() as revision, self.lock:
            yield from self._structure()
            tables = self.tables()
            try:
                for each in self._connection.execute("SELECT tbl, id, rev, body, sum FROM doc NOT INDEXED"):
                    for item in row.read(each, revision):
                        yield item
                        if isinstance(item, RowVersion) and item.body is not None and item.table not in tables:
                            tables.add(item.table)
                            yield RowProblem(item.table, None, say("the table {table} is not listed", table=item.table))
            except sqlite3.Error as error:
                yield RowProblem(None, None, explained(error, self.address).message)

    def _structure(self) -> Iterator[RowProblem]:
        """What is wrong with the file, before any row is looked at."""
        try:
            for (text,) in self._connection.execute("PRAGMA integrity_check").fetchall():
                if text != b"ok":
                    reason = text.decode(errors="replace").replace("\n", "; ")
                    yield RowProblem(None, None, say("the file is damaged: {reason}", reason=reason))
            (headers,) = self._connection.execute("SELECT count(*) FROM book").fetchone()
            (wrong,) = self._connection.execute(WRONG_TYPES).fetchone()
        except sqlite3.Error as error:
            yield RowProblem(None, None, explained(error, self.address).message)
            return
        if wrong:
            yield RowProblem(None, None, say("{n} rows are not of the types that a book has", n=wrong))
        if headers != 1:
            yield RowProblem(None, None, say("the book has {n} headers instead of one", n=headers))

    def discard(self) -> None:
        with suppress(StorageError), self.transaction() as tx:  # nobody else can write meanwhile
            if tx.rev == 1 and not tx.dirty:
                self._path.unlink(missing_ok=True)
