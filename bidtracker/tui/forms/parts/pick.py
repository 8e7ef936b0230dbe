"""One of several, by a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from bidtracker.domain.message import Message, label
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.menu import Menu


class PickDialog(Dialog[int | None]):
    """Is dismissed with the place of the one that was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", label("Close"), id="pick_close")]

    def __init__(self, title: Message, options: Sequence[str]) -> None:
        super().__init__()
        self.asking, self.options = title, options

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = Content(safe(tr(self.asking)))
            yield Menu(*(Content(safe(option)) for option in self.options))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

    def action_close(self) -> None:
        """Closes."""
        self.dismiss(None)
