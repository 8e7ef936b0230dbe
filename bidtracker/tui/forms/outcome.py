"""How a tender ended: won, lost, no award and the other ends, in one form that asks for what the outcome needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons, win_reasons
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Award, Bid, Tender
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    LostReason,
    NoAwardReason,
    NoBidReason,
    Outcome,
    SaidBy,
    WonReason,
)
from bidtracker.tui.forms.bid import lots_of
from bidtracker.tui.forms.parts.answers import Amount, Answer, ChoiceAnswer, DayAnswer, Many
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.links import RecordAnswer

CONTRACT = ("amount", "start", "end", "max_end", "promises")
# a row of the form -> the field of the terms that it fills
TERMS = {"on": "awarded", "amount": "value"} | {
    field: field for field in ("lot", "start", "end", "max_end", "promises")
}
# outcome -> the fields that it asks for, besides the outcome itself, the lot and the day
ASKED: Mapping[Outcome | None, tuple[str, ...]] = {
    Outcome.LOST: ("to", *CONTRACT, "reason", "also", "said_by", "evidence"),
    Outcome.WON: (*CONTRACT, "won_reason", "won_also", "said_by", "evidence"),
    Outcome.NO_BID: ("no_bid_reason",),
    Outcome.NO_AWARD: ("no_award_reason",),
}
DATED = (Outcome.LOST, Outcome.WON, Outcome.NO_AWARD, Outcome.DISQUALIFIED, Outcome.WITHDRAWN)
EVERY = tuple(dict.fromkeys(field for fields in ASKED.values() for field in fields))


def terms_of(answers: Mapping[str, Any]) -> ContractTerms:
    """What the answers of the form say of the contract."""
    return ContractTerms(**{field: answers[row] for row, field in TERMS.items() if row in answers})


class OutcomeForm(Form):
    """Records what came of a tender ("T42"), or of the tender that an award ("A5") belongs to."""

    ALIASES: ClassVar[Mapping[str, str]] = {
        "suppliers": "to",
        "name": "to",
        "value": "amount",
        "awarded": "on",
        "reasons": "reason",
    }

    def __init__(self, book: Book, tender_or_award_id: str) -> None:
        super().__init__(book)
        table, number = parse_ref(tender_or_award_id)
        self.about = tender_or_award_id
        self.award: Award | None = book.get((table, number)) if table == "awards" else None
        self.tender: Tender = book.get(("tenders", self.award.tender if self.award else number))
        if self.award is None:
            awards = [book.get(("awards", n)) for n in self.tender.awards]
            live = [award for award in awards if award.status is not AwardStatus.CANCELLED]
            self.award = live[0] if len(live) == 1 else None

    @property
    def _promised(self) -> tuple[str, ...]:
        """What the winner won on, as far as it is noted."""
        return tuple(promise.text for promise in self.award.promises) if self.award else ()

    def heading(self) -> Message:
        return say("Outcome of {id} {name}", id=ref("tenders", self.tender.id), name=self.tender.title)

    def rows(self) -> Iterable[FormRow]:
        tender, award, day = self.tender, self.award, DayAnswer(self.book.today())
        bid = tender.bid
        price = (award and award.value) or (bid and bid.price) or tender.value
        outcome = None if tender.outcome is Outcome.PENDING else tender.outcome
        yield FormRow("outcome", label("Outcome"), LineInput(ChoiceAnswer.words(Outcome), outcome), needed=True)
        if tender.lots and parse_ref(self.about)[0] == "tenders":
            yield FormRow("lot", label("Lot"), LineInput(lots_of(tender), bid.lot if bid else ""))
        winner = award.suppliers[0] if award and award.suppliers else None
        competitors = RecordAnswer(self.book, "competitors", adds=True)
        yield FormRow(
            "to", label("Winner"), LineInput(competitors, winner), hint=label("Who won; may stay empty while unknown")
        )
        yield FormRow(
            "on", label("Decided on"), LineInput(day, (award and award.awarded) or (bid and bid.outcome_on) or None)
        )
        currency = price.currency if price else ""
        yield FormRow("amount", label("Contract value"), LineInput(Amount(currency), award.value if award else None))
        yield FormRow("start", label("Contract start"), LineInput(day, award.start if award else None))
        yield FormRow("end", label("Contract end"), LineInput(day, award.end if award else None))
        yield FormRow(
            "max_end",
            label("Latest end"),
            LineInput(day, award.max_end if award else None),
            hint=label("The last day with every extension used"),
        )
        yield FormRow(
            "promises",
            label("Promises"),
            LinesInput(self._promised, each=True),
            hint=label("What the winner won on, one a line; enter on an empty line goes on"),
        )
        reason = bid.reasons[0] if bid and bid.reasons else None
        reasons = ChoiceAnswer.words(LostReason)
        yield FormRow("reason", label("Why we lost"), LineInput(reasons, reason.code if reason else None), needed=True)
        also = tuple(r.code for r in bid.reasons[1:]) if bid else ()
        yield FormRow("also", label("Also because"), LineInput(Many(reasons), also))
        yield FormRow(
            "said_by",
            label("Who says so"),
            LineInput(ChoiceAnswer.words(SaidBy), reason.said_by if reason else SaidBy.OURS),
        )
        yield FormRow("evidence", label("Evidence"), LineInput(Answer(), reason.evidence if reason else ""))
        yield from self._won_rows(bid)
        not_bid = ChoiceAnswer.words(NoBidReason)
        yield FormRow("no_bid_reason", label("Why we did not bid"), LineInput(not_bid, tender.no_bid_reason))
        words = ChoiceAnswer.words(NoAwardReason)
        yield FormRow("no_award_reason", label("Why nobody"), LineInput(words, tender.no_award_reason), needed=True)

    def _won_rows(self, bid: Bid | None) -> Iterable[FormRow]:
        """Why we won; who says so and on what evidence is asked as of a loss."""
        held = [reason.code for reason in bid.won_reasons] if bid else []
        reasons = ChoiceAnswer.words(WonReason)
        yield FormRow("won_reason", label("Why we won"), LineInput(reasons, held[0] if held else None))
        yield FormRow("won_also", label("Also because"), LineInput(Many(reasons), tuple(held[1:])))

    def changed(self, row: FormRow) -> None:
        """Each outcome asks for its own fields; what was typed in the others is kept while they are hidden."""
        if row.field != "outcome":
            return
        try:
            outcome = row.entry.entered()
        except BidtrackerError:
            return
        asked = ASKED.get(outcome, ())
        self.show_rows([field for field in EVERY if field in asked], True)
        self.show_rows([field for field in EVERY if field not in asked], False)
        self.show_rows(["on"], outcome in DATED)

    def act(self, values: dict[str, Any]) -> object:
        """Promises that stand are not noted again, and those whose line was taken away go."""
        typed = values.get("promises")
        if self.award is None:
            return self._end(values)
        if typed is None or typed == self._promised:
            return self._end(values | {"promises": ()})
        with self.book.acting(values["outcome"]) as draft:
            result = self._end(values | {"promises": tuple(text for text in typed if text not in self._promised)})
            award = draft.get("awards", self.award.id)
            kept = tuple(p for p in award.promises if p.text in typed)
            title = draft.title
            self.book.set(ref("awards", award.id), promises=kept)
            draft.title = title
        return result

    def _end(self, values: dict[str, Any]) -> object:
        outcome = values.pop("outcome")
        given = {field: value for field, value in values.items() if value not in (None, "", ())}
        if isinstance(given.get("to"), int):
            given["to"] = ref("competitors", given["to"])
        match outcome:
            case Outcome.LOST:
                said_by, evidence = given.get("said_by", SaidBy.OURS), given.get("evidence", "")
                reasons = loss_reasons(given["reason"], given.get("also", ()), said_by, evidence)
                return self.book.lose(self.about, to=given.get("to"), reasons=reasons, terms=terms_of(given))
            case Outcome.WON:
                why = given.get("won_reason")
                said_by, evidence = given.get("said_by", SaidBy.OURS), given.get("evidence", "")
                won_for = win_reasons(why, given.get("won_also", ()), said_by, evidence) if why else ()
                return self.book.win(self.about, terms_of(given), won_for)
            case Outcome.NO_BID if not self.tender.bids:
                return self.book.decide(
                    ref("tenders", self.tender.id), Decision.NO_GO, reason=given.get("no_bid_reason")
                )
            case Outcome.NO_AWARD:
                return self.book.no_award(self.about, given["no_award_reason"], on=given.get("on"))
            case Outcome.PENDING if self.tender.outcome is Outcome.PENDING:
                raise FieldError("outcome", "it is pending already; choose what came of it, or esc")
        return self.book.end_bid(self.about, outcome, lot=given.get("lot", ""), on=given.get("on"))
