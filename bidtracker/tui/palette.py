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
from bidtracker.tui.keys import KEYS, Group, Key, Place, shown
from bidtracker.tui.views.listed import Listed
from bidtracker.tui.widgets.record_table import RecordTable


class ActsProvider(Provider):
    """The acts that the screen below would take a key for."""

    def _acts(self) -> list[Key]:
        return [key for key in KEYS if key.group is not Group.MOVE and key.id != "palette"]

    async def discover(self) -> Hits:
        for key in self._acts():
            yield DiscoveryHit(self._named(key), self._run(key), text=tr(key.help), help=None)
        for said, use in self._filters():
            yield DiscoveryHit(said, use, text=said, help=None)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        acts = [(self._named(key), self._run(key)) for key in self._acts()]
        for said, run in (*acts, *self._filters()):
            score = matcher.match(said)
            if score > 0:
                yield Hit(score, matcher.highlight(said), run, text=said)

    def _filters(self) -> Iterator[tuple[str, partial[Any]]]:
        """The filters saved for the list below."""
        if isinstance(self.screen, Listed):
            for name, text in self.screen.saved_filters().items():
                said = tr(say("Filter {name}: {text}", name=name, text=text))
                yield safe(said), partial(self.screen.use_filter, text)

    def _named(self, key: Key) -> str:
        keymap = self.screen.desk.keys if isinstance(self.screen, Listed) else None
        return f"{shown(key, keymap):<11}{tr(key.label)} · {tr(key.help)}"

    def _run(self, key: Key) -> partial[Any]:
        places: dict[Place, DOMNode] = {Place.APP: self.app, Place.VIEW: self.screen}
        node = places.get(key.place) or self.screen.query_one(RecordTable)
        return partial(self.app.run_action, key.action, node)
