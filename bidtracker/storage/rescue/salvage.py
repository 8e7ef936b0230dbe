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
from bidtracker.storage.row import MAX_REV, RowProblem
from bidtracker.storage.sqlite.file import FileContent, FileHeader, connect, write_copy

StoredKey = tuple[str, int]


def rescue(address: str | Path, target: Path) -> list[RowProblem]:
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
            salvaged = _SalvagedRows(_settled(source, Path(folder)))
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageError(say("{path} cannot be read: {reason}", path=str(source), reason=reason)) from error
    if not salvaged.rows:
        raise NotABook(say("no document of a book was found in {path}", path=str(source)))
    rows = (salvaged.rows[key] for key in sorted(salvaged.rows))
    header = FileHeader(salvaged.book, salvaged.revision, salvaged.head)
    write_copy(target, header, FileContent(sorted({table for table, _ in salvaged.rows}), rows), overwrite=False)
    return list(salvaged.lost())


def _from_server(address: str, target: Path) -> list[RowProblem]:
    """The same from a server, which still finds each row by itself."""
    with closing(open_database(address, trusting=True)) as db, db.snapshot() as revision:
        lost: list[RowProblem] = []

        def rows() -> Iterator[tuple[str, int, int, bytes | None, int]]:
            for item in db.survey():
                if isinstance(item, RowProblem):
                    lost.append(item)
                else:
                    yield *item, row.checksum(row.seed(item.table), item.doc_id, item.rev, item.body)

        header = FileHeader(str(db.header["book"]), revision, db.storage.head())
        write_copy(target, header, FileContent(sorted(db.tables()), rows()), overwrite=False)
        return lost


def _settled(source: Path, folder: Path) -> Path:
    """A copy of the file in `folder`, with an interrupted commit taken back if its journal still tells how."""
    copy = folder / "book"
    shutil.copyfile(source, copy)
    unfinished = [end for end in ("-journal", "-wal") if source.with_name(source.name + end).exists()]
    for end in unfinished:
        shutil.copyfile(source.with_name(source.name + end), copy.with_name("book" + end))
    if unfinished:
        with suppress(sqlite3.Error, StorageError), closing(connect(copy, "rw")) as sql:
            sql.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            sql.execute("PRAGMA journal_mode = DELETE")  # the pages are read from the one file
    return copy


class _SalvagedRows:
    """What the pages of a file hold: the newest state of each document, and what the indexes say there should be."""

    def __init__(self, path: Path) -> None:
        self.book = uuid.uuid4().hex
        self.revision = 0
        self.head = ""
        self.rows: dict[StoredKey, tuple[str, int, int, bytes | None, int]] = {}
        self._place: dict[StoredKey, int] = {}  # the row that a document is in
        self._written: dict[int, int] = {}  # the last revision of that row
        header = 0
        with path.open("rb") as file:
            for record in Pages(file).records():
                match record:
                    case [bytes() as table, int(), int(), bytes() | None, int()]:
                        self._take(table, record)
                    case [bytes() as table, int() as doc_id, int() as place] if table and doc_id > 0:
                        self._place[table.decode(errors="replace"), doc_id] = place
                    case [bytes() as book, int() as rev, *rest] if len(book) == 32 and header <= rev <= MAX_REV:
                        self.book, header = book.decode(errors="replace"), rev
                        self.head = rest[0].decode(errors="replace") if rest and isinstance(rest[0], bytes) else ""
                    case [int() as rev, int() as place]:
                        self._written[place] = max(rev, self._written.get(place, 0))
        self.revision = max((header, *(rev for _, _, rev, _, _ in self.rows.values())))

    def _take(self, table: bytes, record: Any) -> None:
        try:
            version = row.change(*record)
        except Damaged:
            return
        kept = self.rows.get((version.table, version.doc_id))
        if version.doc_id > 0 and 0 < version.rev <= MAX_REV and (kept is None or kept[2] < version.rev):
            self.rows[version.table, version.doc_id] = (*version, record[4])

    def lost(self) -> Iterator[RowProblem]:
        """The documents that were not found, or only in an older state."""
        for key in sorted(self._place):
            kept = self.rows.get(key)
            where = {"table": key[0], "id": key[1]}
            if kept is None:
                yield RowProblem(*key, say("{table} {id} could not be read", **where))
            elif kept[2] < self._written.get(self._place[key], 0):
                yield RowProblem(*key, say("{table} {id} could be read only as it was before its last change", **where))
