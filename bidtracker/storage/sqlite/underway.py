"""An import under way in another process: a note beside the book, so that who waits is told how far it is."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

import msgspec

from bidtracker.storage import book_file


class Note:
    """The note of our own import; it is locked while that lasts, so that a dead one is known for dead."""

    def __init__(self, book: Path) -> None:
        self.name = f".{book.name[: book_file.LONGEST]}.import.{os.urandom(4).hex()}"
        self._path = book.with_name(self.name)
        self._handle = -1
        with suppress(OSError):  # where it cannot be written, nobody is told
            self._handle = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            book_file.hold(self._handle)
            self.tell(0)

    def tell(self, records: int) -> None:
        """Write down how many records are through."""
        if self._handle >= 0:
            with suppress(OSError):
                os.pwrite(self._handle, b"%-20d\n" % records, 0)

    def close(self) -> None:
        """Take the note away."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
            with suppress(OSError):
                self._path.unlink()


class Underway(msgspec.Struct, frozen=True):
    """An import that another process is at: how many records are through."""

    records: int


def underway(book: Path, but: Note | None = None) -> Underway | None:
    """The import that another is at in this book, None where there is none; `but` is our own."""
    name = re.compile(re.escape(f".{book.name[: book_file.LONGEST]}.import.") + "[0-9a-f]{8}")
    with suppress(OSError, ValueError):
        for entry in os.scandir(book.parent):
            if name.fullmatch(entry.name) and not (but and entry.name == but.name):
                with Path(entry.path).open("rb+") as note:
                    if not book_file.hold(note.fileno()):
                        return Underway(int(note.read()))
    return None
