"""What all views share: a list of records with its detail, filter and order, kept true while the book changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message as TextualMessage

from bidtracker.book import Changed
from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.cells import Column, Line
from bidtracker.tui.desk import Desk
from bidtracker.tui.details import describe
from bidtracker.tui.keys import BY_ID, FOOTER, Place, bindings, first_shown
from bidtracker.tui.listing import Listing
from bidtracker.tui.subject import Subject, subject
from bidtracker.tui.views.acts import Acts, told
from bidtracker.tui.widgets.browser import WHY, Browser
from bidtracker.tui.widgets.detail import Entry
from bidtracker.tui.widgets.filter_bar import FilterBar
from bidtracker.tui.widgets.frame import Footer, Header
from bidtracker.tui.widgets.record_table import RecordTable

MINUTE = 60.0  # seconds between two looks at the calendar
WIDE = 110  # cells from which the detail stands beside the table

Row = Any


class View(Acts):
    """One of the lists. A view says what its rows are and how they look; everything else is here.

    `name` is its key in the app, `views` all of them with their labels, `table` the records that it lists, `reads`
    the tables whose changes it shows.
    """

    table: ClassVar[str]
    label: ClassVar[str]
    reads: ClassVar[frozenset[str]]
    order: ClassVar[tuple[str, bool]]  # the column sorted by at first, and whether it falls
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual says it is of the instance
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VIEW)]
    AUTO_FOCUS = "RecordTable"

    class BookChanged(TextualMessage):
        """An act, ours or another process's, has changed the book."""

        def __init__(self, changed: Changed) -> None:
            self.changed = changed
            super().__init__()

    class Filled(TextualMessage):
        """The rows are there for the first time."""

    def __init__(self, name: str, desk: Desk, views: Sequence[tuple[str, str]]) -> None:
        super().__init__(name=name)
        self.views = views
        self.desk = desk
        self.listing = Listing()
        self.text = ""  # the filter
        self.sorted: tuple[str, bool] = self.order
        self.stale = True  # the rows are not as the book is
        self.filled = False
        self.day = desk.today
        self._unsubscribe: Callable[[], None] | None = None

    # ------------------------------------------------------------ what each view says

    def columns(self) -> Sequence[Column]:
        """The columns of the table, in their order."""
        raise NotImplementedError

    async def records(self) -> Iterable[Row]:
        """All rows, in any order."""
        raise NotImplementedError

    def key(self, row: Row) -> str:
        """What tells a row from all others: the id of its record."""
        raise NotImplementedError

    def id_of(self, row: Row) -> str:
        """The id of the record that acts on a row are about."""
        return self.key(row)

    def matcher(self, text: str) -> Callable[[Row], bool]:
        """What a filter lets through. Raises BidtrackerError where it cannot be understood."""
        raise NotImplementedError

    def entries(self, row: Row) -> Sequence[Entry]:
        """The detail of a row."""
        return describe(self.desk, *parse_ref(self.id_of(row)))

    def nothing(self) -> Message:
        """What an empty list says: which key fills it."""
        raise NotImplementedError

    # ------------------------------------------------------------ building

    def compose(self) -> ComposeResult:
        yield Header(self.views, self.name or "")
        with Container(id="body"):
            yield RecordTable(self.columns(), self.key)
            yield Browser(self.desk)
        with Container(id="bottom"):
            yield FilterBar()
            yield Footer(self._footer_keys)

    def on_mount(self) -> None:
        self.add_class("-detail")
        self._unsubscribe = self.desk.book.subscribe(self._hear)
        self.rows.empty = ((tr(_("reading …")), "muted"),)
        self.update(follow=True)
        self.set_interval(MINUTE, self._turn_day)

    def _hear(self, changed: Changed) -> None:
        """Called in whatever thread the change was made."""
        self.post_message(self.BookChanged(changed))

    def on_unmount(self) -> None:
        if self._unsubscribe:
            self._unsubscribe()

    @property
    def rows(self) -> RecordTable:
        return self.query_one(RecordTable)

    @property
    def detail(self) -> Browser:
        return self.query_one(Browser)

    def _footer_keys(self) -> list[tuple[str, str, str]]:
        chosen = (BY_ID[id] for id in FOOTER[self.name or ""])
        return [(first_shown(key, self.desk.keys), tr(key.label), key.action) for key in chosen]

    # ------------------------------------------------------------ rows

    @work(exclusive=True, group="rows")
    async def update(self, *, follow: bool) -> None:
        """Reads the rows where they are stale, puts them in order, and shows those that the filter lets through.

        A later call takes the place of one under way. `follow` keeps the cursor on its record; else it is on top.
        """
        if self.stale:
            await asyncio.to_thread(lambda: self.desk.holdings)  # at first this reads the whole book
            rows = await self.records()
            self.stale, self.day = False, self.desk.today
            self.listing.replace(rows)
        name, falling = self.sorted
        if self.listing.order != self.sorted:
            column = next(column for column in self.rows.columns if column.name == name)
            await self.listing.sort(column, falling)
        self.rows.order = self.sorted
        self.rows.empty = self._empty()
        keep = self._matcher()
        if keep is None:
            self.rows.show(self.listing.rows, follow=follow)
        else:
            await self._filter(keep, follow=follow)
        self.tell()
        if not self.filled:
            self.filled = True
            self.post_message(self.Filled())

    async def _filter(self, keep: Callable[[Row], bool], *, follow: bool) -> None:
        """Shows the first page of what matches as soon as it is found, the rest when all is."""
        found: list[Row] = []
        shown = follow
        async for part in self.listing.matching(keep):
            found += part
            if not shown and len(found) > self.rows.page:
                self.rows.show(list(found), follow=False)
                shown = True
        if shown and not follow:
            self.rows.extend(found)
        else:
            self.rows.show(found, follow=follow)

    def _matcher(self) -> Callable[[Row], bool] | None:
        """What the filter lets through; None where there is none, or where it cannot be understood (yet)."""
        complaint, keep = "", None
        if self.text.strip():
            try:
                keep = self.matcher(self.text)
            except BidtrackerError as error:
                complaint = safe(tr(error.message))
        self.query_one(FilterBar).complain(complaint)
        return keep

    def _empty(self) -> Line:
        if self.text.strip():
            return ((safe(tr(say("Nothing found for {text}; esc shows everything again", text=self.text))), "muted"),)
        return ((safe(tr(self.nothing())), "muted"),)

    def tell(self) -> None:
        """Says in the header where we are."""
        shown, all_, marked = len(self.rows.rows), len(self.listing.rows), len(self.rows.marks)
        counted = tr(say("{n} of {all}", n=f"{shown:,}", all=f"{all_:,}"))
        if marked:
            counted += tr(say(" · {n} marked", n=marked))
        name, falling = self.sorted
        column = next((c for c in self.rows.columns if c.name == name), None)
        book = safe(self.desk.book.address.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".bidtracker"), 20)
        self.query_one(Header).say(
            book=tr(_("demo")) if self.desk.demo else book,
            today=self.desk.today.isoformat(),
            counted=counted,
            filtered="/" + safe(self.text, 40) if self.text.strip() else "",
            ordered=tr(say("by {column} {sign}", column=tr(column.label).lower(), sign="↓" if falling else "↑"))
            if column
            else "",
        )

    def on_view_book_changed(self, event: BookChanged) -> None:
        if event.changed.everything or event.changed.tables() & self.reads:
            self.stale = True
            self._freshen()

    def on_screen_resume(self) -> None:
        self._freshen()

    def _turn_day(self) -> None:
        """At midnight everything is a day older."""
        self.stale = self.stale or self.day != self.desk.today
        self._freshen()

    def _freshen(self) -> None:
        """Reads stale rows anew, unless nobody sees them: then when somebody does."""
        if self.stale and self in self.app.screen_stack:
            self.update(follow=True)

    # ------------------------------------------------------------ filter and order

    def action_filter(self) -> None:
        self.query_one(FilterBar).open(self.text)

    @on(FilterBar.Changed)
    def _typed(self, event: FilterBar.Changed) -> None:
        self.text = event.text
        self.update(follow=not event.text.strip())

    @on(FilterBar.Closed)
    def _filtered(self) -> None:
        if self.focused is None or self.focused.id == "filter":
            self.rows.focus()
        self.tell()

    def action_filter_cell(self) -> None:
        """Adds what stands in the cell to the filter."""
        if self.rows.current is None:
            return
        column = self.rows.current_column
        value = column.text(self.rows.current)
        if not value.strip():
            return
        said = f'"{value}"' if not value.isalnum() else value
        self.text = f"{self.text} {column.filter + ':' if column.filter else ''}{said}".strip()
        self.update(follow=True)

    def action_sort(self) -> None:
        self._sort_by(self.rows.current_column.name)

    def action_reverse(self) -> None:
        name, falling = self.sorted
        self.sorted = (name, not falling)
        self.update(follow=True)

    @on(RecordTable.Sorted)
    def _header_clicked(self, event: RecordTable.Sorted) -> None:
        self._sort_by(event.column)

    def _sort_by(self, name: str) -> None:
        """By that column: first rising, then falling; amounts and scores the other way round."""
        column = next(column for column in self.rows.columns if column.name == name)
        first = column.align == "right"
        self.sorted = (name, not self.sorted[1] if self.sorted[0] == name else first)
        self.update(follow=True)

    # ------------------------------------------------------------ detail

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        if event.elsewhere:
            self.detail.turn_to(self._page)
        else:
            self.detail.draw()

    def _page(self) -> Sequence[Entry]:
        return () if self.rows.current is None else self.entries(self.rows.current)

    @on(RecordTable.Marked)
    def _marked(self) -> None:
        self.tell()

    @property
    def wide(self) -> bool:
        """Whether there is room for the detail beside the table."""
        return self.size.width >= WIDE

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width >= WIDE:
            self.remove_class("-full")
        self.call_after_refresh(self.detail.draw)

    def action_detail(self) -> None:
        """Shows or hides the detail beside or below the table."""
        self.remove_class("-full")
        self.toggle_class("-detail" if self.wide else "-below")
        if not self.detail.display:
            self.rows.focus()
        self.call_after_refresh(self.detail.draw)

    @on(RecordTable.Opened)
    def to_detail(self) -> None:
        """The detail takes the cursor; on a narrow screen it takes the table's place."""
        if self.wide:
            self.add_class("-detail")
        elif not self.has_class("-below"):
            self.add_class("-full")
        self.call_after_refresh(self._enter_detail)

    def _enter_detail(self) -> None:
        self.detail.draw()
        self.detail.focus()

    def to_rows(self) -> None:
        """The table takes the cursor back."""
        self.remove_class("-full")
        self.rows.focus()

    def action_panes(self) -> None:
        if self.focused is self.rows:
            self.to_detail()
        else:
            self.to_rows()

    def action_back(self) -> None:
        """One step back: a record in the detail, the detail, the marks, the filter."""
        if self.detail.back():
            return
        if self.focused is not self.rows:
            self.to_rows()
        elif self.rows.marks:
            self.rows.unmark()
        elif self.text:
            self.text = ""
            self.update(follow=True)

    @told
    def action_why(self) -> None:
        """The reasons of the award that is meant, in the detail; again: back."""
        if self.detail.reasoning:
            self.action_back()
            return
        here = self.about()
        if not here.award:
            raise Refused("there is no reason to show: nothing was awarded here yet")
        self.detail.open(WHY + ref("awards", here.award))
        self.to_detail()

    # ------------------------------------------------------------ what acts are about

    @property
    def here(self) -> Subject | None:
        """The record under the cursor: in the detail if that has the focus, else in the table."""
        row = self.rows.current
        id = self.detail.subject_id or (self.id_of(row) if row is not None else "")
        return subject(self.desk.holdings, *parse_ref(id)) if id else None

    @property
    def chosen(self) -> list[str]:
        """The ids of the marked rows, or of the record under the cursor."""
        if self.rows.marks and self.focused is not self.detail:
            return list(dict.fromkeys(self.id_of(row) for row in self.rows.chosen))
        return [self.here.id] if self.here else []

    def listed(self) -> tuple[str, Sequence[Row]]:
        """The name of the list, and its rows as shown, or the marked ones."""
        return self.name or "", self.rows.chosen if self.rows.marks else list(self.rows.rows)

    def pointed(self, *, whole: bool = False) -> str:
        """The text of the cell under the cursor, or of the line in the detail; `whole`: of all of the record."""
        row, rows = self.rows.current, self.rows
        if self.focused is self.detail:
            return "\n".join(self.detail.lines) if whole else self.detail.current_text
        if row is None:
            return ""
        if whole:
            return "\n".join(f"{tr(c.label)}: {text}" for c in rows.columns if (text := c.text(row)))
        return rows.current_column.text(row)
