"""The filters saved for a list as its sections, each with how many rows it holds; the one in force stands out."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.message import Message

from bidtracker.domain.message import label as _
from bidtracker.domain.spans import Span, SpanLine
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.pages.layout import clipped, width_of
from bidtracker.tui.widgets.frame import OneLine

NAME = 24  # cells of a section's name


class Sections(OneLine):
    """One line under the header; it is there once a filter is saved."""

    class Picked(Message):
        """A click on a section: its filter, "" for all rows."""

        def __init__(self, filter_text: str) -> None:
            self.filter_text = filter_text
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self.filters: Mapping[str, str] = {}
        self.counts: dict[str, int] = {}  # of each filter's text
        self.chosen = ""
        self.display = False

    def offer(self, filters: Mapping[str, str], chosen: str) -> None:
        """Shows these filters by name, and the one that is in force."""
        self.filters, self.chosen = filters, chosen
        self.display = bool(filters)
        self.refresh()

    def count(self, filter_text: str, n: int) -> None:
        """Says how many rows a filter lets through."""
        self.counts[filter_text] = n
        self.refresh()

    def next(self) -> str:
        """The filter of the section after the one in force; "" for all."""
        texts = ["", *self.filters.values()]
        here = texts.index(self.chosen) if self.chosen in texts else 0
        return texts[(here + 1) % len(texts)]

    def _tabs(self) -> list[tuple[str, SpanLine]]:
        """Each section's filter, and how it is drawn."""
        named = [("", tr(_("All"))), *((text, safe(name, NAME)) for name, text in self.filters.items())]
        return [(text, self._tab(text, name)) for text, name in named]

    def _tab(self, filter_text: str, name: str) -> SpanLine:
        n = self.counts.get(filter_text)
        tone = "key" if filter_text == self.chosen else "muted"
        number: Span = (f" {n:,}" if n is not None else " …", "strong" if tone == "key" else "muted")
        return ((f"  {name}", tone), number)

    def line(self, width: int) -> SpanLine:
        return clipped(tuple(span for _text, tab in self._tabs() for span in tab), width)

    def on_click(self, event: events.Click) -> None:
        left = 0
        for filter_text, tab in self._tabs():
            if left <= event.x < left + width_of(tab):
                self.post_message(self.Picked(filter_text))
                return
            left += width_of(tab)
