"""Insights: what the book's past says of us, a page a metric."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from bidtracker.domain.errors import Refused
from bidtracker.domain.fields import Field
from bidtracker.domain.filters.completion import Completion
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.kinds import TEXT
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.spans import Span
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.desk import Desk
from bidtracker.tui.views.view import View
from bidtracker.tui.widgets.detail import PaneEntry
from bidtracker.tui.widgets.frame import ViewHeader
from bidtracker.tui.widgets.page import page_entries

SLOW = 0.2  # seconds after which it says that it is counting


class InsightsView(View):
    """The pages with what there is to learn from each; the page itself is the detail."""

    table = "insights"
    reads = frozenset({"tenders", "awards", "signals", "touches", "contacts", "buyers", "competitors", "settings"})
    order = ("page", False)
    spreads = True
    footer = ("open", "copy", "filter", "detail", "import", "palette", "help")
    describes = False
    adds: ClassVar[str] = "tenders"

    def __init__(self, name: str, desk: Desk, views: Sequence[tuple[str, str]]) -> None:
        super().__init__(name, desk, views)
        self.places: dict[str, int] = {}
        self.counting: asyncio.Task[tuple[InsightPage, ...] | None] | None = None

    @property
    def fields(self) -> FilterFields:
        def field(name: str, title: str, get: Callable[[InsightPage], str]) -> Field:
            return Field(
                name=name, label=title, kind=TEXT, get=lambda page, h: get(page), width=22, priority=1, edit=False
            )

        return FilterFields((field("page", _("Page"), self._title), field("says", _("What it says"), self._headline)))

    def columns(self) -> Sequence[TableColumn]:
        title, headline = self._title, self._headline
        return (
            TableColumn(
                "page",
                _("Page"),
                22,
                self._page_cell,
                title,
                lambda page: self.places[page.key],
                priority=1,
                filter="page",
            ),
            TableColumn(
                "says", _("What it says"), 16, self._says, headline, headline, priority=2, grow=1, filter="says"
            ),
        )

    async def records(self) -> Iterable[InsightPage]:
        """Counted in a thread, one count at a time; on a large book it takes seconds."""
        notice = self.set_timer(SLOW, self._say_counting)
        try:
            while self.counting is not None and not self.counting.done():  # of what the book was before
                await asyncio.wait([self.counting])
            self.counting = asyncio.create_task(asyncio.to_thread(self._count))
            counted = await asyncio.shield(self.counting)
        finally:
            notice.stop()
        if counted is None:
            return self.listing.rows
        self.places = {page.key: place for place, page in enumerate(counted)}
        return counted

    def _count(self) -> tuple[InsightPage, ...] | None:
        """None where a record came or went meanwhile; the change that did it has us count again."""
        from bidtracker.pages.insights.all_pages import counted, pages  # later than the first paint, and 20 ms of work

        holdings = self.desk.holdings
        try:
            return pages(counted(holdings, self.desk.today), holdings)
        except (RuntimeError, LookupError):
            return None

    def _say_counting(self) -> None:
        self.rows.empty = ((tr(_("counting …")), "muted"),)
        self.rows.refresh()
        header = self.query_one(ViewHeader)
        header.counted = tr(_("counting …"))
        header.refresh()

    def key(self, row: InsightPage) -> str:
        return row.key

    def id_of(self, row: InsightPage) -> str:
        """A page is no record; acts are about the record under the detail's cursor."""
        return ""

    def completions(self, text: str, cursor: int) -> Completion:
        """Words alone filter here."""
        return Completion(cursor, cursor, ())

    def nothing(self) -> Message:
        return say("There is nothing to count")

    def entries(self, row: InsightPage) -> Sequence[PaneEntry]:
        return page_entries(row.page)

    def pointed(self, *, whole: bool = False) -> str:
        """The page as text; in a record opened from it, what all views copy."""
        row = self.rows.current
        if row is None or self.detail.trail:
            return super().pointed(whole=whole)
        return plain_text(row.page, plots=True)

    @toast_errors
    def action_export(self) -> None:
        raise Refused("a page is no list: y copies it, `bidtracker insights --json` writes all of them")

    # ------------------------------------------------------------ cells

    def _title(self, page: InsightPage) -> str:
        return safe(tr(page.title))

    def _headline(self, page: InsightPage) -> str:
        return safe(tr(page.headline))

    def _page_cell(self, page: InsightPage) -> Span:
        return self._title(page), "" if page.enough else "muted"

    def _says(self, page: InsightPage) -> Span:
        return self._headline(page), "" if page.enough else "muted"
