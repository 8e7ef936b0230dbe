"""Our bid on a tender: how likely, why we bid, for how much, and when it went in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Bid, Tender
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import Intent
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import Amount, Answer, Choice, ChoiceAnswer, DayAnswer, ShareAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput

MEANT = {
    Intent.WIN: label("we want this contract"),
    Intent.POSITION: label("to be known for the next one"),
    Intent.BENCHMARK: label("to learn what others charge"),
    Intent.DEFEND: label("to hold what we have"),
}


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
        yield FormRow("intent", label("Intent"), LineInput(ChoiceAnswer.words(Intent, _meaning), bid.intent))
        yield FormRow("p_win", label("Our p(win)"), LineInput(ShareAnswer(), bid.p_win))
        yield FormRow("price", label("Our price"), LineInput(Amount(currency), bid.price))
        yield FormRow("submitted", label("Submitted"), LineInput(DayAnswer(self.book.today()), bid.submitted))
        yield FormRow("why", label("Why"), LineInput(Answer(), bid.why))

    def changed(self, row: FormRow) -> None:
        """Another lot has another bid: what was not typed follows it."""
        if row.field != "lot" or not row.entry.edited:
            return
        try:
            bid = self._bid(row.value() or "")
        except BidtrackerError:
            return
        for field in ("intent", "p_win", "price", "submitted", "why"):
            entry = self.row(field).entry
            if not entry.edited:
                entry.load(getattr(bid, field))

    def act(self, values: dict[str, Any]) -> object:
        bid = self._bid(values.get("lot") or "")
        for field in ("intent", "p_win", "price", "submitted"):
            if values[field] is None and getattr(bid, field) is not None:
                raise FieldError(field, "this was set before and cannot be left empty; undo takes it back")
        return self.book.bid(self.tender_ref, **values | {"lot": bid.lot})

    def _bid(self, lot: str) -> Bid:
        bids = self.tender.bids
        if not lot and bids:
            return bids[0]
        return next((bid for bid in bids if bid.lot == lot), Bid(lot=lot))


def _meaning(intent: Intent) -> str:
    return tr(MEANT[intent])


def lots_of(tender: Tender) -> ChoiceAnswer:
    """The lots of a tender, to choose one."""
    return ChoiceAnswer(Choice(safe(f"{lot.id} {lot.title}".strip()), lot.id) for lot in tender.lots)
