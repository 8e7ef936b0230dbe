"""What a line of a list on the screen is made of: spans of safe text, each with a tone, in columns.

Pure functions of values and widths. A tone is a word ("bad"), never a colour: the stylesheet says what it looks
like, and whoever draws a line gives the styles. No markup is ever read, so no text can give orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bidtracker.domain.spans import Span, SpanLine, Tone
from bidtracker.domain.text import cells
from bidtracker.domain.vocabulary import Layer
from bidtracker.locale import tr
from bidtracker.pages.layout import clipped, width_of

LAYERS = tuple(str(layer.value) for layer in Layer)  # the bands of the people's cards
TONES: tuple[Tone, ...] = ("strong", "muted", "title", "accent", "good", "warn", "bad", "key", *LAYERS)
TONE_CLASSES = {f"tone--{tone}" for tone in TONES}

LEFT, RIGHT = "left", "right"

ListRow = Any  # what a line of a list is about: a record of its table, or what a view makes of several


def strip_of(line: Iterable[Span], width: int, styles: Mapping[str, Style], base: Style) -> Strip:
    """A line as Textual draws it, `width` cells long."""
    line = clipped(line, width)
    used = width_of(line)
    segments = [Segment(text, base + styles[tone]) for text, tone in line if text]
    if used < width:
        segments.append(Segment(" " * (width - used), base))
    return Strip(segments, max(width, used))


# ---------------------------------------------------------------- columns


class TableColumn(msgspec.Struct, frozen=True):
    """One column of a table: what a record shows there, and by what it is sorted.

    `show` gives a span of safe text, or a whole line for a drawn cell; `text` is what is copied and filtered by: the
    words that are seen. `worded` says that they are other words than the field's own.
    A drawing that depends on its width is `drawn` in so many cells, and `over` is then its header.
    `grow` is its share of the width left over; columns of high `priority` numbers drop out first.
    """

    name: str
    label: str
    width: int
    show: Callable[[Any], Span | SpanLine]
    text: Callable[[Any], str]
    sort: Callable[[Any], Any]
    align: str = LEFT
    priority: int = 5
    grow: int = 0
    most: int = 200
    filter: str = ""
    worded: bool = False
    drawn: Callable[[Any, int], SpanLine] | None = None
    over: Callable[[int], str] | None = None


def words_of(shown: Span | SpanLine) -> str:
    """The words of a cell without the sign before them: "Awarded" of "◆ Awarded"."""
    line = shown if shown and isinstance(shown[0], tuple) else (shown,)
    text = "".join(str(part) for part, _tone in line).strip()
    sign, _space, rest = text.partition(" ")
    return rest.strip() if rest and len(sign) == 1 and not sign.isalnum() else text


def between(columns: Sequence[TableColumn], gap: int) -> list[int]:
    """The cells before each column: none before the first, `gap` before the others, and never less than two where one
    begins on the side on which the one before it ends: "3 17 d" reads as one number."""
    pairs = pairwise(columns)
    met = (max(gap, 2) if left.align == RIGHT and right.align == LEFT else gap for left, right in pairs)
    return [0, *met]


class Placed(NamedTuple):
    """A column where it is drawn: how wide, and the cells before it."""

    column: TableColumn
    width: int
    gap: int


def fit(columns: Sequence[TableColumn], width: int, gap: int) -> list[Placed]:
    """The columns that find room in `width` cells, in their order; the first always stays. What is left over makes
    their headings whole, then those that grow wider."""
    kept: list[TableColumn] = []
    used = 0
    for column in sorted(columns, key=lambda c: c.priority):
        with_it = [other for other in columns if other in kept or other is column]
        needed = sum(other.width for other in with_it) + sum(between(with_it, gap))
        if needed > width and kept:
            break
        kept, used = with_it, needed
    widths = {column.name: min(column.width, width) for column in kept}
    spare = width - used
    for column in kept:
        more = min(max(0, cells(tr(column.label)) - widths[column.name]), max(0, spare))
        widths[column.name] += more
        spare -= more
    while spare > 0:
        growing = [c for c in kept if c.grow and widths[c.name] < c.most]
        shares = sum(c.grow for c in growing)
        if not growing:
            break
        given = 0
        for column in growing:
            more = min(max(1, spare * column.grow // shares), column.most - widths[column.name], spare - given)
            widths[column.name] += more
            given += more
        spare -= given
    gaps = between(kept, gap)
    return [Placed(column, widths[column.name], before) for column, before in zip(kept, gaps, strict=True)]
