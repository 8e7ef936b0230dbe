"""From when until when a contract runs, where a register has both in one cell: "01.04.2025 - 31.03.2028"."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from bidtracker.domain.dates import DateSpan
from bidtracker.domain.errors import Unreadable
from bidtracker.intake.mapping.dates import ColumnDay, is_bare_day, orders_of, read_day
from bidtracker.intake.mapping.lengths import read_length

_BETWEEN = re.compile(
    r"\s*(?:[-–—~～〜→]|至|到|から|\b(?:to|until|till|through|thru|bis|au|à|hasta|al|a|até|ao|tot|t/m|do|až|по|до)\b)\s*"
    r"(?:zum\b|einschl\.?|el\b)?\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:from|von|vom|ab|du|de|desde|del|dal|da|van|od|с|з|від)\b\s*(?:el\b)?|^[自由]", re.IGNORECASE)
_UNTIL = re.compile(r"(?:まで|止|迄)$")


_MORE = re.compile(r"\s*[(\[（]?\s*\+\s*(?P<more>[^()\[\]（）]*\d[^()\[\]（）]*?)\s*[)\]）]?$")
_BEGINS = r"(?:from|starting|beginning|commencing|ab|seit|à compter du|à partir du|desde(?: el)?|(?:a partire )?dal"
_BEGINS += r"|a partir de|vanaf|od|с|з)"
_LENGTH_FROM = re.compile(rf"(?P<length>.*\d.*?)\s*,?\s*{_BEGINS}\s+(?P<day>.*\d.*)", re.IGNORECASE)
_FROM_FOR = re.compile(
    rf"(?:{_BEGINS}\s+)?(?P<day>.*\d.*?)\s*,?\s+(?:for|für|pour|por|per|durante|voor|na|на)\s+(?P<length>.*\d.*)",
    re.IGNORECASE,
)


class ContractDays(NamedTuple):
    """The first day, None where only its month or year is written, the last, and how much longer it may run."""

    start: str | None
    end: ColumnDay
    more: DateSpan = DateSpan()


def contract_days_of(value: Any) -> ContractDays | None:
    """Both days of a cell; None where it is no two days, one after the other.

    >>> contract_days_of("01.04.2025 - 31.03.2028").end.text
    '2028-03-31'
    """
    if not isinstance(value, str):
        return None
    more = DateSpan()
    if extended := _MORE.search(value):
        try:
            more = read_length(extended["more"], options=True).more
            value = value[: extended.start()]
        except Unreadable:
            pass  # "3+1+1 from 1 July 2024"
    return _counted(value.strip(), more) or _both(value, more)


def _counted(text: str, more: DateSpan) -> ContractDays | None:
    """The days of a length from a day: "3 years from 1 July 2024"."""
    match = _LENGTH_FROM.fullmatch(text) or _FROM_FOR.fullmatch(text)
    if match is None or not is_bare_day(match["day"]):
        return None
    try:
        start, length = read_day(match["day"]), read_length(match["length"])
    except Unreadable:
        return None
    if start.rough or length.fixed == DateSpan():
        return None
    begun = date.fromisoformat(start.text[:10])
    longer = DateSpan(more.months + length.more.months, more.days + length.more.days)
    return ContractDays(begun.isoformat(), ColumnDay(length.fixed.last_day(begun).isoformat()), longer)


def _both(value: str, more: DateSpan) -> ContractDays | None:
    """Both days where they stand one after the other."""
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
            return ContractDays(None if start.rough else start.text[:10], end, more)
    return None
