"""Our bid on a tender: how likely, why we bid, for how much, and when it went in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.fields import form_fields
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Bid, Tender
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import Intent
from bidtracker.tui.forms.parts.answers import Choice, ChoiceAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput
from bidtracker.tui.forms.parts.links import rows_of


class BidForm(Form):
    """Makes or changes our bid on a tender or one of its lots."""

    def __init__(self, book: Book, tender_id: str) -> None:
        super().__init__(book)
        self.tender: Tender = book.get(tender_id)
        self.tender_ref = tender_id

    def heading(self) -> Message:
        return say("Bid on {id} {name}", id=self.tender_ref, name=self.tender.title)

    def rows(self) -> Iterable[FormRow]:
        tender, bid = self.tender, self._bid("")
        if tender.lots:
            yield FormRow("lot", label("Lot"), LineInput(lots_of(tender), bid.lot))
        currency = tender.value.currency if tender.value else ""
        intent = FormRow("intent", label("Intent"), LineInput(ChoiceAnswer.words(Intent), bid.intent))
        yield from rows_of(Bid, bid, self.book, currency, {"intent": intent})

    def changed(self, row: FormRow) -> None:
        """Another lot has another bid: what was not typed follows it."""
        if row.field != "lot" or not row.entry.edited:
            return
        try:
            bid = self._bid(row.value() or "")
        except BidtrackerError:
            return
        for field in form_fields(Bid):
            entry = self.row(field.name).entry
            if not entry.edited:
                entry.load(getattr(bid, field.name))

    def act(self, values: dict[str, Any]) -> object:
        bid = self._bid(values.get("lot") or "")
        for field in form_fields(Bid):
            if values[field.name] is None and getattr(bid, field.name) is not None:
                raise FieldError(field.name, "this was set before and cannot be left empty; undo takes it back")
        return self.book.bid(self.tender_ref, **values | {"lot": bid.lot})

    def _bid(self, lot: str) -> Bid:
        bids = self.tender.bids
        if not lot and bids:
            return bids[0]
        return next((bid for bid in bids if bid.lot == lot), Bid(lot=lot))


def lots_of(tender: Tender) -> ChoiceAnswer:
    """The lots of a tender, to choose one."""
    return ChoiceAnswer(Choice(safe(f"{lot.id} {lot.title}".strip()), lot.id) for lot in tender.lots)
