"""One insight in the detail pane: its headline, plots, tables and notes; rows about a record lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bidtracker.domain.message import Message
from bidtracker.domain.spans import SpanLine
from bidtracker.locale import tr
from bidtracker.pages.draw import plot_lines, sentence, table_lines
from bidtracker.pages.layout import span
from bidtracker.pages.page import Page, PageTable, Plot
from bidtracker.tui.widgets.detail import Entry, gap, text


def insight(page: Page) -> Sequence[Entry]:
    """A page as entries."""
    return [*_entries(page)]


def _entries(page: Page) -> Iterator[Entry]:
    yield text(span(tr(page.title), "title"))
    yield text(span(tr(page.headline), "strong" if page.enough else "muted"))
    for plot in page.plots:
        yield gap()
        yield _plot(plot)
    for table in page.tables:
        yield gap()
        yield from _table(table)
    if page.notes:
        yield gap()
    yield from map(_note, page.notes)


def _note(said: Message) -> Entry:
    return Entry(lambda width: sentence(said, width, tone="muted", sign="· "))


def _plot(plot: Plot) -> Entry:
    return Entry(lambda width: plot_lines(plot, width))


def _table(table: PageTable) -> Iterator[Entry]:
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

    yield Entry(lambda width: lines(width)[:above])
    for number, row in enumerate(table.rows):
        yield Entry(line(number), row.target)
