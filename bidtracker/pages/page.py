"""What a page is made of: sections of remarks, pairs, tables and plots. Data only, in nobody's language yet.

A page says each thing once; `pages.draw` puts it into lines for a terminal or the screen, or into Markdown.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message
from bidtracker.domain.spans import Tone

FOLD = "fold"  # where a line leads to that folds what follows

Words = Message | str  # a Message is ours and is translated; a text is a record's, and stands as it is
Phrase = tuple[Words, Tone]
Phrases = tuple[Phrase, ...]
Cell = Message | str | None


def phrases(*parts: Words | Phrase | None, tone: Tone = "") -> Phrases:
    """Words and phrases one after the other, those without a tone in `tone`; nothing of those that are empty."""
    spoken = (part if isinstance(part, tuple) else (part, tone) for part in parts if part)
    return tuple(phrase for phrase in spoken if phrase[0])


def spaced(parts: Phrases) -> Phrases:
    """Phrases that are things of their own, two cells between them."""
    return tuple(phrase for part in parts for phrase in (("  ", ""), part))[1:]


# ---------------------------------------------------------------- lines


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a page says.

    `signs` stand before it where it is drawn in cells, and say nothing that the words do not say. `words` follow one
    another as they are; `right` are its circumstances (source, day, amount), each a thing of its own, at the line's
    end. `target` is the id of the record that it leads to; `depth` how far it is set in; `brief` lets a list cut it
    to one line.
    """

    words: Phrases
    right: Phrases = ()
    signs: Phrases = ()
    target: str = ""
    depth: int = 0
    brief: bool = False


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A label and what stands beside it."""

    label: Words
    words: Phrases
    target: str = ""


# ---------------------------------------------------------------- plots


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


class Gauge(msgspec.Struct, frozen=True, kw_only=True):
    """A number on a scale from 0 to `most`, drawn as a bar."""

    value: float
    most: float
    text: str


class WaterfallStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a sum that starts at 0: from `before` to `after` on a scale from 0 to `most`, with its words."""

    words: Phrases
    number: str
    before: float
    after: float
    most: float
    tone: Tone = ""


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """A line of days from `first` to `last`: a contract's window where `closes` is given, and marks on single days;
    the years where there is neither."""

    first: date
    last: date
    today: date
    name: Words = ""
    since: date | None = None
    opens: date | None = None
    act_by: date | None = None
    closes: date | None = None
    marks: tuple[tuple[date, Phrase], ...] = ()
    target: str = ""


Plot = Bars | Points | Series | Gauge | WaterfallStep | Track

# ---------------------------------------------------------------- cards


class PersonCard(msgspec.Struct, frozen=True, kw_only=True):
    """A person, or an empty place, in a frame: `lines` from the name on. `above` is the target of the card of whom
    they report to, `through` of who introduced them; `dashed` says that the news of them is old, `empty` that nobody
    stands there."""

    lines: tuple[Phrases, ...]
    target: str = ""
    above: str = ""
    through: str = ""
    dashed: bool = False
    empty: bool = False


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Cards of one layer, drawn in its tone; `remarks` say the same in words, for where nothing is drawn."""

    heading: Words
    tone: Tone
    cards: tuple[PersonCard, ...]
    remarks: tuple[Remark, ...] = ()


class CardMap(msgspec.Struct, frozen=True, kw_only=True):
    """Bands from the top down, with lines between the cards that belong together."""

    bands: tuple[Band, ...]


# ---------------------------------------------------------------- tables


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


# ---------------------------------------------------------------- pages

PageItem = Remark | Pair | PageTable | CardMap | Plot


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading with what stands under it, the most important first. `name` is its own, for whoever has something to
    add to it; `note` stands at the end of the heading's line."""

    name: str = ""
    heading: Words = ""
    note: Words = ""
    items: tuple[PageItem, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A title with the id of the record that it is about, a note beside that, a headline, and sections.

    `enough` is whether there is so much behind the headline that it means something."""

    title: Words
    ref: str = ""
    note: Words = ""
    headline: Words = ""
    enough: bool = True
    sections: tuple[Section, ...] = ()


def record_ref(table: str, number: int) -> str:
    """The id of a record, "" for none (number 0)."""
    return ref(table, number) if number else ""


def filled(*sections: Section | None) -> tuple[Section, ...]:
    """The sections that hold something."""
    return tuple(section for section in sections if section is not None and section.items)


def with_sections(page: Page, *more: Section) -> Page:
    """A page with more sections at its end."""
    return replace(page, sections=(*page.sections, *filled(*more)))


def section(name: str, heading: Words, items: Any, note: Words = "") -> Section:
    """A section of items that come one by one."""
    return Section(name=name, heading=heading, note=note, items=tuple(items))
