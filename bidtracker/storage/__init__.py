"""The cellar: TinyDB, and under it a file or a server that holds each document by itself."""

from bidtracker.storage.book_file import written_whole
from bidtracker.storage.copies import copied_before, copies
from bidtracker.storage.database import META, Database, is_server, open_database
from bidtracker.storage.dump import dump, restore
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
from bidtracker.storage.rescue.salvage import rescue
from bidtracker.storage.row import Change, Problem
from bidtracker.storage.tinydb.tables import DocumentTable
from bidtracker.storage.transaction import Transaction

__all__ = [
    "META",
    "BookIsNewer",
    "Busy",
    "Change",
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
    "copied_before",
    "copies",
    "dump",
    "is_server",
    "open_database",
    "rescue",
    "restore",
    "written_whole",
]
