"""Acts on what came of a bid: lost, won, no award and the other ends; and the awards that follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.book.acts.bids import bid_on
from bidtracker.book.acts.promises import promised
from bidtracker.book.draft import Draft
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import number_of
from bidtracker.domain.bids import (
    NOT_STATED,
    ContractTerms,
    after_bids,
    ended,
    lost_to,
    watch_after,
    with_bid,
    won_by_us,
)
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import listed, say
from bidtracker.domain.records import Award, LostReasonNote, Tender, WonReasonNote
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    NoAwardReason,
    Outcome,
    Stage,
)

UNCHANGED = ContractTerms()
OTHER_ENDS = (Outcome.DISQUALIFIED, Outcome.WITHDRAWN, Outcome.NO_BID)


def lose(
    book: Ledger,
    record_id: str,
    *,
    to: str | None = None,
    reasons: Iterable[LostReasonNote] = (NOT_STATED,),
    terms: ContractTerms = UNCHANGED,
) -> tuple[Tender, Award | None]:
    """Records that we lost a tender (or a lot of it), why, and what the winner got.

    The winner `to` (a name, or "C3") may stay unknown. If an import already brought the award it is completed,
    not doubled. `record_id` may also be an award: then its tender is lost to its supplier. Where we had put in no
    bid, one without a price is noted, so that the loss is tracked like the others.
    """
    tender_id, award_id = _tender_of(book, record_id)
    with book.acting("lose") as draft:
        tender, award = lost(
            draft,
            draft.get("tenders", tender_id),
            _award_of(draft, tender_id, terms.lot, award_id),
            number_of(draft, "competitors", to, "to") if to else 0,
            tuple(reasons),
            terms,
        )
        tender_ref = ref("tenders", tender_id)
        name = listed(draft.get("competitors", number).name for number in award.suppliers) if award else ""
        if name:
            draft.title = say("Lost {id} {name} to {winner}", id=tender_ref, name=tender.title, winner=name)
        else:
            draft.title = say("Lost {id} {name}", id=tender_ref, name=tender.title)
    return tender, award


def win(
    book: Ledger, record_id: str, terms: ContractTerms = UNCHANGED, reasons: Iterable[WonReasonNote] = ()
) -> tuple[Tender, Award]:
    """Records that we won a tender or a lot of it, why, and the contract. The price defaults to what we bid."""
    tender_id, award_id = _tender_of(book, record_id)
    with book.acting("win") as draft:
        award = _award_of(draft, tender_id, terms.lot, award_id)
        tender, award = won(draft, draft.get("tenders", tender_id), award, terms)
        if why := tuple(reasons):
            bid = msgspec.structs.replace(bid_on(tender, terms.lot), won_reasons=why)
            tender = draft.put(msgspec.structs.replace(tender, bids=with_bid(tender.bids, bid)))
        draft.title = say("Won {id} {name}", id=ref("tenders", tender_id), name=tender.title)
    return tender, award


def no_award(book: Ledger, record_id: str, reason: NoAwardReason, *, on: date | None = None) -> Tender:
    """Records that nobody got it, and why (an eForms code)."""
    tender_id, _ = _tender_of(book, record_id)
    with book.acting("no_award") as draft:
        tender: Tender = draft.get("tenders", tender_id)
        bids = tuple(ended(bid, Outcome.NO_AWARD, on or draft.today) for bid in tender.bids)
        tender = draft.put(
            msgspec.structs.replace(
                tender, bids=bids, outcome=Outcome.NO_AWARD, no_award_reason=reason, stage=Stage.CLOSED, watch=None
            )
        )
        draft.title = say("No award on {id} {name}", id=ref("tenders", tender_id), name=tender.title)
    return tender


def end_bid(book: Ledger, record_id: str, outcome: Outcome, *, lot: str = "", on: date | None = None) -> Tender:
    """Records another end of our bid: disqualified, withdrawn, no_bid; or pending, which opens it again."""
    if outcome not in (*OTHER_ENDS, Outcome.PENDING):
        raise Refused("{outcome} has an act of its own", outcome=outcome)
    tender_id, _ = _tender_of(book, record_id)
    with book.acting("end_bid") as draft:
        tender: Tender = draft.get("tenders", tender_id)
        if outcome is Outcome.NO_BID:
            if any(bid.submitted for bid in tender.bids):
                raise Refused("{id} has a submitted bid; withdraw it instead", id=ref("tenders", tender_id))
            tender = msgspec.structs.replace(tender, bids=(), decision=Decision.NO_GO, outcome=outcome)
        else:
            tender = _ended(draft, tender, lot, outcome, on, ())
        if outcome is Outcome.PENDING:
            tender = msgspec.structs.replace(tender, stage=Stage.EVALUATION, watch=None, no_award_reason=None)
        tender = draft.put(tender)
        record_id = ref("tenders", tender_id)
        draft.title = say("{id} {name}: {outcome}", id=record_id, name=tender.title, outcome=outcome)
    return tender


def give_reasons(
    book: Ledger, record_id: str, reasons: Iterable[LostReasonNote | WonReasonNote], *, lot: str = ""
) -> Tender:
    """Replaces why we lost, or won, for instance after a debriefing; the first reason is the primary one."""
    tender_id, _ = _tender_of(book, record_id)
    why = tuple(reasons)
    lost_for = tuple(each for each in why if isinstance(each, LostReasonNote))
    won_for = tuple(each for each in why if isinstance(each, WonReasonNote))
    with book.acting("give_reasons") as draft:
        tender: Tender = draft.get("tenders", tender_id)
        bid = bid_on(tender, lot)
        if won_for and bid.outcome is not Outcome.WON:
            raise Refused("{id} is not won; reasons of a win are of a bid that won", id=record_id)
        if lost_for and bid.outcome is Outcome.WON:
            raise Refused("{id} is won; give the reasons of the win", id=record_id)
        bid = msgspec.structs.replace(bid, **{"won_reasons": won_for} if won_for else {"reasons": lost_for})
        tender = draft.put(msgspec.structs.replace(tender, bids=with_bid(tender.bids, bid)))
        draft.title = say("Reasons for {id} {name}", id=ref("tenders", tender_id), name=tender.title)
    return tender


# ------------------------------------------------------------ parts


def _tender_of(book: Ledger, record_id: str) -> tuple[int, int]:
    table, number = parse_ref(record_id)
    if table == "awards":
        award: Award = book.get(("awards", number))
        return award.tender, number
    if table != "tenders":
        raise Refused("{id} is no tender; give a tender (T42) or an award (A5)", id=record_id)
    return number, 0


def lost(
    draft: Draft,
    tender: Tender,
    award: Award | None,
    winner: int,
    reasons: tuple[LostReasonNote, ...],
    terms: ContractTerms = UNCHANGED,
) -> tuple[Tender, Award | None]:
    """A loss as part of any act: the tender closed and watched, its award completed or made."""
    lot = terms.lot
    if not lot and award and any(bid.lot == award.lot for bid in tender.bids):
        lot = award.lot
    on = terms.awarded or (award.awarded if award else None)
    tender = _ended(draft, tender, lot, Outcome.LOST, on, reasons)
    watch = watch_after(Outcome.LOST, tender.watch)
    structure = terms.structure or tender.structure
    tender = draft.put(msgspec.structs.replace(tender, watch=watch, structure=structure))
    if award is None and (winner or terms.fields or terms.promises or terms.options):
        award = draft.add(Award(tender=tender.id, lot=lot))
    if award is not None:
        award = draft.put(_with_terms(lost_to(award, winner), terms))
        tender = draft.get("tenders", tender.id)
    return tender, award


def won(draft: Draft, tender: Tender, award: Award | None, terms: ContractTerms = UNCHANGED) -> tuple[Tender, Award]:
    """A win as part of any act. The value defaults to our price."""
    on = terms.awarded or (award.awarded if award else None)
    tender = _ended(draft, tender, terms.lot, Outcome.WON, on, ())
    watch, structure = watch_after(Outcome.WON, tender.watch), terms.structure or tender.structure
    tender = draft.put(msgspec.structs.replace(tender, watch=watch, structure=structure))
    if award is None:
        award = draft.add(Award(tender=tender.id, lot=terms.lot, value=bid_on(tender, terms.lot).price))
    award = draft.put(_with_terms(won_by_us(award), terms))
    return draft.get("tenders", tender.id), award


def _with_terms(award: Award, terms: ContractTerms) -> Award:
    """The award with what the terms say; their promises and options come to those it has."""
    promises = award.promises + promised(terms.promises, award)
    return msgspec.structs.replace(award, promises=promises, options=award.options + terms.options, **terms.fields)


def _award_of(draft: Draft, tender: int, lot: str, number: int) -> Award | None:
    """The award meant: the one named, else the tender's only live one on that lot."""
    if number:
        award: Award = draft.get("awards", number)
        return award
    live = [award for award in draft.awards_of(tender) if award.status is not AwardStatus.CANCELLED]
    fitting = [award for award in live if award.lot == lot] or (live if not lot else [])
    if len(fitting) > 1:
        ids = listed(ref("awards", award.id) for award in fitting[:5])
        raise Refused("{id} has several awards ({ids}); say which one", id=ref("tenders", tender), ids=ids)
    return fitting[0] if fitting else None


def _ended(
    draft: Draft, tender: Tender, lot: str, outcome: Outcome, on: date | None, reasons: tuple[LostReasonNote, ...]
) -> Tender:
    """The tender with one bid ended, and closed as a whole once no bid of ours is pending any more."""
    bid = ended(bid_on(tender, lot), outcome, on or draft.today, reasons)
    fields = after_bids(with_bid(tender.bids, bid), outcome, tender.stage)
    return msgspec.structs.replace(tender, **fields)
