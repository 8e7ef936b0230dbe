"""What a page about one insight is made of: the one thing to learn, plots, tables and notes. Data only."""

from __future__ import annotations

import msgspec

from bidtracker.domain.message import Message

Cell = Message | str | None


class PlotBar(msgspec.Struct, frozen=True, kw_only=True):
    """One horizontal bar: `value` on the plot's scale, `sure` the part of it that somebody else confirms, `mark` a
    place on the same scale, `text` what stands behind it."""

    label: Message | str
    value: float
    text: Message | str = ""
    sure: float | None = None
    mark: float | None = None


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Bars one below the other; `most` is the value that fills the width, the largest where it is None."""

    title: Message | str
    bars: tuple[PlotBar, ...]
    most: float | None = None


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast, how often it came true, and the interval of that; all 0..1."""

    x: float
    y: float
    low: float
    high: float


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """Forecasts against what came, with the diagonal on which a good forecaster's points lie."""

    title: Message | str
    across: Message | str
    points: tuple[Point, ...]


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Columns side by side in time; a value of None is hidden, its n being too small. `top` is said at `most`; `level`
    is drawn across."""

    title: Message | str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    most: float
    top: str
    level: float | None = None
    newest: bool = False  # which end is kept where there is no room for all


Plot = Bars | Points | Series


class PageColumn(msgspec.Struct, frozen=True):
    """A column's heading, and whether its cells stand to the right."""

    label: str
    right: bool = False


class PageRow(msgspec.Struct, frozen=True):
    """The cells of one line, and the id of the record that it is about, if it is about one."""

    cells: tuple[Cell, ...]
    target: str = ""


class PageTable(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under columns; the widest gives way where there is no room."""

    title: Message | str = ""
    columns: tuple[PageColumn, ...]
    rows: tuple[PageRow, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One insight. `key` is what it is asked for by, `part` the field of Insights that it shows, `enough` whether
    there is so much that the headline means something."""

    key: str
    part: str
    title: str
    headline: Message
    enough: bool = True
    plots: tuple[Plot, ...] = ()
    tables: tuple[PageTable, ...] = ()
    notes: tuple[Message, ...] = ()
