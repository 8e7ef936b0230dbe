"""Text in lines and columns of so many cells, for the command line and pages."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.text import ELLIPSIS, cells, cut

NARROWEST = 8  # cells that a column keeps while others can still give way


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
