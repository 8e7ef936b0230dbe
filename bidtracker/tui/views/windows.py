"""Windows: every followed contract on one axis of time, the next to act on first, with what was heard and said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Touch
from bidtracker.domain.spans import Span, SpanLine
from bidtracker.domain.text import cells, safe
from bidtracker.locale import listed, tr
from bidtracker.pages.axis import Axis, WindowDays, ticks, window
from bidtracker.pages.layout import span
from bidtracker.pages.lines.signals import signed
from bidtracker.pages.words import due
from bidtracker.radar.windows import ContractWindow, windows
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.columns import column
from bidtracker.tui.views.view import View

# Days before and after today, and what the stretch is called; from far to near.
ZOOMS = (
    (730, 2_200, _("eight years")),
    (365, 1_100, _("four years")),
    (120, 610, _("two years")),
    (90, 275, _("a year")),
    (30, 75, _("a quarter")),
)
FIRST_ZOOM = 2


class WindowsView(View):
    """The contracts that can change hands, on one axis."""

    table = "opportunities"
    reads = frozenset({"awards", "tenders", "signals", "touches", "buyers", "competitors"})
    order = ("act_by", False)
    footer = ("move_back", "move_on", "open", "signal", "touch", "filter", "help")
    footer_words: ClassVar[Mapping[str, str]] = {"move_back": _("Zoom out"), "move_on": _("Zoom in")}
    adds: ClassVar[str] = "tenders"
    pane = False
    zoom = FIRST_ZOOM

    def columns(self) -> Sequence[TableColumn]:
        desk, act_by = self.desk, max(8, cells(tr(_("Act by"))) + len(" ▲"))
        axis = TableColumn(
            *("axis", _("Windows"), 30, lambda row: self._axis(row, 30)),
            text=lambda row: tr(row.window.state),
            sort=lambda row: row.window.opens,
            priority=1,
            grow=6,
            most=160,
            filter="state",
            drawn=self._axis,
            over=self._ticks,
        )
        return (
            column(desk, "opportunities", "act_by", width=act_by, draw=self._act_by, priority=1),
            column(desk, "opportunities", "buyer", width=15, grow=1, most=30, priority=1),
            column(desk, "opportunities", "incumbent", width=14, grow=1, most=26, draw=self._holder, priority=3),
            column(desk, "opportunities", "contract", width=16, grow=1, most=40, priority=4),
            axis,
        )

    async def records(self) -> Iterable[ContractWindow]:
        return await asyncio.to_thread(windows, self.desk.snapshot(), self.desk.today)

    def key(self, row: ContractWindow) -> str:
        return ref("awards", row.award)

    def nothing(self) -> Message:
        return say("No contract is followed yet: o on a tender (2) records a loss and who won, I follows a contract")

    @toast_errors
    def action_move(self, by: int) -> None:
        """Nearer, or further away."""
        if not 0 <= self.zoom + by < len(ZOOMS):
            raise Refused("this is as near as it gets" if by > 0 else "this is as far as it gets")
        self.zoom += by
        self.rows.repaint()
        self.tell()

    def tell(self) -> None:
        super().tell()
        self.header.ordered = f"{self.header.ordered} · {tr(ZOOMS[self.zoom][2])}"
        self.header.refresh()

    # ------------------------------------------------------------ cells

    def _on(self, width: int) -> Axis:
        back, ahead, _name = ZOOMS[self.zoom]
        today = self.desk.today
        return Axis(today - timedelta(days=back), today + timedelta(days=ahead), width)

    def _ticks(self, width: int) -> str:
        return ticks(self._on(width))

    def _axis(self, row: ContractWindow, width: int) -> SpanLine:
        times = row.window
        events = [*self._touches(row.touches), *self._signals(row)]
        days = WindowDays(row.since, times.opens, times.act_by, times.closes)
        return window(self._on(width), days, self.desk.today, events)

    def _touches(self, touches: Iterable[Touch]) -> Iterator[tuple[date, Span]]:
        for touch in touches:
            yield touch.done or touch.on, ("•", "muted") if touch.done else ("◷", "accent")

    def _signals(self, row: ContractWindow) -> Iterator[tuple[date, Span]]:
        for signal in row.signals:
            sign, tone = signed(signal)
            yield signal.on, (span(sign)[0].strip(), tone)

    def _holder(self, row: ContractWindow) -> Span:
        """Who holds it now: a rival, or we."""
        if row.ours:
            return tr(say("us")), "strong"
        return safe(listed(self.desk.holdings.name("competitors", each) for each in row.suppliers)), ""

    def _act_by(self, row: ContractWindow) -> Span:
        return due(row.window.act_by, self.desk.today)
