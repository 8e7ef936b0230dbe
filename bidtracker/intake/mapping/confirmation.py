"""The map of columns that a person confirms: what is proposed, and what they name otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import listed
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.intake.mapping.amounts import AmountReading
from bidtracker.intake.mapping.column_readings import reading_of
from bidtracker.intake.mapping.column_values import (
    AMOUNTS,
    BID,
    DATES,
    FIELDS,
    LENGTH,
    OF_PROCEDURE,
    OPTIONS,
    SHARE_READINGS,
    STATES,
    TICKS,
    WON,
    value_of,
)
from bidtracker.intake.mapping.columns import Asked, ColumnMap, MappedColumn
from bidtracker.intake.mapping.proposal import ColumnProposal
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS
from bidtracker.intake.mapping.words.reasons import is_reason
from bidtracker.intake.mapping.words.states import columns_of
from bidtracker.intake.notice import shorten

SHARE = re.compile(r"\d{1,2}%")
AWARD_STATES = frozenset(map(str, AwardStatus))
MOST_NAMED = 12  # columns that a sentence names


class Unmapped(Unreadable):
    """A list whose columns nobody has confirmed; `proposal` is how they would be read, `others` the columns that it
    leaves out."""

    def __init__(self, file: str, proposal: ColumnProposal, columns: Iterable[str]) -> None:
        taken = {mapped.column for mapped in proposal.columns}
        self.file = file
        self.proposal = proposal
        self.others = tuple(column for column in columns if column not in taken)
        if proposal.missing:
            super().__init__(
                "{file} is in no known layout, and none of its columns is clearly the {field}; name it with --map "
                "COLUMN={field}, of {columns}",
                file=file,
                field=proposal.missing[0],
                columns=listed(map(shorten, self.others[:MOST_NAMED])),
            )
            return
        super().__init__(
            "{file} is in no known layout; its columns would be read as {columns}: confirm with --map auto, or name "
            "each with --map COLUMN=FIELD; both combine",
            file=file,
            columns=proposal.in_words(),
        )


def confirmed(asked: Iterable[str] | Asked, proposal: ColumnProposal) -> ColumnMap:
    """The mapping that "--map" says: "auto" takes what is proposed, "COLUMN=FIELD" adds or changes one column,
    "COLUMN=FIELD:dmy" with the order of its dates (or ":," its decimal mark), "COLUMN=" leaves one out.

    Raises Unreadable where the list has no such column, a field or an order is none, or what every tender needs is
    named by no column.
    """
    if not isinstance(asked, Asked):
        asked = Asked(columns=tuple(asked))
    columns: dict[str, MappedColumn] = {}
    for text in asked.named:
        if text.strip().lower() == "auto":
            columns = {mapped.column: mapped for mapped in proposal.columns} | columns
            continue
        column, sign, rest = text.rpartition("=")
        field, _, reading = rest.strip().partition(":")
        if not sign or (field and field not in FIELDS):
            near = get_close_matches(field, FIELDS, 1, 0.4)
            raise Unreadable(
                "{text} names no field; write COLUMN=FIELD with a field like {near}",
                text=repr(shorten(text)),
                near=near[0] if near else "title",
            )
        if reading and not _is_reading(field, reading):
            raise Unreadable(
                "{text} is no order of dates (dmy, mdy, ymd), nor a decimal mark (. or ,) and a currency like ,EUR or "
                ",EURx1000, nor a unit of time (months, years)",
                text=repr(shorten(reading)),
            )
        if column not in proposal.all_columns:
            raise Unreadable(
                "the list has no column {column}; its columns are {columns}",
                column=repr(shorten(column)),
                columns=listed(map(shorten, proposal.all_columns[:MOST_NAMED])),
            )
        columns = {name: mapped for name, mapped in columns.items() if name != column and mapped.field != field}
        if field:
            settled, doubt = reading_of(field, column, proposal.cells.get(column, Counter()))
            if field in AMOUNTS and reading:  # what is not said stays as it is
                reading = _settled(reading, settled)
            columns[column] = MappedColumn(column, field, 1.0, reading or settled, doubt and not reading)
    constants = tuple(_constant(text) for text in asked.constants)
    named = {field for field, _ in constants}
    kept = tuple(mapped for mapped in columns.values() if mapped.field not in named)
    made = ColumnMap(proposal.key, kept, (), constants, tuple(explained(text) for text in asked.words))
    for field in made.missing:
        raise Unreadable("no column is named as the {field}; say which with --map COLUMN={field}", field=field)
    return made


def answered(using: ColumnMap, asked: Asked) -> ColumnMap:
    """A map that is remembered, with the constants and words that are given besides."""
    if not (asked.constants or asked.words):
        return using
    constants = dict(using.constants) | dict(map(_constant, asked.constants))
    words = dict(using.words) | dict(map(explained, asked.words))
    columns = tuple(mapped for mapped in using.columns if mapped.field not in constants)
    return ColumnMap(using.key, columns, (), tuple(constants.items()), tuple(words.items()))


def _constant(text: str) -> tuple[str, str]:
    """A field and the value that all records have: "buyer=Invented City". Raises Unreadable."""
    field, sign, value = text.partition("=")
    field = field.strip().lower().replace(" ", "_").replace("-", "_")
    if not sign or not value.strip() or field not in FIELDS:
        near = get_close_matches(field, FIELDS, 1, 0.4)
        raise Unreadable(
            "{text} sets no field; write FIELD=VALUE with a field like {near}",
            text=repr(shorten(text)),
            near=near[0] if near else "buyer",
        )
    value_of(field, value.strip(), "")
    return field, value.strip()


def explained(text: str) -> tuple[str, str]:
    """A word of a status or reason column, folded, and the code that it means: "Cancelled=no_award"."""
    word, sign, code = text.rpartition("=")
    code = code.strip().lower().replace(" ", "_")
    understood = not code or columns_of(code) or is_reason(code) or SHARE.fullmatch(code) or code in AWARD_STATES
    if not sign or not word.strip() or not understood:
        raise Unreadable(
            "{text} explains no word; write WORD=MEANING with won, lost, no_award, no_bid, withdrawn, disqualified, "
            "pending, submitted, evaluation, preparing, go or no_go, with a reason like price, a chance like 20%, or "
            "where a contract stands: active, ended, terminated or cancelled",
            text=repr(shorten(text)),
        )
    return fold(word.strip()), code


def _settled(reading: str, settled: str) -> str:
    """A way of writing amounts that a person says, with the rest as the column has it."""
    stated, column = AmountReading.of(reading) or AmountReading(), AmountReading.of(settled) or AmountReading()
    times = stated.times if "x" in reading else column.times
    return str(AmountReading(stated.mark or column.mark, stated.code or column.code, times))


def _is_reading(field: str, reading: str) -> bool:
    """Whether that is how a column of this field can be written."""
    if field in DATES:
        return re.fullmatch(r"(?:dmy|mdy|ymd)?(?:20\d\d)?", reading) is not None
    if field in (LENGTH, OPTIONS):
        return reading in ("years", "months", "weeks", "days")
    if field == "p_win":
        return reading in SHARE_READINGS
    if field == AWARD_STATUS:
        return reading == OF_PROCEDURE
    if field in STATES:
        return reading in (WON, BID, *TICKS)
    return AmountReading.of(reading) is not None
