"""What a new book offers: a list to import, the sample, or the first tender."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.menu import Menu
from bidtracker.tui.widgets.prose import Prose

OFFERS = (
    (label("Import a tender list"), label("your own sheet (.xlsx, .xls, .ods, CSV), or what publishers give as JSON")),
    (label("Look around in a sample"), label("an invented book over four years, fresh today")),
    (label("Type in a first tender"), label("title, buyer and deadline are enough")),
)


class FirstStart(Dialog[Message | None]):
    """Three ways to begin; esc leaves the book empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", label("Later"), id="first_later"),
        *(Binding(str(n), f"begin({n - 1})", show=False, id=f"first_{n}") for n in range(1, len(OFFERS) + 1)),
        # The keys that import and add in the views do so here too, also where a person chose others.
        Binding("ctrl+o", "begin(0)", show=False, id="import"),
        Binding("a", "begin(2)", show=False, id="add"),
    ]

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book

    def compose(self) -> ComposeResult:
        with Vertical(classes="box dialog") as box:
            box.border_title = Content(tr(say("A new book")))
            where = say("{address} is empty. How would you like to begin?", address=self.book.address)
            yield Prose(safe(tr(where)), classes="question", markup=False)
            yield Menu(
                *(
                    Option(Content.assemble((f"{n} ", "dim"), (tr(what), "bold"), ("\n  " + tr(how), "dim")))
                    for n, (what, how) in enumerate(OFFERS, 1)
                ),
                compact=True,
            )
            yield Static(Content(tr(say("enter or 1-3 begins · esc leaves it empty"))), classes="help")

    @on(Menu.OptionSelected)
    def _chosen(self, event: Menu.OptionSelected) -> None:
        self.action_begin(event.option_index)

    def action_begin(self, offer: int) -> None:
        """Begins in one of the ways; given up, the offer stands again."""
        from bidtracker.demo import fill  # later than the offer: the readers of lists come with these
        from bidtracker.tui.forms.importing import ImportDialog
        from bidtracker.tui.forms.records import TenderForm

        if offer == 0:
            self.app.push_screen(ImportDialog(self.book), self._done)
        elif offer == 1:
            try:
                fill(self.book, self.book.today())
            except BidtrackerError as error:
                self.query_one(".help", Static).update(Content(safe(tr(error.message))))
            else:
                self._done(say("The sample is in the book"))
        else:
            self.app.push_screen(TenderForm(self.book), self._done)

    def _done(self, done: Message | None) -> None:
        if done is not None:
            self.dismiss(done)

    def action_later(self) -> None:
        """Leaves the book empty."""
        self.dismiss(None)
