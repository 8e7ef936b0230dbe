"""What all views share beside their list and its page: the frame, the footer, and what acts are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.geometry import Region
from textual.widgets import Input

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_part, parse_ref, ref
from bidtracker.domain.message import say
from bidtracker.locale import tr
from bidtracker.pages.words import named
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.acts.record import ADDED
from bidtracker.tui.arranging import ColumnLook
from bidtracker.tui.cells import ListRow
from bidtracker.tui.keys import BY_ID, KEYS, Place, bindings, first_shown
from bidtracker.tui.last_look import ViewLook
from bidtracker.tui.subject import CellTarget, Subject, subject
from bidtracker.tui.views.paned import TALL, PanedScreen
from bidtracker.tui.widgets.browser import WHY
from bidtracker.tui.widgets.detail import Detail
from bidtracker.tui.widgets.frame import Footer
from bidtracker.tui.widgets.record_table import RecordTable

FOOTER_KEYS = 7
# The tables of which something comes due, or says when.
WITH_DUE = frozenset(
    [
        *("tenders", "awards", "signals", "touches", "contacts", "deals"),
        *("buyers", "facts", "needs", "inquiries", "favours", "quotes"),
    ]
)

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

EACH_SAYS = ("table", "reads", "order", "columns", "nothing", "adds", "footer")


class View(PanedScreen):
    """One of the lists with its detail. A view says what its rows are and how they look; everything else is here.

    Each says all of EACH_SAYS. One whose rows are no records of its `table` also says `records` and `key`, and where
    acts are about another record `id_of`, and where a filter knows other fields `fields`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.VIEW)]
    came_back = False  # whether it stands as it was left
    footer: ClassVar[tuple[str, ...]]  # at most seven names of keys, the most wanted first, "help" last
    page_footer: ClassVar[tuple[str, ...]] = ("open", "copy", "back", "help")  # in a detail that is no record's page
    footer_words: ClassVar[Mapping[str, str]] = {}  # what the footer calls a key that does something of its own here

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        place = f"{cls.__module__.replace('.', '/')}.py: {cls.__name__}"
        unsaid = [name for name in EACH_SAYS if getattr(cls, name, None) is getattr(View, name, None)]
        if unsaid:
            raise TypeError(f"{place} does not say {', '.join(unsaid)}, as each view does (see tui/views/view.py)")
        if cls.adds not in ADDED:
            raise TypeError(
                f"{place}.adds is {cls.adds}, of which tui/acts/record.py has no form; it has {', '.join(ADDED)}"
            )
        lacks = [name for name in cls.footer if name not in BY_ID]
        if lacks or not cls.footer or len(cls.footer) > FOOTER_KEYS or cls.footer[-1] != "help":
            raise TypeError(
                f"{place}.footer names at most {FOOTER_KEYS} keys of "
                f"tui/keys.py, the last of them help; it has {', '.join(cls.footer) or 'none'}"
                + (f", and there is no key {', '.join(lacks)}" if lacks else "")
            )

    @property
    def undecided(self) -> bool:
        """Whether it is not yet known if it is idle; it says `Filled` again once it is."""
        return False

    @property
    def idle(self) -> bool:
        """Whether there is nothing to show, so that the program rather opens with another view."""
        return False

    def compose(self) -> ComposeResult:
        self.come_to_size()
        yield self.header
        yield self.sections
        with Container(id="body"):
            yield from self.body()
        with Container(id="bottom"):
            yield self.filter_bar
            yield Footer(self._footer_keys)

    def on_mount(self) -> None:
        self.begin()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No act while a filter is typed: a letter that was on its way to the table is no key any more."""
        return not isinstance(self.focused, Input)

    # ------------------------------------------------------------ the footer

    def wanted_keys(self) -> Sequence[str]:
        """The keys most wanted where the cursor is: with rows marked, in the detail on a record, or in the list."""
        if self.rows.marks and not self.in_detail:
            return WITH_MARKS
        if self.in_detail:
            here = self.here or self.page
            return self.page_footer if here is None else ON_RECORDS.get(here.table, ON_OTHERS)
        return self.footer

    def _footer_keys(self) -> list[tuple[str, str, str]]:
        chosen = (BY_ID[name] for name in self.wanted_keys())
        words = self.footer_words
        return [(first_shown(key, self.desk.keys), tr(words.get(key.id, key.label)), key.action) for key in chosen]

    def keys_changed(self) -> None:
        """The footer says the keys of where the cursor now is."""
        for footer in self.query(Footer):
            footer.refresh()

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

    # ------------------------------------------------------------ as it was left

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

    # ------------------------------------------------------------ acts of every view

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

    def part_of(self, row: ListRow) -> str:
        """The part of its record that a row is about, where it is about one; else the record."""
        return self.id_of(row)

    def cell_of(self, row: ListRow, column: str) -> CellTarget:
        """The field that a cell shows; one of another record, where a view is of more than one table."""
        return CellTarget(self.id_of(row), column)

    @property
    def place(self) -> Region:
        return self.rows.cell_region

    def _subject(self, record_ref: str) -> Subject | None:
        return subject(self.desk.holdings, *parse_part(record_ref)) if record_ref else None

    def awards_of(self, row: ListRow) -> Iterable[int]:
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

    def listed(self) -> tuple[str, Sequence[ListRow]]:
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
