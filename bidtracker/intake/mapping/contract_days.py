"""From when until when a contract runs, where a register has both in one cell: "01.04.2025 - 31.03.2028"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.mapping.dates import ColumnDay, orders_of, read_day

_BETWEEN = re.compile(
    r"\s*(?:[-–—~～〜→]|至|到|から|\b(?:to|until|till|through|thru|bis|au|à|hasta|al|a|até|ao|tot|t/m|do|až|по|до)\b)\s*"
    r"(?:zum\b|einschl\.?|el\b)?\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:from|von|vom|ab|du|de|desde|del|dal|da|van|od|с|з|від)\b\s*(?:el\b)?|^[自由]", re.IGNORECASE)
_UNTIL = re.compile(r"(?:まで|止|迄)$")


class ContractDays(NamedTuple):
    """The first day, None where only its month or year is written, and the last."""

    start: str | None
    end: ColumnDay


def contract_days_of(value: Any) -> ContractDays | None:
    """Both days of a cell; None where it is no two days, one after the other.

    >>> contract_days_of("01.04.2025 - 31.03.2028").end.text
    '2028-03-31'
    """
    if not isinstance(value, str):
        return None
    text = _UNTIL.sub("", _FROM.sub("", value.strip()).strip())
    for between in _BETWEEN.finditer(text):
        first, last = text[: between.start()], text[between.end() :]
        orders = orders_of(first) & orders_of(last)  # 01/04/2025 is of April beside 31/03/2028
        order = max(orders) if len(orders) == 1 else ""
        try:
            start, end = read_day(first, order), read_day(last, order)
        except Unreadable:
            continue
        if start.text[:10] < end.text[:10]:
            return ContractDays(None if start.rough else start.text[:10], end)
    return None
