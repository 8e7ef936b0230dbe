"""The palette: every act by its name, with its key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from bidtracker.domain.message import say
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.keys import KEYS, ActGroup, Place, ScreenAct, shown
from bidtracker.tui.views.listed import ListScreen
from bidtracker.tui.widgets.record_table import RecordTable


class ActsProvider(Provider):
    """The acts that the screen below would take a key for."""

    def _acts(self) -> list[ScreenAct]:
        return [key for key in KEYS if key.group is not ActGroup.MOVE and key.id != "palette"]

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
