"""Reading a plain list by a mapping that was confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.domain.dates import read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import say
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.intake.formats.native.columns import COLUMNS, REQUIRED
from bidtracker.intake.formats.native.reader import NativeReader
from bidtracker.intake.formats.reader import Item, Reader
from bidtracker.intake.mapping.column_values import AMOUNTS, DATES, LENGTH, is_zero, value_of
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, flat
from bidtracker.intake.notice import Problem
from bidtracker.intake.open.lenient_json import Object


class MappedReader(Reader):
    """Reads the records of a list by a mapping, as a native list; a value that cannot be read is left out and told."""

    name = NativeReader.name
    label = "a plain list"

    def __init__(self, file: str, list_name: str, mapping: ColumnMap) -> None:
        super().__init__(file, list_name)
        self._columns = {mapped.column: mapped for mapped in mapping.columns}
        self._native = NativeReader(file, list_name)
        self._told: set[str] = set()

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Item]:
        """Gives the Notice of one record, and each value that could not be read."""
        if not isinstance(value, dict):
            yield self._refused(number, "", value, say("it is not a record with keys"))
            return
        record: Object = {}
        for column, given in flat(value).items():
            mapped = self._columns.get(column)
            if mapped is None:
                record["list " + column if column.lower() in COLUMNS else column] = given
            elif given not in (None, "", []):
                yield from self._take(number, mapped, given, record)
        if length := record.pop(LENGTH, None):
            self._end(record, length)
        for item in self._native.read(number, record, raw):
            if not (isinstance(item, Problem) and item.record == 0):  # what is unknown has been seen and confirmed
                yield item

    def _take(self, number: int, mapped: MappedColumn, given: Any, record: Object) -> Iterable[Problem]:
        """One value into the record, or why not."""
        field = mapped.field
        if mapped.doubt and mapped.column not in self._told:
            self._told.add(mapped.column)
            order = say("its dates could be read in two orders and were read as {order}", order=mapped.reading)
            mark = say("its amounts are written in more than one way; those that could be two amounts are left out")
            yield self._problem(0, mapped.column, "", order if field in DATES else mark)
        if field in AMOUNTS and is_zero(given):
            return  # lists write 0 where nothing is known
        if field in ("title", "buyer", "reference", "lot") and isinstance(given, str) and len(given) > LONGEST_NAME:
            given = given[:LONGEST_NAME]
            yield self._problem(number, mapped.column, given, say("it is too long and was cut"))
        try:
            record[field] = value_of(field, given, mapped.reading)
        except Unreadable as error:
            if field in REQUIRED:
                record[field] = given
            else:
                yield self._problem(number, mapped.column, given, error.message)

    def _end(self, record: Object, length: Any) -> None:
        if "contract_start" in record and "contract_end" not in record:
            try:
                record["contract_end"] = length.last_day(read_published(record["contract_start"]).day).isoformat()
            except Unreadable:
                return
