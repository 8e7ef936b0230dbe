"""Full-text find: what has the words, kind by kind, as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from bidtracker.book import Book
from bidtracker.book.spelling import respelled
from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.spans import SpanLine
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.pages.layout import clipped, span, width_of
from bidtracker.tui.finding import FindHit, FindPart, find, names
from bidtracker.tui.subject import KINDS
from bidtracker.tui.widgets.detail import Detail, PaneEntry, heading, text

EVERY = 0.2  # seconds between two looks of the screen at what was found


class Find(ModalScreen[str | None]):
    """Is dismissed with the id of the record that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown,ctrl+d", "move('page_down')", show=False),
        Binding("pageup,ctrl+u", "move('page_up')", show=False),
    ]
    AUTO_FOCUS = "Input"

    class Came(Message):
        """What was found next for a text; `last` says that this was all."""

        def __init__(self, turn: int, parts: Sequence[FindPart] = (), meant: str = "", *, last: bool = False) -> None:
            """`turn` counts the texts that were looked for; `meant` is what this one was taken for."""
            self.turn, self.parts, self.meant, self.last = turn, parts, meant, last
            super().__init__()

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.text = ""
        self.turn = 0
        self.meant = ""  # what the text was taken for
        self.hits: dict[str, list[FindHit]] = {}  # by kind
        self.more: set[str] = set()  # the kinds of which there is more
        self.first = ""  # what the cursor was put on

    def compose(self) -> ComposeResult:
        with Vertical(id="find") as box:
            box.border_title = tr(_("Find"))
            box.border_subtitle = tr(_("↑ ↓ chooses · enter opens · esc closes"))
            with Horizontal(id="find-line"):
                yield Input(placeholder=tr(_("words anywhere, or an id")), compact=True)
                yield Static("", id="find-state", markup=False)
            yield Pane()

    @property
    def pane(self) -> Detail:
        """What was found."""
        return self.query_one(Pane)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.text = event.value.strip()
        self.turn += 1
        self.hits, self.more, self.meant = {}, set(), self.text
        self.first = self.pane.target  # what was chosen for another text is left
        self._say(tr(_("looking …")) if self.text else "")
        self._look(self.text, self.turn)

    @work(thread=True, exclusive=True)
    def _look(self, text: str, turn: int) -> None:
        worker = get_current_worker()

        def wanted() -> bool:
            return not worker.is_cancelled

        if not self._report(turn, text, wanted) and text and wanted():
            right = respelled(text, names(self.book.holdings))
            if right:
                self._report(turn, right, wanted)
        if wanted():
            self.post_message(self.Came(turn, last=True))

    def _report(self, turn: int, meant: str, wanted: Callable[[], bool]) -> bool:
        """Posts what has the words of `meant`, the first at once; whether anything has."""
        some, waiting, posted_at = False, list[FindPart](), -EVERY
        for part in find(self.book, meant, wanted):
            if part.hits or part.more:
                waiting.append(part)
                some = True
            if waiting and monotonic() - posted_at >= EVERY:
                self.post_message(self.Came(turn, waiting, meant))
                waiting, posted_at = [], monotonic()
        if waiting:
            self.post_message(self.Came(turn, waiting, meant))
        return some

    @on(Came)
    def _show(self, event: Came) -> None:
        if event.turn != self.turn:
            return
        for part in event.parts:
            self.meant = event.meant
            self.hits.setdefault(part.table, []).extend(part.hits)
            if part.more:
                self.more.add(part.table)
        self._fill()
        if event.last and self.text:
            n = f"{sum(map(len, self.hits.values()))}{'+' if self.more else ''}"
            other = self.hits and self.meant != self.text
            self._say(tr(say("{n} found for {text}", n=n, text=self.meant) if other else say("{n} found", n=n)))

    def _fill(self) -> None:
        """Shows what was found by now. The cursor is on the first, or goes with what it was moved to."""
        stands_on = self.pane.target
        moved = stands_on not in ("", self.first)
        self.pane.show([*self._entries()], keep=moved)
        if not (moved and self.pane.stand_on(stands_on)):
            self.pane.at = -1
            self.pane.action_cursor_down()
            self.first = self.pane.target

    def _say(self, state: str) -> None:
        self.query_one("#find-state", Static).update(safe(state))

    def _entries(self) -> Iterator[PaneEntry]:
        for table, kind in KINDS.items():
            if hits := self.hits.get(table):
                yield heading(tr(kind), f"{len(hits)}{'+' if table in self.more else ''}")
                yield from map(_line, sorted(hits, key=lambda hit: not hit.by_name))
        if self.text and not self.hits:
            yield text(span(tr(say("Nothing has {text}", text=self.text)), "muted"))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.pane.action_open()

    @on(Detail.Opened)
    def _opened(self, event: Detail.Opened) -> None:
        event.stop()
        self.dismiss(event.target)

    def action_move(self, act: str) -> None:
        """Moves in what was found; the line keeps the focus."""
        getattr(self.pane, f"action_{act}")()

    def action_give_up(self) -> None:
        self.dismiss(None)


class Pane(Detail, can_focus=False):
    """The list of what was found, whose cursor is seen although the focus is in the line above."""

    @property
    def active(self) -> bool:
        return True


def _line(hit: FindHit) -> PaneEntry:
    """The name, and beside or below it the text in which a word stands."""
    record_ref = ref(hit.table, hit.number)
    name: SpanLine = (span(f"{record_ref} ", "muted"), span(hit.name))
    excerpt = span(hit.excerpt, "muted")

    def draw(width: int) -> list[SpanLine]:
        beside = ((*name, ("  ", ""), excerpt),) if hit.excerpt else (name,)
        if width_of(beside[0]) <= width or not hit.excerpt:
            return [clipped(beside[0], width)]
        return [clipped(name, width), clipped((("    ", ""), excerpt), width)]

    return PaneEntry(draw, record_ref)
