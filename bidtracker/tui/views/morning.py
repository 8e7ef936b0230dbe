"""Morning: what today asks for, on one page; what the line under the cursor leads to stands beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.timer import Timer
from textual.widget import Widget

from bidtracker.book import Busy
from bidtracker.domain.errors import Refused
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.locale import tr
from bidtracker.pages.page import FOLD
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.desk import Desk
from bidtracker.tui.listing.held import Listing
from bidtracker.tui.subject import Subject
from bidtracker.tui.views.view import WITH_DUE, View
from bidtracker.tui.widgets.browser import Browser
from bidtracker.tui.widgets.detail import Detail, PaneEntry, text
from bidtracker.tui.widgets.page import page_entries

if TYPE_CHECKING:
    from bidtracker.radar.morning import Morning
    from bidtracker.radar.score.opportunity import Opportunity

PAUSE = 0.06  # seconds on a line before what it leads to is looked up


class MorningPane(Browser):
    """The page itself, and the records that are opened from it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.unfolded = False
        self.add_class("morning-page")

    def open(self, record_id: str) -> None:
        """Opens a record; the line of the questions unfolds them."""
        if record_id == FOLD:
            self.unfolded = not self.unfolded
            self.draw()
        else:
            super().open(record_id)


class Preview(Detail, can_focus=False):
    """What the line under the cursor leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("morning-preview")


class MorningView(View):
    """One page, of today."""

    AUTO_FOCUS = ".morning-page"
    table = "morning"
    reads = WITH_DUE
    order = ("day", False)
    footer = ("open", "done", "touch", "signal", "snooze", "brief", "help")
    page_footer = footer
    describes = False
    columned = False
    adds: ClassVar[str] = "tenders"
    staying: Timer | None = None  # until the cursor has stayed on a line

    def columns(self) -> Sequence[TableColumn]:
        def day(row: Morning) -> str:
            return row.as_of.isoformat()

        return (TableColumn("day", _("Day"), 10, lambda row: (day(row), ""), day, day),)

    async def records(self) -> Iterable[Morning]:
        from bidtracker.radar.morning import morning  # later than the first paint

        today = await asyncio.to_thread(morning, self.desk.snapshot(), self.desk.today)
        self._compare(today)
        return [today]

    @work(group="compare")
    async def _compare(self, today: Morning) -> None:
        """What changed since last time, which takes as long again; the page is read meanwhile."""
        from bidtracker.radar.digest import Reported, digest  # later than the first paint

        last = Reported(day=self.desk.since or self.desk.today)  # what was heard later on that day is news too
        change = await asyncio.to_thread(digest, self.desk.snapshot(), last, self.desk.today)
        if self.rows.rows in ([], [today]):  # nothing came in between
            self.listing = Listing()
            self.listing.replace([replace(today, change=change)])
            self.rows.show(self.listing.rows)
            self.tell()
            self.post_message(self.Filled())

    @property
    def undecided(self) -> bool:
        row = self.rows.current
        return row is not None and row.change is None

    def key(self, row: Morning) -> str:
        return row.as_of.isoformat()

    def id_of(self, row: Morning) -> str:
        """The page is no record; acts are about the record under its cursor."""
        return ""

    @property
    def idle(self) -> bool:
        row = self.rows.current
        return row is None or row.empty

    @property
    def judged(self) -> Iterable[Opportunity]:
        return () if self.rows.current is None else self.rows.current.calls

    def nothing(self) -> Message:
        return say("Nothing is due")

    # Kept, not looked for: what was under way when the screen closes still has them.

    @cached_property
    def detail(self) -> MorningPane:
        """The page."""
        return MorningPane(self.desk)

    @cached_property
    def preview(self) -> Preview:
        """What stands beside it."""
        return Preview()

    def body(self) -> Iterable[Widget]:
        return *super().body(), self.preview

    def begin(self) -> None:
        super().begin()
        self.detail.turn_to(self._page)

    def _page(self) -> Sequence[PaneEntry]:
        """The page; until it is there, that it is coming: in a large book that takes some seconds."""
        if self.filled or self.rows.current is not None:
            return super()._page()
        coming = say("Putting today's page together …  The lists are there already: 1 radar, 2 tenders")
        return [text((tr(coming), "muted"))]

    def tell(self) -> None:
        """Says in the header what there is to do, for a page has no rows."""
        super().tell()
        row = self.rows.current
        if row is None and not self.filled:
            self.header.counted = tr(_("reading …"))
        elif row is not None:
            n, due = len(row.to_do) + len(row.calls), len(row.deadlines)
            self.header.counted = tr(say("{n} to call, {due} to hand in", n=n, due=due))
        self.header.ordered = ""
        self.header.refresh()

    def entries(self, row: Morning) -> Sequence[PaneEntry]:
        from bidtracker.pages.morning import morning_page  # later than the first paint

        return page_entries(morning_page(row, self.desk.holdings, unfolded=self.detail.unfolded))

    def _subject(self, record_ref: str) -> Subject | None:
        return None if record_ref == FOLD else super()._subject(record_ref)

    def to_rows(self) -> None:
        """The page keeps the cursor."""
        self.set_focus(self.detail)

    def action_detail(self) -> None:
        """Shows or hides what stands beside the page."""
        self.preview.styles.display = "none" if self.preview.display else "block"

    @toast_errors
    def action_filter_refused(self) -> None:
        raise Refused("a page has no filter; ctrl+f finds words in everything")

    async def action_filter(self) -> None:
        self.action_filter_refused()

    def action_filter_cell(self) -> None:
        self.action_filter_refused()

    def action_filters(self) -> None:
        self.action_filter_refused()

    def action_panes(self) -> None:
        """There is one pane to be in."""

    # ------------------------------------------------------------ what stands beside it

    @on(Detail.Stood)
    def _stood(self, event: Detail.Stood) -> None:
        event.stop()
        if event.control is not self.detail:  # what stands beside the page, shown because of it
            return
        if self.staying is not None:
            self.staying.stop()
        if self.preview.display:
            self.staying = self.set_timer(PAUSE, self._look_up)

    @work(group="preview")
    async def _look_up(self) -> None:
        """The call sheet of a contract, also of the one that a touch is about; the page of any other record."""
        preview, target = self.preview, self.detail.target
        if not target or target == FOLD:
            preview.show(())
            return
        table, number = parse_ref(target.partition(".")[0])
        try:
            touch = self.desk.holdings.touches.get(number) if table == "touches" else None
            award = number if table == "awards" else touch.award if touch is not None else 0
            if award in self.desk.holdings.awards:
                sheet = await asyncio.to_thread(_sheet, self.desk.snapshot(), award, self.desk)
                if target == self.detail.target:
                    preview.show(sheet)
                return
            from bidtracker.tui.widgets.record import describe  # later than the first paint

            with self.desk.book.at_once():
                preview.show(describe(self.desk, table, number))
        except Busy:  # another program holds the book for a moment; the next step of the cursor looks again
            preview.show(())


def _sheet(holdings: Holdings, award: int, desk: Desk) -> Sequence[PaneEntry]:
    from bidtracker.pages.call_sheet import call_sheet  # later than the first paint
    from bidtracker.radar.score.opportunity import judge

    return page_entries(call_sheet(judge(holdings, holdings.awards[award], desk.today), holdings, desk.today))
