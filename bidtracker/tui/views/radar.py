"""Radar: which buyer to call now, about which contract, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.spans import Span, SpanLine
from bidtracker.domain.text import cells
from bidtracker.domain.vocabulary import Watch
from bidtracker.locale import tr
from bidtracker.pages.axis import Axis, WindowDays, rule, window
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.layout import span
from bidtracker.pages.words import aged, amount, due
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.opportunity import Opportunity, asleep, followed, judge, opportunities
from bidtracker.radar.score.past import history
from bidtracker.radar.score.timing import Phase
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.columns import column
from bidtracker.tui.subject import CellTarget
from bidtracker.tui.views.view import View
from bidtracker.tui.widgets.detail import PaneEntry
from bidtracker.tui.widgets.page import page_entries

BACK, AHEAD = 120, 780  # days of the windows' axis before and after today
AXIS_CELLS = 13
IN_DRAWER = ("wake", "why", "drawer", "filter", "help")  # the keys most wanted there
LONGEST_ACTION = 17  # cells; of a longer one the end is cut, lest a column be lost for it
LONGEST_AGES = (364, 1_000)  # days that are told in days, and in months
MOST = (
    2_000  # opportunities listed; nobody calls more buyers, and 100,000 take ten times as long to spell out as to rank
)
SHOWS = {"incumbent": "suppliers", "act_by": "end", "state": "end"}  # column -> the field of the award behind it
GOOD, FAIR = 25.0, 12.0  # scores from which a bar is drawn as good, and as fair


class Ranking(NamedTuple):
    """What the radar shows: what is awake, what is asleep, and how many would follow on those."""

    awake: list[Opportunity]
    asleep: list[Opportunity]
    beyond: int


def _judged(holdings: Holdings, today: date, drawer: bool) -> Ranking:
    """The best opportunities, at most MOST of them; those asleep are only spelled out for the `drawer`."""
    ranked = opportunities(holdings, today, limit=MOST)
    more = sum(not award.ours for award in followed(holdings, today)) - MOST if len(ranked) == MOST else 0
    awake = [row for row in ranked if row.window.state is not Phase.CLOSED]
    sleeping = asleep(holdings, today)[:MOST]
    rows: list[Any] = sleeping
    if drawer:
        past = history(holdings, today)
        rows = [judge(holdings, award, today, past=past) for award in sleeping]
    return Ranking(awake, [*rows, *(row for row in ranked if row.window.state is Phase.CLOSED)], more)


class RadarView(View):
    """The opportunities, best first."""

    table = "opportunities"
    reads = frozenset({"awards", "tenders", "signals", "contacts", "touches", "buyers", "competitors"})
    order = ("score", True)
    spoken = ("action",)
    spreads = True
    footer = ("why", "signal", "touch", "snooze", "drawer", "filter", "help")
    describes = False
    adds: ClassVar[str] = "tenders"

    def columns(self) -> Sequence[TableColumn]:
        desk, act_by = self.desk, max(7, cells(tr(_("Act by"))))
        action = min(LONGEST_ACTION, max(cells(tr(code)) for code in ActionCode))
        return (
            column(desk, "opportunities", "score", width=11, draw=self._score, drawing=True, align="left", priority=1),
            column(desk, "opportunities", "buyer", width=16, grow=2, most=34, priority=1),
            column(desk, "opportunities", "incumbent", width=11, grow=1, most=26, priority=4),
            column(desk, "opportunities", "contract", width=13, grow=3, most=44, priority=2),
            column(desk, "opportunities", "act_by", width=act_by, draw=self._act_by, priority=2),
            column(desk, "opportunities", "state", width=AXIS_CELLS, draw=self._window, drawing=True, priority=5),
            column(
                *(desk, "opportunities", "freshest"),
                width=15,
                grow=3,  # its words are whole before names are
                most=32,
                draw=self._freshest,
                drawing=True,
                priority=6,
            ),
            column(desk, "opportunities", "action", width=action, grow=1, most=24, draw=self._action, priority=3),
            column(desk, "opportunities", "value", width=10, draw=self._value, align="right", priority=7),
            column(desk, "opportunities", "id", priority=8),
        )

    async def records(self) -> Iterable[Opportunity]:
        ranking = await asyncio.to_thread(_judged, self.desk.snapshot(), self.desk.today, self.drawer)
        self.asleep, self.beyond = len(ranking.asleep), 0 if self.drawer else ranking.beyond
        return ranking.asleep if self.drawer else ranking.awake

    def action_drawer(self) -> None:
        """Between what is awake and what is asleep."""
        self.drawer = not self.drawer
        self.stale = True
        self.keys_changed()
        self.update(follow=False)

    def wanted_keys(self) -> Sequence[str]:
        """Of what is asleep, the most wanted is to wake it."""
        here = self.drawer and not self.in_detail and not self.rows.marks
        return IN_DRAWER if here else super().wanted_keys()

    def key(self, row: Opportunity) -> str:
        return ref("awards", row.award)

    def cell_of(self, row: Opportunity, column: str) -> CellTarget:
        """A row of the radar is an award, shown with its tender; window and act by come from its end."""
        award, tender = self.desk.holdings.awards[row.award], ref("tenders", row.tender)
        match column:
            case "buyer":
                return CellTarget(tender, "buyer")
            case "contract" if not award.title:
                return CellTarget(tender, "title")
        return CellTarget(ref("awards", row.award), SHOWS.get(column, column))

    def nothing(self) -> Message:
        if self.drawer:
            return say("Nothing is asleep; R goes back")
        if self.asleep:
            return count(
                "Nothing is awake; R shows the one asleep", "Nothing is awake; R shows {n} asleep", self.asleep
            )
        return say(
            "Nothing is tracked yet: o on a tender (2) records a loss and who won, n a signal; ctrl+o reads a list"
        )

    def entries(self, row: Opportunity) -> Sequence[PaneEntry]:
        from bidtracker.pages.account.why import why_page  # later than the first paint

        page = why_page(row, self.desk.holdings, self.desk.today, numbers=self.detail.numbers)
        return page_entries(page, page.ref)

    @property
    def judged(self) -> Iterable[Opportunity]:
        return () if self.rows.current is None else (self.rows.current,)

    def action_why(self) -> None:
        """To the reasons, which are this view's detail, and back."""
        if self.detail.trail:
            super().action_why()
        elif self.in_detail:
            self.to_rows()
        else:
            self.to_detail()

    def pointed(self, *, whole: bool = False) -> str:
        """In the reasons, all that a caller needs on one page."""
        row = self.rows.current
        if row is not None and not whole and self.in_detail and not self.detail.trail:
            from bidtracker.pages.call_sheet import call_sheet  # seldom wanted

            return plain_text(call_sheet(row, self.desk.holdings, self.desk.today))
        return super().pointed(whole=whole)

    # ------------------------------------------------------------ cells

    def _score(self, row: Opportunity) -> SpanLine:
        tone = "good" if row.score >= GOOD else "warn" if row.score >= FAIR else "muted"
        return (rule(row.score / 50, 5) + " ", tone), (f"{row.score:5.1f}", "strong")

    def _act_by(self, row: Opportunity) -> Span:
        if row.window.state is Phase.CLOSED:
            return tr(Phase.CLOSED), "muted"
        text, tone = due(row.window.act_by, self.desk.today)
        return text, tone

    def _window(self, row: Opportunity) -> SpanLine:
        today, times = self.desk.today, row.window
        axis = Axis(today - timedelta(days=BACK), today + timedelta(days=AHEAD), AXIS_CELLS)
        return window(axis, WindowDays(None, times.opens, times.act_by, times.closes), today)

    def _freshest(self, row: Opportunity) -> SpanLine:
        part = row.freshest
        if part is None:
            return (("", ""),)
        sign: Span = ("✗", "bad") if part.db > 0 else ("✓", "good")
        age, room = aged(part.age_days), max(map(cells, map(aged, LONGEST_AGES)))
        return sign, (" " * (1 + room - cells(age)) + f"{age} ", "muted"), span(tr(part.label))

    def _action(self, row: Opportunity) -> Span:
        if self.drawer:
            return tr(self._sleeps(row)), "muted"
        return tr(row.action.code), "accent" if row.action.code is ActionCode.CALL else ""

    def _sleeps(self, row: Opportunity) -> Message:
        """Why a row is asleep."""
        award, tender = self.desk.holdings.awards.get(row.award), self.desk.holdings.tenders.get(row.tender)
        if award is not None and award.dismissed:
            return say("Dismissed")
        if tender is not None and tender.watch is Watch.DEAD:
            return say("Given up")
        if row.snoozed_until is not None and row.snoozed_until > self.desk.today:
            return say("Until {day}", day=row.snoozed_until)
        return say(Phase.CLOSED.label)

    def _value(self, row: Opportunity) -> Span:
        award, tender = self.desk.holdings.awards.get(row.award), self.desk.holdings.tenders.get(row.tender)
        return amount((award.value if award else None) or (tender.value if tender else None)), ""
