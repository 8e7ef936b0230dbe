"""Drawings of one line: a number on a scale, one step of a sum, days on an axis."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bidtracker.domain.spans import Span, SpanLine, bar, joined
from bidtracker.domain.text import cells, safe
from bidtracker.locale import shown
from bidtracker.pages.axis import Axis, WindowDays, step, window
from bidtracker.pages.layout import ends, padded, width_of, wrapped
from bidtracker.pages.page import Gauge, Phrase, Phrases, Track, WaterfallStep

NUMBER = 6  # cells of a step's number
LEAST_CHART = 64  # the width from which the steps are drawn beside their numbers
CHART = 16
NAMES = 14  # cells before a track
LONGEST = 100  # cells that a drawing takes at most, where a line has no end


def gauge_lines(gauge: Gauge, width: int) -> list[SpanLine]:
    """The number, and its bar on the rest of the line."""
    size = max(8, min(width, LONGEST) - cells(gauge.text) - 2)
    drawn = bar(gauge.value / gauge.most, size).replace(" ", "·")
    return [((safe(gauge.text), "title"), ("  ", ""), (drawn, "accent"))]


def step_lines(drawn: WaterfallStep, width: int) -> list[SpanLine]:
    """The number, its words, and the step on its axis where there is room for one; what explains the words beside
    them, or on lines of its own."""
    width = min(width, LONGEST)
    left = width - CHART - 1 if width >= LEAST_CHART else width
    label, *detail = _spans(drawn.words)
    lead: SpanLine = ((padded(drawn.number, NUMBER, True), drawn.tone), ("  ", ""), label)
    whole: SpanLine = (*lead, ("  ", ""), *detail) if detail else lead
    indent = NUMBER + 2
    beside = width_of(whole) <= left
    first, *more = wrapped(whole if beside else lead, left, indent)
    if not beside and detail:
        more += wrapped(((" " * indent, ""), *detail), left, indent)
    if width >= LEAST_CHART and drawn.most:
        first = ends(first, ((step(drawn.before, drawn.after, drawn.most, CHART), drawn.tone),), width)
    return [first, *more]


def track_lines(track: Track, width: int) -> list[SpanLine]:
    """A name, and its days on the rest of the line; nothing where no room is left for them."""
    width = min(width, LONGEST)
    name = safe(shown(track.name))
    names = min(NAMES, width // 3)
    if width - names < 4:
        return []
    axis = Axis(track.first, track.last, width - names)
    head: Span = (padded(name, names - 1) + " ", "muted")
    if track.closes is not None or track.act_by is not None:
        return [(head, *window(axis, WindowDays(track.since, track.opens, track.act_by, track.closes), track.today))]
    return [(head, *(_marks(axis, track.marks, track.today) if track.marks else _years(axis)))]


def _years(axis: Axis) -> SpanLine:
    """The years, each where it begins; fewer where they would touch."""
    text = [" "] * axis.width
    free = 0
    for year in range(axis.first.year, axis.last.year + 1):
        at = max(0, axis.at(date(year, 1, 1)))
        if at >= free and at + 4 <= axis.width:
            text[at : at + 4] = str(year)
            free = at + 5
    return (("".join(text), "muted"),)


def _marks(axis: Axis, marks: Iterable[tuple[date, Phrase]], today: date) -> SpanLine:
    """Signs where they belong; of several in one cell the last is seen."""
    spans: list[Span] = [("·", "muted")] * axis.width
    if 0 <= axis.at(today) < axis.width:
        spans[axis.at(today)] = ("┃", "accent")
    for on, (sign, tone) in sorted(marks, key=lambda mark: mark[0]):
        if 0 <= axis.at(on) < axis.width:
            spans[axis.at(on)] = (safe(shown(sign)), tone)
    return joined(spans)


def _spans(words: Phrases) -> list[Span]:
    return [(safe(shown(part)), tone) for part, tone in words]
