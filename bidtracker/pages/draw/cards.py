"""People as cards in bands, with lines from card to card: who reports to whom, and who introduced whom.

Pure functions of a map and a width in cells. Where a card is drawn is said too, so that a cursor can stand on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from bidtracker.domain.spans import SpanLine, joined
from bidtracker.domain.text import safe
from bidtracker.locale import shown
from bidtracker.pages.layout import clipped, width_of
from bidtracker.pages.page import Band, CardMap, PersonCard, Phrases

NARROWEST, WIDEST = 22, 34  # cells of a card
GAP = 1
INSIDE = 4  # cells of the frame and the space within
FULL, DASHED, EMPTY = ("╭", "─", "╮", "│", "╰", "╯"), ("┌", "╌", "┐", "╎", "└", "┘"), ("·", "·", "·", "·", "·", "·")
REPORTS, INTRODUCED = ("│", "─", "muted"), ("╎", "╌", "accent")  # down, across, tone


class Spot(msgspec.Struct, frozen=True):
    """Where a card is drawn: its first line, its first cell, its size, and what it leads to."""

    line: int
    left: int
    width: int
    height: int
    target: str


class Drawing(msgspec.Struct, frozen=True):
    """The lines of a map, and where its cards are."""

    lines: list[SpanLine]
    spots: tuple[Spot, ...]


def draw_map(cards: CardMap, width: int) -> Drawing:
    """A whole map. A band whose cards find no room beside each other goes on in another row."""
    beside = max(1, min((width + GAP) // (NARROWEST + GAP), max((len(band.cards) for band in cards.bands), default=1)))
    wide = min(WIDEST, (width - GAP * (beside - 1)) // beside)
    lines: list[SpanLine] = []
    spots: list[Spot] = []
    last: tuple[PersonCard, ...] = ()  # the row of cards above
    for band in cards.bands:
        for first in range(0, max(1, len(band.cards)), beside):
            row = band.cards[first : first + beside]
            links = _links(last, row, wide)
            lines += links
            if not first:
                lines.append(_heading(band, width))
            spots += [
                Spot(len(lines), place * (wide + GAP), wide, _height(row), card.target)
                for place, card in enumerate(row)
                if card.target
            ]
            lines += _row(row, band, wide)
            last = row or last
    return Drawing(lines, tuple(spots))


def _heading(band: Band, width: int) -> SpanLine:
    """The name of a band over its whole width."""
    name = f"━━ {safe(shown(band.heading))} "
    return ((name + "━" * max(0, width - width_of(((name, ""),))), band.tone),)


def _height(row: Sequence[PersonCard]) -> int:
    return max((len(card.lines) for card in row), default=0) + 2


def _row(row: Sequence[PersonCard], band: Band, wide: int) -> list[SpanLine]:
    """Cards beside each other, all as tall as the tallest."""
    if not row:
        return []
    high = _height(row)
    drawn = [_card(card, band.tone, wide, high) for card in row]
    return [
        joined(part for place, card in enumerate(drawn) for part in ((((" " * GAP), ""),) if place else ()) + card[n])
        for n in range(high)
    ]


def _card(card: PersonCard, tone: str, wide: int, high: int) -> list[SpanLine]:
    """One card. Where nobody stands its frame is dots, where the news is old it is dashed."""
    first, across, second, side, third, fourth = EMPTY if card.empty else DASHED if card.dashed else FULL
    tone = "muted" if card.empty else tone
    body = [_spans(line) for line in card.lines] + [()] * (high - 2 - len(card.lines))
    lines: list[SpanLine] = [((first + across * (wide - 2) + second, tone),)]
    for line in body:
        text = clipped(line, wide - INSIDE)
        space = " " * (wide - INSIDE - width_of(text))
        lines.append((((side + " "), tone), *text, (space + " " + side, tone)))
    return [*lines, ((third + across * (wide - 2) + fourth, tone),)]


def _spans(words: Phrases) -> SpanLine:
    return tuple((safe(shown(part)), tone) for part, tone in words)


# ---------------------------------------------------------------- lines between two rows


def _links(above: Sequence[PersonCard], below: Sequence[PersonCard], wide: int) -> list[SpanLine]:
    """The lines from a row of cards to the next: a line for each card above that others hang on. Reporting lines are
    drawn through, introductions dashed."""
    links: list[SpanLine] = []
    for style, of in ((REPORTS, "above"), (INTRODUCED, "through")):
        for place, card in enumerate(above):
            under = [n for n, other in enumerate(below) if card.target and getattr(other, of) == card.target]
            if under:
                links.append(_link(place, under, wide, style))
    return links


def _link(parent: int, under: Iterable[int], wide: int, style: tuple[str, str, str]) -> SpanLine:
    """From the middle of one card to the middles of those below."""
    down, across, tone = style
    offset = 0 if style is REPORTS else 2  # beside each other where somebody both leads and introduced
    middle = [n * (wide + GAP) + wide // 2 + offset for n in under]
    top = parent * (wide + GAP) + wide // 2 + offset
    first, last = min(*middle, top), max(*middle, top)
    line = [across if first <= x <= last else " " for x in range(last + 1)]
    for x in middle:
        line[x] = "╮" if x == last > first else "╭" if x == first < last else "┬"
    line[top] = "┴" if top not in middle else "┼" if first < top < last else "├" if top == first < last else "┤"
    if first == last:
        line[top] = down
    elif top not in middle:
        line[top] = "╰" if top == first else "╯" if top == last else "┴"
    return (("".join(line), tone),)
