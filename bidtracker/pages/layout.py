"""Text and spans in lines and columns of so many cells, for the command line, pages and the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bidtracker.domain.spans import Span, SpanLine, Tone, joined
from bidtracker.domain.text import ELLIPSIS, cells, cut, safe

NARROWEST = 8  # cells that a column keeps while others can still give way
CLOSING = "、。，．：；！？）］｝」』】〕〉》〗’”…％"
OPENING = "（［｛「『【〔〈《〖‘“"


def broken(text: str, width: int) -> list[str]:
    """Safe text in lines of at most `width` cells, broken after a space, or anywhere where there is none."""
    lines = []
    while cells(text) > width > 1:
        head = cut(f"{text}  ", width + 1).removesuffix(ELLIPSIS)
        space = head.rfind(" ")
        head = head[:space] if space > 0 else head
        lines.append(head)
        text = text[len(head) :].lstrip(" ")
    return [*lines, text]


def padded(text: str, width: int, to_the_right: bool = False) -> str:
    """Safe text in exactly `width` cells, cut where it is longer."""
    text = cut(text, width)
    space = " " * (width - cells(text))
    return space + text if to_the_right else text + space


def fitted(widths: Sequence[int], room: int) -> list[int]:
    """Widths that add up to at most `room`: the widest give way first, none below NARROWEST while others can."""
    widths = list(widths)
    for least in (NARROWEST, 1):
        while sum(widths) > room and max(widths) > least:
            widest = max(widths)
            next_widest = max((width for width in widths if width < widest), default=least)
            many = widths.count(widest)
            less = min(max(next_widest, least), widest - 1)
            less = max(less, widest - -(-(sum(widths) - room) // many))
            widths = [less if width == widest else width for width in widths]
    return widths


# ---------------------------------------------------------------- lines of spans


def span(text: object, tone: Tone = "") -> Span:
    """Text from anywhere, made safe, with its tone."""
    return safe(str(text)), tone


def width_of(line: Iterable[Span]) -> int:
    """The cells that a line takes."""
    return sum(cells(text) for text, _ in line)


def head(text: str, width: int) -> str:
    """The beginning of safe text that takes at most `width` cells, with nothing to say that it goes on."""
    return text if cells(text) <= width else cut(text + " ", width + 1).removesuffix(ELLIPSIS)


def clipped(line: Iterable[Span], width: int) -> SpanLine:
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


def wrapped(line: SpanLine, width: int, indent: int = 0) -> list[SpanLine]:
    """A line broken at spaces (or anywhere, where there are none) into lines of at most `width` cells.

    `indent` is how far the lines after the first are set in.
    """
    rows: list[list[Span]] = [[]]
    width = max(width, 4)
    used, indent = 0, min(indent, width - 4)
    for unit in _units(line):
        if used + width_of(unit) - _spaces_after(unit) > width and used > indent:
            rows.append([(" " * indent, "")] if indent else [])
            used, unit = indent, [(unit[0][0].lstrip(), unit[0][1]), *unit[1:]]
        for word, tone in unit:
            while used + cells(word.rstrip()) > width:
                part = head(word, width - used)
                rows[-1].append((part, tone))
                rows.append([(" " * indent, "")] if indent else [])
                used, word = indent, word[len(part) :]
            if word:
                rows[-1].append((word, tone))
                used += cells(word)
    return [_trimmed(row) for row in rows]


def _units(line: SpanLine) -> list[list[Span]]:
    """The words of a line, each with what goes on with it or may not begin a line, in whichever span that stands."""
    units: list[list[Span]] = []
    for text, tone in line:
        for word in _words(text):
            before = units[-1][-1][0][-1] if units else " "
            goes_on = before != " " and (word[0] in CLOSING or (_joins(before) and _joins(word[0])))
            if units and (goes_on or word[0] == "%"):  # "45.8 %" is one number
                units[-1].append((word, tone))
            else:
                units.append([(word, tone)])
    return units


def _spaces_after(unit: Sequence[Span]) -> int:
    text = unit[-1][0]
    return len(text) - len(text.rstrip())


def _trimmed(row: list[Span]) -> SpanLine:
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


def ends(left: SpanLine, right: SpanLine, width: int) -> SpanLine:
    """`left` and `right` at the two ends of a line of `width` cells; the left one gives way."""
    right = clipped(right, width)
    left = clipped(left, max(0, width - width_of(right) - 1))
    return (*left, (" " * (width - width_of(left) - width_of(right)), ""), *right)
