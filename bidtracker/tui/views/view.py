"""What all views share beside their list: the frame, the detail, and what acts are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.geometry import Region, Size
from textual.widget import Widget
from textual.widgets import Input

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_part, parse_ref, ref
from bidtracker.domain.message import say
from bidtracker.locale import tr
from bidtracker.pages.words import named
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.arranging import ColumnLook
from bidtracker.tui.keys import BY_ID, KEYS, Place, bindings, first_shown
from bidtracker.tui.last_look import ViewLook
from bidtracker.tui.subject import CellTarget, Subject, subject
from bidtracker.tui.views.listed import ListScreen
from bidtracker.tui.widgets.browser import WHY, Browser, Further
from bidtracker.tui.widgets.detail import Detail, PaneEntry
from bidtracker.tui.widgets.frame import Footer
from bidtracker.tui.widgets.record_table import RecordTable

FOOTER_KEYS = 7
WIDE = 140  # cells from which the detail stands beside the table; with fewer, every column would be cut
SPREAD = (170, 48)  # columns and lines from which a list has the whole width, and its page two panes below
LEAST_ROWS = 8  # of a list above its page
TALL = 32  # lines from which it lies below the table, where it does not stand beside it

WITH_MARKS = ("tag", "touch", "follow", "snooze", "delete", "back", "help")
# The keys most wanted on a record in the detail, by its table.
ON_RECORDS = {
    "awards": ("why", "signal", "signal_line", "call", "reengage", "back", "help"),
    "competitors": ("open", "edit", "link", "copy", "back", "help"),
    "deals": ("step", "visit", "fault", "edit", "delete", "back", "help"),
    "inquiries": ("done", "letter", "edit", "delete", "back", "help"),
    "needs": ("need", "fit", "edit", "delete", "back", "help"),
    "quotes": ("concede", "agreed", "edit", "delete", "back", "help"),
    "buyers": ("contact", "fact", "touch", "brief", "follow_link", "back", "help"),
    "contacts": ("level", "stance", "call", "touch", "follow_link", "edit", "help"),
    "facts": ("confirm", "refute", "edit", "delete", "back", "help"),
    "signals": ("confirm", "refute", "edit", "delete", "back", "help"),
    "tenders": ("bid", "outcome", "touch", "win_theme", "quote", "back", "help"),
    "touches": ("done", "call", "edit", "snooze", "delete", "back", "help"),
}
ON_OTHERS = ("open", "edit", "delete", "back", "help")

Row = Any


class View(ListScreen):
    """One of the lists with its detail. A view says what its rows are and how they look; everything else is here."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual says it is of the instance
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VIEW)]
    AUTO_FOCUS = "RecordTable"
    spreads: ClassVar[bool] = False  # whether a large screen has the list above and its page in two panes below
    came_back = False  # whether it stands as it was left
    pane = True  # whether the detail stands beside or below the table at first
    footer: ClassVar[tuple[str, ...]] = ()  # at most seven names of keys, the most wanted first, "help" last
    page_footer: ClassVar[tuple[str, ...]] = ("open", "copy", "back", "help")  # in a detail that is no record's page
    footer_words: ClassVar[
        Mapping[str, str]
    ] = {}  # what the footer calls a key here, where it does something of its own
    describes: ClassVar[bool] = True  # the detail of a row is the page of its record, with what was done to that

    @property
    def undecided(self) -> bool:
        """Whether it is not yet known if it is idle; it says `Filled` again once it is."""
        return False

    def wanted_keys(self) -> Sequence[str]:
        """The keys most wanted where the cursor is: with rows marked, in the detail on a record, or in the list."""
        if self.rows.marks and not self.in_detail:
            return WITH_MARKS
        if self.in_detail:
            here = self.here or self.page
            return self.page_footer if here is None else ON_RECORDS.get(here.table, ON_OTHERS)
        return self.footer

    @property
    def idle(self) -> bool:
        """Whether there is nothing to show, so that the program rather opens with another view."""
        return False

    rows_above = (False, 0)  # whether its page is in two panes, and the lines that the list above it has now

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        lacks = [name for name in cls.footer if name not in BY_ID]
        if lacks or not cls.footer or len(cls.footer) > FOOTER_KEYS or cls.footer[-1] != "help":
            raise TypeError(
                f"{cls.__module__.replace('.', '/')}.py: {cls.__name__}.footer names at most {FOOTER_KEYS} keys of "
                f"tui/keys.py, the last of them help; it has {', '.join(cls.footer) or 'none'}"
                + (f", and there is no key {', '.join(lacks)}" if lacks else "")
            )

    def entries(self, row: Row) -> Sequence[PaneEntry]:
        """The detail of a row."""
        from bidtracker.tui.widgets.record import describe  # later than the first paint

        return describe(self.desk, *parse_ref(self.id_of(row)))

    def part_of(self, row: Row) -> str:
        """The part of its record that a row is about, where it is about one; else the record."""
        return self.id_of(row)

    def come_back(self, look: ViewLook) -> None:
        """Stands as it was left. A column that is no more is passed over."""
        self.text, self.pane, self.mine = look.filter, look.pane, look.mine and self.parted
        self.came_back = True
        if look.columns != ColumnLook():
            self.list_columns(look.columns)
        if look.column in {column.name for column in self.rows.columns}:
            self.sorted = (look.column, look.falling)
        if look.cursor:
            self.rows.seek(look.cursor)

    @property
    def look(self) -> ViewLook:
        """How it stands now."""
        row, (column, falling) = self.rows.current, self.sorted
        at = "" if row is None else self.rows.key(row)
        shown = self.has_class("-detail") if self.wide else self.has_class("-below") or self.size.height < TALL
        columns = self.columns_look
        return ViewLook(self.text, column, falling, cursor=at, mine=self.mine, pane=shown, columns=columns)

    def come_to_size(self) -> None:
        """Says how large the screen is before anything is put together."""
        # Said before there is anything on the screen, each class costs nothing; later it styles everything anew.
        wide = self.app.size.width >= WIDE
        self.update_classes(
            {
                "-detail": self.pane,
                "-wide": wide,
                "-narrow": not wide,
                "-below": self.pane and self.app.size.height >= TALL,
                "-spread": self.large(self.app.size),
            },
            update=False,
        )

    def compose(self) -> ComposeResult:
        self.come_to_size()
        yield self.header
        yield self.sections
        with Container(id="body"):
            yield from self.body()
        with Container(id="bottom"):
            yield self.filter_bar
            yield Footer(self._footer_keys)

    def body(self) -> Iterable[Widget]:
        """What stands beside each other under the header."""
        return (self.rows, self.detail) if self.further is None else (self.rows, self.detail, self.further)

    def on_mount(self) -> None:
        self.begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No act while a filter is typed: a letter that was on its way to the table is no key any more."""
        return not isinstance(self.focused, Input)

    @cached_property
    def detail(self) -> Browser:
        """The pane of the row's page, and of what is opened from there."""
        return Browser(self.desk, self.further)

    @cached_property
    def further(self) -> Further | None:
        """The pane in which the page goes on, where a view has one."""
        return Further() if self.spreads else None

    @property
    def in_detail(self) -> bool:
        """Whether the cursor is in the page, not in the list."""
        return self.focused in (self.detail, *([self.further] if self.further is not None else []))

    def _footer_keys(self) -> list[tuple[str, str, str]]:
        chosen = (BY_ID[name] for name in self.wanted_keys())
        words = self.footer_words
        return [(first_shown(key, self.desk.keys), tr(words.get(key.id, key.label)), key.action) for key in chosen]

    # ------------------------------------------------------------ detail

    def action_more(self) -> None:
        """Shows what may follow on the prefix, and does what the next key names."""
        from bidtracker.tui.screens.which_key import WhichKey  # seldom seen

        self.app.push_screen(WhichKey([key for key in KEYS if key.after]), self._do)

    async def _do(self, action: str | None) -> None:
        if action is not None:
            await self.run_action(action)

    def action_find(self) -> None:
        """Looks for words in everything, and opens the record chosen."""
        from bidtracker.tui.screens.find import Find  # seldom seen

        self.app.push_screen(
            Find(self.desk.book), lambda record_ref: self.show_record(record_ref) if record_ref else None
        )

    def show_record(self, record_ref: str) -> None:
        """Opens a record in the detail, over the row's own page."""
        self.detail.open(record_ref)
        self.to_detail()

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        self.tell()
        if event.elsewhere:
            row = self.rows.current
            self.detail.turn_to(self._page, self.id_of(row) if self.describes and row is not None else "")
        else:
            self.detail.draw()

    @on(ListScreen.BookChanged)
    def _redraw(self) -> None:
        """The detail may show any record, also of a table that no row here reads."""
        if self in self.app.screen_stack and not self.stale:
            self.detail.draw()

    def _page(self) -> Sequence[PaneEntry]:
        return () if self.rows.current is None else self.entries(self.rows.current)

    @on(Detail.Opened)
    def _followed(self, event: Detail.Opened) -> None:
        """From where the page goes on; its own pane goes on from record to record itself."""
        event.stop()
        self.show_record(event.target.partition(".")[0])

    @on(RecordTable.Marked)
    def _marked(self) -> None:
        self.tell()
        self.keys_changed()

    @on(Detail.Stood)
    def _stood_on(self) -> None:
        self.keys_changed()

    def on_descendant_focus(self) -> None:
        if self.focused is self.rows:
            self.detail.close_opened()
        self.keys_changed()

    def keys_changed(self) -> None:
        """The footer says the keys of where the cursor now is."""
        for footer in self.query(Footer):
            footer.refresh()

    @property
    def wide(self) -> bool:
        """Whether there is room for the detail beside the table."""
        return self.size.width >= WIDE

    def large(self, size: Size) -> bool:
        """Whether there is room for the list above its page, and for that in two panes."""
        return self.spreads and size.width >= SPREAD[0] and size.height >= SPREAD[1]

    def tell(self) -> None:
        super().tell()
        self.share_out()

    def share_out(self) -> None:
        """Gives the list above its page as many lines as it has rows, at most about half of the screen."""
        spread = self.has_class("-spread")
        above = self.filled and (spread or (self.has_class("-below") and not self.wide))
        lines = max(LEAST_ROWS, min(self.lines_wanted(), (self.size.height - 3) // 2)) if above else 0
        if self.rows_above != (spread, lines):
            self.rows_above = spread, lines
            if spread and lines:
                self.query_one("#body").styles.grid_rows = f"{lines} 1fr"
            self.rows.styles.height = lines if lines and not spread else None

    def lines_wanted(self) -> int:
        """The lines in which all of the list is seen."""
        return len(self.listing.rows) + 1

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width >= WIDE:
            self.remove_class("-full")
        large = self.large(event.size)
        self.set_class(large, "-spread")
        self.share_out()
        if not large and self.further is not None and self.focused in (self.further, None):
            self.set_focus(self.detail if self.detail.display else self.rows)
        self.call_after_refresh(self.detail.draw)

    def action_detail(self) -> None:
        """Shows or hides the detail beside or below the table."""
        self.remove_class("-full")
        self.toggle_class("-detail" if self.wide else "-below")
        self.share_out()
        if not self.detail.display:
            self.set_focus(self.rows)
        self.call_after_refresh(self.detail.draw)

    @on(RecordTable.RowOpened)
    def to_detail(self) -> None:
        """The detail takes the cursor; on a narrow screen it takes the table's place."""
        if self.wide:
            self.add_class("-detail")
        elif not self.has_class("-below"):
            self.add_class("-full")
        if self.detail.size:  # it is there, and what is typed behind the key finds it
            self._enter_detail()
        else:
            self.call_after_refresh(self._enter_detail)

    def _enter_detail(self) -> None:
        self.detail.draw()
        self.set_focus(self.detail)

    def to_rows(self) -> None:
        """The table takes the cursor back, and the detail shows its row again: what is in front is what acts."""
        self.remove_class("-full")
        self.set_focus(self.rows)
        self.detail.close_opened()

    def action_panes(self) -> None:
        if self.focused is self.rows:
            self.to_detail()
        elif self.focused is self.detail and self.further is not None and self.further.display and self.further.entries:
            self.set_focus(self.further)
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
            self.use_filter("")

    @toast_errors
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

    def action_numbers(self) -> None:
        """The reasons in a seller's words, or in the model's numbers."""
        self.detail.toggle_numbers()

    # ------------------------------------------------------------ what acts are about

    @property
    def here(self) -> Subject | None:
        """The record under the cursor: in the detail if that has the focus, else in the table. What it does not say
        of its surroundings is told by the page that it stands on."""
        page = self.page
        meant = self._subject(self.detail.subject_id) or page
        return meant if meant is None or page is None else meant.within(page)

    @property
    def page(self) -> Subject | None:
        row = self.rows.current
        return self._subject(self.detail.opened or ("" if row is None else self.part_of(row)))

    @property
    def chosen(self) -> list[Subject]:
        """The marked rows, or the record under the cursor."""
        if self.rows.marks and not self.in_detail:
            subjects = map(self._subject, dict.fromkeys(self.id_of(row) for row in self.rows.chosen))
            return [subject for subject in subjects if subject is not None]
        return [self.here] if self.here else []

    def targets(self) -> list[CellTarget]:
        if self.in_detail:
            return []
        column = self.rows.current_column.name
        return [self.cell_of(row, column) for row in self.rows.chosen if self.id_of(row)]

    def cell_of(self, row: Row, column: str) -> CellTarget:
        """The field that a cell shows; one of another record, where a view is of more than one table."""
        return CellTarget(self.id_of(row), column)

    @property
    def place(self) -> Region:
        return self.rows.cell_region

    def _subject(self, record_ref: str) -> Subject | None:
        return subject(self.desk.holdings, *parse_part(record_ref)) if record_ref else None

    def awards_of(self, row: Row) -> Iterable[int]:
        """The numbers of the contracts that a row is about: its own, its tender's, its buyer's or its holder's."""
        holdings, record_ref = self.desk.holdings, self.id_of(row)
        table, number = parse_ref(record_ref) if record_ref else ("", 0)
        match table:
            case "awards":
                return (number,)
            case "tenders":
                return [award.id for award in holdings.awards_of(number)]
            case "competitors":
                return [award.id for award in holdings.awards_to(number)]
            case "buyers":
                tenders = holdings.tenders_of(number)
                return [award.id for tender in tenders for award in holdings.awards_of(tender.id)]
            case _:
                here = self._subject(record_ref)
                return (here.award,) if here and here.award else ()

    def action_drawer(self) -> None:
        """What is asleep is in the radar's drawer."""
        self.toast(say("nothing sleeps here; the radar (1) has a drawer"))

    def seek(self, record_ref: str) -> None:
        self.rows.seek(record_ref)

    def listed(self) -> tuple[str, Sequence[Row]]:
        """The name of the list, and its rows as shown, or the marked ones."""
        return self.name or "", self.rows.chosen if self.rows.marks else self.rows.rows[:]

    @property
    def page_text(self) -> list[str]:
        """The lines of the page, in one pane or two."""
        return [*self.detail.lines, *(self.further.lines if self.further is not None and self.further.display else ())]

    def pointed(self, *, whole: bool = False) -> str:
        """The text of the cell under the cursor, or of the line in the detail; `whole`: of all of the record."""
        row, rows = self.rows.current, self.rows
        if self.in_detail:
            return "\n".join(self.page_text) if whole else self.detail.held.current_text
        if row is None:
            return ""
        if whole:
            return "\n".join(named(tr(c.label)) + text for c in rows.columns if (text := c.text(row)))
        return rows.current_column.text(row)
