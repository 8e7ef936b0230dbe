"""Filters saved by name: take one, save the one that stands, remove one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import label, say
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.saved_filters import drop_filter, save_filter, saved_filters


class FiltersDialog(Dialog[str | None]):
    """The filters of a view; is dismissed with the text of the one to use. `text` is the filter that stands, which can
    be saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", label("Close"), id="filters_close"),
        Binding("delete,ctrl+x", "remove", label("Remove"), id="filters_remove"),
        Binding("down", "to_list", show=False, id="filters_down"),
    ]

    def __init__(self, book: Book, view: str, text: str) -> None:
        super().__init__()
        self.book, self.view, self.text = book, view, text.strip()
        self.names: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="box dialog") as box:
            box.border_title = Content(tr(say("Saved filters")))
            if self.text:
                asked = say("Save {text} as", text=self.text)
                yield Static(Content(safe(tr(asked))), classes="question")
                yield Input(placeholder=tr(label("a name")), compact=True, max_length=60)
            yield OptionList(compact=True)
            yield Static("", classes="help", markup=False)

    def on_mount(self) -> None:
        self._fill()
        self.set_focus(self.query_one(Input) if self.text else self.query_one(OptionList))

    def _fill(self) -> None:
        saved = self._saved()
        self.names = sorted(saved)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(Content.assemble((safe(name), "bold"), ("  " + safe(saved[name]), "dim"))) for name in self.names
        )
        options.display = bool(self.names)
        if self.names:
            options.highlighted = 0
            self._say(tr(say("enter takes · del removes · esc closes")))
        elif self.text:
            self._say(tr(say("none yet; enter saves this one under the name · esc closes")))
        else:
            self._say(tr(say("none yet; type a filter with / first, then come back to give it a name · esc closes")))

    def _saved(self) -> dict[str, str]:
        return saved_filters(self.book, self.view)

    def _say(self, text: str) -> None:
        self.query_one(".help", Static).update(safe(text))

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if not name:
            return
        try:
            save_filter(self.book, self.view, name, self.text)
        except BidtrackerError as error:
            self._say("✗ " + tr(error.message))
        else:
            self.dismiss(self.text)

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._saved()[self.names[event.option_index]])

    def action_to_list(self) -> None:
        """From the name down to the list."""
        if self.names:
            self.set_focus(self.query_one(OptionList))

    def action_remove(self) -> None:
        """Removes the filter under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is None or not isinstance(self.focused, OptionList):
            return
        try:
            drop_filter(self.book, self.view, self.names[at])
        except BidtrackerError as error:
            self._say("✗ " + tr(error.message))
        else:
            self._fill()

    def action_give_up(self) -> None:
        self.dismiss(None)
