"""Two people changed one field: both values, and a choice."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from bidtracker.domain.message import Message, label, say
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.pages.words import named
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.menu import Menu
from bidtracker.tui.widgets.prose import Prose


class ConflictDialog(Dialog[bool | None]):
    """Asks which of two values of a field shall stand: True is ours, False theirs, None neither yet."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", label("Back"), id="conflict_back")]

    def __init__(self, field: str, theirs: str, yours: str) -> None:
        super().__init__()
        self.field, self.theirs, self.yours = field, theirs, yours

    def compose(self) -> ComposeResult:
        field = tr(self.field)
        with Vertical(classes="box dialog") as box:
            box.border_title = Content(tr(say("Changed meanwhile")))
            asked = say(
                "Somebody else changed {field} while this form was open. Which value do you want to keep?", field=field
            )
            yield Prose(tr(asked), classes="question", markup=False)
            yield Menu(
                Option(self._line(say("Theirs, now in the book"), self.theirs)),
                Option(self._line(say("Yours, typed here"), self.yours)),
                compact=True,
            )
            yield Static(Content(tr(say("enter chooses · esc goes back to the form"))), classes="help")

    def _line(self, whose: Message, value: str) -> Content:
        return Content.assemble((named(tr(whose)), "dim"), safe(value) or "—")

    @on(Menu.OptionSelected)
    def _chosen(self, event: Menu.OptionSelected) -> None:
        self.dismiss(event.option_index == 1)

    def action_back(self) -> None:
        """Back to the form; nothing was decided."""
        self.dismiss(None)
