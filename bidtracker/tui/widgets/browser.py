"""The detail pane of a view: the page of the row under the cursor, and the records that are opened from there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise

from textual import on, work
from textual.timer import Timer

from bidtracker.book import Busy
from bidtracker.domain.errors import NotFound
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import HistoryEntry as Act
from bidtracker.domain.spans import Span
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.pages.layout import ends
from bidtracker.tui.desk import Desk
from bidtracker.tui.widgets.detail import Detail, PaneEntry

HELD = 0.5  # seconds after which a page that could not be read is tried again
STAYS = 0.25  # seconds on a record after which its history is looked up
ACTS = 5  # of its history; `bidtracker history ID` has them all
CRUMB = 24  # cells of a record on the way
WHY = "?"  # in the trail before the id of an award: not the award, but its reasons

PageEntries = Callable[[], Sequence[PaneEntry]]


class Further(Detail):
    """Where a page goes on that is longer than its pane, as in the next column of a newspaper."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("further")


class Browser(Detail):
    """Shows one page at a time; `trail` has the ids of the records opened over the row's own page. `further` is where
    there may be room for the rest of it."""

    def __init__(self, desk: Desk, further: Further | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.further = further
        self.trail: list[str] = []
        self.page: PageEntries = tuple
        self.about = ""
        self.past: tuple[str, Sequence[PaneEntry]] = ("", ())  # a record, and what was done to it
        self.reading: asyncio.Task[Sequence[Act]] | None = None
        self.staying: Timer | None = None
        self.anew = False  # what is drawn next begins at its top
        self.left = ""  # the record that one comes back from, whose line then has the cursor
        self.numbers = False  # reasons are shown as the model has them, not in a seller's words

    def turn_to(self, page: PageEntries, about: str = "") -> None:
        """Another row: its page, from the top. `about` is the record whose page it is, "" where it is of no one."""
        self.trail.clear()
        self.page, self.about, self.left = page, about, ""
        self.draw(keep=False)

    def close_opened(self) -> None:
        """Back to the row's own page, whatever was opened over it."""
        if self.trail:
            self.turn_to(self.page, self.about)

    def draw(self, *, keep: bool = True) -> None:
        """Draws what is to be seen as it now is; `keep` leaves scroll and cursor where they are."""
        self.anew |= not keep
        if not self.display:
            return
        keep, self.anew = not self.anew, False
        if keep:
            self._leave_what_is_gone()
        if self.trail and self.trail[-1].startswith(WHY):
            self._judge(self.trail[-1], keep=keep)
            return
        try:
            with self.desk.book.at_once():
                self._show_page(keep=keep)
        except Busy:  # another program holds the book for a moment
            self.set_timer(HELD, self.draw)
        except NotFound:  # another process has removed it; the list is about to hear so
            self.show(())
        else:
            self._stay(self.shown_id if self.held.has_focus else "")

    def _leave_what_is_gone(self) -> None:
        """Back to the last record on the way that is still there, once an act or its undoing has taken one out."""
        while self.trail:
            table, number = parse_ref(self.trail[-1].removeprefix(WHY))
            if not hasattr(self.desk.holdings, table) or number in self.desk.holdings.table(table):
                return
            self.left = self.trail.pop()

    def _show_page(self, *, keep: bool) -> None:
        """The page, and below it what was done to its record, as far as that is known already."""
        record_id = self.shown_id
        page = self._opened_page(record_id) if self.trail else self.page()
        self.show(
            [*self.crumbs(), *page, *(self.past[1] if record_id and record_id == self.past[0] else ())], keep=keep
        )

    def _opened_page(self, record_id: str) -> Sequence[PaneEntry]:
        """The page of a record that was opened over the row's own."""
        from bidtracker.tui.widgets.record import describe  # later than the first paint

        return describe(self.desk, *parse_ref(record_id))

    def show(self, entries: Sequence[PaneEntry], *, keep: bool = False) -> None:
        """Shows entries; the sections that find no room stand where the page goes on."""
        further = self.further
        if further is None or not further.display:
            super().show(entries, keep=keep)
        else:
            here, beyond = self._parted(entries)
            super().show(here, keep=keep)
            further.show(beyond, keep=keep)
        if self.left and not self.stand_on(self.left) and further is not None and further.stand_on(self.left):
            further.focus()
        self.left = ""

    def _parted(self, entries: Sequence[PaneEntry]) -> tuple[list[PaneEntry], list[PaneEntry]]:
        """The sections for which there is room here, and the others, each part in its order."""
        width, room = self.scrollable_content_region.width - 2, self.size.height
        here, beyond = list[PaneEntry](), list[PaneEntry]()
        heads = [number for number, entry in enumerate(entries) if entry.heads and number]
        for first, end in pairwise([0, *heads, len(entries)]):
            section = entries[first:end]
            lines = sum(len(entry.draw(width)) for entry in section) if width > 0 else 0
            fits = lines <= room or not here
            (here if fits else beyond).extend(section)
            room -= lines if fits else 0
        return here, beyond

    def on_resize(self) -> None:
        super().on_resize()
        if self.further is not None:
            self.draw()

    @property
    def held(self) -> Detail:
        """The pane of the page that has the cursor."""
        return self.further if self.further is not None and self.further.has_focus else self

    def crumbs(self) -> Sequence[PaneEntry]:
        """Where one is: the record of the row, and those opened on the way here; nothing on the row's own page."""
        if not self.trail:
            return ()
        way = [*([self.about] if self.about else []), *self.trail]
        spans: list[Span] = []
        for place, step in enumerate(way):
            last = place == len(way) - 1
            spans += [*([(" › ", "muted")] if place else []), (self._called(step), "strong" if last else "muted")]
        back: Span = (tr(_("esc back")), "muted")
        return (PaneEntry(lambda width: [ends(tuple(spans), (back,), width)]),)

    def _called(self, step: str) -> str:
        """A record on the way: its id and its name, the reasons of an award by their word."""
        if step.startswith(WHY):
            return tr(_("Why"))
        table, number = parse_ref(step)
        holdings = self.desk.holdings
        name = holdings.name(table, number) if number in holdings.table(table) else ""
        return safe(f"{step} {name}".strip() if name != step else step, CRUMB)

    def on_focus(self) -> None:
        if self.past[0] != self.shown_id:
            self._stay(self.shown_id)

    @property
    def shown_id(self) -> str:
        """The record whose page is shown, "" where it is of none: reasons are no record's page."""
        return ("" if self.reasoning else self.trail[-1]) if self.trail else self.about

    def _stay(self, record_id: str) -> None:
        """Once somebody is in the pane and stays with a record, looks up what was done to it: a long history takes
        its time to read, so it is not read for each row that the cursor passes."""
        if self.staying is not None:
            self.staying.stop()
        self.staying = self.set_timer(STAYS, partial(self._remember, record_id)) if record_id else None

    @work(group="past")
    async def _remember(self, record_id: str) -> None:
        from bidtracker.pages.records.past import past  # later than the first paint
        from bidtracker.tui.widgets.page import section_entries

        while self.reading is not None and not self.reading.done():  # of a record left since
            await asyncio.wait([self.reading])
        if record_id != self.shown_id:
            return
        self.reading = asyncio.create_task(asyncio.to_thread(self.desk.book.history, record_id, ACTS))
        acts = await self.reading
        self.past = record_id, [*section_entries((past(acts),))]
        if self.display and record_id == self.shown_id:
            with suppress(NotFound, Busy), self.desk.book.at_once():
                self._show_page(keep=True)

    @work(exclusive=True)
    async def _judge(self, at: str, *, keep: bool) -> None:
        """The reasons of any award; on a large book it takes a moment to read the past."""
        from bidtracker.pages.account.why import why_page  # later than the first paint
        from bidtracker.radar.score.opportunity import judge
        from bidtracker.tui.widgets.page import page_entries

        holdings = self.desk.snapshot()
        award = holdings.awards.get(parse_ref(at.removeprefix(WHY))[1])
        chance = await asyncio.to_thread(judge, holdings, award, self.desk.today) if award else None
        if self.trail[-1:] == [at]:
            page = why_page(chance, holdings, self.desk.today, numbers=self.numbers) if chance else None
            self.show([*self.crumbs(), *page_entries(page, page.ref)] if page else (), keep=keep)

    def open(self, record_id: str) -> None:
        """Goes on to a record, or with WHY before the id of an award to its reasons."""
        if self.trail[-1:] != [record_id]:
            self.trail.append(record_id)
            self.left = ""
            self.draw(keep=False)

    @on(Detail.Opened)
    def _followed(self, event: Detail.Opened) -> None:
        event.stop()
        record = event.target.partition(".")[0]  # a part is seen on the page of its record
        if record != self.shown_id:
            self.open(record)

    def back(self) -> bool:
        """Back to the page before, to the line that led on; False where this is the row's own."""
        if not self.trail:
            return False
        self.left = self.trail.pop().removeprefix(WHY)
        self.draw(keep=False)
        return True

    def toggle_numbers(self) -> None:
        """Reasons in a seller's words, or as the model has them."""
        self.numbers = not self.numbers
        self.draw()

    @property
    def reasoning(self) -> bool:
        """Whether the reasons of an award were opened."""
        return bool(self.trail) and self.trail[-1].startswith(WHY)

    @property
    def subject_id(self) -> str:
        """The record under the cursor if the pane has the focus, else the one opened, else "" (the row's)."""
        return (self.held.target if self.held.has_focus else "") or self.opened

    @property
    def opened(self) -> str:
        """The record that was opened over the row's own page, "" where none was."""
        return self.trail[-1].removeprefix(WHY) if self.trail else ""
