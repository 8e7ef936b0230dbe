"""Pages as lines of cells, for a terminal and for the screen: wrapped sentences, tables cut to the width, plots.

A line is made of spans, each text with a tone ("muted"), which a terminal may show in colour and plain text leaves
out. Pure functions of a page and a width in cells; all text in them is safe to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from bidtracker.domain.spans import Span, SpanLine
from bidtracker.domain.text import cells, safe
from bidtracker.locale import shown, tr
from bidtracker.pages.draw.cards import draw_map
from bidtracker.pages.draw.plots import plot_lines
from bidtracker.pages.layout import ends, fitted, padded, width_of, wrapped
from bidtracker.pages.page import (
    CardMap,
    Cell,
    Page,
    PageItem,
    PageTable,
    Pair,
    Phrases,
    Remark,
    Section,
    WaterfallStep,
    Words,
)

LABEL = 16  # cells for the label of a pair
STEP = 2  # cells that a remark of the next depth is set in by
GAP = 2
PLAIN = 80  # cells of a line of what is pasted elsewhere
UNCUT = 1_000_000  # cells; as many as it likes where nobody looks at it


def page_lines(page: Page, width: int, *, plots: bool = True, ids: bool = False) -> Iterator[SpanLine]:
    """A whole page: its head, then section by section. With `ids`, the id of the record that a line leads to stands
    at the line's end."""
    yield from head_lines(page, width)
    for section in page.sections:
        drawn = [line for item in section.items for line in item_lines(item, width, plots=plots, ids=ids)]
        if drawn:
            yield from (*heading_lines(section, width), *drawn)


def plain_text(page: Page, width: int = PLAIN, *, plots: bool = False) -> str:
    """A page as plain text, to paste anywhere."""
    return "\n".join(plain(page_lines(page, width, plots=plots))).rstrip() + "\n"


def plain(lines: Iterable[SpanLine]) -> Iterator[str]:
    """Lines as plain text."""
    return ("".join(text for text, _ in line).rstrip() for line in lines)


def head_lines(page: Page, width: int) -> list[SpanLine]:
    """What stands over a page: id and note, title, headline."""
    lines: list[SpanLine] = []
    if page.ref:
        lines += wrapped(((page.ref, "title"), ("  ", ""), (_text(page.note), "muted")), width)
    lines += wrapped(((_text(page.title), "title" if page.headline else "strong"),), width)
    if page.note and not page.ref:
        lines += wrapped(((_text(page.note), "muted"),), width)
    if page.headline:
        lines += wrapped(((_text(page.headline), "strong" if page.enough else "muted"),), width)
    return lines


def heading_lines(section: Section, width: int, hint: str = "") -> list[SpanLine]:
    """The line over a section, with a blank one before it; `hint` stands at its end where the page has no note."""
    if not section.heading:
        return [()]
    heading, note = ((_text(section.heading), "title"),), _text(section.note) or hint
    return [(), *([_apart(heading, ((note, "muted"),), width)] if note else wrapped(heading, width))]


def item_lines(item: PageItem, width: int, *, plots: bool = True, ids: bool = False) -> list[SpanLine]:
    """One thing on a page, in lines of at most `width` cells."""
    match item:
        case Remark():
            return _remark(item, width, ids=ids)
        case Pair():
            return _pair(item, width, ids=ids)
        case PageTable():
            return table_lines(item, width)
        case CardMap():
            return draw_map(item, width).lines if plots and width < UNCUT else _card_lines(item, width, ids=ids)
        case _:
            return plot_lines(item, width) if plots or isinstance(item, WaterfallStep) else []


def _card_lines(cards: CardMap, width: int, *, ids: bool) -> list[SpanLine]:
    """What the cards say, in words."""
    lines: list[SpanLine] = []
    for band in cards.bands:
        lines.append(((_text(band.heading), "title"),))
        lines += [line for remark in band.remarks for line in _remark(replace(remark, depth=1), width, ids=ids)]
    return lines


def spans(words: Phrases) -> SpanLine:
    """Phrases as spans of safe text in the person's language."""
    return tuple((_text(part), tone) for part, tone in words)


def _text(words: Words) -> str:
    return safe(shown(words))


# ---------------------------------------------------------------- remarks and pairs


def _remark(remark: Remark, width: int, *, ids: bool) -> list[SpanLine]:
    """A remark: its words, broken where the line ends, and its circumstances at the end of the last line, or of one
    more where they would meet; where they find no room on one, they are broken too."""
    indent = STEP * remark.depth
    lead = (*(((" " * indent, ""),) if indent else ()), *spans(remark.signs))
    hang = min(max(indent + STEP, width_of(lead)), max(0, width // 2))
    left: SpanLine = (*lead, *spans(remark.words))
    right = _circumstances(remark, ids=ids)
    if remark.brief and width < UNCUT:
        return [ends(left, right, width)]
    lines = wrapped(left, width, hang)
    if not right:
        return lines
    if width >= UNCUT or width_of(lines[-1]) + GAP + width_of(right) <= width:
        return [*lines[:-1], _apart(lines[-1], right, width)]
    if width_of(right) + hang <= width:
        return [*lines, ends((), right, width)]
    return [*lines, *wrapped((((" " * hang), ""), *right), width, hang)]


def _circumstances(remark: Remark, *, ids: bool) -> SpanLine:
    parts = [part for part in spans(remark.right) if part[0]]
    if ids and remark.target:
        parts.append((remark.target, "muted"))
    return tuple(span for part in parts for span in ((" " * GAP, ""), part))[1:]


def _apart(left: SpanLine, right: SpanLine, width: int) -> SpanLine:
    """Two ends of a line; near to each other where the line has no end."""
    if not right:
        return left
    return (*left, (" " * GAP, ""), *right) if width >= UNCUT else ends(left, right, width)


def _pair(pair: Pair, width: int, *, ids: bool) -> list[SpanLine]:
    """A label and its value beside it; nothing where there is no value."""
    value: Sequence[Span] = [part for part in spans(pair.words) if part[0]]
    if not value:
        return []
    if ids and pair.target:
        value = [*value, (f" ({pair.target})", "muted")]
    label = safe(tr(pair.label))
    gap = max(1, LABEL - cells(label))
    return wrapped(((label, "muted"), (" " * gap, ""), *value), width, LABEL if width > 2 * LABEL else 2)


# ---------------------------------------------------------------- tables


def table_lines(table: PageTable, width: int) -> list[SpanLine]:
    """A table: its title if it has one, the headings, then exactly one line a row."""
    texts = [[_cell(cell) for cell in row.cells] for row in table.rows]
    head = [safe(tr(column.label)) for column in table.columns]
    room = max(1, width - GAP * (len(head) - 1))
    widths = fitted([max(map(cells, column)) for column in zip(head, *texts, strict=True)], room)
    right = [column.right for column in table.columns]
    title: list[SpanLine] = [((safe(tr(table.title), width), "title"),)] if table.title else []
    return [*title, _row(head, widths, right, "muted"), *(_row(row, widths, right) for row in texts)]


def _cell(cell: Cell) -> str:
    return "" if cell is None else safe(shown(cell))


def _row(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool], tone: str = "") -> SpanLine:
    parts = [padded(text, width, to_right) for text, width, to_right in zip(texts, widths, right, strict=True)]
    return (((" " * GAP).join(parts).rstrip(), tone),)
