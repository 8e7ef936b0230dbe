"""Makes one organisation of two spellings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, label, say
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput
from bidtracker.tui.forms.parts.links import RecordAnswer


class MergeForm(Form):
    """Asks which other spelling of a buyer ("B12") or competitor ("C3") goes into it."""

    def __init__(self, book: Book, keep: str) -> None:
        super().__init__(book)
        self.keep = keep

    def heading(self) -> Message:
        return say("Merge into {id} {name}", id=self.keep, name=self.book.holdings.name(*parse_ref(self.keep)))

    def rows(self) -> Iterable[FormRow]:
        table, number = parse_ref(self.keep)
        others = [record for record in self.book.holdings.table(table) if record != number]
        hint = label("The spelling that goes; what hangs on it moves over, and its name is kept as another name")
        answer = RecordAnswer(self.book, table, among=others)
        yield FormRow("gone", label("Other spelling"), LineInput(answer), needed=True, hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return self.book.merge(self.keep, values["gone"])
