"""Competitors: who wins instead of us, and how content their buyers are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import ClassVar

from bidtracker.domain.figures import signed
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.kinds import NUMBER
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Competitor
from bidtracker.domain.spans import Span
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.pages.axis import rule
from bidtracker.pages.words import due, named
from bidtracker.radar.insights.felt import rival_by_month
from bidtracker.radar.score.evidence import Pooled, discontent
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.columns import cell_field, column, sparkline
from bidtracker.tui.views.view import View

MOST_DB = 20.0  # where the bar of discontent is full


class CompetitorsView(View):
    """All competitors, those who win against us first."""

    table = "competitors"
    reads = frozenset({"competitors", "awards", "tenders", "signals"})
    order = ("wins_against_us", True)
    spreads = True
    footer = ("open", "signal", "edit_cell", "filter", "sort", "palette", "help")
    adds: ClassVar[str] = "competitors"

    def columns(self) -> Sequence[TableColumn]:
        desk, (felt, months, promises) = self.desk, self.drawn_columns
        return (
            column(desk, "competitors", "id", width=5, priority=3),
            column(desk, "competitors", "name", width=20, grow=3, most=60, priority=1),
            column(desk, "competitors", "wins_against_us", width=12, priority=1),
            column(desk, "competitors", "wins", width=6, priority=3),
            felt,
            months,
            promises,
            column(desk, "competitors", "signals", width=9, priority=5),
            column(desk, "competitors", "next_end", width=10, draw=self._next_end, priority=3),
            column(desk, "competitors", "country", width=7, priority=6),
        )

    @cached_property
    def drawn_columns(self) -> tuple[TableColumn, TableColumn, TableColumn]:
        """Discontent now and over twelve months, and the promises."""
        desk = self.desk
        felt = TableColumn(
            name="discontent",
            label=_("Discontent"),
            width=12,
            show=self._felt,
            text=lambda c: signed(self.felt[c.id]) if self.felt.get(c.id) else "",
            sort=lambda c: self.felt.get(c.id, 0.0),
            align="right",
            priority=2,
            filter="discontent",
            worded=True,
        )
        promises = TableColumn(
            name="promises",
            label=_("Promises"),
            width=12,
            show=lambda c: (self._promises(c), ""),
            text=self._promises,
            sort=lambda c: sum(len(a.promises) for a in desk.holdings.awards_to(c.id)),
            priority=4,
            filter="promises",
        )
        return felt, sparkline(lambda c: rival_by_month(desk.holdings, c.id, desk.today)), promises

    @property
    def fields(self) -> FilterFields:
        felt, *others = self.drawn_columns
        number = cell_field(felt, NUMBER, lambda competitor: self.felt.get(competitor.id))
        return FilterFields.of(self.table, number, *map(cell_field, others))

    async def records(self) -> Iterable[Competitor]:
        self.felt = self._discontent()
        return await super().records()

    def _discontent(self) -> dict[int, float]:
        """The sum of what is felt about each one's contracts, in dB; only contracts with signals are looked at."""
        holdings, today, felt = self.desk.holdings, self.desk.today, dict[int, float]()
        pooled = Pooled.of(holdings.settings, today)
        with_signals = {signal.award for signal in holdings.signals.values() if signal.award in holdings.awards}
        for number in with_signals:
            award = holdings.awards[number]
            db = discontent(holdings.signals_of(award), award, today, pooled).db
            for supplier in award.suppliers:
                felt[supplier] = felt.get(supplier, 0.0) + db
        return felt

    def nothing(self) -> Message:
        return say("No competitors yet: a adds one; they also come with outcomes (o) and lists (ctrl+o)")

    # ------------------------------------------------------------ cells

    def _felt(self, competitor: Competitor) -> tuple[Span, Span]:
        db = self.felt.get(competitor.id, 0.0)
        if not db:
            return ("", ""), ("", "")
        return (rule(abs(db) / MOST_DB, 5) + " ", "bad" if db > 0 else "good"), (f"{signed(db):>5}", "")

    def _promises(self, competitor: Competitor) -> str:
        kept = [p.kept for award in self.desk.holdings.awards_to(competitor.id) for p in award.promises]
        if not kept:
            return ""
        return named(str(len(kept))) + f"{kept.count(True)}✓ {kept.count(False)}✗"

    def _next_end(self, competitor: Competitor) -> Span:
        running = (a for a in self.desk.holdings.awards_to(competitor.id) if a.status is AwardStatus.ACTIVE)
        ends = [award.end for award in running if award.end and award.end >= self.desk.today]
        return due(min(ends, default=None), self.desk.today)
