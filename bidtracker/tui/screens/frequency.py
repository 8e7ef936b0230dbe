"""How often each value of a column occurs, most often first; enter filters by the one under the cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.spans import SpanLine, bar
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.pages.layout import padded, span
from bidtracker.pages.words import percent
from bidtracker.tui.widgets.detail import Detail, PaneEntry

MOST = 500  # values listed
NAME = 34  # cells of a value
BAR = 24


class Frequency(ModalScreen[str | None]):
    """Is dismissed with the value that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "give_up", show=False)]

    def __init__(self, column: str, counts: Counter[str]) -> None:
        """`counts` of the values of the column with that label, as they are shown."""
        super().__init__()
        self.column, self.counts = column, counts
        self.values = [value for value, _n in counts.most_common(MOST)]

    def compose(self) -> ComposeResult:
        with Vertical(id="frequency") as box:
            box.border_title = safe(tr(say("How often: {column}", column=tr(self.column))))
            box.border_subtitle = tr(_("enter filters · esc closes"))
            yield Detail()

    def on_mount(self) -> None:
        pane = self.query_one(Detail)
        pane.show([*self._entries()])
        self.set_focus(pane)

    def _entries(self) -> Sequence[PaneEntry]:
        most, all_ = max(self.counts.values(), default=1), self.counts.total()
        lines = [
            PaneEntry(partial(self._lines, value, most, all_), str(place + 1))
            for place, value in enumerate(self.values)
        ]
        more = len(self.counts) - len(self.values)
        return [*lines, *([PaneEntry(lambda width: [((f"+ {more:,}", "muted"),)])] if more else [])]

    def _lines(self, value: str, most: int, all_: int, width: int) -> list[SpanLine]:
        n = self.counts[value]
        name = span(value or tr(_("nothing")), "" if value else "muted")
        drawn = bar(n / most, max(4, min(BAR, width - NAME - 16)))
        line: SpanLine = (
            (padded(name[0], NAME), name[1]),
            (f" {n:>7,} ", "strong"),
            (f"{percent(n / all_):>6} ", "muted"),
            (drawn, "accent"),
        )
        return [line]

    @on(Detail.Opened)
    def _chosen(self, event: Detail.Opened) -> None:
        event.stop()
        self.dismiss(self.values[int(event.target) - 1])

    def action_give_up(self) -> None:
        self.dismiss(None)
