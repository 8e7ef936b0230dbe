"""The palette: every act by its name, with its key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual import on
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.widgets import Input
from textual.worker import Worker

from bidtracker.domain.message import say
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.keys import KEYS, Place, ScreenAct, shown
from bidtracker.tui.views.listed import ListScreen
from bidtracker.tui.ways import in_palette
from bidtracker.tui.widgets.record_table import RecordTable


class Palette(CommandPalette):
    """The palette; enter takes what was found for all that was typed, and waits where that is still looked for."""

    entered = False

    @on(Input.Submitted)
    def _when_searched(self, event: Input.Submitted) -> None:
        if any(worker.node is self and not worker.is_finished for worker in self.workers):
            event.stop()
            event.prevent_default()
            self.entered = True

    @on(Input.Changed)
    def _typed_on(self) -> None:
        self.entered = False  # it was not for this text

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Enters once all is found."""
        if self.entered and not any(worker.node is self and not worker.is_finished for worker in self.workers):
            self.entered = False
            self.call_later(self.query_one(Input).action_submit)


class ActsProvider(Provider):
    """The acts that the screen below would take a key for."""

    def _acts(self) -> list[ScreenAct]:
        return [key for key in KEYS if in_palette(key)]

    async def discover(self) -> Hits:
        for key in self._acts():
            yield DiscoveryHit(self._named(key), self._run(key), text=tr(key.help), help=None)
        for title, use in self._filters():
            yield DiscoveryHit(title, use, text=title, help=None)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        acts = [(self._named(key), self._run(key)) for key in self._acts()]
        for title, run in (*acts, *self._filters()):
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, text=title)

    def _filters(self) -> Iterator[tuple[str, partial[Any]]]:
        """The filters saved for the list below."""
        if isinstance(self.screen, ListScreen):
            for name, text in self.screen.saved_filters().items():
                title = tr(say("Filter {name}: {text}", name=name, text=text))
                yield safe(title), partial(self.screen.use_filter, text)

    def _named(self, key: ScreenAct) -> str:
        keymap = self.screen.desk.keys if isinstance(self.screen, ListScreen) else None
        return f"{shown(key, keymap):<11}{tr(key.label)} · {tr(key.help)}"

    def _run(self, key: ScreenAct) -> partial[Any]:
        places: dict[Place, DOMNode] = {Place.APP: self.app, Place.VIEW: self.screen}
        node = places.get(key.place) or self.screen.query_one(RecordTable)
        return partial(self.app.run_action, key.action, node)
