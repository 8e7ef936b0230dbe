"""Calendar months counted from a fixed day, as windows need them: m months before the decision, to the day.

Everything hangs on the decision date, so that the day a window opens is exactly the first with m <= s, month ends
included. `domain.dates` refuses days out of reach; here a contract "without end" (9999-12-31) is simply held within
what a date can be.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date

PLACES = 9  # to which parts of a month are rounded, so that the same part of it is the same number


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last; held within what a date can be."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    last = day.day if day.day <= 28 else min(day.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, last)


def months_until(as_of: date, day: date) -> float:
    """Calendar months from `as_of` to `day`, negative once it is past; a part of a month counts by its days."""
    step = -1 if as_of <= day else 1
    whole = abs((day.year - as_of.year) * 12 + day.month - as_of.month)
    near = add_months(day, step * whole)
    if (near - as_of).days * step > 0:  # one too many
        whole -= 1
        near = add_months(day, step * whole)
    far = add_months(day, step * (whole + 1))
    part = abs((near - as_of).days) / (abs((far - near).days) or 1)
    return -step * round(whole + part, PLACES)


def shift(day: date, days: int) -> date:
    """`day` plus some days, held within what a date can be."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def before(day: date, months: float, rounding: Callable[[float], int]) -> date:
    """The day so many months before another, a part of a month rounded to days by `rounding`."""
    near, far = add_months(day, -int(months)), add_months(day, -int(months) - 1)
    return shift(near, -rounding(round((months - int(months)) * (near - far).days, PLACES - 2)))
