"""Takes back, or does again, what changed very many records: an import of a nation's tenders takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message as Posted
from textual.widgets import Static

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import HistoryEntry
from bidtracker.domain.text import safe
from bidtracker.intake import Progress
from bidtracker.locale import tr
from bidtracker.tui.forms.importing import PACE, QUIET, in_words
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.widgets.prose import Prose


class ReversingDialog(Dialog[Message]):
    """Reverses an act in a thread and says how far it is; esc stops it and leaves all as it was. Its result is what
    there is to say: that it is done, or why not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", label("Stop"), id="reversing_stop")]

    class ReversalAdvanced(Posted):
        """How far it is."""

        def __init__(self, progress: Progress) -> None:
            super().__init__()
            self.progress = progress

    class ReversalEnded(Posted):
        """It is done, or was stopped or refused."""

        def __init__(self, outcome: Message) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, book: Book, entry: HistoryEntry, say_done: Callable[[HistoryEntry], Message]) -> None:
        super().__init__()
        self.book, self.entry, self.say_done = book, entry, say_done
        self.started = monotonic()
        self.stopped = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="box dialog") as box:
            box.border_title = Content(tr(label("Redo") if self.entry.act == "undo" else label("Undo")))
            yield Prose(safe(tr(self.entry.title)), classes="question", markup=False)
            yield Static(" ", classes="help")

    def on_mount(self) -> None:
        self.run_worker(self._work, thread=True)

    def on_unmount(self) -> None:
        self.stopped = True

    def action_stop(self) -> None:
        """Stops it where it is."""
        self.stopped = True
        self._help(tr(say("stopping …")))

    def _work(self) -> None:
        """In a thread of its own; all that the screen hears of it goes through messages."""
        drawn = monotonic() + QUIET - PACE

        def tell(records: int, total: int) -> None:
            nonlocal drawn
            if self.stopped:
                raise Refused("stopped; nothing was changed")
            if monotonic() - drawn >= PACE:
                drawn = monotonic()
                self.post_message(self.ReversalAdvanced(Progress(records, records, total, "")))

        try:
            (done,) = self.book.redo(tell=tell) if self.entry.act == "undo" else self.book.undo(tell=tell)
        except BidtrackerError as error:
            self.post_message(self.ReversalEnded(error.message))
        else:
            self.post_message(self.ReversalEnded(self.say_done(done)))

    @on(ReversalAdvanced)
    def _advanced(self, event: ReversalAdvanced) -> None:
        if not self.stopped:
            keys = tr(say("esc stops and leaves all as it was"))
            self._help(f"{in_words(event.progress, monotonic() - self.started)} · {keys}")

    @on(ReversalEnded)
    def _ended(self, event: ReversalEnded) -> None:
        self.dismiss(event.outcome)

    def _help(self, text: str) -> None:
        self.query_one(".help", Static).update(Content(text))
