"""The index of a book on a PostgreSQL server: a table of entries beside that of the documents."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from bidtracker.storage.index import IndexEntry, KeyRange
from bidtracker.storage.postgres import statements
from bidtracker.storage.tinydb.tables import DocumentStorage

PAGE = 20_000  # entries read at a time where all are wanted


class ServerIndexing(DocumentStorage):
    """The part of a book on a server that looks after its index."""

    @abstractmethod
    def _rows(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        """The rows of one statement that may look at more than single rows of ours."""

    @abstractmethod
    def _run(self, sql: str, params: Sequence[Any]) -> int:
        """Write as part of the transaction; how many rows."""

    def _read_entries(self, keys: KeyRange, last: int) -> list[tuple[str, int]] | None:
        if last:
            rows = self._rows(statements.FIND_LAST, (*keys, last, self.index.mark))
        else:
            rows = self._rows(statements.FIND, (*keys, self.index.mark))
        if any(doc_id == 0 for _, doc_id in rows):
            if not self._own_index():
                return None
            rows = [entry for entry in rows if entry[1]]
        return rows

    def _read_entries_after(self, keys: KeyRange, after: int, most: int) -> list[tuple[str, int]] | None:
        if not self._is_ours():
            return None
        return self._rows(statements.FIND_AFTER, (keys.field, keys.low, after, keys.high, most))

    def _read_ids(self, keys: KeyRange) -> list[list[int]] | None:
        if not self._is_ours():
            return None
        return [ids for (ids,) in self._rows(statements.IDS_BY_KEY, keys)]

    def _read_entries_at(self, field: str, keys: Sequence[str]) -> list[tuple[str, int]] | None:
        if not self._is_ours():
            return None
        return self._rows(statements.FIND_AT, (field, list(keys)))

    def _read_keys(self, keys: KeyRange, most: int) -> list[str] | None:
        if not self._is_ours():
            return None
        rows = self._rows(statements.FIND_KEYS, (*keys, keys.field, keys.high, most))
        return [key for (key,) in rows]

    def _is_ours(self) -> bool:
        """Whether the index is the one that we declare."""
        return bool(self._rows(statements.INDEXED, ())[0][0] == self.index.mark) or self._own_index()

    def _count_entries(self, keys: KeyRange) -> int | None:
        mark, n = self._rows(statements.COUNT, keys)[0]
        return int(n) if mark == self.index.mark or self._own_index() else None

    def _count_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[int] | None:
        if not self._is_ours():
            return None
        lows, highs = map(list, zip(*ranges, strict=True))
        return [int(n) for (n,) in self._rows(statements.COUNT_EACH, (field, lows, highs))]

    def _read_each(self, field: str, ranges: Sequence[tuple[str, str]]) -> list[tuple[str, int]] | None:
        if not self._is_ours():
            return None
        lows, highs = map(list, zip(*ranges, strict=True))
        return self._rows(statements.FIND_EACH, (lows, highs, field))

    def _all_entries(self) -> Iterator[IndexEntry]:
        last: IndexEntry = ("", "", 0)
        sql = (
            "SELECT field, key, id FROM {s}.idx WHERE (field, key, id) > (%s, %s, %s) ORDER BY field, key, id LIMIT %s"
        )
        while rows := self._rows(sql, (*last, PAGE)):
            yield from rows
            last = rows[-1]

    def _entry_statements(
        self, gone: Sequence[IndexEntry], new: Sequence[IndexEntry]
    ) -> list[tuple[str, tuple[list[Any], ...]]]:
        """What takes entries away and puts others there."""
        changes = ((statements.LEAVE, sorted(gone)), (statements.ENTER, sorted(new)))
        return [(sql, tuple(map(list, zip(*entries, strict=True)))) for sql, entries in changes if entries]

    def _write_entries(self, gone: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> None:
        for sql, params in self._entry_statements(gone, new):
            self._run(sql, params)

    def _clear_entries(self, table: str = "", doc_id: int = 0) -> None:
        if table:
            fields = self.index.of_table(table)
            self._run("DELETE FROM {s}.idx WHERE field = ANY(%s::text[]) AND id = %s", (fields, doc_id))
        else:
            self._run("DELETE FROM {s}.idx", ())
