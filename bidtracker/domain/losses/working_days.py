"""Days on which offices work: all but Saturdays, Sundays and holidays."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

ONE = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether offices work on a day."""
    return day.weekday() < SATURDAY and day not in holidays


def on_working_day(day: date, holidays: Container[date]) -> date:
    """A day, or the first after it on which offices work."""
    while not is_working_day(day, holidays):
        day += ONE
    return day


def working_days_after(day: date, n: int, holidays: Container[date]) -> date:
    """The n-th working day after a day, which does not count itself, whatever day it is."""
    while n > 0:
        day += ONE
        n -= is_working_day(day, holidays)
    return day
