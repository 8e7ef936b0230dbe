"""How our bid was scored: a line a criterion, and how the price became points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError, Unreadable
from bidtracker.domain.losses.score_sheet import criterion_text, read_band, read_criterion, with_price
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Bid, ScoreSheet, Tender
from bidtracker.domain.vocabulary import PriceFormula, SaidBy
from bidtracker.tui.forms.bid import lots_of
from bidtracker.tui.forms.parts.answers import Answer, ChoiceAnswer, DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput


class ScoresForm(Form):
    """The score sheet of our bid on a tender ("T42") or a lot of it; no line left takes it off."""

    def __init__(self, book: Book, tender_id: str) -> None:
        super().__init__(book)
        self.tender: Tender = book.get(tender_id)
        self.tender_ref = tender_id

    def heading(self) -> Message:
        return say("Scores of {id} {name}", id=self.tender_ref, name=self.tender.title)

    def rows(self) -> Iterable[FormRow]:
        bid, today = self.tender.bids[0], self.book.today()
        sheet = bid.sheet
        if self.tender.lots:
            yield FormRow("lot", label("Lot"), LineInput(lots_of(self.tender), bid.lot))
        hint = label("One a line, like “Quality = 60: 45/52 | their words”: weight, ours/the winner's; /100 the most")
        yield FormRow("scores", label("Criteria"), LinesInput(_lines(bid), each=True), hint=hint)
        said_by = sheet.said_by if sheet else SaidBy.DEBRIEF
        yield FormRow("said_by", label("Who says so"), LineInput(ChoiceAnswer.words(SaidBy), said_by), needed=True)
        yield FormRow("on", label("On"), LineInput(DayAnswer(today), (sheet and sheet.on) or today), needed=True)
        formula = ChoiceAnswer.words(PriceFormula)
        hint = label("Where it is known, the points for price give the winner's price")
        yield FormRow("formula", label("Price formula"), LineInput(formula, sheet and sheet.formula), hint=hint)
        bands = " ".join(f"{100 * band.above:g}%={100 * band.share:g}%" for band in sheet.bands) if sheet else ""
        hint = label("Up to so much above the lowest gets so much of the points: 0%=100% 5%=90% 10%=80%")
        yield FormRow("bands", label("Bands"), LineInput(Answer(), bands), hint=hint)
        price = next((each.name for each in sheet.criteria if each.price), "") if sheet else ""
        hint = label("The criterion that scores the price, where its name does not say so")
        yield FormRow("price", label("Price is"), LineInput(Answer(), price), hint=hint)

    def changed(self, row: FormRow) -> None:
        """Bands are asked for where the formula has some; another lot has another sheet."""
        if row.field not in ("formula", "lot"):
            return
        try:
            entered = row.entry.entered()
        except BidtrackerError:
            return
        if row.field == "formula":
            self.show_rows(["bands"], entered is PriceFormula.BANDED)
        elif row.entry.edited and not self.row("scores").entry.edited:
            self.row("scores").entry.load(_lines(self._bid(entered or "")))

    def act(self, values: dict[str, Any]) -> object:
        lot = values.get("lot") or ""
        if not values["scores"]:
            return self.book.drop_scores(self.tender_ref, lot=lot)
        try:
            criteria = tuple(map(read_criterion, values["scores"]))
        except Unreadable as error:
            raise FieldError("scores", error.message) from None
        try:
            bands = tuple(map(read_band, (values.get("bands") or "").split()))
        except Unreadable as error:
            raise FieldError("bands", error.message) from None
        sheet = ScoreSheet(
            criteria=with_price(criteria, values["price"].strip()),
            said_by=values["said_by"],
            formula=values["formula"],
            bands=bands,
        )
        return self.book.score(self.tender_ref, sheet, lot=lot, on=values["on"], as_given=self.as_given)

    def _bid(self, lot: str) -> Bid:
        return next((bid for bid in self.tender.bids if bid.lot == lot), self.tender.bids[0])


def _lines(bid: Bid) -> tuple[str, ...]:
    return tuple(map(criterion_text, bid.sheet.criteria)) if bid.sheet else ()
