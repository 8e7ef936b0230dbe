"""The line in which a filter is typed, over the footer while it is open."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from bidtracker.domain.message import label as _
from bidtracker.locale import tr


class FilterBar(Horizontal):
    """Filters as one types; enter keeps the filter, esc clears it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", show=False),
        Binding("down", "keep", show=False),
    ]

    class Changed(Message):
        """Something else is typed."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Closed(Message):
        """The filter is as it shall be."""

    def compose(self) -> ComposeResult:
        yield Static("/", id="slash", markup=False)
        yield Input(placeholder=tr(_("words, buyer:name, value>1m, due<30d, !lost")), id="filter", compact=True)
        yield Static("", id="complaint", markup=False)

    def open(self, text: str) -> None:
        """Shows the line with a text to go on from."""
        self.show(True)
        field = self.query_one(Input)
        with field.prevent(Input.Changed):
            field.value = text
        field.cursor_position = len(text)
        field.focus()

    def show(self, shown: bool) -> None:
        """Shows the line in the place of its neighbours, or gives that back to them."""
        self.display = shown
        for neighbour in self.siblings:
            neighbour.display = not shown

    def complain(self, message: str) -> None:
        """Says what cannot be understood in what is typed; "" takes it back."""
        self.query_one("#complaint", Static).update(message)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        self.show(False)
        self.post_message(self.Closed())

    def action_clear(self) -> None:
        self.query_one(Input).value = ""
        self.post_message(self.Changed(""))
        self.action_keep()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if self.display and not self.app.screen.is_modal:
            self.action_keep()
