"""A question before something that many records or a file would suffer from. The focus is on No."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button

from bidtracker.domain.message import Message, label, say
from bidtracker.domain.text import safe, safe_lines
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.widgets.prose import Prose


class ConfirmDialog(Dialog[bool]):
    """Asks a question that says what and how many; True is yes. Enter and esc are No, yes has a key of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", label("Yes"), id="confirm_yes"),
        Binding("n,escape", "answer(False)", label("No"), id="confirm_no"),
        Binding("left,right,up,down", "other", label("The other answer"), id="confirm_other"),
    ]

    def __init__(self, question: Message, *, yes: Message | str = "", title: Message | None = None) -> None:
        super().__init__()
        self.question, self.yes = question, yes or label("Yes")
        self.asking = title or say("Are you sure?")

    def compose(self) -> ComposeResult:
        with Vertical(classes="box dialog") as box:
            box.border_title = Content(safe(tr(self.asking)))
            yield Prose(safe_lines(tr(self.question)), classes="question", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(Content.assemble(safe(tr(self.yes)), (" y", "dim")), name="yes", compact=True)
                yield Button(Content.assemble(tr(label("No")), (" n", "dim")), name="no", compact=True, classes="no")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(".no"))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.name == "yes")

    def action_answer(self, yes: bool) -> None:
        """Closes with the answer."""
        self.dismiss(yes)

    def action_other(self) -> None:
        """To the other button."""
        self.focus_next()
