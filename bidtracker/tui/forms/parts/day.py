"""Asks for one day: until when something is parked or off the radar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar

from bidtracker.book import Book
from bidtracker.domain.message import Message, label
from bidtracker.tui.forms.parts.answers import DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput


class DateForm(Form):
    """Asks for a day and does `act` with it, so that a day that will not do is refused here."""

    ALIASES: ClassVar[dict[str, str]] = {"until": "day", "on": "day", "park_until": "day", "deadline": "day"}

    def __init__(self, book: Book, title: Message, act: Callable[[date], object]) -> None:
        super().__init__(book)
        self.title_text, self.does = title, act

    def heading(self) -> Message:
        return self.title_text

    def rows(self) -> Iterable[FormRow]:
        yield FormRow("day", label("Day"), LineInput(DayAnswer(self.book.today())), needed=True)

    def act(self, values: dict[str, Any]) -> object:
        return self.does(values["day"])
