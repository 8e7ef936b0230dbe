"""An account on one page, to read before a call, to copy, or to write to a file."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from bidtracker.domain.message import Message, label, say
from bidtracker.pages.brief import brief
from bidtracker.pages.draw.text import plain_text
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.parts.page import PageForm
from bidtracker.tui.forms.parts.paper import PaperDialog
from bidtracker.tui.widgets.detail import Detail
from bidtracker.tui.widgets.page import page_entries


class BriefDialog(PaperDialog):
    """Shows the brief of the account that a record ("B12", "T42", "A5") belongs to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", label("Copy"), id="brief_copy"),
        Binding("x", "write", label("Write to a file"), id="brief_write"),
        Binding("escape,q", "close", label("Close"), id="brief_close"),
    ]

    def __init__(self, desk: Desk, record_ref: str) -> None:
        super().__init__(desk, Detail())
        self.id_of = record_ref
        self.page = brief(desk.holdings, record_ref, desk.today)

    def heading(self) -> Message:
        return say("Account brief")

    @property
    def plain(self) -> str:
        return plain_text(self.page)

    def copied(self) -> Message:
        return say("Copied the brief")

    def file_form(self) -> PageForm:
        return PageForm(self.desk.book, self.page, f"brief-{self.id_of}-{self.desk.today.isoformat()}.md")

    def on_mount(self) -> None:
        self.query_one(Detail).show(page_entries(self.page))
