"""The index of a book in a SQLite file: a table of entries beside that of the documents."""

from __future__ import annotations

import sqlite3
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import Any

import msgspec

from bidtracker.storage.index import IndexEntry, KeyRange
from bidtracker.storage.sqlite import statements
from bidtracker.storage.tinydb.tables import DocumentStorage

MANY_ENTRIES = 400  # from so many on they are set aside
ASIDE = 250  # that are set aside by one statement
_ids = msgspec.json.Decoder(list[int]).decode


class FileIndexing(DocumentStorage):
    """The part of a SQLite book that looks after its index."""

    def __init__(self) -> None:
        super().__init__()
        self._unsorted = False  # whether entries are set aside

    @abstractmethod
    def _sql(self) -> AbstractContextManager[sqlite3.Connection]:
        """The connection, for this thread alone; what SQLite raises becomes one of our errors."""

    def _all(self) -> AbstractContextManager[sqlite3.Connection]:
        """The connection, to look at more than single rows."""
        with self.lock:
            self.settle()
        return self._sql()

    def _read_entries(self, keys: KeyRange, last: int) -> list[tuple[str, int]] | None:
        with self._all() as sql:
            self._sort_in(sql)
            if last:
                rows = sql.execute(statements.FIND_LAST, (*keys, last, self.index.mark)).fetchall()
            else:
                rows = sql.execute(statements.FIND, (*keys, self.index.mark)).fetchall()
        if rows and rows[-1][1] == 0:
            if not self._own_index():
                return None
            rows.pop()
        return [(key.decode(), doc_id) for key, doc_id in rows]

    def _read_entries_after(self, keys: KeyRange, after: int, most: int) -> list[tuple[str, int]] | None:
        return _entries(self._rows_of(statements.FIND_AFTER, keys._asdict() | {"after": after, "most": most}))

    def _read_ids(self, keys: KeyRange) -> list[list[int]] | None:
        rows = self._rows_of(statements.IDS_BY_KEY, keys)
        return None if rows is None else [sorted(_ids(ids)) for (ids,) in rows]

    def _read_entries_at(self, field: str, keys: Sequence[str]) -> list[tuple[str, int]] | None:
        return _entries(self._rows_of(statements.FIND_AT, {"field": field, "keys": _json(keys)}))

    def _read_keys(self, keys: KeyRange, most: int) -> list[str] | None:
        rows = self._rows_of(statements.FIND_KEYS, keys._asdict() | {"most": most})
        return None if rows is None else [key.decode() for (key,) in rows]

    def _rows_of(self, statement: str, parameters: Sequence[object] | Mapping[str, object]) -> list[Any] | None:
        """What a statement finds in the entries; None where the book has not the index that we declare."""
        with self._all() as sql:
            self._sort_in(sql)
            return sql.execute(statement, parameters).fetchall() if self._is_ours(sql) else None

    def _is_ours(self, sql: sqlite3.Connection) -> bool:
        """Whether the index is the one that we declare."""
        (mark,) = sql.execute(statements.INDEXED).fetchone()
        return bool(mark == self.index.mark.encode()) or self._own_index()

    def _count_entries(self, keys: KeyRange) -> int | None:
        with self._all() as sql:
            self._sort_in(sql)
            mark, n = sql.execute(statements.COUNT, keys).fetchone()
        return int(n) if mark == self.index.mark.encode() or self._own_index() else None

    def _count_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[int] | None:
        rows = self._rows_of(statements.COUNT_EACH, {"field": field, "ranges": _json(ranges)})
        return None if rows is None else [n for (n,) in rows]

    def _read_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[tuple[str, int]] | None:
        return _entries(self._rows_of(statements.FIND_EACH, {"field": field, "ranges": _json(ranges)}))

    def _all_entries(self) -> Iterator[IndexEntry]:
        with self._all() as sql:
            self._sort_in(sql)
            for field, key, doc_id in sql.execute("SELECT field, key, id FROM idx"):
                yield field.decode(errors="replace"), key.decode(errors="replace"), doc_id

    def _write_entries(self, gone: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> None:
        with self._sql() as sql:
            if gone:
                self._sort_in(sql)
                sql.executemany("DELETE FROM idx WHERE field = ? AND key = ? AND id = ?", sorted(gone))
            if len(new) < MANY_ENTRIES:
                sql.executemany("INSERT OR IGNORE INTO idx VALUES (?, ?, ?)", sorted(new))
                return
            # Put where they belong as they come, very many would each change a page of their own: set aside, they
            # are sorted in before the index is next looked at.
            sql.execute(statements.SET_ASIDE)
            for at in range(0, len(new), ASIDE):  # in half the time that they take one by one
                some = new[at : at + ASIDE]
                marks = ", ".join(("(?, ?, ?)",) * len(some))
                sql.execute(f"INSERT INTO unsorted VALUES {marks}", list(chain.from_iterable(some)))
            self._unsorted = True

    def _sort_in(self, sql: sqlite3.Connection) -> None:
        """Bring the entries that were set aside to their places."""
        if self._unsorted:
            self._unsorted = False
            sql.execute(statements.SET_ASIDE)
            sql.execute(statements.SORT_IN.format(table="idx"))
            sql.execute("DELETE FROM unsorted")

    def _clear_entries(self, table: str = "", doc_id: int = 0) -> None:
        with self._sql() as sql:
            self._sort_in(sql)
            if table:
                fields = self.index.of_table(table)
                sql.executemany("DELETE FROM idx WHERE field = ? AND id = ?", ((field, doc_id) for field in fields))
            else:
                sql.execute("DELETE FROM idx")


def _entries(rows: list[tuple[bytes, int]] | None) -> list[tuple[str, int]] | None:
    return None if rows is None else [(key.decode(), doc_id) for key, doc_id in rows]


def _json(keys: Sequence[str] | Sequence[tuple[str, str]]) -> str:
    return msgspec.json.encode(keys).decode()
