"""Buyers: the accounts, with their people and what we know of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Buyer
from bidtracker.domain.spans import Span, SpanLine, joined
from bidtracker.domain.vocabulary import Layer, Level, Stance
from bidtracker.pages.words import STANCES, day, due
from bidtracker.radar.insights.felt import buyer_by_month
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.columns import cell_field, column, sparkline
from bidtracker.tui.views.view import View


class BuyersView(View):
    """All buyers, those with the most tenders first."""

    table = "buyers"
    reads = frozenset({"buyers", "contacts", "facts", "tenders", "awards", "signals", "touches"})
    order = ("tenders", True)
    spreads = True
    footer = ("add", "contact", "fact", "touch", "open", "filter", "help")
    adds: ClassVar[str] = "buyers"

    def columns(self) -> Sequence[TableColumn]:
        desk, (people, months) = self.desk, self.drawn_columns
        return (
            column(desk, "buyers", "id", width=5, priority=4),
            column(desk, "buyers", "name", width=20, grow=3, most=60, priority=1),
            column(desk, "buyers", "country", width=7, priority=5),
            people,
            column(desk, "buyers", "tenders", width=9, priority=3),
            column(desk, "buyers", "bids", width=6, priority=5),
            column(desk, "buyers", "wins", width=5, priority=4),
            column(desk, "buyers", "losses", width=6, priority=3),
            column(desk, "buyers", "facts", width=5, priority=7),
            column(desk, "buyers", "last_touch", width=10, priority=6, draw=self._last),
            months,
            column(desk, "buyers", "next_touch", width=10, priority=2, draw=self._next),
        )

    @cached_property
    def drawn_columns(self) -> tuple[TableColumn, TableColumn]:
        """The people by layer, and discontent over twelve months."""
        desk = self.desk
        people = TableColumn(
            name="people",
            label=_("People by layer"),
            width=16,
            show=self._people,
            text=lambda b: "".join(text for text, _tone in self._people(b)),
            sort=lambda b: len(desk.holdings.contacts_of(b.id)),
            priority=2,
            filter="people",
        )
        return people, sparkline(lambda b: buyer_by_month(desk.holdings, b.id, desk.today))

    @property
    def fields(self) -> FilterFields:
        return FilterFields.of(self.table, *map(cell_field, self.drawn_columns))

    def nothing(self) -> Message:
        return say("No buyers yet: a adds one; they also come with tenders (2 a) and lists (ctrl+o)")

    # ------------------------------------------------------------ cells

    def _people(self, buyer: Buyer) -> SpanLine:
        """A sign for each contact, layer by layer: for us, neutral or against; faint where we hardly know them."""
        spans: list[Span] = []
        contacts = [contact for contact in self.desk.holdings.contacts_of(buyer.id) if not contact.left]
        for layer in Layer:
            if spans:
                spans.append((" │ ", "muted"))
            here = [contact for contact in contacts if contact.layer is layer]
            spans += [_sign(contact.stance, contact.level) for contact in here] or [("·", "muted")]
        return joined(spans) if contacts else (("", ""),)

    def _last(self, buyer: Buyer) -> Span:
        done = [touch.done for touch in self.desk.holdings.touches_of(buyer.id) if touch.done]
        return day(max(done, default=None)), "muted"

    def _next(self, buyer: Buyer) -> Span:
        planned = [touch.on for touch in self.desk.holdings.touches_of(buyer.id) if not touch.done]
        return due(min(planned, default=None), self.desk.today)


def _sign(stance: Stance, level: Level) -> Span:
    sign, tone = STANCES[stance]
    return sign, "muted" if level in (Level.UNKNOWN, Level.ACQUAINTED) and stance is not Stance.OPPOSES else tone
