"""An account on one page, to read before a call, to copy, or to write to a file."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from bidtracker.domain.message import Message, label, say
from bidtracker.locale import tr
from bidtracker.pages.brief import brief
from bidtracker.pages.draw.text import plain_text
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.page import PageForm
from bidtracker.tui.widgets.detail import Detail
from bidtracker.tui.widgets.page import page_entries


class BriefDialog(Dialog[Message | None]):
    """Shows the brief of the account that a record ("B12", "T42", "A5") belongs to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", label("Copy"), id="brief_copy"),
        Binding("x", "write", label("Write to a file"), id="brief_write"),
        Binding("escape,q", "close", label("Close"), id="brief_close"),
    ]

    def __init__(self, desk: Desk, record_ref: str) -> None:
        super().__init__()
        self.desk, self.id_of = desk, record_ref
        self.page = brief(desk.holdings, record_ref, desk.today)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box wide") as box:
            box.border_title = Content(tr(say("Account brief")))
            yield Detail()
            yield Static(Content(tr(say("y copies · x writes a file · esc closes"))), classes="help")

    def on_mount(self) -> None:
        body = self.query_one(Detail)
        body.show(page_entries(self.page))
        body.focus()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Detail).styles.height = max(3, event.size.height - 6)

    def action_copy(self) -> None:
        """The whole page to the clipboard."""
        self.app.copy_to_clipboard(plain_text(self.page))
        self.app.notify(tr(say("Copied the brief")), markup=False)

    def action_write(self) -> None:
        """The page to a file."""
        name = f"brief-{self.id_of}-{self.desk.today.isoformat()}.md"
        self.app.push_screen(PageForm(self.desk.book, self.page, name), self._wrote)

    def _wrote(self, done: Message | None) -> None:
        if done is not None:
            self.dismiss(done)

    def action_close(self) -> None:
        """Closes."""
        self.dismiss(None)
