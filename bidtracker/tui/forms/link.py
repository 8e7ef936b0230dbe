"""The address of a page or file that belongs to a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, label, say
from bidtracker.tui.forms.parts.answers import Answer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput


class LinkForm(Form):
    """Puts a link on a record."""

    def __init__(self, book: Book, record_ref: str) -> None:
        super().__init__(book)
        self.about = record_ref

    def heading(self) -> Message:
        table, number = parse_ref(self.about)
        return say("A link on {id} {name}", id=self.about, name=self.book.holdings.name(table, number))

    def rows(self) -> Iterable[FormRow]:
        hint = label("The address of a page or a file; what it leads to stays where it is")
        yield FormRow("links", label("Link"), LineInput(Answer()), needed=True, hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return self.book.attach(self.about, values["links"].strip())
