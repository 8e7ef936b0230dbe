"""The list of a view: its rows, its filter and its order, kept true while the book changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from textual import on, work
from textual.message import Message as TextualMessage

from bidtracker.book import Changed
from bidtracker.domain.completion import Completion, complete
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.fields import Field
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.query import ShownCells, Texts, compile_query
from bidtracker.domain.spans import SpanLine
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.desk import Desk
from bidtracker.tui.listing import Listing
from bidtracker.tui.saved_filters import saved_filters
from bidtracker.tui.views.acts import Acts
from bidtracker.tui.widgets.filter_bar import FilterBar
from bidtracker.tui.widgets.frame import ViewHeader
from bidtracker.tui.widgets.record_table import RecordTable

PAINT = 0.02  # seconds in which Textual paints what was changed
MINUTE = 60.0  # seconds between two looks at the calendar

Row = Any


class ListScreen(Acts):
    """A screen with a list of records that can be filtered and put in order; it says what its rows are.

    `name` is its key in the app, `views` all of them with their labels, `table` the records that it lists, `reads`
    the tables whose changes it shows.
    """

    table: ClassVar[str]
    reads: ClassVar[frozenset[str]]
    spoken: ClassVar[tuple[str, ...]] = ()  # columns whose words a bare word in the filter finds
    order: ClassVar[tuple[str, bool]]  # the column sorted by at first, and whether it falls

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
        self.texts: Texts = {}  # of the rows, as a filter searches them
        self.sorted: tuple[str, bool] = self.order
        self.stale = True  # the rows are not as the book is
        self.filled = False
        self.beyond = 0  # records that would follow on those listed
        self.asleep = 0  # records that are put away for now
        self.drawer = False  # whether those are what is shown
        self.day = desk.today
        self._unsubscribe: Callable[[], None] | None = None

    # ------------------------------------------------------------ what each view says

    def columns(self) -> Sequence[TableColumn]:
        """The columns of the table, in their order."""
        raise NotImplementedError

    async def records(self) -> Iterable[Row]:
        """All rows, in any order: every record of the table, where nothing else is said."""
        return list(self.desk.holdings.table(self.table).values())

    def key(self, row: Row) -> str:
        """What tells a row from all others: the id of its record."""
        return ref(self.table, row.id)

    def id_of(self, row: Row) -> str:
        """The id of the record that acts on a row are about."""
        return self.key(row)

    def matcher(self, text: str) -> Callable[[Row], bool]:
        """What a filter lets through. Raises BidtrackerError where it cannot be understood."""
        fields, desk = self.fields, self.desk
        return compile_query(text, fields, desk.holdings, desk.today, texts=self.texts, say=tr, cells=self.cells)

    @property
    def fields(self) -> str | Sequence[Field]:
        """What a filter's keys name: the fields of the table, where nothing else is said."""
        return self.table

    @cached_property
    def cells(self) -> ShownCells:
        """The words of the cells that say something in other words than their field."""
        worded = {column.filter: column.text for column in self.rows.columns if column.worded}
        return ShownCells(worded, lambda: self.listing.rows, [name for name in self.spoken if name in worded])

    def completions(self, text: str, cursor: int) -> Completion:
        """How a filter may go on where the cursor stands."""
        return complete(text, cursor, self.table, self.desk.holdings)

    def nothing(self) -> Message:
        """What an empty list says: which key fills it."""
        raise NotImplementedError

    def begin(self) -> None:
        """Reads the rows for the first time."""
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

    # Kept, not looked for: what was under way when the screen closes still has them.

    @cached_property
    def header(self) -> ViewHeader:
        """Says where we are."""
        return ViewHeader(self.views, self.name or "")

    @cached_property
    def rows(self) -> RecordTable:
        """The table."""
        return RecordTable(self.columns(), self.key)

    @cached_property
    def filter_bar(self) -> FilterBar:
        """Where the filter is typed."""
        return FilterBar(self.completions, self.typed)

    # ------------------------------------------------------------ rows

    @work(exclusive=True, group="rows")
    async def update(self, *, follow: bool, glimpsed: bool = False) -> None:
        """Reads the rows where they are stale, puts them in order, and shows those that the filter lets through.

        A later call takes the place of one under way. `follow` keeps the cursor on its record; else it is on top.
        `glimpsed` says that the first page is shown already.
        """
        if self.stale:
            await asyncio.to_thread(lambda: self.desk.holdings)  # at first this reads the whole book
            self.texts = {}
            rows = await self.records()
            self.stale, self.day = False, self.desk.today
            self.listing.replace(rows)
            if self.rows.marks:  # a mark goes with its record
                self.rows.marks &= {self.key(row) for row in self.listing.rows}
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
            await self._filter(keep, follow=follow, glimpsed=glimpsed)
        self.tell()
        if not self.filled:
            self.filled = True
            self.post_message(self.Filled())

    async def _filter(self, keep: Callable[[Row], bool], *, follow: bool, glimpsed: bool) -> None:
        """Shows the first page of what matches as soon as it is found, the rest when all is."""
        matching: list[Row] = []
        shown = follow or glimpsed
        if glimpsed:
            await asyncio.sleep(PAINT)
        async for part in self.listing.matching(keep):
            matching += part
            if not shown and len(matching) > self.rows.page:
                self.rows.show(list(matching), follow=False)
                shown = True
                await asyncio.sleep(PAINT)  # it is seen before the rest is looked for
        if shown and not follow:
            self.rows.extend(matching)
        else:
            self.rows.show(matching, follow=follow)

    def _matcher(self) -> Callable[[Row], bool] | None:
        """What the filter lets through; None where there is none, or where it cannot be understood (yet)."""
        complaint, keep = "", None
        if self.text.strip():
            try:
                keep = self.matcher(self.text)
            except BidtrackerError as error:
                complaint = safe(tr(error.message))
        self.filter_bar.complain(complaint)
        return keep

    def _empty(self) -> SpanLine:
        if self.text.strip():
            return ((safe(tr(say("Nothing found for {text}; esc shows everything again", text=self.text))), "muted"),)
        return ((safe(tr(self.nothing())), "muted"),)

    def tell(self) -> None:
        """Says in the header where we are."""
        shown, all_, marked = len(self.rows.rows), len(self.listing.rows), len(self.rows.marks)
        row, counted = f"{self.rows.cursor + 1:,}", tr(say("{n} of {all}", n=f"{shown:,}", all=f"{all_:,}"))
        if shown == all_ and shown:
            counted = tr(say("row {row} of {all}", row=row, all=f"{all_:,}"))
        elif shown:
            counted = tr(say("row {row} · {counted}", row=row, counted=counted))
        if self.beyond:
            whole = f"{all_ + self.beyond:,}"
            counted = tr(say("first {n} of {all}", n=f"{all_:,}", all=whole))
            if shown < all_:
                counted = tr(say("{n} of the first {kept} of {all}", n=f"{shown:,}", kept=f"{all_:,}", all=whole))
        if self.asleep:
            counted += tr(say(" · {n} asleep", n=self.asleep)) if not self.drawer else ""
        if self.drawer:
            counted = tr(say("asleep: {counted}", counted=counted))
        if marked:
            counted += tr(say(" · {n} marked", n=marked))
        name, falling = self.sorted
        column = next((c for c in self.rows.columns if c.name == name), None)
        book = safe(self.desk.book.address.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".bidtracker"), 20)
        self.header.say(
            book=tr(_("demo")) if self.desk.demo else book,
            today=self.desk.today.isoformat(),
            counted=counted,
            filtered="/" + safe(self.text, 40) if self.text.strip() else "",
            ordered=tr(say("by {column} {sign}", column=tr(column.label).lower(), sign="↓" if falling else "↑"))
            if column
            else "",
        )

    def on_list_screen_book_changed(self, event: BookChanged) -> None:
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

    async def action_filter(self) -> None:
        await self.filter_bar.open(self.text)

    def typed(self, text: str) -> None:
        """Filters by what stands in the filter line; what is found in no time is painted with the letter."""
        if text != self.text:
            self.text = text
            self.update(follow=not text.strip(), glimpsed=self._glimpse())

    def _glimpse(self) -> bool:
        """Shows the first page of what matches, if it is found in no time."""
        keep = None if self.stale or self.listing.order != self.sorted else self._matcher()
        if keep is None:
            return False
        glimpsed = self.listing.glimpse(keep, self.rows.page + 1)
        if glimpsed is not None:
            self.rows.show(glimpsed, follow=False)
        return glimpsed is not None

    @on(FilterBar.Closed)
    def _filtered(self) -> None:
        if self.focused is None or self.focused.id == "filter":
            self.set_focus(self.rows)
        self.tell()

    def action_filter_cell(self) -> None:
        """Adds what stands in the cell to the filter."""
        if self.rows.current is None:
            return
        column = self.rows.current_column
        value = column.text(self.rows.current)
        if not value.strip():
            return
        plain = value.replace('"', "")
        quoted = plain if plain.isalnum() else f'"{plain}"'
        self.text = f"{self.text} {column.filter + '=' if column.filter else ''}{quoted}".strip()
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

    def action_filters(self) -> None:
        """The filters saved for this list, and a name for the one that stands."""
        self.app.push_screen(
            self.forms.FiltersDialog(self.desk.book, self.name or "", self.text),
            lambda text: self.use_filter(text) if text else None,
        )

    def saved_filters(self) -> dict[str, str]:
        """The filters saved for this list, by name."""
        return saved_filters(self.desk.book, self.name or "")

    def use_filter(self, text: str) -> None:
        """Takes another filter, as if it had been typed."""
        self.text = text
        self.update(follow=True)
