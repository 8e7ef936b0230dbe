"""Text in lines and columns of so many cells, and bars of blocks; for the command line, pages and the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bidtracker.domain.text import ELLIPSIS, cells, cut

Span = tuple[str, str]  # safe text, and its tone
Line = tuple[Span, ...]

NARROWEST = 8  # cells that a column keeps while others can still give way
EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(share: float, width: int) -> str:
    """A bar that fills `share` (0..1) of `width` cells, exact to an eighth; whatever is not nothing is seen."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8) or (share > 0)
    full, rest = divmod(eighths, 8)
    return (EIGHTHS[8] * full + EIGHTHS[rest] * (rest > 0)).ljust(width)


def joined(spans: Iterable[Span]) -> Line:
    """Neighbours of one tone drawn together."""
    done: list[Span] = []
    for text, tone in spans:
        if done and done[-1][1] == tone:
            done[-1] = (done[-1][0] + text, tone)
        else:
            done.append((text, tone))
    return tuple(done)


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
