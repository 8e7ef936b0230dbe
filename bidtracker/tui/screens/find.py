"""Full-text find: what has the words, kind by kind, as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from bidtracker.tui.finding import KINDS, FindHit, find, names
from bidtracker.tui.widgets.detail import Detail, PaneEntry, heading, text


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
        """What was found of one kind; `table` "" says that this was all."""

        def __init__(
            self, text: str, table: str = "", hits: Sequence[FindHit] = (), more: bool = False, meant: str = ""
        ) -> None:
            """`meant` is what was looked for, where that is spelled otherwise than what was typed."""
            self.text, self.table, self.hits, self.more, self.meant = text, table, hits, more, meant
            super().__init__()

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.text = ""
        self.came: list[Find.Came] = []  # for the text that is being looked for

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
        self.came = []
        self._say(tr(_("looking …")) if self.text else "")
        self._look(self.text)

    @work(thread=True, exclusive=True)
    def _look(self, text: str) -> None:
        worker = get_current_worker()

        def wanted() -> bool:
            return not worker.is_cancelled

        if not self._report(text, text, wanted) and wanted():
            right = respelled(text, names(self.book.holdings))
            if right:
                self._report(text, right, wanted)
        if wanted():
            self.post_message(self.Came(text))

    def _report(self, text: str, meant: str, wanted: Callable[[], bool]) -> bool:
        """Posts what has the words of `meant`, which were typed as `text`; whether anything has."""
        some = False
        for table, hits, more in find(self.book, meant, wanted):
            some = some or bool(hits)
            self.post_message(self.Came(text, table, hits, more, meant))
        return some

    @on(Came)
    def _show(self, event: Came) -> None:
        if event.text != self.text:
            return
        if event.table:
            self.came.append(event)
        else:
            n = sum(len(came.hits) for came in self.came)
            more = "+" if any(came.more for came in self.came) else ""
            meant = next((came.meant for came in self.came if came.hits and came.meant != self.text), "")
            state = (
                say("{n} found for {text}", n=f"{n}{more}", text=meant) if meant else say("{n} found", n=f"{n}{more}")
            )
            self._say(tr(state) if self.text else "")
        if event.hits or not event.table:
            self.pane.show([*self._entries()], keep=bool(self.came) and self.pane.at >= 0)
            if self.pane.at < 0:
                self.pane.action_cursor_down()

    def _say(self, state: str) -> None:
        self.query_one("#find-state", Static).update(safe(state))

    def _entries(self) -> Iterator[PaneEntry]:
        for came in self.came:
            if came.hits:
                n = f"{len(came.hits)}{'+' if came.more else ''}"
                yield heading(tr(KINDS[came.table]), n)
            for hit in came.hits:
                yield _line(hit)
        if self.text and not any(came.hits for came in self.came):
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
