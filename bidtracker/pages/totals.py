"""What the values of a column come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bidtracker.domain.figures import figure
from bidtracker.domain.kinds import MONEY, NUMBER, SHARE, WHOLE
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.money import Money, total
from bidtracker.pages.words import percent

SUMMED = (MONEY, NUMBER, SHARE, WHOLE)


def totalled(label: str, values: Sequence[Any], rows: int, *, share: bool = False) -> Message:
    """Amounts are added up by currency; of shares only the mean means something, numbers have both."""
    if not values:
        return say("{column}: none of {rows} rows has one", column=label, rows=rows)
    if isinstance(values[0], Money):
        sums = total(values)
        largest_first = sorted(sums, key=lambda currency: -sums[currency])
        came_to: Message | str = listed(str(Money(sums[currency], currency)) for currency in largest_first)
    elif share:
        came_to = say("{mean} on average", mean=percent(sum(values) / len(values)))
    else:
        mean = figure(f"{sum(values) / len(values):,.1f}")
        came_to = say("{sum}, {mean} on average", sum=figure(f"{sum(values):,.10g}"), mean=mean)
    return say("{column}, {n} of {rows} rows: {sum}", column=label, n=len(values), rows=rows, sum=came_to)
