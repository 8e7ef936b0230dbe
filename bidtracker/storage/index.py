"""The index beside the rows: which documents have which value in a declared field.

An entry is (field, key, id), the field named "tenders.buyer". Keys are text that sorts as the values do; different
values may share one, so what an index answers are the documents that may match, and each is still looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

IndexEntry = tuple[str, str, int]  # field, key, id

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
        names = repr(sorted((table, sorted(paths)) for table, paths in fields.items()))
        self.mark = blake2b(names.encode(), digest_size=8).hexdigest()  # stands in the book that the index is of
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}
        self._paths: dict[str, list[tuple[str, attrgetter[Any], str]]] = {}  # label, what reads the field, path within

    def entries(self, table: str, doc_id: int, body: bytes | None) -> set[IndexEntry]:
        """The entries of one document."""
        paths = self.fields.get(table)
        if not paths or body is None:
            return set()
        try:
            document = self._decoder(table).decode(body)
        except (msgspec.MsgspecError, ValueError, RecursionError):  # no document, as whoever reads it will be told
            return set()
        entries: set[IndexEntry] = set()
        for label, value_of, within in self._paths[table]:
            value = value_of(document)
            if value is msgspec.UNSET:
                continue
            if within or type(value) is list:
                entries.update([(label, key, doc_id) for key in _keys(value, within)])
            else:
                entries.add((label, key_of(value) or NOTHING, doc_id))
        return entries

    def _decoder(self, table: str) -> msgspec.json.Decoder[Any]:
        """Reads only the declared fields of a document."""
        if table not in self._decoders:
            paths = [path.partition(".") for path in self.fields[table]]
            names = dict.fromkeys(name for name, _, _ in paths)
            kind = msgspec.defstruct("Declared", [(name, Any, msgspec.UNSET) for name in names], gc=False)
            self._decoders[table] = msgspec.json.Decoder(kind)
            self._paths[table] = [
                (f"{table}.{path}", attrgetter(name), within)
                for path, (name, _, within) in zip(self.fields[table], paths, strict=True)
            ]
        return self._decoders[table]


def _keys(value: Any, within: str) -> Collection[str]:
    """The keys of what stands in a field with several values, or within them; NOTHING where it holds no such value."""
    values = value if isinstance(value, list) else [value]
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
