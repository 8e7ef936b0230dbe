"""SQLite files: making, opening, copying and migrating them, and saying what went wrong."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from bidtracker.domain.message import say
from bidtracker.storage import book_file
from bidtracker.storage.errors import Busy, Damaged, ReadOnly, StorageError
from bidtracker.storage.index import IndexEntry
from bidtracker.storage.row import DbRow

# Measured with 100,000 documents of 1 KB: 8 KB pages waste 12 % where 4 KB waste 19; a table WITHOUT ROWID
# spills what is longer than a quarter of a page, up to 2.8 times the size.
SCHEMA = f"""
PRAGMA page_size = 8192;
PRAGMA application_id = {book_file.APPLICATION_ID};
PRAGMA user_version = {book_file.FORMAT};
CREATE TABLE book (
    id TEXT NOT NULL,
    rev INTEGER NOT NULL,
    head TEXT NOT NULL DEFAULT '',
    indexed TEXT NOT NULL DEFAULT ''  -- which fields are in idx
);
CREATE TABLE tbl (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE doc (
    tbl TEXT NOT NULL,
    id INTEGER NOT NULL,
    rev INTEGER NOT NULL,  -- the commit that wrote the row
    body BLOB,             -- JSON; NULL: removed
    sum INTEGER NOT NULL,  -- of tbl, id, rev and body; see checksum()
    UNIQUE (tbl, id)
);
CREATE INDEX doc_rev ON doc (rev);
CREATE TABLE idx (
    field TEXT NOT NULL,   -- the number of "tenders.buyer" among the declared ones; see Index
    key TEXT NOT NULL,     -- of a value that the document has there; see key_of()
    id INTEGER NOT NULL,   -- the document's
    PRIMARY KEY (field, key, id)
) WITHOUT ROWID;
"""


def _give_head(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE book ADD COLUMN head TEXT NOT NULL DEFAULT ''")


def _give_index(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE book ADD COLUMN indexed TEXT NOT NULL DEFAULT ''")
    connection.execute(
        "CREATE TABLE idx (field TEXT NOT NULL, key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (field, key, id)) "
        "WITHOUT ROWID"
    )


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _give_head, 2: _give_index}
"""For each earlier format, what makes a book of it one of the next; run inside one transaction."""

SETTINGS = """
PRAGMA synchronous = EXTRA;      -- a commit is on disk, and so is the removal of its journal
PRAGMA cache_size = -16384;      -- KB; a longer transaction goes to the file as it is written
PRAGMA trusted_schema = OFF;     -- a file may come from anywhere
PRAGMA cell_size_check = ON;
"""

WAIT = 5.0  # seconds that we wait for another process's commit


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection to an existing file, with every setting that is not the file's own; `mode` is ro or rw."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=WAIT)
        # SQLite would refuse text that is no UTF-8 with an error that does not say where; we check the sum.
        connection.text_factory = bytes
        connection.executescript(SETTINGS)
    except sqlite3.Error as error:
        raise explained(error, str(path)) from error
    return connection


def create_book(path: Path) -> None:
    """Make an empty book; if another process makes it at the same moment, that one is as good."""
    book_file.make_folder(path.parent)
    with suppress(FileExistsError), book_file.written_whole(path) as temporary:
        fill(temporary, path, FileHeader(uuid.uuid4().hex, 0))


class FileHeader(NamedTuple):
    """What a book says of itself: its own id, the number of its last commit, what the room above put there, and which
    index it has."""

    book: str
    rev: int
    head: str = ""
    indexed: str = ""


class FileContent(NamedTuple):
    """What a book is filled with: the names of its tables, their rows, and entries of the index."""

    tables: Iterable[str] = ()
    rows: Iterable[DbRow] = ()
    entries: Iterable[IndexEntry] = ()


NO_CONTENT = FileContent()


def fill(
    temporary: Path,
    path: Path,
    header: FileHeader,
    content: FileContent = NO_CONTENT,
    *,
    lasting: bool = True,
) -> None:
    """Make a book of the empty file `temporary`, which will be `path`; one that is not `lasting` is not written out."""
    connection = connect(temporary, "rw")
    try:
        connection.executescript(SCHEMA)
        if not lasting:
            connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute("INSERT INTO book (id, rev, head, indexed) VALUES (?, ?, ?, ?)", header)
        connection.executemany("INSERT INTO tbl (name) VALUES (?)", ((name,) for name in content.tables))
        connection.executemany("INSERT INTO doc (tbl, id, rev, body, sum) VALUES (?, ?, ?, ?, ?)", content.rows)
        connection.executemany("INSERT OR IGNORE INTO idx (field, key, id) VALUES (?, ?, ?)", content.entries)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(error, str(path)) from error
    finally:
        connection.close()


def copy(source: sqlite3.Connection, path: Path, *, overwrite: bool) -> None:
    """Write what `source` has at this moment to the file `path`, whole or not at all."""
    with _new_file(path, overwrite) as temporary:
        target = connect(temporary, "rw")
        try:
            source.backup(target)
        finally:
            target.close()


def write_copy(path: Path, header: FileHeader, content: FileContent, *, overwrite: bool) -> None:
    """Write a book from elsewhere, its rows as they are, to the file `path`, whole or not at all."""
    with _new_file(path, overwrite) as temporary:
        fill(temporary, path, header, content)


@contextmanager
def _new_file(path: Path, overwrite: bool) -> Iterator[Path]:
    try:
        with book_file.written_whole(path, overwrite=overwrite) as temporary:
            yield temporary
    except FileExistsError:
        raise StorageError(say("{path} exists already and is not overwritten", path=str(path))) from None


def book_in(path: Path) -> str:
    """The id of the book in a file; "" where it is none that can be read."""
    try:
        book_file.inspect(path)
        with closing(connect(path, "ro")) as sql:
            (book,) = sql.execute("SELECT id FROM book").fetchone()
            return str(book.decode())
    except (StorageError, sqlite3.Error, TypeError, AttributeError):
        return ""


def _keep_copy(path: Path, number: int) -> None:
    """A copy beside the book, as it was before its format changed."""
    source = connect(path, "ro")
    try:
        for attempt in range(1, 1000):
            suffix = f".format-{number}" + (f"-{attempt}" if attempt > 1 else "")
            beside = path.with_name(path.name + suffix)
            if not beside.exists():
                return copy(source, beside, overwrite=False)
        raise StorageError(say("there are too many copies of {path} beside it", path=str(path)))
    finally:
        source.close()


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a book of an earlier format up to date in one transaction, with a copy of it kept beside."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        if number < book_file.FORMAT:  # else another process was first
            _keep_copy(path, number)
            for step in range(number, book_file.FORMAT):
                MIGRATIONS[step](connection)
            connection.execute(f"PRAGMA user_version = {book_file.FORMAT}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where the error is the Python module's own."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def explained(error: sqlite3.Error, address: str) -> StorageError:
    """What a person should read instead of SQLite's words."""
    short, full = code(error), getattr(error, "sqlite_errorcode", None)
    if short in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Busy(
            say("the book {address} is being written by another program; try again in a moment", address=address)
        )
    if full == sqlite3.SQLITE_READONLY_DBMOVED or (short == sqlite3.SQLITE_ERROR and "no such table" in str(error)):
        return StorageError(say("the book {address} was moved, replaced or removed while it was open", address=address))
    if full == sqlite3.SQLITE_READONLY_ROLLBACK:
        return ReadOnly(
            say(
                "an interrupted write to the book {address} must be taken back first, but it cannot be written here",
                address=address,
            )
        )
    if short in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return ReadOnly(say("the book {address} cannot be written here: {reason}", address=address, reason=str(error)))
    if short in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged(say("the book {address} is damaged: {reason}", address=address, reason=str(error)))
    if short == sqlite3.SQLITE_FULL:
        return StorageError(say("there is no room left on the disk of {address}", address=address))
    return StorageError(say("the book {address} cannot be used: {reason}", address=address, reason=str(error)))
