"""Dates of numbers only, in the order that a list is known to write them: 31/12/2026, 12/31/2026, 31.12.26."""

from __future__ import annotations

import re
from datetime import date

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import safe

ORDERS = ("dmy", "mdy", "ymd")
NUMBERS = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?=\D|$)", re.ASCII)


def in_order(text: str, order: str) -> str:
    """The day of such a date as ISO 8601 (a time after it is left away); any other text unchanged.

    Two digits are a year of 1970 to 2069. Raises Unreadable where there is no such day.
    """
    match = NUMBERS.match(text.strip())
    if match is None:
        return text
    parts = (match[1], match[3], match[4])
    if len(parts[0]) == 4:  # a year in front is never in doubt
        order = "ymd"
    numbers = {letter: int(part) for letter, part in zip(order, parts, strict=True)}
    if len(parts[order.index("y")]) < 3:
        numbers["y"] += 1900 if numbers["y"] >= 70 else 2000
    try:
        return date(numbers["y"], numbers["m"], numbers["d"]).isoformat()
    except ValueError:
        raise Unreadable("{text} is not a day, written as {order}", text=repr(safe(text, 40)), order=order) from None
