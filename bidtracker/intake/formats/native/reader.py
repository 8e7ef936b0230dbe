"""The native tender list: flat records whose columns are our own words. Only `title` and `buyer` are required."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import say
from bidtracker.intake.formats.native.columns import COLUMNS, IN_WORDS, REQUIRED, Row, column, decode_row
from bidtracker.intake.formats.native.notice import Notices
from bidtracker.intake.formats.native.values import text
from bidtracker.intake.formats.reader import Reader
from bidtracker.intake.notice import Notice, Problem, shorten
from bidtracker.intake.open.layout import is_no_record
from bidtracker.intake.open.values import REFUSED, decode, key_twice, plain

_SUFFIX = re.compile(r"(\.(json|jsonl|ndjson|csv|tsv|txt))?(\.gz)?$", re.IGNORECASE)


class NativeReader(Reader):
    """Reads the records of one native list. A note about the file as a whole is given once."""

    name = "native"
    label = "the native list"
    generic = ours = True

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._layouts: dict[tuple[str, ...], tuple[str, ...]] = {}  # keys -> their columns, "" where it is none of ours
        self._reported: set[str] = set()
        self._notice = Notices(list_name or _SUFFIX.sub("", file.rpartition("/")[2])).of

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether a record, or the list in it, has the columns that every native list has."""
        inner = record.get("tenders")
        if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            record = inner[0]
        plain = {column(key) for key, value in record.items() if not isinstance(value, (dict, list))}
        return plain >= set(REQUIRED)

    def decode(self, raw: bytes) -> Any:
        """A Row, or any other JSON as it stands. Raises what `values.decode` does."""
        try:
            return decode_row(raw)
        except (msgspec.MsgspecError, *REFUSED):
            return decode(raw)

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notice of one record, or why it is none."""
        if type(value) is Row:
            try:
                notice = self._notice(number, value, {}, raw)
            except (Unreadable, TypeError):
                return self.read(number, decode(raw), raw)
            keys = len(COLUMNS) - msgspec.structs.astuple(value).count(None)
        elif not isinstance(value, dict):
            return (self._refused(number, "", value, say("it is not a record with keys")),)
        elif isinstance(value.get("tenders"), list):  # a line that holds a list
            return [item for inner in value["tenders"] for item in self.read(number, inner, msgspec.json.encode(inner))]
        elif tuple(value) not in self._layouts:
            return [*self._learn(tuple(value)), *self.read(number, value, raw)]
        else:
            try:
                row, extra = self._sorted(value)
            except Unreadable as error:
                return (self._refused(number, "", value, error.message),)
            try:
                texts = {name: text(row[name]) for name in row.keys() & IN_WORDS}
                notice = self._notice(number, Row(**row | texts), extra, raw)
            except (Unreadable, TypeError) as error:  # a list where a word should be is no key of what has been read
                return (self._refusal(number, row, error),)
            keys = len(value)
        if twice := key_twice(raw, keys):
            last_counts = say("the key stands twice in this record, and what stands last was taken")
            return (Problem(file=self._file, record=number, key=shorten(twice), message=last_counts), notice)
        return (notice,)

    def of_columns(
        self, number: int, row: dict[str, Any], extra: dict[str, Any], raw: bytes
    ) -> Iterable[Notice | Problem]:
        """The same of a record whose columns are ours, and what it says besides."""
        try:
            notice = self._notice(number, Row(**row), {key: plain(value) for key, value in extra.items()}, raw)
        except (Unreadable, TypeError) as error:
            return (self._refusal(number, row, error),)
        return (notice,)

    def _sorted(self, record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values of a record by their columns, and what it says besides."""
        row: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, (key, given) in zip(self._layouts[tuple(record)], record.items(), strict=True):
            if given is None or given == "":
                continue
            if name:
                row[name] = given
            else:
                extra[key] = plain(given)
        return row, extra

    def _refusal(self, number: int, row: dict[str, Any], reason: Exception) -> Problem:
        """What is wrong with a record that was refused: it is none, or its first value that cannot be read."""
        if (why := is_no_record([*row.values()], [*row])) is not None:
            return Problem(file=self._file, record=number, message=why, left_out=True)
        for name, given in row.items():
            try:
                COLUMNS[name](given)
            except Unreadable as error:
                return self._refused(number, name, given, error.message)
        for name in REQUIRED:
            given = row.get(name, "")
            if not text(given).strip():
                missing = say("it has no {key}; every tender needs a title and a buyer", key=name)
                return self._refused(number, name, given, missing)
        raise reason

    def _learn(self, keys: tuple[str, ...]) -> Iterable[Problem]:
        """Finds the column of each key, for all records with these keys. Gives what is to be said about the others."""
        if len(self._layouts) > 1000:  # sparse lists have many combinations of keys
            self._layouts.clear()
        columns: list[str] = []
        for key in keys:
            name = column(key)
            columns.append(name if name in COLUMNS and name not in columns else "")
            if not columns[-1] and key not in self._reported and len(self._reported) < 1000:
                self._reported.add(key)
                yield self._unknown(key)
        self._layouts[keys] = tuple(columns)

    def _unknown(self, key: str) -> Problem:
        near = difflib.get_close_matches(column(key)[:60], set(COLUMNS) - {column(key)}, 1, 0.75)
        kept = say("no field of a tender matches this column; its value is kept with the record")
        meant = say(
            "no field of a tender matches this column, and its value is kept with the record; did you mean {near}?",
            near="".join(near),
        )
        return Problem(file=self._file, record=0, key=shorten(key), message=meant if near else kept)


FORMAT = NativeReader
