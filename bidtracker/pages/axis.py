"""Little drawings on one line: bars, the steps of a waterfall, days on an axis.

Pure functions of values and widths in cells.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.spans import Span, SpanLine, Tone, joined


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


class Axis(msgspec.Struct, frozen=True):
    """A stretch of days drawn on `width` cells."""

    first: date
    last: date
    width: int

    def at(self, day: date) -> int:
        """The cell of a day; days outside fall below 0 or beyond the width."""
        return int((day - self.first).days * self.width / max(1, (self.last - self.first).days))


def window(
    axis: Axis,
    opens: date | None,
    act_by: date | None,
    closes: date | None,
    today: date,
    since: date | None = None,
) -> SpanLine:
    """A contract's window on an axis: "─" until it opens, "━" while it is time to act, "╌" late, "┤" the end;
    "┃" is today. `since` is where the contract begins, else it is drawn from the left edge."""
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

    draw(since, opens or closes, "─", "muted")
    draw(opens, act_by, "━", "good")
    draw(act_by or opens, closes, "╌", "warn")
    put(closes, "┤", "muted")
    put(today, "┃", "accent")
    if closes is not None and axis.at(closes) >= axis.width:
        marks[-1] = ("›", marks[-1][1])
    return joined(marks)
