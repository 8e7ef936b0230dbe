"""Makes the next tender out of an award, filled in from the old contract."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Award, Tender
from bidtracker.tui.forms.parts.answers import Amount, Answer, DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput


class ReengageForm(Form):
    """Asks what the next tender after an award ("A5") is called, until when bids are taken, and for how much."""

    def __init__(self, book: Book, award: str) -> None:
        super().__init__(book)
        self.award: Award = book.get(award)
        self.lost: Tender = book.get(("tenders", self.award.tender))
        self.about = award
        self.record_ref = ""  # of the new tender, once it is made

    def heading(self) -> Message:
        return say("The next tender after {id} {name}", id=self.about, name=self.lost.title)

    def rows(self) -> Iterable[FormRow]:
        value = self.award.value or self.lost.value
        yield FormRow("title", label("Title"), LineInput(Answer(), self.lost.title), needed=True)
        yield FormRow("deadline", label("Deadline"), LineInput(DayAnswer(self.book.today())))
        yield FormRow("value", label("Value"), LineInput(Amount(value.currency if value else ""), value))

    def act(self, values: dict[str, Any]) -> object:
        tender = self.book.reengage(self.about, **values)
        self.record_ref = ref("tenders", tender.id)
        return tender
