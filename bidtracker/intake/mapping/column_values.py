"""The values of a plain list's columns, made such that the native list reads them in one way only."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from bidtracker.domain.amounts import read_amount
from bidtracker.domain.dates import read_period, read_published
from bidtracker.intake.formats.native import values as native_values
from bidtracker.intake.formats.native.columns import COLUMNS, LISTS
from bidtracker.intake.formats.shared.number_dates import NUMBERS, in_order

LENGTH = "contract_length"  # not a native column: with the start it gives the end
FIELDS = (*COLUMNS, LENGTH)
DATES = frozenset(column for column, read in COLUMNS.items() if read in (native_values.day, native_values.moment))
AMOUNTS = frozenset(column for column, read in COLUMNS.items() if read is native_values.amount)


def value_of(field: str, value: Any, reading: str) -> Any:
    """A column's value as the native list reads it. Raises Unreadable."""
    if isinstance(value, list) and field not in LISTS:
        value = next((item for item in value if item not in (None, "")), "")
    if field in DATES and isinstance(value, str):
        value = _day(value, reading)
    elif field in AMOUNTS:
        value = _amount(value, reading)
    elif field == "offers" and (whole := _whole(value)):
        value = whole
    if field == LENGTH:
        return read_period(_length(value))
    read = COLUMNS[field]
    read(value)
    return value


def _day(text: str, reading: str) -> str:
    """ISO 8601; a date with a time that has no T between is one as well."""
    text = in_order(text.strip(), reading or "ymd") if reading or NUMBERS.match(text.strip()) else text.strip()
    return read_published(text) and text


def _amount(value: Any, reading: str) -> Any:
    """An amount with the column's decimal mark, as text that can be read in one way; with the column's currency."""
    mark, code = reading[:1] if reading[:1] in (".", ",") else "", reading.lstrip(".,")
    if isinstance(value, str) and mark:
        value = value.replace("," if mark == "." else ".", "").replace(",", ".")
        if re.fullmatch(r"\s*-?\d+\.\d{3}\s*", value):
            value += "0"  # 1.234 could be a thousand; here it is known not to be
    if not code or isinstance(value, dict):
        return value
    return {
        "amount": read_amount(value) if isinstance(value, str) and not _SIGN.search(value) else value,
        "currency": code,
    }


_SIGN = re.compile(r"[^\W\d]|[^\w\s.,'+-]")  # a currency or a multiplier beside the number


def _whole(value: Any) -> str:
    """A count that a table program has made a fraction of: 12.0."""
    text = f"{value:f}" if isinstance(value, Decimal) else value if isinstance(value, str) else ""
    return text.removesuffix(".0") if text.endswith(".0") else ""


def _length(value: Any) -> str:
    """A length of time; a number alone is one of months."""
    text = str(value).strip()
    return f"{text} months" if text.isdigit() else text


def is_zero(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"\s*0+([.,]0+)?\s*", value) is not None
    return not isinstance(value, bool) and isinstance(value, (int, Decimal)) and value == 0
