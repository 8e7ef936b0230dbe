"""What all views share beside their list: the frame, the detail, and what acts are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widgets import Input

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_part, parse_ref, ref
from bidtracker.domain.message import say
from bidtracker.locale import tr
from bidtracker.pages.words import named
from bidtracker.tui.keys import BY_ID, Place, bindings, first_shown
from bidtracker.tui.last_look import ViewLook
from bidtracker.tui.subject import Subject, subject
from bidtracker.tui.views.asking import toast_errors
from bidtracker.tui.views.listed import ListScreen
from bidtracker.tui.widgets.browser import WHY, Browser
from bidtracker.tui.widgets.detail import PaneEntry
from bidtracker.tui.widgets.frame import Footer
from bidtracker.tui.widgets.record_table import RecordTable

FOOTER_KEYS = 7
WIDE = 140  # cells from which the detail stands beside the table; with fewer, every column would be cut
TALL = 32  # lines from which it lies below the table, where it does not stand beside it

Row = Any


class View(ListScreen):
    """One of the lists with its detail. A view says what its rows are and how they look; everything else is here."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual says it is of the instance
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VIEW)]
    AUTO_FOCUS = "RecordTable"
    pane = True  # whether the detail stands beside or below the table at first
    footer: ClassVar[tuple[str, ...]] = ()  # at most seven names of keys, the most wanted first, "help" last
    describes: ClassVar[bool] = True  # the detail of a row is the page of its record, with what was done to that

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
        self.text, self.pane = look.filter, look.pane
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
        return ViewLook(filter=self.text, column=column, falling=falling, cursor=at, pane=shown)

    def compose(self) -> ComposeResult:
        # Said before there is anything on the screen, each class costs nothing; later it styles everything anew.
        wide = self.app.size.width >= WIDE
        self.update_classes(
            {
                "-detail": self.pane,
                "-wide": wide,
                "-narrow": not wide,
                "-below": self.pane and self.app.size.height >= TALL,
            },
            update=False,
        )
        yield self.header
        with Container(id="body"):
            yield self.rows
            yield Browser(self.desk)
        with Container(id="bottom"):
            yield self.filter_bar
            yield Footer(self._footer_keys)

    def on_mount(self) -> None:
        self.begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No act while a filter is typed: a letter that was on its way to the table is no key any more."""
        return not isinstance(self.focused, Input)

    @property
    def detail(self) -> Browser:
        return self.query_one(Browser)

    def _footer_keys(self) -> list[tuple[str, str, str]]:
        chosen = (BY_ID[name] for name in self.footer)
        return [(first_shown(key, self.desk.keys), tr(key.label), key.action) for key in chosen]

    # ------------------------------------------------------------ detail

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
            self.set_focus(self.rows)
        self.call_after_refresh(self.detail.draw)

    @on(RecordTable.RowOpened)
    def to_detail(self) -> None:
        """The detail takes the cursor; on a narrow screen it takes the table's place."""
        if self.wide:
            self.add_class("-detail")
        elif not self.has_class("-below"):
            self.add_class("-full")
        self.call_after_refresh(self._enter_detail)

    def _enter_detail(self) -> None:
        self.detail.draw()
        self.set_focus(self.detail)

    def to_rows(self) -> None:
        """The table takes the cursor back."""
        self.remove_class("-full")
        self.set_focus(self.rows)

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
        if self.rows.marks and self.focused is not self.detail:
            subjects = map(self._subject, dict.fromkeys(self.id_of(row) for row in self.rows.chosen))
            return [subject for subject in subjects if subject is not None]
        return [self.here] if self.here else []

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
        return self.name or "", self.rows.chosen if self.rows.marks else list(self.rows.rows)

    def pointed(self, *, whole: bool = False) -> str:
        """The text of the cell under the cursor, or of the line in the detail; `whole`: of all of the record."""
        row, rows = self.rows.current, self.rows
        if self.focused is self.detail:
            return "\n".join(self.detail.lines) if whole else self.detail.current_text
        if row is None:
            return ""
        if whole:
            return "\n".join(named(tr(c.label)) + text for c in rows.columns if (text := c.text(row)))
        return rows.current_column.text(row)
