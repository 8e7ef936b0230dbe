"""The list of a view: its rows, its filter and its order, kept true while the book changes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.message import Message as TextualMessage
from textual.screen import Screen

from bidtracker.book import Changed
from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.filters.conditions import Condition
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.filters.shown_cells import FewTexts, ShownCells, Texts, bare
from bidtracker.domain.ids import ref
from bidtracker.domain.kinds import SHARE
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.spans import SpanLine
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.acts.all_acts import Acts
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.acts.column import ColumnActs
from bidtracker.tui.acts.section import SectionActs
from bidtracker.tui.arranging import ColumnLook, arranged
from bidtracker.tui.cells import ListRow, TableColumn
from bidtracker.tui.desk import Desk
from bidtracker.tui.listing.held import Listing
from bidtracker.tui.listing.list_count import ListCount
from bidtracker.tui.listing.row_source import RowSource
from bidtracker.tui.widgets.filter_bar import FilterBar
from bidtracker.tui.widgets.frame import ViewHeader
from bidtracker.tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from bidtracker.domain.filters.completion import Completion
    from bidtracker.tui.listing.stored import StoredListing

PAINT = 0.02  # seconds in which Textual paints what was changed
SEEN = 0.1  # seconds in which a first page is painted
LOOK = 0.3  # seconds between two looks at what a filter has found so far
MINUTE = 60.0  # seconds between two looks at the calendar


class ListScreen(Acts, ColumnActs, SectionActs, Screen[None]):
    """A screen with a list of records that can be filtered and put in order; it says what its rows are.

    `name` is its key in the app, `views` all of them with their labels, `table` the records that it lists, `reads`
    the tables whose changes it shows.
    """

    table: ClassVar[str]
    reads: ClassVar[frozenset[str]]
    every: ClassVar[bool] = False  # whether the rows are all tenders, of which a book may have very many
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
        self.listing: Listing | StoredListing = Listing()
        self.text = ""  # the filter
        self.texts: Texts = {}  # of the rows, as a filter searches them
        self.whole: Collection[str] | None = None  # what the spoken cells show; None until a filter asks
        self.sorted: tuple[str, bool] = self.order
        self.stale = True  # the rows are not as the book is
        self.filled = False
        self.counted = True  # whether all that the filter lets through is found
        self.beyond = 0  # records that would follow on those listed
        self.asleep = 0  # records that are put away for now
        self.drawer = False  # whether those are what is shown
        self.mine = False  # whether only what we deal with is shown
        self.day = desk.today
        self._unsubscribe: Callable[[], None] | None = None

    # ------------------------------------------------------------ what each view says

    def columns(self) -> Sequence[TableColumn]:
        """The columns of the table, in their order."""
        raise NotImplementedError

    async def records(self) -> Iterable[ListRow]:
        """All rows, in any order: every record of the table, where nothing else is said."""
        return list(self.desk.holdings.table(self.table).values())

    def key(self, row: ListRow) -> str:
        """What tells a row from all others: the id of its record."""
        return ref(self.table, row.id)

    def id_of(self, row: ListRow) -> str:
        """The id of the record that acts on a row are about."""
        return self.key(row)

    def conditions(self, text: str) -> list[Condition]:
        """What a filter asks for. Raises BidtrackerError where it cannot be understood."""
        from bidtracker.domain.filters.query import compile_conditions  # later than the first paint

        fields, desk = self.fields, self.desk
        return compile_conditions(text, fields, desk.holdings, desk.today, texts=self.texts, say=tr, cells=self.cells)

    @property
    def fields(self) -> FilterFields:
        """What a filter's keys name: the fields of the table, where nothing else is said."""
        return FilterFields.of(self.table)

    @cached_property
    def cells(self) -> ShownCells:
        """The words of the cells that say something in other words than their field."""
        worded = {column.filter: column.text for column in self.rows.columns if column.worded}

        def rows() -> Sequence[ListRow] | None:
            return self.listing.rows if isinstance(self.listing, Listing) else None

        return ShownCells(worded, rows, [name for name in self.spoken if name in worded], self.shown_texts)

    def shown_texts(self) -> Collection[str]:
        """All that the cells of the spoken columns show, as it is typed; kept until the rows are read anew."""
        if self.whole is None:
            texts = [column.text for column in self.rows.columns if column.worded and column.filter in self.spoken]
            self.whole = frozenset(bare(text(row)) for text in texts for row in self.listing.rows)
        return self.whole

    def completions(self, text: str, cursor: int) -> Completion:
        """How a filter may go on where the cursor stands."""
        from bidtracker.domain.filters.completion import complete  # later than the first paint

        return complete(text, cursor, self.fields, self.desk.holdings, tr)

    def nothing(self) -> Message:
        """What an empty list says: which key fills it."""
        raise NotImplementedError

    def begin(self) -> None:
        """Reads the rows for the first time."""
        self._unsubscribe = self.desk.book.subscribe(self._hear)
        self.rows.empty = ((tr(_("reading …")), "muted"),)
        self.call_after_refresh(self.update, follow=True)  # the frame is seen before the book is read
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
            await asyncio.to_thread(self.desk.book.read_all)  # at first this reads the whole book, unless it is large
            await self._read(follow=follow)
        name, falling = self.sorted
        if self.listing.order != self.sorted:
            await self.listing.sort(self._column_of(name), falling)
            if isinstance(self.texts, FewTexts):  # others are on top now
                self.texts.clear()
        self.rows.order = self.sorted
        conditions = self._conditions()
        self.counted = not conditions
        self.rows.empty = self._empty()
        if not conditions:
            self.rows.show(self.listing.rows, follow=follow)
        else:
            await self._filter(conditions, follow=follow, glimpsed=glimpsed)
        self.tell()
        self.count_sections()
        self._now_filled()

    async def _read(self, *, follow: bool) -> None:
        """Reads the rows anew; those of a large book as they are seen, the first page at once."""
        stored = self.desk.book.large and self.every
        if stored is isinstance(self.listing, Listing):
            self.listing = self._stored_listing() if stored else Listing()
        self.texts, self.whole = FewTexts() if stored else {}, None
        ours = await asyncio.to_thread(self._dealt_with) if self.mine else None
        if not isinstance(self.listing, Listing):
            self.listing.read_anew(ours)
            self.stale, self.day = False, self.desk.today
            await self._show_first(self.listing)
            return
        rows = await self.records()
        self.stale, self.day = False, self.desk.today
        self.listing.replace(rows if ours is None else [row for row in rows if row.id in ours])
        if self.rows.marks:  # a mark goes with its record
            self.rows.marks &= {self.key(row) for row in self.listing.rows}

    def _stored_listing(self) -> StoredListing:
        from bidtracker.tui.listing.stored import StoredListing  # of a large book alone

        return StoredListing(self.desk.book)

    async def _show_first(self, listing: StoredListing) -> None:
        """Shows the first page while the others are put in order."""
        self.rows.marks = listing.standing(self.rows.marks)
        name, falling = self.sorted
        if not self.filled and not self.text.strip():
            most = 2 * self.rows.page
            first = await listing.first(self._column_of(name), falling, self.desk.today.isoformat(), most)
            if first:
                self.counted, listing.rows, self.rows.order = False, first, self.sorted
                self.rows.show(first, follow=False)
                self.tell()
                self._now_filled()
                await asyncio.sleep(SEEN)  # the order, which another thread reads, does not keep it from the screen

    def _now_filled(self) -> None:
        if not self.filled:
            self.filled = True
            self.post_message(self.Filled())

    def _column_of(self, name: str) -> TableColumn:
        return next(column for column in self.rows.columns if column.name == name)

    async def _filter(self, conditions: Sequence[Condition], *, follow: bool, glimpsed: bool) -> None:
        """Shows the first page of what matches as soon as it is found, and the rest when all is; of a large book what
        is found by then, again and again."""
        matching: Any = self.listing.none()
        shown = follow or glimpsed
        if glimpsed:
            await asyncio.sleep(PAINT)
        counted_at = monotonic()
        async for part in self.listing.matching(conditions):
            matching.extend(part)
            if not shown and len(matching) > self.rows.page:
                self.rows.show(matching[:], follow=False)
                shown = True
                await asyncio.sleep(PAINT)  # it is seen before the rest is looked for
            elif monotonic() > counted_at + LOOK and isinstance(matching, RowSource):
                counted_at = monotonic()
                if shown and not follow:
                    self.rows.extend(matching)
                elif not follow:  # few so far, and they are what is wanted
                    self.rows.show(matching[:], follow=False)
                    shown = True
                self.tell()
                await asyncio.sleep(PAINT)
        self.counted = True
        self.rows.empty = self._empty()
        if shown and not follow:
            self.rows.extend(matching)
        else:
            self.rows.show(matching, follow=follow)

    def _conditions(self) -> list[Condition]:
        """What the filter asks for; nothing where there is none, or where it cannot be understood (yet)."""
        complaint, conditions = "", list[Condition]()
        if self.text.strip():
            try:
                conditions = self.conditions(self.text)
            except BidtrackerError as error:
                complaint = safe(tr(error.message))
        self.filter_bar.complain(complaint)
        return conditions

    def _empty(self) -> SpanLine:
        if self.text.strip():
            nothing = say("Nothing found for {text}; esc shows everything again", text=self.text)
            outcome = nothing if self.counted else say("Looking for {text} …", text=self.text)
            return ((safe(tr(outcome)), "muted"),)
        return ((safe(tr(self.nothing())), "muted"),)

    def tell(self) -> None:
        """Says in the header where we are."""
        count = ListCount(
            shown=len(self.rows.rows),
            listed=len(self.listing.rows),
            row=self.rows.cursor + 1,
            marked=len(self.rows.marks),
            filled=self.filled,
            counted=self.counted,
            whole=self.listing.whole,
            beyond=self.beyond,
            mine=self.mine,
            asleep=self.asleep,
            drawer=self.drawer,
        )
        name, falling = self.sorted
        column = next((c for c in self.rows.columns if c.name == name), None)
        book = safe(self.desk.book.address.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".bidtracker"), 20)
        self.header.say(
            book=tr(_("demo")) if self.desk.demo else book,
            today=self.desk.today.isoformat(),
            counted=count.words,
            filtered="/" + safe(self.text) if self.text.strip() else "",
            ordered=f"{tr(column.label).lower()} {'↓' if falling else '↑'}" if column else "",
        )

    def on_list_screen_book_changed(self, event: BookChanged) -> None:
        if event.changed.everything or event.changed.tables() & self.reads:
            self.stale = self.stale or not self._taken_in(event.changed)
            self._freshen()
        elif event.changed.settings:
            self.count_sections()

    def _taken_in(self, changed: Changed) -> bool:
        """Puts the few rows that an act has changed where they now belong, where the rows are those of a large book;
        whether that was enough."""
        if isinstance(self.listing, Listing) or changed.everything or not self.counted or self.mine:
            return False
        from bidtracker.tui.listing.stored import StoredRows  # loaded already, with the listing

        numbers = self.listing.touched(changed)
        if numbers is None:
            return False
        self.texts.clear()  # a row may tell of a buyer that was renamed
        self.listing.move(numbers)
        rows = self.rows.rows
        if isinstance(rows, StoredRows) and rows is not self.listing.rows:
            self.listing.move(numbers, rows, self._conditions())
        self.rows.show(rows if self.text.strip() else self.listing.rows)
        self.tell()
        return True

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

    def _dealt_with(self) -> set[int]:
        """The numbers of the records of this list that we deal with."""
        from bidtracker.radar.dealings import dealings  # seldom wanted

        return set(getattr(dealings(self.desk.snapshot()), self.table))

    @property
    def parted(self) -> bool:
        """Whether the list has what imports brought beside what we deal with."""
        return self.table in ("tenders", "buyers", "competitors")

    def action_mine(self) -> None:
        """Between all that the book has and what we deal with."""
        if not self.parted:
            self.toast(say("this list has only what we deal with"))
            return
        self.mine = not self.mine
        self.stale = True
        self.update(follow=True)

    async def action_filter(self) -> None:
        await self.filter_bar.open(self.text)

    def typed(self, text: str) -> None:
        """Filters by what stands in the filter line; what is found in no time is painted with the letter."""
        if text != self.text:
            self.text = text
            self.update(follow=not text.strip(), glimpsed=self._glimpse())

    def _glimpse(self) -> bool:
        """Shows the first page of what matches, if it is found in no time."""
        conditions = [] if self.stale or self.listing.order != self.sorted else self._conditions()
        if not conditions:
            return False
        glimpsed = self.listing.glimpse(conditions, self.rows.page + 1)
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
        if value.strip():
            self.keep_value(column, value)

    def keep_value(self, column: TableColumn, value: str) -> None:
        if not value.strip():
            value = "none"
        plain = value.replace('"', "")
        quoted = plain if plain.isalnum() else f'"{plain}"'
        self.text = f"{self.text} {column.filter + '=' if column.filter else ''}{quoted}".strip()
        self.update(follow=True)

    def list_columns(self, look: ColumnLook) -> None:
        self.columns_look = look
        self.rows.columns = arranged(self.columns(), look)
        self.rows.repaint()

    def seen_columns(self) -> tuple[Sequence[TableColumn], TableColumn]:
        return self.rows.columns, self.rows.current_column

    def column_counts(self) -> tuple[TableColumn, Counter[str]]:
        column, rows = self.rows.current_column, self.rows.rows
        return column, Counter(map(column.text, rows if isinstance(rows, RowSource) else list(rows)))

    @toast_errors
    def action_total(self) -> None:
        """Says what the column under the cursor comes to: amounts by currency, numbers with their mean."""
        from bidtracker.pages.totals import SUMMED, totalled  # later than the first paint

        self.want_columns()
        column, holdings = self.rows.current_column, self.desk.holdings
        field = self.fields.by_name.get(column.filter)
        if field is None or field.kind not in SUMMED:
            raise Refused("this column has no amounts or numbers to add up; go to one that has")
        rows = self.rows.chosen if self.rows.marks else list(self.rows.rows)
        values = [value for row in rows if (value := field.get(row, holdings)) is not None]
        self.toast(totalled(tr(column.label), values, len(rows), share=field.kind is SHARE))

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
        column = self._column_of(name)
        first = column.align == "right"
        self.sorted = (name, not self.sorted[1] if self.sorted[0] == name else first)
        self.update(follow=True)

    def use_filter(self, text: str) -> None:
        """Takes another filter, as if it had been typed."""
        self.text = text
        self.update(follow=True)
