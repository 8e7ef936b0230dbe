"""Waiting for a book that another program holds: never on the screen's own time, and only as long as one likes."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from bidtracker.book import Book, Busy
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import count, label
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.widgets.prose import Prose

LOOK = 0.1  # seconds between two looks whether the book is free


class WaitDialog(Dialog[bool]):
    """Says who holds the book and for how long we have waited. True: it is free now; False: it was given up."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", label("Give up"), id="wait_give_up")]

    def __init__(self, book: Book, busy: Busy, started: float) -> None:
        """`started` is when waiting began, by the monotonic clock."""
        super().__init__()
        self.book, self.busy, self.started = book, busy, started

    def compose(self) -> ComposeResult:
        with Vertical(classes="box dialog") as box:
            box.border_title = Content(tr(label("Waiting")))
            yield Prose("", classes="question", markup=False)
            yield Static("", classes="help", markup=False)

    def on_mount(self) -> None:
        self._draw()
        self._watch()

    @work(exclusive=True)
    async def _watch(self) -> None:
        """Looks again and again, in a thread, until the book is free or cannot be used at all: the act will say why."""
        while True:
            try:
                busy = await asyncio.to_thread(self.book.occupied)
            except BidtrackerError:
                busy = None
            if busy is None:
                self.dismiss(True)
                return
            self.busy = busy
            self._draw()
            await asyncio.sleep(LOOK)

    def _draw(self) -> None:
        """Says it anew, but where it is just being given up and has nothing left to say it in."""
        waited = count(
            "waiting for {n} second · esc gives up",
            "waiting for {n} seconds · esc gives up",
            int(monotonic() - self.started),
        )
        for part, text in ((".question", safe(tr(self.busy.message))), (".help", tr(waited))):
            for line in self.query(part).results(Static):
                line.update(text)

    def action_give_up(self) -> None:
        """Leaves things as they are."""
        self.dismiss(False)
