"""Plain lists with columns of any name: which column is which field of a native list.

The program proposes, from names in the main languages and from the look of the values; a person confirms; the
mapping confirmed is kept under the set of the columns' names. Nothing is ever mapped unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Record
from difflib import get_close_matches
from typing import Any, Self

import msgspec

from bidtracker.domain.amounts import CURRENCIES
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, listed
from bidtracker.intake.formats.native.columns import REQUIRED
from bidtracker.intake.formats.shared.number_dates import ORDERS
from bidtracker.intake.mapping.column_values import DATES, FIELDS
from bidtracker.intake.notice import digest, shorten
from bidtracker.intake.open.lenient_json import Object

READING = re.compile(r"([.,]?)([A-Z]{3})?")
DEPTH = 3
MOST_NAMED = 12  # columns that a sentence names


class MappedColumn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column read as one field. `reading` is the order of its dates ("dmy"), or the decimal mark and the currency
    of its amounts (",", "EUR", ",EUR").

    `sure` is from 0 to 1; `doubt` where the values allow another reading as well.
    """

    column: str
    field: str
    sure: float = 1.0
    reading: str = ""
    doubt: bool = False


class ColumnMap(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which column of a list is which field; `key` is equal for lists with the same set of columns.

    A proposal has in `all_columns` all columns that the list has; once it is confirmed that is not kept.
    """

    key: str
    columns: tuple[MappedColumn, ...] = ()
    all_columns: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What every tender needs and no column is named as."""
        named = {mapped.field for mapped in self.columns}
        return tuple(field for field in REQUIRED if field not in named)

    def plain(self) -> Object:
        """As JSON, to be kept in a book."""
        kept: Object = msgspec.to_builtins(self)
        return kept

    @classmethod
    def of(cls, plain: Any) -> Self:
        """Out of what `plain` gave."""
        return msgspec.convert(plain, cls)

    def words(self) -> Message | str:
        """Each column with its field and how sure that is: "Opportunity=title (95%), Closing=deadline:dmy (90%)"."""
        return listed(f"{shorten(m.column)}={_field(m)} ({m.sure:.0%})" for m in self.columns)


class Unmapped(Unreadable):
    """A list whose columns nobody has confirmed; `proposal` is how they would be read, `others` the columns that it
    leaves out."""

    def __init__(self, file: str, proposal: ColumnMap, columns: Iterable[str]) -> None:
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
            "each with --map COLUMN=FIELD",
            file=file,
            columns=proposal.words(),
        )


def flat(record: Record[str, Any], before: str = "", depth: int = DEPTH) -> Object:
    """A record with the keys of its inner objects as columns: {"buyer": {"name": …}} has the column buyer.name."""
    columns: Object = {}
    for key, value in record.items():
        if isinstance(value, dict) and value and depth:
            columns |= flat(value, f"{before}{key}.", depth - 1)
        elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) and depth:
            columns |= flat(value[0], f"{before}{key}.", depth - 1)
        else:
            columns[before + key] = value
    return columns


def key_of(columns: Iterable[str]) -> str:
    """What a mapping is kept under: the same for every list with these columns, in any order."""
    return digest("\x1f".join(sorted(set(columns))).encode("utf-8", "replace"))


def confirmed(asked: Iterable[str], proposal: ColumnMap) -> ColumnMap:
    """The mapping that "--map" says: "auto" takes what is proposed, "COLUMN=FIELD" adds or changes one column,
    "COLUMN=FIELD:dmy" with the order of its dates (or ":," its decimal mark), "COLUMN=" leaves one out.

    Raises Unreadable where the list has no such column, a field or an order is none, or what every tender needs is
    named by no column.
    """
    columns: dict[str, MappedColumn] = {}
    for text in asked:
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
        if reading and not (reading in ORDERS if field in DATES else _is_reading(reading)):
            raise Unreadable(
                "{text} is no order of dates (dmy, mdy, ymd), nor a decimal mark (. or ,) and a currency like ,EUR",
                text=repr(shorten(reading)),
            )
        if column not in proposal.all_columns:
            raise Unreadable(
                "the list has no column {column}; its columns are {columns}",
                column=repr(shorten(column)),
                columns=listed(map(shorten, proposal.all_columns[:MOST_NAMED])),
            )
        proposed = next((m for m in proposal.columns if m.column == column and m.field == field), None)
        columns = {name: mapped for name, mapped in columns.items() if name != column and mapped.field != field}
        if field:
            columns[column] = MappedColumn(column, field, 1.0, reading or (proposed.reading if proposed else ""))
    made = ColumnMap(proposal.key, tuple(columns.values()))
    for field in made.missing:
        raise Unreadable("no column is named as the {field}; say which with --map COLUMN={field}", field=field)
    return made


def _is_reading(reading: str) -> bool:
    match = READING.fullmatch(reading)
    return match is not None and (not match[2] or match[2] in CURRENCIES)


def _field(mapped: MappedColumn) -> str:
    return f"{mapped.field}:{mapped.reading}" if mapped.reading else mapped.field
