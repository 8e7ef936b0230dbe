"""The index beside the rows: which documents have which value in a declared field.

An entry is (field, key, id). Whoever asks names the field "tenders.buyer"; in the book stands its number among the
declared ones, since the names would be two fifths of an index. Keys are text that sorts as the values do; different
values may share one, so what an index answers are the documents that may match, and each is still looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

IndexEntry = tuple[str, str, int]  # field as the book has it, key, id

LONGEST = 120  # characters of a text that its key keeps
SUMS = 2**64
LENGTHS = "abcdefghijklmnopq"  # what stands for so many digits
NUMBERS = (int, float)  # a union would be made anew for every value
NOTHING, NULL, NEGATIVE, NUMBER, NUMBERS_END, TEXT, END = "-", "0", "m", "n", "o", "s", "t"  # what keys begin with


class KeyRange(NamedTuple):
    """The keys of one field from `low` to `high`, both included."""

    field: str
    low: str
    high: str


def key_of(value: Any) -> str | None:
    """The key of one value; None for a list or an object. No smaller value has a greater key of its kind."""
    if isinstance(value, str):
        return TEXT + value[:LONGEST].replace("\0", "\1")  # PostgreSQL keeps no NUL
    if value is None:
        return NULL
    if isinstance(value, NUMBERS):
        if value < 0:
            return NEGATIVE
        digits = f"{int(value):x}" if value < SUMS else "f" * 16
        return f"{NUMBER}{LENGTHS[len(digits)]}{digits}"
    return None


class Index:
    """The declared fields of each table, and the entries that a document has in them."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]]) -> None:
        self.fields = fields
        names = sorted(f"{table}.{path}" for table, paths in fields.items() for path in paths)
        self.numbers = {name: f"{number:02x}" for number, name in enumerate(names)}  # as they stand in the book
        self.mark = blake2b(repr(self.numbers).encode(), digest_size=8).hexdigest()  # stands there too
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}
        self._paths: dict[str, list[tuple[str, attrgetter[Any], str]]] = {}  # number, what reads the field, path within

    def numbered(self, keys: KeyRange) -> KeyRange:
        """A range of keys with its field as the book has it."""
        return keys._replace(field=self.numbers[keys.field])

    def of_table(self, table: str) -> list[str]:
        """The declared fields of a table as the book has them."""
        return [self.numbers[f"{table}.{path}"] for path in self.fields[table]]

    def entries(self, table: str, doc_id: int, body: bytes) -> list[IndexEntry]:
        """The entries of one document, each once."""
        fields = self.fields.get(table)
        if not fields:
            return []
        try:
            document = self._decoder(table).decode(body)
        except (msgspec.MsgspecError, ValueError, RecursionError):  # no document, as whoever reads it will be told
            return []
        entries: list[IndexEntry] = []
        for field, value_of, within in self._paths[table]:
            value = value_of(document)
            if within and type(value) is dict:
                value = value.get(within, msgspec.UNSET)
            if value is msgspec.UNSET:
                continue
            if type(value) is list:
                entries += [(field, key, doc_id) for key in _keys(value, within)]
            else:
                entries.append((field, key_of(value) or NOTHING, doc_id))
        return entries

    def _decoder(self, table: str) -> msgspec.json.Decoder[Any]:
        """Reads only the declared fields of a document."""
        if table not in self._decoders:
            paths = [path.partition(".") for path in self.fields[table]]
            names = dict.fromkeys(name for name, _, _ in paths)
            kind = msgspec.defstruct("Declared", [(name, Any, msgspec.UNSET) for name in names], gc=False)
            self._decoders[table] = msgspec.json.Decoder(kind)
            self._paths[table] = [
                (field, attrgetter(name), within)
                for field, (name, _, within) in zip(self.of_table(table), paths, strict=True)
            ]
        return self._decoders[table]


def _keys(values: list[Any], within: str) -> Collection[str]:
    """The keys of what stands in a field with several values, or within them; NOTHING where it holds no such value."""
    if within:
        values = [each[within] for each in values if isinstance(each, dict) and within in each]
    return {key for each in values if (key := key_of(each)) is not None} or {NOTHING}


def sum_of(entries: Iterable[IndexEntry]) -> tuple[int, int]:
    """How many entries there are, and a number that no other entries add up to, in whatever order they come."""
    count = total = 0
    for entry in entries:
        count += 1
        total += int.from_bytes(blake2b(repr(entry).encode(), digest_size=8).digest(), "big")
    return count, total % SUMS
