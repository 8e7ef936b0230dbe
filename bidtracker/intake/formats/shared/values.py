"""Values that several publishers write alike: counts, moments of days, lists in lists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bidtracker.domain.dates import DateSpan
from bidtracker.domain.errors import Unreadable
from bidtracker.intake.open.lenient_json import Object, text


def count(value: Any) -> int | None:
    """A whole number above 0, None where it is none."""
    digits = text(value).removesuffix(".0")
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


def start_of(day: date | None) -> datetime | None:
    """The beginning of a day, by which statements are ordered."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def after(start: date | None, months: int | None = None, days: int | None = None) -> date | None:
    """The last day of what begins on `start` and runs so long; None where one of them is not known."""
    if start is None or not (months or days):
        return None
    try:
        return DateSpan(months=months or 0, days=days or 0).last_day(start)
    except Unreadable:
        return None


def inner_records(value: Any) -> list[Object]:
    """The records of a list, however it is wrapped: [{…}], {"marche": [{…}]}, [{"titulaire": {…}}]."""
    if isinstance(value, list):
        return [record for item in value for record in inner_records(item)]
    if not isinstance(value, dict):
        return []
    if value and all(isinstance(held, (dict, list)) for held in value.values()):
        return [record for held in value.values() for record in inner_records(held)]
    return [value] if value else []
