"""What can go wrong between the program and its book; each error carries the sentence to show."""

from __future__ import annotations

from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, count, say


class StorageError(BidtrackerError):
    """The book could not be opened, read or written as asked; nothing was changed (but see InDoubt)."""


class NoSuchBook(StorageError):
    """There is no book at this address."""


class NotABook(StorageError):
    """What is at this address is something else, and was left as it is."""


class BookIsNewer(StorageError):
    """The book was written by a newer version of the program, and was left as it is."""


class ReadOnly(StorageError):
    """The book may be read but not written."""


class Busy(StorageError):
    """Somebody else held the book longer than we wait; the same act may succeed in a moment."""


class InDoubt(StorageError):
    """The connection was lost while the server saved; whether it did is not known. The history tells."""


class Unstorable(StorageError, ValueError):
    """A document holds something that would not come back from JSON as it went in."""


class NotADump(StorageError):
    """A file given to `restore` is not the JSON layout that `dump` and TinyDB write."""


class Damaged(StorageError):
    """What is stored is not what was written. `table` and `doc_id` say where, if it is one document."""

    def __init__(self, message: Message, table: str | None = None, doc_id: int | None = None) -> None:
        super().__init__(message)
        self.table = table
        self.doc_id = doc_id


def damaged_document(table: str, doc_id: int) -> Damaged:
    """The error for one document whose stored bytes do not match their checksum."""
    return Damaged(
        say("{table} {id} is damaged in the book: what is stored is not what was written", table=table, id=doc_id),
        table,
        doc_id,
    )


def import_running(book: str, records: int) -> Busy:
    """The error for who cannot write because another program imports."""
    return Busy(
        count(
            "an import into {book} is running, {n} record is through; try again when it is done",
            "an import into {book} is running, {n} records are through; try again when it is done",
            records,
            book=book,
        )
    )
