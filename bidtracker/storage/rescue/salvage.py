"""What can still be read of a damaged book, in a new one: every row that its checksum says is as it was written."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bidtracker.domain.message import say
from bidtracker.storage import row
from bidtracker.storage.database import is_server, open_database
from bidtracker.storage.errors import Damaged, NoSuchBook, NotABook, StorageError
from bidtracker.storage.rescue.file_pages import Pages
from bidtracker.storage.row import Problem
from bidtracker.storage.sqlite.file import connect, write_copy

Key = tuple[str, int]


def rescue(address: str | Path, target: Path) -> list[Problem]:
    """Write what can be read of the book at `address` to a new file; what could not be, document by document.

    The damaged book is only read. Raises NotABook where not one document was found, or another StorageError.
    """
    if is_server(address):
        return _from_server(str(address), target)
    source = Path(address)
    if not source.exists():
        raise NoSuchBook(say("there is no book at {path}", path=str(source)))
    try:
        with tempfile.TemporaryDirectory(prefix=".rescue-", dir=target.absolute().parent) as folder:
            found = _Found(_settled(source, Path(folder)))
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(say("{path} cannot be read: {reason}", path=str(source), reason=reason)) from error
    if not found.rows:
        raise NotABook(say("no document of a book was found in {path}", path=str(source)))
    rows = (found.rows[key] for key in sorted(found.rows))
    write_copy(target, found.book, found.revision, sorted({table for table, _ in found.rows}), rows, overwrite=False)
    return list(found.lost())


def _from_server(address: str, target: Path) -> list[Problem]:
    """The same from a server, which still finds each row by itself."""
    with closing(open_database(address)) as db, db.snapshot() as revision:
        lost: list[Problem] = []

        def rows() -> Iterator[tuple[str, int, int, bytes | None, int]]:
            for found in db.survey():
                if isinstance(found, Problem):
                    lost.append(found)
                else:
                    yield *found, row.checksum(row.seed(found.table), found.doc_id, found.rev, found.body)

        write_copy(target, str(db.header["book"]), revision, sorted(db.tables()), rows(), overwrite=False)
        return lost


def _settled(source: Path, folder: Path) -> Path:
    """A copy of the file in `folder`, with an interrupted commit taken back if its journal still tells how."""
    copy = folder / "book"
    shutil.copyfile(source, copy)
    journal = source.with_name(source.name + "-journal")
    if journal.exists():
        shutil.copyfile(journal, copy.with_name("book-journal"))
        with suppress(sqlite3.Error, StorageError), closing(connect(copy, "rw")) as sql:
            sql.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return copy


class _Found:
    """What the pages of a file hold: the newest state of each document, and what the indexes say there should be."""

    def __init__(self, path: Path) -> None:
        self.book = uuid.uuid4().hex
        self.revision = 0
        self.rows: dict[Key, tuple[str, int, int, bytes | None, int]] = {}
        self._place: dict[Key, int] = {}  # the row that a document is in
        self._written: dict[int, int] = {}  # the last revision of that row
        header = 0
        with path.open("rb") as file:
            for record in Pages(file).records():
                match record:
                    case [bytes() as table, int(), int(), bytes() | None, int()]:
                        self._take(table, record)
                    case [bytes() as table, int() as doc_id, int() as place] if table and doc_id > 0:
                        self._place[table.decode(errors="replace"), doc_id] = place
                    case [bytes() as book, int() as rev] if len(book) == 32 and rev >= header:
                        self.book, header = book.decode(errors="replace"), rev
                    case [int() as rev, int() as place]:
                        self._written[place] = max(rev, self._written.get(place, 0))
        self.revision = max((header, *(rev for _, _, rev, _, _ in self.rows.values())))

    def _take(self, table: bytes, record: Any) -> None:
        try:
            found = row.change(*record)
        except Damaged:
            return
        known = self.rows.get((found.table, found.doc_id))
        if found.doc_id > 0 and (known is None or known[2] < found.rev):
            self.rows[found.table, found.doc_id] = (*found, record[4])

    def lost(self) -> Iterator[Problem]:
        """The documents that were not found, or only in an older state."""
        for key in sorted(self._place):
            known = self.rows.get(key)
            where = {"table": key[0], "id": key[1]}
            if known is None:
                yield Problem(*key, say("{table} {id} could not be read", **where))
            elif known[2] < self._written.get(self._place[key], 0):
                yield Problem(*key, say("{table} {id} could be read only as it was before its last change", **where))
