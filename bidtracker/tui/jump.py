"""Records by their names in the palette, beside the acts: mistyped is found too, the likest first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

from textual.command import Hit, Hits, Provider

from bidtracker.book.spelling import likest
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.text import fold, safe
from bidtracker.locale import tr
from bidtracker.tui.subject import KINDS
from bidtracker.tui.views.view import View

JUMPED_TO = ("buyers", "contacts", "competitors", "tenders")
MOST = 12
LEAST = 2  # letters from which names are looked through
BELOW = 0.5  # an act that is meant as well stands before a record


class RecordsProvider(Provider):
    """The records that may be meant by what is typed."""

    names: tuple[list[str], list[tuple[str, int, str]]] | None = None

    async def search(self, query: str) -> Hits:
        screen = self.screen
        if len(query.strip()) < LEAST or not isinstance(screen, View):
            return
        if self.names is None:
            self.names = await asyncio.to_thread(_names, screen.desk.snapshot())
        folded, records = self.names
        for place, score in await asyncio.to_thread(likest, query, folded, MOST):
            table, number, name = records[place]
            title = f"{ref(table, number):<11}{safe(name, 60)} · {tr(KINDS[table])}"
            yield Hit(score / 100 * BELOW, title, partial(screen.show_record, ref(table, number)), text=title)


def _names(holdings: Holdings) -> tuple[list[str], list[tuple[str, int, str]]]:
    """Every name as it is compared, and beside it whose it is."""
    records = list(_called(holdings))
    return [fold(name) for _table, _number, name in records], records


def _called(holdings: Holdings) -> Iterator[tuple[str, int, str]]:
    for table in JUMPED_TO:
        for number in holdings.in_hand(table):
            yield table, number, holdings.name(table, number)
