"""Little drawings on one line: bars, the steps of a waterfall, days on an axis.

Pure functions of values and widths in cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.spans import Span, SpanLine, Tone, joined

SPARKS = "▁▂▃▄▅▆▇█"


def rule(share: float, width: int) -> str:
    """A thin bar that fills `share` (0..1) of `width` cells, exact to half a cell: calm where there is one a line."""
    halves = round(min(max(share, 0.0), 1.0) * width * 2)
    return ("━" * (halves // 2) + "╸" * (halves % 2)).ljust(width)


def step(before: float, after: float, most: float, width: int) -> str:
    """One step of a waterfall: the stretch from `before` to `after` on an axis 0..`most` of `width` cells.

    "█" is up and "▒" down; a step of less than a cell is "▏", so that it is seen and does not look large.
    """
    low, high = sorted((before, after))
    first, last = (min(width, max(0, round(value / most * width))) for value in (low, high))
    if first == last:
        return (" " * min(first, width - 1) + "▏").ljust(width)
    return (" " * first + ("█" if after >= before else "▒") * (last - first)).ljust(width)


def spark(values: Iterable[float], most: float) -> str:
    """One sign a value: how high it stands below `most`, "▁" where it is nothing or less."""
    return "".join(SPARKS[min(len(SPARKS) - 1, max(0, round(value / most * (len(SPARKS) - 1))))] for value in values)


class Axis(msgspec.Struct, frozen=True):
    """A stretch of days drawn on `width` cells."""

    first: date
    last: date
    width: int

    def at(self, day: date) -> int:
        """The cell of a day; days outside fall below 0 or beyond the width."""
        return int((day - self.first).days * self.width / max(1, (self.last - self.first).days))


class WindowDays(msgspec.Struct, frozen=True):
    """The days of a contract's window: where it begins, opens, is to be acted by, and closes."""

    since: date | None
    opens: date | None
    act_by: date | None
    closes: date | None


def window(axis: Axis, days: WindowDays, today: date, events: Iterable[tuple[date, Span]] = ()) -> SpanLine:
    """A contract's window on an axis: "─" until it opens, "━" while it is time to act, "╌" late, "┤" the end;
    "┃" is today. Where it is not known when it begins, it is drawn from the left edge.
    `events` are signs on their days, those of today's cell beside it; of several in one cell the last is seen."""
    opens, act_by, closes = days.opens, days.act_by, days.closes
    marks: list[Span] = [(" ", "")] * axis.width

    def draw(start: date | None, end: date | None, sign: str, tone: Tone) -> None:
        if end is None:
            return
        first = axis.at(start) if start else 0
        for x in range(max(0, first), min(axis.width, max(axis.at(end), first + 1))):
            marks[x] = (sign, tone)

    def put(day: date | None, sign: str, tone: Tone) -> None:
        if day is not None and 0 <= axis.at(day) < axis.width:
            marks[axis.at(day)] = (sign, tone)

    draw(days.since, opens or closes, "─", "muted")
    draw(opens, act_by, "━", "good")
    draw(act_by or opens, closes, "╌", "warn")
    put(closes, "┤", "muted")
    now = axis.at(today)
    for on, (sign, tone) in events:
        at = axis.at(on)
        beside = (1 if on >= today else -1) if at == now else 0
        if 0 <= at + beside < axis.width:
            marks[at + beside] = (sign, tone)
    put(today, "┃", "accent")
    if closes is not None and axis.at(closes) >= axis.width:
        marks[-1] = ("›", marks[-1][1])
    return joined(marks)


def ticks(axis: Axis) -> str:
    """What stands over an axis: the years where it is long, quarters or halves where it is not, months where it is
    short; only as many as do not touch, at even distances."""
    days = (axis.last - axis.first).days
    finest = 1 if days < 220 else 3 if days < 900 else 12
    lines = (_ticks(axis, step) for step in (1, 3, 6, 12, 24, 60) if step >= finest)
    return next((line for line in lines if line is not None), " " * axis.width)


def _ticks(axis: Axis, step: int) -> str | None:
    """A tick every so many months; None where two would touch."""
    text = [" "] * axis.width
    free, months = 0, axis.first.year * 12 // step * step
    while (begins := date(months // 12, months % 12 + 1, 1)) <= axis.last:
        at, month = axis.at(begins), begins.month
        word = str(begins.year) if month == 1 else f"{month:02}" if step == 1 else f"Q{(month + 2) // 3}"
        if begins >= axis.first and at + len(word) <= axis.width:
            if at < free:
                return None
            text[at : at + len(word)] = word
            free = at + len(word) + 1
        months += step
    return "".join(text)
