"""A team's book on a PostgreSQL server, by an address such as postgresql://user@host/database.

An act is three round trips, whatever it changes: one takes the lock, one reads the record that the act is about, and
one writes all rows, tells those who listen, and commits. The lock is on the book's one row, so acts wait for each
other and run as if one after the other: none fails for another's sake, and none works on what has changed since it
looked. Readers wait for nobody. Another seller's commit is found by polling the revision (0.1 ms); each commit also
sends '<schema> <revision>' to whoever listens to the channel `bidtracker`, and nothing here depends on that.

Where a connection is lost, what was under way was not saved, and the next act or look makes a new one. A commit whose
answer got lost is looked up by its own token, so it is neither lost nor done twice.

Behind PgBouncer session pooling is needed, because the timeouts are the session's. CockroachDB and YugabyteDB speak
the same protocol but are untried: where there is no NOTIFY nothing changes; where there are no advisory locks, two
clients that make one book at the same moment may see an error; a commit that the server wants repeated is reported
as Busy. On Citus, untried too, the three tables stay on one node.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg

from bidtracker.domain.message import say
from bidtracker.storage import book_file, row
from bidtracker.storage.errors import Busy, Damaged, InDoubt, StorageError, import_running
from bidtracker.storage.postgres import address as postgres_address
from bidtracker.storage.postgres import statements
from bidtracker.storage.postgres.indexing import ServerIndexing
from bidtracker.storage.postgres.schema import open_book, read_header
from bidtracker.storage.postgres.session import LOCKED, UNKNOWN, Session
from bidtracker.storage.row import MAX_ID, DbRow, RowProblem, RowVersion
from bidtracker.storage.sqlite.file import FileContent, FileHeader, fill, write_copy
from bidtracker.storage.transaction import Transaction

BATCH = 1 << 22  # bytes read at a time; a scan of 100 MB from afar then takes 25 round trips
SAMPLE = 100  # rows by whose size the next batch is chosen
CHUNK = 2_000  # rows written at a time: 10 us each
SETTLE = 30.0  # seconds in which we try to learn what became of a commit; longer than a server keeps a dead act
PATIENCE = 5.0  # seconds that we wait for others' acts where nobody imports, as with a file
AT_ONCE = 8  # rows that one statement writes without lists; each number of them is planned once
COMMITS = 1_000  # characters of the last commits, about 50 of them


class PostgresStorage(ServerIndexing):
    """A book on a PostgreSQL server; `create` makes it in its schema if there is none.

    To a role that may not write it, and on a standby, it is read-only; see postgres_schema for the rights.
    With `trusting` what else hangs on its tables is passed over. Raises NoSuchBook, NotABook, BookIsNewer or another
    StorageError, in whose words no password is.
    """

    def __init__(self, address: str | Path, *, create: bool = False, trusting: bool = False) -> None:
        super().__init__()
        where = postgres_address.parse(str(address))
        self.address = where.shown
        self._telling = False  # an import of ours is under way
        self._session = Session(where)
        try:
            self._header, may_write = open_book(self._session, create=create, trusting=trusting)
            with self._session.explaining():
                self._notifies = self._session.rows("SELECT to_regproc('pg_catalog.pg_notify') IS NOT NULL")[0][0]
        except BaseException:
            self._session.close()
            raise
        self.read_only = not may_write
        self.first_head = self._header.head
        self._indexed = self._header.indexed
        self._seen = self._header.rev  # up to which no commit is news
        self._session.recognise = self._recognise

    def close(self) -> None:
        """Let go of the server."""
        with self.lock:
            self._session.close()

    def _recognise(self) -> None:
        """Raise StorageError where the server that came back has not the book that it had."""
        header = read_header(self._session)
        if header.book != self._header.book or header.rev < self._seen:
            raise StorageError(
                say(
                    "the book {address} was replaced by another or by an older state of itself; open it again",
                    address=self.address,
                )
            )

    def _rows(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        """The rows of one statement that may look at more than single rows of ours."""
        with self.lock:
            self.settle()
            return self._asked(sql, params)

    def _asked(self, sql: str, params: Sequence[Any]) -> list[Any]:
        """The rows of one statement; outside of a transaction on a new connection if the old one is lost."""
        with self.lock:
            if self._tx is None and not self._in_snapshot:
                return self._session.again(lambda: self._session.rows(sql, params))
            with self._session.explaining():
                return self._session.rows(sql, params)

    def _run(self, sql: str, params: Sequence[Any]) -> int:
        """Write as part of the transaction; how many rows."""
        with self._session.explaining():
            return self._session.run(sql, params)

    # Reading

    def header(self) -> dict[str, object]:
        return {"format": self._header.format, "book": self._header.book}

    def revision(self) -> int:
        with self.lock:
            if self._tx is not None and self._tx.dirty:
                return self._tx.rev
            return int(self._rows("SELECT rev FROM {s}.book")[0][0])

    def _read_head(self) -> str:
        return str(self._rows("SELECT head FROM {s}.book")[0][0])

    def changed_elsewhere(self) -> bool:
        if not self.lock.acquire(blocking=False):
            return False  # we are reading or writing ourselves; whoever polls will ask again
        try:
            if self._tx is not None or self._in_snapshot:
                return False
            with self.at_once():
                rows = self._session.again(lambda: self._session.rows("SELECT rev FROM {s}.book"))
            return bool(rows[0][0] != self._seen)
        except Busy:
            if self._session.trouble:
                raise self._session.trouble from None
            return False
        finally:
            self.lock.release()

    def changes(self, since: int) -> tuple[int, list[RowVersion]]:
        with self.lock:
            rows = self._rows(statements.CHANGES, (since,))
            changes = [row.change(name.encode(), *rest) for _, name, *rest in rows if name is not None]
            if self._tx is not None:  # what it wrote may yet be taken back
                return self.revision(), changes
            self._seen = rows[0][0]
            return self._seen, changes

    def tables(self) -> set[str]:
        return {name for (name,) in self._rows("SELECT name FROM {s}.tbl")}

    def _get(self, table: str, doc_id: int) -> RowVersion | None:
        rows = self._asked("SELECT rev, body, sum FROM {s}.doc WHERE tbl = %s AND id = %s", (table, doc_id))
        return row.change(table.encode(), doc_id, *rows[0]) if rows else None

    def _some(self, table: str, doc_ids: list[int]) -> list[Any]:
        sql = "SELECT id, rev, body, sum FROM {s}.doc WHERE tbl = %s AND id = ANY(%b::bigint[])"
        return self._asked(sql, (table, doc_ids))

    def scan(self, table: str) -> Iterator[tuple[int, int, bytes]]:
        return chain.from_iterable(row.documents(table, batch) for batch in self._batches(table))

    def _batches(self, table: str) -> Iterator[list[Any]]:
        """The rows of a table in order of id, removed ones too, in lists of about BATCH bytes."""
        last, limit = 0, 100
        sql = "SELECT id, rev, body, sum FROM {s}.doc WHERE tbl = %s AND id > %s ORDER BY id LIMIT %s"
        while batch := self._rows(sql, (table, last, limit)):
            yield batch
            if len(batch) < limit:
                return
            last = batch[-1][0]
            looked_at = batch[-SAMPLE:]  # the next ones are like them
            size = sum(len(body) for _, _, body, _ in looked_at if body) // len(looked_at) or 1
            limit = max(1, min(limit * 8, BATCH // size))

    def ids(self, table: str) -> list[int]:
        sql = "SELECT id FROM {s}.doc WHERE tbl = %s AND body IS NOT NULL ORDER BY id"
        return [doc_id for (doc_id,) in self._rows(sql, (table,))]

    def count(self, table: str) -> int:
        sql = "SELECT count(*) FROM {s}.doc WHERE tbl = %s AND body IS NOT NULL"
        return int(self._rows(sql, (table,))[0][0])

    def _last_id(self, table: str) -> int:
        return self._asked("SELECT max(id) FROM {s}.doc WHERE tbl = %s", (table,))[0][0] or 0

    # Writing

    def _begin(self, *, write: bool) -> tuple[int, str]:
        def begin() -> tuple[int, str]:
            if write:
                begun = statements.WRITE_AT_ONCE if self._session.hurried else statements.WRITE
                *_, header, tables = self._session.together(*((sql, ()) for sql in begun))
                self._last_ids = dict(tables)
                self._tables = set(self._last_ids)
            else:
                _, header = self._session.script(statements.READ)
            if not header:
                raise Damaged(say("the book {path} has lost its header", path=self.address))
            ((rev, number, head, self._indexed),) = header
            book_file.check_format(self.address, number)  # another client may have migrated it
            return int(rev), str(head)

        end = monotonic() + PATIENCE
        while True:
            try:
                return self._session.again(begin)
            except Busy as busy:
                self._rollback()
                importing = self._import_underway()
                if importing is not None or self._session.hurried or self._session.lost or monotonic() > end:
                    raise importing or busy from None
            except BaseException:
                self._rollback()
                raise

    # Waiting for others

    @contextmanager
    def at_once(self) -> Iterator[None]:
        with self.lock:
            before, self._session.hurried = self._session.hurried, True
            try:
                yield
            finally:
                self._session.hurried = before

    def occupied(self) -> Busy | None:
        # Who asks this waits beside the screen. Standing in the queue his turn comes, however many others write.
        try:
            with self.at_once():
                self._read_head()  # a lost connection is made anew meanwhile
            with self.snapshot() if self.read_only else self.transaction():
                return None
        except Busy as busy:
            return busy

    def _announce(self) -> Busy | None:
        self._telling = True
        self.tell_progress(0)
        busy = self._import_underway()
        if busy is not None:
            self._conclude()
        return busy

    def _conclude(self) -> None:
        self._telling = False
        with self.lock, suppress(psycopg.Error):  # a connection that is lost takes its name along
            self._session.script("RESET application_name")

    def tell_progress(self, records: int) -> None:
        if self._telling:  # every role may read the names of all connections, and they change before a commit
            name = f"{self._import_name} {records}"
            self._rows("SELECT pg_catalog.set_config('application_name', %s, false)", (name,))

    @property
    def _import_name(self) -> str:
        """What our connection is called while it imports."""
        return f"bidtracker import {self._header.book[:16]}"

    def _import_underway(self) -> Busy | None:
        """Another's import as who cannot write is told of it, None where there is none."""
        if self._session.lost:
            return None
        with suppress(psycopg.Error):
            others = "SELECT application_name FROM pg_catalog.pg_stat_activity WHERE pid <> pg_backend_pid()"
            names = self._session.rows(others)
            count_in = re.compile(re.escape(self._import_name) + r" (\d{1,12})").fullmatch
            for match in (count_in(name) for (name,) in names if name):
                if match:
                    return import_running(self.address, int(match[1]))
        return None

    def _commit(self, tx: Transaction) -> None:
        if len(tx.waiting) > AT_ONCE:
            self.settle()
        rev = tx.rev
        commit = f"{rev}:{secrets.token_hex(4)} "
        entries = self._entry_statements(*self._entry_changes(tx, tx.waiting.values()))
        save, params = statements.SAVE, [*chain(*tx.waiting.values()), rev, tx.head, self._indexed, commit, COMMITS]
        if self._notifies:
            save = statements.SAVE_AND_TELL
            params.append(f"{self._session.address.schema} {rev}")
        last = statements.put_and(len(tx.waiting), save)
        sent = not self._session.lost
        try:
            self._session.together(*entries, (last, params), (statements.COMMIT, ()))
        except psycopg.Error as error:
            why = self._session.why(error)
            in_doubt = sent and (self._session.lost or error.sqlstate == UNKNOWN)
            if not in_doubt or not self._is_saved(rev, commit):
                raise why from None
        if self._seen == rev - 1:  # what we did ourselves is no news
            self._seen = rev

    def _is_saved(self, rev: int, commit: str) -> bool:
        """Whether a commit arrived whose answer did not; InDoubt where that cannot be learned."""

        def look() -> str:
            # The lock is waited for, because the old connection may be about to commit still.
            _, ((commits,),) = self._session.script("BEGIN; SELECT commits FROM {s}.book FOR UPDATE")
            self._session.rollback()
            return str(commits)

        doubt = say(
            "the connection to {address} was lost while it saved, and whether this was saved is not known; "
            "look in the history before you do it again",
            address=self.address,
        )
        try:
            commits = self._session.again(look, patience=SETTLE, also=LOCKED)
        except StorageError as error:
            raise InDoubt(doubt) from error
        if commit in commits:
            return True
        revisions = [int(each.partition(":")[0]) for each in commits.split(" ")[:-1]]
        if len(commits) >= COMMITS and rev < revisions[-1]:
            raise InDoubt(doubt)
        return False

    def _rollback(self) -> None:
        self._session.rollback()

    @contextmanager
    def _part(self) -> Iterator[None]:
        with self._session.explaining():
            self._session.script("SAVEPOINT part")
        try:
            yield
        except BaseException:
            with self._session.explaining():
                if not self._session.lost:
                    self._session.script("ROLLBACK TO part; RELEASE part")
            raise
        with self._session.explaining():
            self._session.script("RELEASE part")

    def _write(self, rows: Collection[DbRow]) -> None:
        rest = iter(rows)
        while some := list(islice(rest, AT_ONCE)):
            self._run(statements.put_few(len(some)), list(chain(*some)))

    def _put(self, tx: Transaction, table: str, rows: Iterator[DbRow]) -> None:
        while chunk := self._chunk(rows):
            bodies, sums = zip(*chunk.values(), strict=True)
            self._run(statements.PUT, (table, tx.rev, list(chunk), list(bodies), list(sums)))
            tx.dirty = True

    def _chunk(self, rows: Iterator[DbRow]) -> dict[int, tuple[bytes | None, int]]:
        """Body and sum of the next rows by id: no statement can write one row twice."""
        chunk = {}
        size = 0
        for _, doc_id, _, body, total in islice(rows, CHUNK):
            chunk[doc_id] = (body, total)
            size += len(body or b"")
            if size >= BATCH:
                break
        return chunk

    def _delete(self, tx: Transaction, table: str, doc_ids: Collection[int]) -> None:
        rest = (doc_id for doc_id in doc_ids if 0 < doc_id <= MAX_ID)
        while chunk := row.removed(table, tx.rev, islice(rest, CHUNK)):
            ids, sums = [doc_id for _, doc_id, _, _, _ in chunk], [total for *_, total in chunk]
            if self._run(statements.DELETE, (tx.rev, ids, sums, table)) > 0:
                tx.dirty = True

    def _add_table(self, table: str) -> None:
        self._run("INSERT INTO {s}.tbl (name) VALUES (%s) ON CONFLICT DO NOTHING", (table,))

    def _forget_table(self, table: str) -> None:
        self._run("DELETE FROM {s}.tbl WHERE name = %s", (table,))

    # Looking after it

    def backup(self, path: Path, *, overwrite: bool = False) -> None:
        """Write a consistent copy of the book to an SQLite book at `path`, whole or not at all."""
        if self._tx is not None:
            raise StorageError(say("a copy cannot be made in the middle of a transaction"))
        with self.snapshot() as rev:
            header = FileHeader(self._header.book, rev, self._read_head())
            write_copy(path, header, FileContent(sorted(self.tables()), self._all_rows()), overwrite=overwrite)

    def copy_for_work(self, path: Path) -> None:
        with self.snapshot() as rev:
            header = FileHeader(self._header.book, rev, self._read_head(), self._indexed)
            content = FileContent(sorted(self.tables()), self._all_rows(), self._all_entries())
            fill(path, path, header, content, lasting=False)

    def _all_rows(self) -> Iterator[tuple[str, int, int, bytes | None, int]]:
        for (table,) in self._rows("SELECT DISTINCT tbl FROM {s}.doc ORDER BY tbl"):
            for batch in self._batches(table):
                yield from ((table, *each) for each in batch)

    def move_removed(self, table: str, doc_id: int, to: int) -> None:
        with self.lock:
            self.settle()
            self._run(statements.MOVE_REMOVED, (to, table, doc_id, table, to))
            self._last_ids.pop(table, None)

    def shrink(self) -> bool:
        """Only the tables' owner may; for others the server's own housekeeping does it, later."""
        with self.lock, suppress(psycopg.Error):
            self._session.script("VACUUM {s}.doc")
        return True

    def discard(self) -> None:
        """A server's book stays: others may have opened it already, and its schema may not be ours to drop."""

    def survey(self) -> Iterator[RowVersion | RowProblem]:
        with self.snapshot() as revision:
            tables = self.tables()
            for (table,) in self._rows("SELECT DISTINCT tbl FROM {s}.doc WHERE body IS NOT NULL ORDER BY tbl"):
                if table not in tables:
                    yield RowProblem(table, None, say("the table {table} is not listed", table=table))
            for table, *rest in self._all_rows():
                yield from row.read((table.encode(), *rest), revision)
