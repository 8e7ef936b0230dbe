"""From when until when a contract runs, where a register has both in one cell: "01.04.2025 - 31.03.2028"."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from bidtracker.domain.dates import DateSpan
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import safe
from bidtracker.intake.formats.shared.number_dates import ORDERS
from bidtracker.intake.mapping.dates import ColumnDay, is_bare_day, is_yearless, orders_of, read_day
from bidtracker.intake.mapping.lengths.length import read_length

_BETWEEN = re.compile(
    r"\s*(?:[-–—~～〜→]|(?<=\d{4}-\d\d-\d\d)/|至|到|から|\b(?:to|until|till|through|thru|bis|au|à|hasta|al|a|até|ao|tot|t/m|do|až|по|до)\b)\s*"
    r"(?:zum\b|einschl\.?|el\b)?\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:from|von|vom|ab|du|de|desde|del|dal|da|van|od|с|з|від)\b\s*(?:el\b)?|^[自由]", re.IGNORECASE)
_SHORT = re.compile(r"(0?[1-9]|1[0-2])\s?[/.]\s?'?(1[3-9]|[2-9]\d)")  # 04/25: such a year is no month
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
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
        sides = [text[: between.start()].strip(), text[between.end() :].strip()]
        if all(map(_SHORT.fullmatch, sides)):
            sides = [_SHORT.sub(r"\1/20\2", side) for side in sides]
        try:
            start, end = _days_of(*sides)
        except Unreadable:
            continue
        if start.text[:10] < end.text[:10]:
            return ContractDays(None if start.rough else start.text[:10], end, more)
    return None


def _days_of(first: str, last: str) -> tuple[ColumnDay, ColumnDay]:
    """Both days; one without a year is within that year of the other which puts them in their order. Raises
    Unreadable."""
    orders = [each for side in (first, last) if (each := orders_of(side))]
    possible = frozenset(ORDERS).intersection(*orders)  # 01/04/2025 is of April beside 31/03/2028
    order = max(possible) if orders and len(possible) == 1 else ""
    years = [_YEAR.findall(side) for side in (first, last)]
    if sorted(map(len, years)) != [0, 1]:
        return read_day(first, order), read_day(last, order)
    year = int(*years[0], *years[1])
    if years[1]:
        end = read_day(last, order)
        start = _of_year(first, order, year)
        return (start if start.text[:10] < end.text[:10] else _of_year(first, order, year - 1)), end
    start, end = read_day(first, order), _of_year(last, order, year)
    return start, end if start.text[:10] < end.text[:10] else _of_year(last, order, year + 1)


def _of_year(text: str, order: str, year: int) -> ColumnDay:
    """A day, or a month, of a year that stands elsewhere. Raises Unreadable."""
    if is_yearless(text):
        return read_day(text, f"{order}{year}")
    if not (is_bare_day(text) and re.search(r"[^\W\d_]", text)):
        raise Unreadable("{text} is not a date; lists write it like 2026-12-01", text=repr(safe(text, 40)))
    return read_day(f"{year}年{text}" if "月" in text else f"{text} {year}")
