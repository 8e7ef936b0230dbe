"""The records of a book where they are stored: read one by one, by what they hang on, or by a field that is set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from bidtracker.book.bodies import LINE_DECODERS, decode, unreadable
from bidtracker.domain.holdings import HELD, Holdings
from bidtracker.domain.links import LINKS
from bidtracker.domain.links import numbers as linked_numbers
from bidtracker.domain.losses.inquiry_rules import RULES, Rules
from bidtracker.domain.reading import Past, RecordSource
from bidtracker.domain.records import RECORDS, Settings, defaults_of
from bidtracker.storage import Database, KeyRange, key_of, where
from bidtracker.storage.index import END

SEVERAL = {
    (table, field) for table, kind in RECORDS.items() for field, default in defaults_of(kind).items() if default == ()
}
"""The fields that hold several values."""


class StoredRecords:
    """What `Holdings` reads its records from."""

    def __init__(self, db: Database, past: Past | None = None) -> None:
        self.db = db
        self.past = past

    def record(self, table: str, number: int) -> Any:
        body = self.db.table(table).body(number)
        return None if body is None else decode(table, number, body, line=True)

    def several(self, table: str, numbers: Iterable[int]) -> Iterator[Any]:
        bodies = self.db.storage.bodies(table, numbers)
        return (decode(table, number, body, line=True) for number, body in bodies)

    def linked(self, table: str, field: str, number: int) -> int:
        key = str(key_of(number))
        counted = self.db.storage.count_entries(KeyRange(f"{table}.{field}", key, key))
        if counted is not None:
            return counted
        link = next(link for link in LINKS[table] if link.field == field)
        records = self.several(table, self.pointing(table, field, link.within, number))
        return sum(number in linked_numbers(record, link) for record in records)

    def records(self, table: str) -> dict[int, Any]:
        records, read, set_id = {}, LINE_DECODERS[table].decode, msgspec.structs.force_setattr
        for number, _rev, body in self.db.storage.scan(table):
            try:
                records[number] = record = read(body)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise unreadable(table, number, error) from error
            set_id(record, "id", number)
        return records

    def first(self, table: str) -> Iterator[Any]:
        return (decode(table, number, body, line=True) for number, _, body in self.db.storage.scan(table))

    def count(self, table: str) -> int:
        link = next((link for link in LINKS.get(table, ()) if link.needed and not link.within), None)
        counted = None if link is None else self.db.storage.count_entries(KeyRange(f"{table}.{link.field}", "", END))
        return self.db.storage.count(table) if counted is None else counted

    def pointing(self, table: str, field: str, within: str, number: int) -> list[int]:
        if within:
            return self._candidates(table, where(field).any(where(within) == number))
        if (table, field) in SEVERAL:
            return self._candidates(table, where(field).any([number]))
        return self._candidates(table, where(field) == number)

    def pointing_to_each(self, table: str, field: str, numbers: Sequence[int]) -> dict[int, list[int]]:
        number_of = {str(key_of(number)): number for number in numbers}
        entries = self.db.storage.entries_at(f"{table}.{field}", list(number_of))
        if entries is None:
            return {}
        pointing: dict[int, list[int]] = {number: [] for number in numbers}
        for key, record in entries:
            pointing[number_of[key]].append(record)
        return pointing

    def having(self, table: str, field: str, values: Collection[Any] = ()) -> list[int]:
        return self._candidates(table, where(field).one_of(list(values)) if values else where(field).exists())

    def between(self, table: str, field: str, first: date, last: date) -> list[int]:
        days = (where(field) >= first.isoformat()) & (where(field) <= last.isoformat())
        return self._candidates(table, days)

    def changed_after(self, table: str, day: date) -> list[int]:
        return self._candidates(table, where("earlier").any(where("until") > day.isoformat()))

    def _candidates(self, table: str, cond: Any) -> list[int]:
        return self.db.table(table).candidates(cond)

    def stood(self, records: Iterable[tuple[str, Any]], past: Past | None) -> RecordSource:
        from bidtracker.book.kept.stood import StoodRecords  # where a past day is asked for

        return StoodRecords(self, records, past)


def all_holdings(db: Database, settings: Settings, rules: Rules = RULES) -> Holdings:
    """The records of a book, all of them in memory."""
    holdings, stored = Holdings(settings, rules=rules), StoredRecords(db)
    for table in HELD:
        setattr(holdings, table, stored.records(table))
    return holdings
