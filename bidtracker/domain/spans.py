"""What a drawn line is made of, wherever it is drawn in cells: spans of safe text with a tone, and bars of blocks."""

from __future__ import annotations

from collections.abc import Iterable

Tone = str  # a word like "bad", never a colour: whoever draws says what it looks like; "" is plain
Span = tuple[str, Tone]
SpanLine = tuple[Span, ...]

EIGHTHS = " ▏▎▍▌▋▊▉█"


def bar(share: float, width: int) -> str:
    """A bar that fills `share` (0..1) of `width` cells, exact to an eighth; whatever is not nothing is seen."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8) or (share > 0)
    full, rest = divmod(eighths, 8)
    return (EIGHTHS[8] * full + EIGHTHS[rest] * (rest > 0)).ljust(width)


def joined(spans: Iterable[Span]) -> SpanLine:
    """Neighbours of one tone drawn together."""
    done: list[Span] = []
    for text, tone in spans:
        if done and done[-1][1] == tone:
            done[-1] = (done[-1][0] + text, tone)
        else:
            done.append((text, tone))
    return tuple(done)
