"""An account on one page, to read before a call, to copy, or to write to a file."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from bidtracker.domain.message import Message, label, say
from bidtracker.domain.text import safe_lines
from bidtracker.exports.brief import brief
from bidtracker.locale import tr
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.dialog import Dialog
from bidtracker.tui.forms.page import PageForm


class BriefDialog(Dialog[Message | None]):
    """Shows the brief of the account that a record ("B12", "T42", "A5") belongs to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", label("Copy"), id="brief_copy"),
        Binding("x", "write", label("Write to a file"), id="brief_write"),
        Binding("j", "scroll(1)", label("Down"), id="brief_down"),
        Binding("k", "scroll(-1)", label("Up"), id="brief_up"),
        Binding("escape,q", "close", label("Close"), id="brief_close"),
    ]

    def __init__(self, desk: Desk, id: str) -> None:
        super().__init__()
        self.desk, self.id_of = desk, id
        self.page = brief(desk.holdings, id, desk.today)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box wide") as box:
            box.border_title = Content(tr(say("Account brief")))
            with VerticalScroll(classes="body"):
                yield Static(Content(safe_lines(self.page)))
            yield Static(Content(tr(say("y copies · x writes a file · esc closes"))), classes="help")

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(".body").styles.max_height = max(3, event.size.height - 6)

    def action_copy(self) -> None:
        """The whole page to the clipboard."""
        self.app.copy_to_clipboard(self.page)
        self.app.notify(tr(say("Copied the brief")), markup=False)

    def action_write(self) -> None:
        """The page to a file."""
        name = f"brief-{self.id_of}-{self.desk.today.isoformat()}.md"
        self.app.push_screen(PageForm(self.desk.book, self.page, name), self._wrote)

    def _wrote(self, done: Message | None) -> None:
        if done is not None:
            self.dismiss(done)

    def action_scroll(self, by: int) -> None:
        """A line down or up."""
        self.query_one(".body").scroll_relative(y=by, animate=False)

    def action_close(self) -> None:
        """Closes."""
        self.dismiss(None)
