"""The palette: every act by its name, with its key."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from bidtracker.locale import tr
from bidtracker.tui.keys import KEYS, Group, Key, Place, shown
from bidtracker.tui.views.acts import Acts
from bidtracker.tui.widgets.record_table import RecordTable


class ActsProvider(Provider):
    """The acts that the screen below would take a key for."""

    def _acts(self) -> list[Key]:
        return [key for key in KEYS if key.group is not Group.MOVE and key.id != "palette"]

    async def discover(self) -> Hits:
        for key in self._acts():
            yield DiscoveryHit(self._named(key), self._run(key), text=tr(key.help), help=None)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for key in self._acts():
            said = self._named(key)
            score = matcher.match(said)
            if score > 0:
                yield Hit(score, matcher.highlight(said), self._run(key), text=said)

    def _named(self, key: Key) -> str:
        keymap = self.screen.desk.keys if isinstance(self.screen, Acts) else None
        return f"{shown(key, keymap):<11}{tr(key.label)} · {tr(key.help)}"

    def _run(self, key: Key) -> partial[Any]:
        places: dict[Place, DOMNode] = {Place.APP: self.app, Place.VIEW: self.screen}
        node = places.get(key.place) or self.screen.query_one(RecordTable)
        return partial(self.app.run_action, key.action, node)
