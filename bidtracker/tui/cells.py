"""What a line on the screen is made of: spans of safe text, each with a tone; columns, bars and little axes.

Pure functions of values and widths. A tone is a word ("bad"), never a colour: the stylesheet says what it looks
like, and whoever draws a line gives the styles. No markup is ever read, so no text can give orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bidtracker.domain.spans import Line, Span, Tone, joined
from bidtracker.domain.text import ELLIPSIS, cells, cut, safe

TONES: tuple[Tone, ...] = ("strong", "muted", "title", "accent", "good", "warn", "bad", "key")
TONE_CLASSES = {f"tone--{tone}" for tone in TONES}

LEFT, RIGHT = "left", "right"
CLOSING = "、。，．：；！？）］｝」』】〕〉》〗’”…％"
OPENING = "（［｛「『【〔〈《〖‘“"


# ---------------------------------------------------------------- text


def span(text: object, tone: Tone = "") -> Span:
    """Text from anywhere, made safe, with its tone."""
    return safe(str(text)), tone


def width_of(line: Iterable[Span]) -> int:
    """The cells that a line takes."""
    return sum(cells(text) for text, _ in line)


def fitted(text: str, width: int, align: str = LEFT) -> str:
    """Safe text in exactly `width` cells, cut with "…" or filled with spaces."""
    text = cut(text, width)
    gap = " " * (width - cells(text))
    return gap + text if align == RIGHT else text + gap


def head(text: str, width: int) -> str:
    """The beginning of safe text that takes at most `width` cells, with nothing to say that it goes on."""
    return text if cells(text) <= width else cut(text + " ", width + 1).removesuffix(ELLIPSIS)


def clipped(line: Iterable[Span], width: int) -> Line:
    """A line in at most `width` cells; what does not fit ends in "…"."""
    whole = tuple(line)
    if width_of(whole) <= width:
        return whole
    done: list[Span] = []
    room = width - 1
    for text, tone in whole:
        if cells(text) > room:
            return (*done, (head(text, room) + ELLIPSIS, tone)) if width > 0 else ()
        done.append((text, tone))
        room -= cells(text)
    return tuple(done)


def wrapped(line: Line, width: int, indent: int = 0) -> list[Line]:
    """A line broken at spaces (or anywhere, where there are none) into lines of at most `width` cells.

    `indent` is how far the lines after the first are set in.
    """
    rows: list[list[Span]] = [[]]
    width = max(width, 4)
    used, indent = 0, min(indent, width - 4)
    for text, tone in line:
        for word in _words(text):
            size = cells(word)
            if used + cells(word.rstrip()) > width and used > indent:
                rows.append([(" " * indent, "")] if indent else [])
                used, word = indent, word.lstrip()
                size = cells(word)
            while used + cells(word.rstrip()) > width:
                part = head(word, width - used)
                rows[-1].append((part, tone))
                rows.append([(" " * indent, "")] if indent else [])
                used, word = indent, word[len(part) :]
                size = cells(word)
            if word:
                rows[-1].append((word, tone))
                used += size
    return [_trimmed(row) for row in rows]


def _trimmed(row: list[Span]) -> Line:
    """A row without the spaces after its last word."""
    while row and not row[-1][0].strip():
        row.pop()
    return joined((*row[:-1], (row[-1][0].rstrip(), row[-1][1]))) if row else ()


def _words(text: str) -> Iterable[str]:
    """The words of a text, each with the spaces after it; a Chinese character is a word, with the punctuation that
    belongs to it: none that closes begins a line, none that opens ends one."""
    word = ""
    for char in text:
        if word and (word[-1] == " " != char or not (_joins(char) or char in CLOSING or word[-1] in OPENING)):
            yield word
            word = ""
        word += char
    if word:
        yield word


def _joins(char: str) -> bool:
    """Whether a character goes on with the word before it."""
    return char.isascii() or (char.isalnum() and cells(char) < 2)


def ends(left: Line, right: Line, width: int) -> Line:
    """`left` and `right` at the two ends of a line of `width` cells; the left one gives way."""
    right = clipped(right, width)
    left = clipped(left, max(0, width - width_of(right) - 1))
    return (*left, (" " * (width - width_of(left) - width_of(right)), ""), *right)


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

    `show` gives a span of safe text, or a whole line for a drawn cell; `text` is what is copied and filtered by.
    `grow` is its share of the width left over; columns of high `priority` numbers drop out first.
    """

    name: str
    label: str
    width: int
    show: Callable[[Any], Span | Line]
    text: Callable[[Any], str]
    sort: Callable[[Any], Any]
    align: str = LEFT
    priority: int = 5
    grow: int = 0
    most: int = 200
    filter: str = ""


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
    """The columns that find room in `width` cells, in their order; the first always stays."""
    kept: list[TableColumn] = []
    used = 0
    for column in sorted(columns, key=lambda c: c.priority):
        with_it = [column for column in columns if column in kept or column is column]
        needed = sum(column.width for column in with_it) + sum(between(with_it, gap))
        if needed > width and kept:
            break
        kept, used = with_it, needed
    widths = {column.name: min(column.width, width) for column in kept}
    spare = width - used
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


# ---------------------------------------------------------------- drawings


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
) -> Line:
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
