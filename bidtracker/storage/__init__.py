"""The cellar: TinyDB, and under it a file or a server that holds each document by itself.

An import in this room only goes down: `rescue/`, `dump`, `copies` -> `database` -> `postgres/`, `sqlite/` -> `tinydb/`
-> `engine` -> `transaction` -> `row` -> `codec`, `errors`. What is acknowledged is on disk; what is not as it was
written is never read as data.
"""

from tinydb import where

from bidtracker.storage.book_file import written_whole
from bidtracker.storage.database import META, Database, is_server, open_database
from bidtracker.storage.errors import (
    BookIsNewer,
    Busy,
    Damaged,
    InDoubt,
    NoSuchBook,
    NotABook,
    NotADump,
    ReadOnly,
    StorageError,
    Unstorable,
)
from bidtracker.storage.index import KeyRange, key_of
from bidtracker.storage.row import RowProblem, RowVersion
from bidtracker.storage.tinydb.tables import DocumentTable
from bidtracker.storage.transaction import Transaction

__all__ = [
    "META",
    "BookIsNewer",
    "Busy",
    "Damaged",
    "Database",
    "DocumentTable",
    "InDoubt",
    "KeyRange",
    "NoSuchBook",
    "NotABook",
    "NotADump",
    "ReadOnly",
    "RowProblem",
    "RowVersion",
    "StorageError",
    "Transaction",
    "Unstorable",
    "is_server",
    "key_of",
    "open_database",
    "where",
    "written_whole",
]
