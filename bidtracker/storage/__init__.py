"""The cellar: TinyDB, and under it a file or a server that holds each document by itself."""

from bidtracker.storage.database import Database, open_database
from bidtracker.storage.dump import dump, restore
from bidtracker.storage.engine import Change, Problem, Transaction
from bidtracker.storage.errors import (
    BookIsNewer,
    Busy,
    Conflict,
    Damaged,
    InDoubt,
    NoSuchBook,
    NotABook,
    NotADump,
    ReadOnly,
    StorageError,
    Unstorable,
)
from bidtracker.storage.tables import DocumentTable

__all__ = [
    "BookIsNewer",
    "Busy",
    "Change",
    "Conflict",
    "Damaged",
    "Database",
    "DocumentTable",
    "InDoubt",
    "NoSuchBook",
    "NotABook",
    "NotADump",
    "Problem",
    "ReadOnly",
    "StorageError",
    "Transaction",
    "Unstorable",
    "dump",
    "open_database",
    "restore",
]
