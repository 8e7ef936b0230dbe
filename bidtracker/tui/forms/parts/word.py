"""Asks for one word of a closed list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual.widget import Widget

from bidtracker.book import Book
from bidtracker.domain.message import Message, label
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import Word
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import ChoiceAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput
from bidtracker.tui.widgets.prose import Prose


class WordForm(Form):
    """Asks for one of some words and does `act` with it."""

    def __init__(
        self,
        book: Book,
        title: Message,
        words: Iterable[Word],
        act: Callable[[Any], object],
        *,
        experience: Message | None = None,
    ) -> None:
        """`experience` is what to think of before one chooses."""
        super().__init__(book)
        self.asking, self.words, self.does, self.experience = title, tuple(words), act, experience

    def heading(self) -> Message:
        return self.asking

    def rows(self) -> Iterable[FormRow]:
        yield FormRow("word", label("Which"), LineInput(ChoiceAnswer.words(self.words)), needed=True)

    def extra(self) -> Iterable[Widget]:
        if self.experience is not None:
            yield Prose(safe(tr(self.experience)), classes="experience", markup=False)

    def act(self, values: dict[str, Any]) -> object:
        return self.does(values["word"])
