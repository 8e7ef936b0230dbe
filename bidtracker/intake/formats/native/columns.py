"""The columns of a native list: how each is read, and a record's values under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from bidtracker.domain.fields import FIELDS, Field, native_columns
from bidtracker.domain.fields.parts import PARTS
from bidtracker.domain.records import Bid, FrozenValue
from bidtracker.domain.vocabulary import Word
from bidtracker.intake.formats.native.values import (
    addresses,
    amount,
    count,
    currency,
    day,
    flag,
    holders,
    moment,
    name,
    one_of,
    score,
    scores,
    share,
    some_of,
    text,
    texts,
)
from bidtracker.intake.notice import Notice, NoticeAward

# How a field's values are read in a list: by the name of its kind, or by the reader that it declares.
READERS: dict[str, Callable[[Any], Any]] = {
    "text": text,
    "prose": text,
    "name": name,
    "link": name,
    "texts": texts,
    "links": holders,
    "addresses": addresses,
    "day": day,
    "moment": moment,
    "money": amount,
    "currency": currency,
    "share": share,
    "number": score,
    "scores": scores,
    "whole": count,
    "flag": flag,
}


def reader(name: str, words: type[Word] | None = None) -> Callable[[Any], Any]:
    """Reads values of a kind as a list has them; of a closed list of words where there is one."""
    if words is None:
        return READERS[name]
    return some_of(words) if name == "words" else one_of(words)


COLUMNS: dict[str, Callable[[Any], Any]] = {
    declared.name: reader(declared.reader, declared.words) for declared in native_columns()
}
REQUIRED = ("title", "buyer")
IN_WORDS = frozenset(column for column, read in COLUMNS.items() if read in (text, name))
LISTS = frozenset(column for column, read in COLUMNS.items() if read in (texts, holders, addresses, scores)) | {
    declared.name for declared in native_columns() if declared.reader == "words"
}
# What may stand there as a number or a list; all others are texts.
READ_LATER = LISTS | {column for column, read in COLUMNS.items() if read in (amount, share, score, count, flag)}

# The values of a record by their columns, texts as texts and the others as they stand; None where it says nothing.
# Most lists' records are decoded straight into it: 1.0 us a record where a dict takes 1.6, and attributes are quicker.
Row = msgspec.defstruct(
    "Row",
    [(column, Any if column in READ_LATER else str | None, None) for column in COLUMNS],
    forbid_unknown_fields=True,
    gc=False,
)
decode_row = msgspec.json.Decoder(Row, float_hook=Decimal).decode

# A field's name, its column, and how that is read.
OtherColumn = tuple[str, str, Callable[[Any], Any]]


def _beyond(fields: Iterable[Field], statement: type[FrozenValue]) -> tuple[OtherColumn, ...]:
    """The columns of fields that what a list states has no attribute for: a list in our own words alone tells them."""
    return tuple(
        (field.name, field.native.name, COLUMNS[field.native.name])
        for field in fields
        if field.native and field.imported and field.name not in statement.__struct_fields__
    )


OTHERS = _beyond(FIELDS["tenders"], Notice)
AWARD_OTHERS = _beyond(FIELDS["awards"], NoticeAward)
BID_OTHERS = _beyond(PARTS[Bid], Notice)


def column(key: str) -> str:
    """A key as the list may write it ("Contract end") -> the column's name."""
    return key.strip().lower().replace(" ", "_").replace("-", "_")
