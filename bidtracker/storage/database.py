"""Opening a book, and the TinyDB database it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from bidtracker.domain.message import say
from bidtracker.later import late_pattern
from bidtracker.storage.codec import encode
from bidtracker.storage.errors import StorageError
from bidtracker.storage.row import RowProblem, RowVersion
from bidtracker.storage.sqlite.engine import SQLiteStorage
from bidtracker.storage.tinydb.documents import document
from bidtracker.storage.tinydb.tables import DocumentStorage, DocumentTable
from bidtracker.storage.transaction import Transaction

_SCHEME = late_pattern(r"([A-Za-z][A-Za-z0-9+.-]+)://")
# What was meant for a server's address, and may hold a password: it is not repeated in any sentence.
# "postgres:/ann" was, "postgres-bids.bidtracker" was not.
_MISTYPED = late_pattern(
    r"(?i)(?:^|[^\w/\\.])postgr\w*\s*(?:[^\w\s.\-/\\]|[/\\]{2})"
    r"|:[^/@\\]*@|:\s*//|\b(?:pass\w*|pw|pwd|user|host|dbname)\s*="
)
META = "_meta"  # the table whose document 1 is the book's own settings; a table like every other


class Database(TinyDB):
    """A TinyDB whose tables read and write single documents, in transactions, with revisions.

    It may be used from several threads: one works at a time, and a transaction or snapshot keeps
    the others waiting until it ends. See DocumentTable for what differs from TinyDB.
    """

    table_class: type[Table] = DocumentTable
    default_storage_class: type[Storage] = SQLiteStorage  # type: ignore[assignment]  # TinyDB says JSONStorage, means Storage

    opened_as: str | Path = ""  # the address as it was given, which may hold more than is shown

    def again(self) -> Database:
        """The same book once more, through a connection of its own."""
        return open_database(self.opened_as)

    @property
    def storage(self) -> DocumentStorage:
        """What keeps the documents."""
        return cast(DocumentStorage, self._storage)

    def table(self, name: str, **options: Any) -> DocumentTable:
        """The table of this name, which need not exist yet."""
        return cast(DocumentTable, super().table(name, **options))

    @property
    def address(self) -> str:
        """Where the book is."""
        return self.storage.address

    @property
    def read_only(self) -> bool:
        """Whether every write is refused, because the file, its folder or the server's tables cannot be written."""
        return self.storage.read_only

    @property
    def header(self) -> dict[str, object]:
        """`format`, the number of the book's layout, and `book`, an id that is this book's alone."""
        return self.storage.header()

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Everything written inside becomes durable together at the end, or not at all; see Engine."""
        return self.storage.transaction()

    def snapshot(self) -> AbstractContextManager[int]:
        """Everything read inside is of one moment; yields that moment's revision. Nothing can be written."""
        return self.storage.snapshot()

    def revision(self) -> int:
        """The number of the last commit, 0 for a new book."""
        return self.storage.revision()

    @property
    def head(self) -> str:
        """What the room above lets stand in the header, true with each commit; empty for a new book."""
        return self.storage.head()

    def set_head(self, head: str) -> None:
        """Let another head stand in the header from this transaction's commit on."""
        self.storage.set_head(head)

    def changes(self, since: int) -> tuple[int, list[RowVersion]]:
        """The revision now, and every document written or removed after revision `since`, oldest first."""
        return self.storage.changes(since)

    def followed(self, since: int) -> tuple[int, list[RowVersion]]:
        """As `changes`, but where our own last commit comes next after `since`, only up to that and from memory."""
        return self.storage.followed(since)

    def changed_elsewhere(self) -> bool:
        """Whether another process has committed since `changes` was last asked; cheap, and never waits."""
        return self.storage.changed_elsewhere()

    def meta(self, key: str) -> Any:
        """The book's own setting `key`, a JSON value; None where it is not set."""
        return self._settings().get(key)

    def set_meta(self, key: str, value: Any) -> None:
        """Set the book's own setting `key`; None removes it."""
        with self.transaction():
            settings = self._settings()
            if settings.get(key) != value:
                settings[key] = value
                kept = {name: value for name, value in settings.items() if value is not None}
                self.storage.put(META, 1, encode(kept))

    def _settings(self) -> dict[str, Any]:
        body = self.storage.body(META, 1)
        return {} if body is None else document(META, 1, body)

    def backup(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write a consistent copy of the book as it is now to the file `path`, whole or not at all."""
        self.storage.backup(Path(path), overwrite=overwrite)

    def survey(self) -> Iterator[RowVersion | RowProblem]:
        """What is wrong with the structure, then every row, removed ones too; a damaged one as a RowProblem."""
        return self.storage.survey()

    def discard(self) -> None:
        """Take away the file of a book in which nothing was ever written; a server's book stays."""
        self.storage.discard()

    def verify(self) -> list[RowProblem]:
        """Everything that is not as it must be, from the file's structure to each document."""
        return self.storage.verify()


def is_server(address: str | Path) -> bool:
    """Whether this is the address of a book on a server, not the path of a file."""
    scheme = _SCHEME.match(str(address))
    return scheme is not None and scheme[1].lower() in ("postgresql", "postgres")


def open_database(address: str | Path, *, create: bool = False, trusting: bool = False) -> Database:
    """The book at `address`, a file or postgresql://user@host/database; `create` makes it if there is none.

    `trusting` is for saving what is in a server's book that something else was hung on.

    Raises NoSuchBook, NotABook, BookIsNewer, Busy or another StorageError.
    """
    db = _opened(address, create=create, trusting=trusting)
    db.opened_as = address
    return db


def _opened(address: str | Path, *, create: bool, trusting: bool) -> Database:
    if is_server(address):
        return Database(address, create=create, trusting=trusting, storage=_postgres())
    if scheme := _SCHEME.match(str(address)):
        raise StorageError(say("{scheme}:// is not an address of a book; give the path of a file", scheme=scheme[1]))
    if _MISTYPED.search(str(address)) and not _is_there(address):
        raise StorageError(
            say(
                "this is no file and no address of a book on a PostgreSQL server; one is {example}",
                example="postgresql://user@host/database",
            )
        )
    return Database(address, create=create)


def _is_there(address: str | Path) -> bool:
    try:
        return Path(address).exists()
    except (OSError, ValueError):
        return False


def _postgres() -> type[Storage]:
    """The engine for servers, imported for none but them: psycopg takes 150 ms."""
    try:
        from bidtracker.storage.postgres.engine import PostgresStorage
    except ImportError:
        raise StorageError(
            say(
                "a book on a PostgreSQL server needs the program's extra postgres; "
                "install it with: pip install 'bidtracker[postgres]'"
            )
        ) from None
    return PostgresStorage
