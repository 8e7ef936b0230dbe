"""Plots as lines of block characters: bars, columns in time, forecasts against what came, sums, days.

Pure functions of a plot and a width in cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.spans import Span, SpanLine, bar, joined
from bidtracker.domain.text import cells, cut, safe
from bidtracker.locale import shown, tr
from bidtracker.pages.draw.strips import gauge_lines, step_lines, track_lines
from bidtracker.pages.layout import NARROWEST, padded, wrapped
from bidtracker.pages.page import Bars, Cell, Gauge, Plot, PlotBar, Points, Series, Track, WaterfallStep
from bidtracker.pages.words import per_cent

COLUMN = " ▁▂▃▄▅▆▇█"
HIGH = 6  # lines of a series
WIDEST_COLUMN = 4
LONGEST_BAR = 72
SQUARE = 44  # the widest that a plot of points is drawn; a cell is twice as high as wide
SOLID, OPEN = "█", "▒"


def plot_lines(plot: Plot, width: int) -> list[SpanLine]:
    """A plot under its title."""
    match plot:
        case Bars():
            return [*_title(plot.title, width), *_bars(plot, width)]
        case Series():
            return [*_title(plot.title, width), *_series(plot, width)]
        case Points():
            return [*_title(plot.title, width), *_points(plot, width)]
        case Gauge():
            return gauge_lines(plot, width)
        case WaterfallStep():
            return step_lines(plot, width)
        case Track():
            return track_lines(plot, width)


def _title(title: Cell, width: int) -> list[SpanLine]:
    return wrapped(((safe(tr(title or "")), "title"),), width)


def _cell(cell: Cell) -> str:
    return "" if cell is None else safe(shown(cell))


def _bars(plot: Bars, width: int) -> list[SpanLine]:
    labels, texts = [_cell(plotted.label) for plotted in plot.bars], [_cell(plotted.text) for plotted in plot.bars]
    left = min(max(map(cells, labels), default=0), max(NARROWEST, width * 2 // 5))
    beside = min(max(map(cells, texts), default=0), max(1, width - left - 3))
    room = max(1, min(LONGEST_BAR, width - left - beside - 2))
    most = plot.most or max((plotted.value for plotted in plot.bars), default=0)
    return [
        ((f"{padded(label, left)} ", ""), *_bar(plotted, most, room), (f" {padded(text, beside, True)}", "muted"))
        for plotted, label, text in zip(plot.bars, labels, texts, strict=True)
    ]


def _bar(plotted: PlotBar, most: float, width: int) -> SpanLine:
    """One bar, its confirmed part solid, and its mark."""
    share = plotted.value / most if most else 0.0
    if plotted.sure is None:
        drawn = bar(share, width)
    else:
        whole, sure = (
            min(width, round(value / most * width)) if most else 0 for value in (plotted.value, plotted.sure)
        )
        drawn = (SOLID * sure + OPEN * (whole - sure) or bar(share, width)).ljust(width)
    if plotted.mark is None or not most:
        return ((drawn, "accent"),)
    at = min(width - 1, max(0, round(plotted.mark / most * width)))
    return (drawn[:at], "accent"), ("┃", "warn"), (drawn[at + 1 :], "accent")


def _series(plot: Series, width: int) -> list[SpanLine]:
    axis = max(cells(plot.top), 1)
    room = max(1, width - axis - 2)
    kept = slice(-room, None) if plot.newest else slice(room)
    labels, values = plot.labels[kept], plot.values[kept]
    wide = max(1, min(WIDEST_COLUMN, room // max(1, len(values))))
    lines: list[SpanLine] = []
    for row in range(HIGH - 1, -1, -1):
        sign = {HIGH - 1: plot.top, 0: "0"}.get(row, "")
        across = plot.level is not None and plot.most > 0 and _at_row(plot.level / plot.most) == row
        parts: list[Span] = [(f"{padded(sign, axis, True)} │", "muted")]
        for value in values:
            parts.append(_stretch(value, plot.most, row, wide, across=across))
        lines.append(tuple(parts))
    lines.append((((" " * axis) + " └" + "─" * (wide * len(values)), "muted"),))
    lines.append(((" " * (axis + 2) + _ticks(labels, wide, room), "muted"),))
    return lines


def _at_row(share: float) -> int:
    return min(HIGH - 1, int(share * HIGH))


def _stretch(value: float | None, most: float, row: int, wide: int, *, across: bool) -> Span:
    """What one column has in one row, with a gap to its neighbour where it is wide enough."""
    gap = " " if wide > 1 else ""
    body = wide - len(gap)
    if value is None:
        return ("·" if not row else " ") * body + gap, "muted"
    eighths = round((value / most if most else 0) * HIGH * 8) or (value > 0)
    filled = min(8, max(0, eighths - row * 8))
    if not filled and across:
        return "╌" * wide, "warn"
    if not filled and not row and value == 0:
        return "_" * body + gap, "muted"
    return COLUMN[filled] * body + gap, "accent"


def _ticks(labels: Sequence[str], wide: int, room: int) -> str:
    """The labels under the columns, as many as do not touch."""
    line = ""
    for at, text in enumerate(labels):
        start = at * wide
        if (not line or start > cells(line)) and start + cells(text) <= room:
            line = line.ljust(start) + text
    return line


def _points(plot: Points, width: int) -> list[SpanLine]:
    """A square from 0 to 100 % both ways: the diagonal, and each point with its interval."""
    wide = max(8, min(SQUARE, width - 7))
    high = max(4, wide // 4)
    grid: list[list[Span]] = [[(" ", "")] * wide for _ in range(high)]

    def x(share: float) -> int:
        return min(wide - 1, int(share * wide))

    def y(share: float) -> int:
        return high - 1 - min(high - 1, int(share * high))

    for column in range(wide):
        grid[y((column + 0.5) / wide)][column] = ("·", "muted")
    for point in plot.points:
        for row in range(y(point.high), y(point.low) + 1):
            grid[row][x(point.x)] = ("│", "accent")
    for point in plot.points:
        grid[y(point.y)][x(point.x)] = ("●", "strong")
    signs = {0: per_cent("100"), high // 2: per_cent("50"), high - 1: per_cent("0")}
    lines: list[SpanLine] = [
        ((f"{signs.get(row, ''):>5} │", "muted"), *joined(spans)) for row, spans in enumerate(grid)
    ]
    across = _cell(plot.across)
    least, most = per_cent("0"), per_cent("100")
    ends = least + _middle(across, wide - len(least) - len(most)) + most
    return [*lines, (("      └" + "─" * wide, "muted"),), (("       " + ends, "muted"),)]


def _middle(text: str, width: int) -> str:
    text = cut(text, max(0, width))
    left = (width - cells(text)) // 2
    return " " * left + text + " " * (width - left - cells(text))
