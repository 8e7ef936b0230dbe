"""Tenders: every bid, and those entered to lose marked as such."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from msgspec.structs import replace

from bidtracker.domain.filters.shown_cells import bare
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import TenderLine
from bidtracker.domain.spans import Span
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import Outcome, Stage
from bidtracker.locale import tr
from bidtracker.locale.categories import category_name
from bidtracker.pages.words import amount, day, due, hour, outcome, outcome_words
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.columns import column
from bidtracker.tui.views.view import View


class TendersView(View):
    """All tenders, the next deadline first, then those past it, the latest first."""

    table = "tenders"
    every = True
    reads = frozenset({"tenders", "awards", "buyers", "competitors", "signals", "touches"})
    order = ("deadline", False)
    spoken = ("outcome",)
    spreads = True
    footer = ("add", "bid", "outcome", "signal", "touch", "filter", "help")
    adds: ClassVar[str] = "tenders"

    def columns(self) -> Sequence[TableColumn]:
        desk = self.desk
        return (
            column(desk, "tenders", "id", width=5, priority=3),
            column(desk, "tenders", "title", width=20, grow=6, priority=1),
            column(desk, "tenders", "buyer", width=14, grow=2, most=40, priority=2),
            replace(column(desk, "tenders", "deadline", width=10, draw=self._deadline, priority=2), sort=self._nearest),
            column(desk, "tenders", "stage", width=12, priority=5),
            column(desk, "tenders", "p_win", label=_("P(win)"), width=6, priority=4),
            column(desk, "tenders", "price", width=10, draw=self._price, align="right", priority=5),
            column(desk, "tenders", "outcome", width=16, draw=self._outcome, priority=1),
            column(desk, "tenders", "intent", width=9, priority=6),
            column(desk, "tenders", "winner", width=14, grow=1, most=30, priority=6),
            column(desk, "tenders", "lost_reason", width=14, priority=7),
            column(desk, "tenders", "category", width=18, grow=1, most=40, draw=self._category, priority=9),
            column(desk, "tenders", "value", width=10, draw=lambda t: (amount(t.value), ""), align="right", priority=8),
        )

    def nothing(self) -> Message:
        return say("No tenders yet: a adds one, ctrl+o reads a list of them")

    def shown_texts(self) -> Collection[str]:
        """Every outcome, whether a row has it or not: the rows may be very many."""
        return frozenset(map(bare, outcome_words()))

    # ------------------------------------------------------------ cells

    def _deadline(self, tender: TenderLine) -> Span:
        """The day; as a countdown while we can still hand in."""
        on = tender.deadline_day
        if on and tender.outcome is Outcome.PENDING and tender.stage is not Stage.CLOSED:
            left, tone = due(on, self.desk.today)
            if on == self.desk.today and tender.deadline_at is not None:
                return f"{left} {hour(tender.deadline_at)}", tone or "strong"
            if (on - self.desk.today).days in range(90):
                return tr(say("in {left}", left=left)) if left != tr(_("today")) else left, tone or "strong"
        return day(on), "muted"

    def _nearest(self, tender: TenderLine) -> tuple[bool, int] | None:
        """What comes next stands first, then what passed last."""
        if tender.deadline_day is None:
            return None
        days = (tender.deadline_day - self.desk.today).days
        return days < 0, abs(days)

    def _category(self, tender: TenderLine) -> Span:
        """The name of its class; where none is known, the code or the words that it came with."""
        return safe(category_name(tender.category, tender.category_scheme) or tender.category), ""

    def _price(self, tender: TenderLine) -> Span:
        return amount(tender.bid.price if tender.bid else None), ""

    def _outcome(self, tender: TenderLine) -> Span:
        holdings = self.desk.holdings
        return outcome(tender, holdings, holdings.settings.expected_lost_below)
