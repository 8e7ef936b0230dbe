"""A page in the detail pane: each thing on it an entry, so that the cursor can stand on what leads somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from bidtracker.domain.message import label as _
from bidtracker.domain.spans import SpanLine
from bidtracker.locale import tr
from bidtracker.pages.draw.cards import draw_map
from bidtracker.pages.draw.text import head_lines, heading_lines, item_lines, table_lines
from bidtracker.pages.page import CardMap, Page, PageItem, PageTable, Section
from bidtracker.tui.widgets.detail import PaneEntry

# What a person can add to a section, and the keys that do it; pages know no keys.
HINTS = {
    "demands": _("N demand  M fit"),
    "delivery": _("J step  v visit  X faulty"),
    "layers": _("L level · A stance · < > layer"),
    "needs": _("N adds one"),
    "prices": _("P adds one"),
    "themes": _("V adds one"),
}


def page_entries(page: Page, leads_to: str = "") -> Sequence[PaneEntry]:
    """A page as entries; its head leads to the record `leads_to`, if to any."""
    return [PaneEntry(partial(head_lines, page), leads_to), *section_entries(page.sections)]


def section_entries(sections: Sequence[Section]) -> Iterator[PaneEntry]:
    """Sections as entries, each under its heading."""
    for section in sections:
        if section.items:
            hint = tr(HINTS.get(section.name, ""))
            yield PaneEntry(partial(heading_lines, section, hint=hint), heads=True)
        for item in section.items:
            yield from _entries(item)


def _entries(item: PageItem) -> Iterator[PaneEntry]:
    if isinstance(item, PageTable):
        yield from _table(item)
    elif isinstance(item, CardMap):
        drawn = lru_cache(maxsize=1)(partial(draw_map, item))
        yield PaneEntry(lambda width: drawn(width).lines, spots=lambda width: drawn(width).spots)
    else:
        yield PaneEntry(partial(item_lines, item, ids=True), getattr(item, "target", ""))


def _table(table: PageTable) -> Iterator[PaneEntry]:
    """An entry a row, so that the cursor can stand on it. All of them are laid out together, once a width."""
    laid: dict[int, list[SpanLine]] = {}
    above = -len(table.rows) or None

    def lines(width: int) -> list[SpanLine]:
        if width not in laid:
            laid.clear()
            laid[width] = table_lines(table, width)
        return laid[width]

    def line(number: int) -> Callable[[int], Sequence[SpanLine]]:
        return lambda width: [lines(width)[number - len(table.rows)]]

    yield PaneEntry(lambda width: lines(width)[:above])
    for number, row in enumerate(table.rows):
        yield PaneEntry(line(number), row.target)
