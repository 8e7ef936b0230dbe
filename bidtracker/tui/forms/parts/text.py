"""Asks for one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.message import Message
from bidtracker.tui.forms.parts.answers import Answer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput


class TextForm(Form):
    """Asks for a text, which is called `label`, and does `act` with it."""

    def __init__(self, book: Book, title: Message, label: str, act: Callable[[str], object]) -> None:
        super().__init__(book)
        self.asking, self.label, self.does = title, label, act

    def heading(self) -> Message:
        return self.asking

    def rows(self) -> Iterable[FormRow]:
        yield FormRow("text", self.label, LineInput(Answer()), needed=True)

    def act(self, values: dict[str, Any]) -> object:
        return self.does(values["text"])
