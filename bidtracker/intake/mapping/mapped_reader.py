"""Reading a plain list by a mapping that was confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from bidtracker.domain.dates import DateSpan, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import say
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.intake.formats.native.columns import COLUMNS, REQUIRED
from bidtracker.intake.formats.native.reader import NativeReader
from bidtracker.intake.formats.reader import Reader
from bidtracker.intake.mapping.column_values import (
    AMOUNTS,
    DATES,
    FEEDBACK,
    LENGTH,
    OPTIONS,
    STATES,
    Length,
    is_zero,
    value_of,
)
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, flat
from bidtracker.intake.mapping.dates import read_day
from bidtracker.intake.mapping.status_words import LIKELY, WordMeaning, columns_of, is_reason
from bidtracker.intake.mapping.unknown import is_unknown
from bidtracker.intake.notice import Notice, Problem, shorten
from bidtracker.intake.open.lenient_json import Object

MOST_KEPT = 20_000  # different cells of a column whose reading is kept
_ENDED = ("won", "lost", "no_award", "disqualified", "withdrawn", "no_bid")


class MappedReader(Reader):
    """Reads the records of a list by a mapping, as a native list; a cell that cannot be read is left out and reported,
    and its row comes in."""

    name = "native"
    label = "a plain list"

    def __init__(self, file: str, list_name: str, mapping: ColumnMap) -> None:
        super().__init__(file, list_name)
        self._columns = {mapped.column: mapped for mapped in mapping.columns}
        self._constants = [MappedColumn("", field) for field, _ in mapping.constants]
        self._values = [value for _, value in mapping.constants]
        self._answers = dict(mapping.words)
        self._native = NativeReader(file, list_name)
        self._noted: set[str] = set()
        self._read_cells: defaultdict[str, dict[Any, tuple[Any, bool]]] = defaultdict(dict)

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives what one record holds."""
        if not isinstance(value, dict):
            yield self._refused(number, "", value, say("it is not a record with keys"))
            return
        record: Object = {}
        words: dict[str, WordMeaning] = {}
        for mapped, given in zip(self._constants, self._values, strict=True):
            yield from self._take(number, mapped, given, record, words)
        for column, given in flat(value).items():
            column_map = self._columns.get(column)
            if column_map is None:
                if given not in (None, ""):
                    record["list " + column if column.lower() in COLUMNS else column] = given
            elif given not in (None, "", []):
                yield from self._take(number, column_map, given, record, words)
        _settle_words(record, words)
        self._ends(record)
        for item in self._native.read(number, record, raw):
            if not (isinstance(item, Problem) and item.record == 0):  # what is unknown has been seen and confirmed
                yield item

    def _take(
        self, number: int, mapped: MappedColumn, given: Any, record: Object, words: dict[str, WordMeaning]
    ) -> Iterable[Problem]:
        """Puts one value into the record; gives why not."""
        field = mapped.field
        yield from self._doubt(mapped)
        in_words = field in STATES or field == "lost_reason"
        code = self._answers.get(fold(given.strip())) if in_words and isinstance(given, str) else None
        if code:
            if is_reason(code) and field == "lost_reason":
                record[field] = code
            else:
                words[field] = WordMeaning(columns_of(code))
            return
        if field in AMOUNTS and is_zero(given):
            return  # lists write 0 where nothing is known
        if not self._is_read(field, given) and is_unknown(given) and not in_words and field not in REQUIRED:
            yield self._problem(number, mapped.column, given, say("it says that nothing is known"))
            return
        if field in ("title", "buyer", "reference", "lot") and isinstance(given, str) and len(given) > LONGEST_NAME:
            given = given[:LONGEST_NAME]
            yield self._problem(number, mapped.column, given, say("it is too long and was cut"))
        try:
            value, rough = self._value(mapped, given)
        except Unreadable as error:
            if field in REQUIRED:
                record[field] = given
            elif not (is_unknown(given) and in_words):
                yield self._problem(number, mapped.column, given, error.message)
            return
        if isinstance(value, WordMeaning):
            words[field] = value
        elif field == "lost_reason":
            self._reasons(record, value, given)
        elif field == FEEDBACK:
            record["notes"] = "\n".join(filter(None, (str(record.get("notes", "")), str(value))))
        elif field == "notes" and record.get("notes"):
            record["notes"] = f"{value}\n{record['notes']}"
        else:
            record[field] = value
            if rough:
                record.setdefault("rough", []).append(field)

    def _is_read(self, field: str, given: Any) -> bool:
        """Whether this way of writing was read before."""
        return type(given) is str and (str, given) in self._read_cells[field]

    def _value(self, mapped: MappedColumn, given: Any) -> tuple[Any, bool]:
        """What a cell is read as, and whether that is a rough day; each way of writing is read once. Raises
        Unreadable."""
        cells = self._read_cells[mapped.field]
        key = (type(given), given) if isinstance(given, (str, int, Decimal)) else None
        if key is not None and key in cells:
            return cells[key]
        value = value_of(mapped.field, given, mapped.reading)
        rough = mapped.field in DATES and read_day(given, mapped.reading).rough
        if key is not None and len(cells) < MOST_KEPT:
            cells[key] = value, rough
        return value, rough

    def _doubt(self, mapped: MappedColumn) -> Iterable[Problem]:
        if not mapped.doubt or mapped.column in self._noted:
            return
        self._noted.add(mapped.column)
        if mapped.field not in DATES:
            why = say("its amounts are written in more than one way; those that could be two amounts are left out")
        elif mapped.reading:
            why = say("its dates could be read in two orders and were read as {order}", order=mapped.reading)
        else:
            why = say(
                "its dates are written in two orders; those that could be two days are left out: name the order with "
                "--map {column}={field}:dmy",
                column=shorten(mapped.column),
                field=mapped.field,
            )
        yield self._problem(0, mapped.column, "", why)

    @staticmethod
    def _reasons(record: Object, value: tuple[tuple[str, ...], float], given: Any) -> None:
        """Why we lost: the codes, and the cell's own words where they say more."""
        codes, sure = value
        record["lost_reason"] = codes[0] if codes else "other"
        if codes[1:]:
            record["also_reasons"] = list(codes[1:])
        if sure <= LIKELY:
            record.setdefault("lost_evidence", str(given))

    @staticmethod
    def _ends(record: Object) -> None:
        """A length with a start gives the end; what it may be extended by the last end."""
        if LENGTH not in record and OPTIONS not in record:
            return
        length: Length = record.pop(LENGTH, None) or Length(DateSpan())
        options: Length = record.pop(OPTIONS, None) or Length(DateSpan())
        months = length.more.months + options.more.months
        try:
            start = read_published(record["contract_start"]).day if "contract_start" in record else None
            if start and length.fixed != DateSpan() and "contract_end" not in record:
                record["contract_end"] = length.fixed.last_day(start).isoformat()
            if months and start and length.fixed != DateSpan() and "contract_max_end" not in record:
                longest = DateSpan(months=length.fixed.months + months, days=length.fixed.days)
                record["contract_max_end"] = longest.last_day(start).isoformat()
            elif months and "contract_end" in record and "contract_max_end" not in record:
                end = read_published(record["contract_end"]).day
                record["contract_max_end"] = DateSpan(months=months, days=1).last_day(end).isoformat()
        except Unreadable:
            return


def _settle_words(record: Object, words: dict[str, WordMeaning]) -> None:
    """What the words of the status, result, stage and decision columns mean together: an end counts more than that
    nothing is decided, and the column that is made for it more than another."""
    if not words and "outcome" not in record:
        return
    for target in {target: None for meaning in words.values() for target in meaning.columns}:
        order = (target, *(field for field in ("outcome", "status", "stage", "decision") if field != target))
        values = [words[field].columns[target] for field in order if field in words and target in words[field].columns]
        ends = [value for value in values if target != "outcome" or value in _ENDED]
        if values and target not in record:
            record[target] = (ends or values)[0]
    if record.get("outcome") == "no_bid" and "lost_reason" in record:
        record["no_bid_reason"] = record.pop("lost_reason")
        record.pop("also_reasons", None)
        if evidence := record.pop("lost_evidence", ""):
            record["notes"] = "\n".join(filter(None, (str(record.get("notes", "")), evidence)))
    elif record.get("outcome") in ("won", "pending", "no_award"):
        for field in ("lost_reason", "also_reasons", "lost_evidence"):
            record.pop(field, None)
