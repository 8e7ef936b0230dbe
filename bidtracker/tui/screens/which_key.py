"""What may follow on a prefix key, with the key of each: the next key does it, esc does nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from bidtracker.domain.message import label as _
from bidtracker.domain.spans import SpanLine
from bidtracker.locale import tr
from bidtracker.pages.layout import clipped, padded, span
from bidtracker.tui.keys import SHOWN, ScreenAct
from bidtracker.tui.widgets.detail import Detail, PaneEntry

NAMED, EXPLAINED = 23, 48  # cells of an act by its name, and by its sentence; as many beside each other as find room
CHROME = 8  # cells beside the acts: border, padding, scrollbar
WIDE = 120  # cells from which each is explained


class WhichKey(ModalScreen[str | None]):
    """Is dismissed with the act that the next key names."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, acts: Sequence[ScreenAct]) -> None:
        super().__init__()
        self.acts: Mapping[str, ScreenAct] = {act.after: act for act in acts}

    def compose(self) -> ComposeResult:
        with Vertical(id="which-key") as box:
            box.border_title = tr(_("Then"))
            box.border_subtitle = tr(_("esc: nothing"))
            yield Options()

    def on_mount(self) -> None:
        self.query_one(Options).show([PaneEntry(self._lines)])
        self._fit(self.size.width)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        self.query_one("#which-key").styles.height = len(self._lines(width - CHROME)) + 2

    def _lines(self, width: int) -> list[SpanLine]:
        """Key and name of each act, in columns, read downwards."""
        wide = width >= WIDE - CHROME
        beside = max(1, width // (EXPLAINED if wide else NAMED))
        acts = list(self.acts.values())
        high = -(-len(acts) // beside)
        return [
            tuple(
                part
                for act in acts[row::high]
                for part in self._cell(act, act.help if wide else act.label, width // beside)
            )
            for row in range(high)
        ]

    def _cell(self, act: ScreenAct, words: str, width: int) -> SpanLine:
        key = SHOWN.get(act.after, act.after)
        line = clipped(((f"{key:>3} ", "key"), span(tr(words))), width - 1)
        return ((line[0][0], line[0][1]), (padded(line[1][0] if len(line) > 1 else "", width - 4), ""))

    def on_key(self, event: events.Key) -> None:
        """The key that was pressed, whatever it is."""
        event.stop()
        name = event.key if event.key in self.acts else event.character or ""
        act = self.acts.get(name)
        self.dismiss(act.action if act is not None else None)


class Options(Detail, can_focus=False):
    """The acts; the screen itself hears the key."""
