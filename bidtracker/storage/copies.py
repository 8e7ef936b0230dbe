"""Copies of a book that are made by themselves before an act that changes very much, a few of the newest kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bidtracker.storage.database import Database, is_server
from bidtracker.storage.errors import StorageError
from bidtracker.storage.sqlite.file import book_in

KEPT = 3  # copies beside a book; with the book itself, four times its size


@contextmanager
def copied_before(db: Database, act: str, moment: datetime) -> Iterator[None]:
    """A copy of the book as it was before what is done inside, beside it; none where that fails or changes nothing.

    The book has the copies "<name>.before-import-20261123-101500", of which KEPT remain. A book on a server and one
    in which nothing was ever written have none, nor has one beside which nothing can be written: what is done inside
    is one transaction, so the copy is a second net.
    """
    before = 0 if is_server(db.address) or db.read_only else db.revision()
    copy, worth_it = None, False
    with ExitStack() as copying:
        if before:
            with suppress(StorageError, FileExistsError):
                path = _free(Path(db.address), f".before-{act}-{moment:%Y%m%d-%H%M%S}")
                copying.enter_context(db.storage.keeping_copy(path))
                copy = path
        try:
            yield
            worth_it = _revision(db) != before
        finally:
            try:
                copying.close()
            except (StorageError, FileExistsError):
                copy = None
            if copy is not None and not worth_it:
                copy.unlink(missing_ok=True)
    if copy is not None:
        for old in copies(db.address, act, but=copy)[: -KEPT + 1] if worth_it else ():
            with suppress(OSError):
                old.unlink()


def _revision(db: Database) -> int | None:
    """The revision after an act, None where it cannot be read: what was done is on disk, whatever is told of it."""
    try:
        return db.revision()
    except StorageError:
        return None


def copies(address: str, act: str, *, but: Path | None = None) -> list[Path]:
    """The copies that lie beside a book, oldest first; `but` is left out."""
    book = Path(address)
    start = f"{book.name}.before-{act}-"
    files = [file for file in book.parent.iterdir() if file.name.startswith(start) and file != but]
    return sorted((file for file in files if _ours(file, start)), key=lambda file: (file.stat().st_mtime_ns, file.name))


def copies_of(db: Database) -> list[Path]:
    """The other books beside this one that are the same book at another time; none for a server's book."""
    if is_server(db.address):
        return []
    book = Path(db.address)
    return sorted(file for file in book.parent.iterdir() if file != book and book_in(file) == db.header["book"])


def _ours(file: Path, start: str) -> bool:
    """Whether a name is one that we give: the moment, and a number where there were two of it."""
    stamp = file.name.removeprefix(start).replace("-", "")
    return file.is_file() and not file.is_symlink() and stamp.isascii() and stamp.isdigit() and len(stamp) >= 14


def _free(book: Path, suffix: str) -> Path:
    """A name beside the book that nothing has yet."""
    number = 1
    path = book.with_name(book.name + suffix)
    while path.exists() or path.is_symlink():
        number += 1
        path = book.with_name(f"{book.name}{suffix}-{number}")
    return path
