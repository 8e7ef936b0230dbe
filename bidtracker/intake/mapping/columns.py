"""Plain lists with columns of any name: which column is which field of a native list.

The program proposes, from names in the main languages and from the look of the values; a person confirms; the
mapping confirmed is kept under the set of the columns' names. Nothing is ever mapped unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Record
from typing import Any, Self

import msgspec

from bidtracker.domain.message import Message, listed
from bidtracker.intake.formats.native.columns import REQUIRED
from bidtracker.intake.notice import digest, shorten
from bidtracker.intake.open.lenient_json import Object

READING = re.compile(r"([.,]?)([A-Z]{3})?")
DEPTH = 3


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

    A proposal has in `all_columns` all columns that the list has; once it is confirmed that is not kept. `constants`
    are fields with the value that all records have, `words` the words of a status column that a person explained
    ("cancelled", "no_award").
    """

    key: str
    columns: tuple[MappedColumn, ...] = ()
    all_columns: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What every tender needs and no column is named as."""
        named = {mapped.field for mapped in self.columns} | {field for field, _ in self.constants}
        return tuple(field for field in REQUIRED if field not in named)

    def plain(self) -> Object:
        """As JSON, to be kept in a book."""
        kept: Object = msgspec.to_builtins(self)
        return kept

    @classmethod
    def of(cls, plain: Any) -> Self:
        """Out of what `plain` gave."""
        return msgspec.convert(plain, cls)

    def in_words(self) -> Message | str:
        """Each column with its field and how sure that is: "Opportunity=title (95%), Closing=deadline:dmy (90%)"."""
        return listed(f"{shorten(m.column)}={_field(m)} ({m.sure:.0%})" for m in self.columns)


class Asked(msgspec.Struct, frozen=True):
    """How a person wants a list to be read: `columns` as "--map" has them, `constants` as "--set", `words` as "--word",
    the `sheet` of a workbook; `auto`: what is proposed may be taken where nothing is remembered."""

    columns: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    sheet: str = ""
    auto: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The columns; what is proposed where only constants or words are given."""
        return self.columns or (("auto",) if self.constants or self.words else ())


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


def _field(mapped: MappedColumn) -> str:
    return f"{mapped.field}:{mapped.reading}" if mapped.reading else mapped.field
