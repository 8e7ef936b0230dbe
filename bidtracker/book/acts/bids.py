"""Acts on our part in a tender: bid, decide, move on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from bidtracker.book.cross_checks import lot_faults
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.domain.bids import BEFORE_SUBMISSION, HANDED_IN, bid_for, locked_estimate, stage_of_bid, with_bid
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import count, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Bid, Revision, Tender
from bidtracker.domain.vocabulary import Decision, Intent, NoBidReason, Outcome, Stage


def bid(
    book: Ledger,
    record_id: str,
    *,
    lot: str = "",
    p_win: float | None = None,
    intent: Intent | None = None,
    price: Money | None = None,
    submitted: date | None = None,
    why: str | None = None,
    **others: Any,
) -> Tender:
    """Records our bid on a tender or one of its lots; what is None stays as it was. `others` are further fields of a
    bid, by name.

    The first submission locks p_win: later estimates are kept as revisions and are not scored.
    """
    with book.acting("bid") as draft:
        tender = record_in(draft, Tender, record_id)
        if tender.outcome is not Outcome.PENDING and submitted is not None and tender.bid is None:
            raise Refused("{id} is already closed ({outcome}); undo that first", id=record_id, outcome=tender.outcome)
        mine = bid_on(tender, lot)
        after = replace(
            mine,
            intent=intent or mine.intent,
            price=price or mine.price,
            submitted=submitted or mine.submitted,
            why=mine.why if why is None else why,
            **{name: value for name, value in others.items() if value is not None},
        )
        if p_win is not None and p_win != mine.p_win:
            revisions = (*mine.revisions, Revision(on=draft.today, p_win=p_win))
            after = replace(after, p_win=p_win, revisions=revisions)
        submitted_now = after.submitted is not None
        locked = locked_estimate(mine, after.p_win, submitted=submitted_now, over=False)
        after = replace(after, p_win_locked=locked)
        stage, decision = stage_of_bid(tender.stage, submitted=submitted_now), Decision.GO
        if tender.bids and price is None and submitted is None and not others:
            stage, decision = tender.stage, tender.decision  # an estimate thought over decides nothing
        bids = with_bid(tender.bids, after)
        tender = draft.put(replace(tender, bids=bids, decision=decision, stage=stage))
        draft.title = say("Bid on {id} {name}", id=ref("tenders", tender.id), name=tender.title)
    return tender


def decide(
    book: Ledger,
    record_id: str,
    decision: Decision,
    intent: Intent | None = None,
    why: str = "",
    reason: NoBidReason | None = None,
) -> Tender:
    """Decides to bid or not. No go closes the tender for us with outcome no_bid, for a `reason` where one is given."""
    if reason is not None and decision is not Decision.NO_GO:
        raise Refused("a reason for not bidding goes with no_go")
    with book.acting("decide") as draft:
        tender = record_in(draft, Tender, record_id)
        if decision is Decision.GO:
            mine = bid_on(tender, "")
            mine = replace(mine, intent=intent or mine.intent, why=why or mine.why)
            stage = Stage.PREPARING if tender.stage in BEFORE_SUBMISSION else tender.stage
            tender = replace(tender, bids=with_bid(tender.bids, mine), decision=decision, stage=stage)
        elif tender.bids:
            raise Refused("{id} already has a bid; withdraw it instead", id=record_id)
        else:
            outcome = Outcome.NO_BID if decision is Decision.NO_GO else Outcome.PENDING
            tender = replace(tender, decision=decision, outcome=outcome, no_bid_reason=reason)
        tender = draft.put(tender)
        draft.title = say("Decided {decision} on {id} {name}", decision=decision, id=record_id, name=tender.title)
    return tender


def move(book: Ledger, stages: Mapping[str, Stage]) -> list[Tender]:
    """Puts tenders at other stages. Where that hands a bid in, the day is today, and its chance of winning is locked;
    to prepare one is to have decided for it."""
    with book.acting("move") as draft:
        moved = [draft.put(_moved(record_in(draft, Tender, key), stage, draft.today)) for key, stage in stages.items()]
        tender, (key, stage) = moved[0], next(iter(stages.items()))
        words = {"id": key, "name": tender.title, "stage": stage}
        draft.title = count("Moved {id} {name} to {stage}", "Moved {n} tenders to other stages", len(moved), **words)
    return moved


def _moved(tender: Tender, stage: Stage, today: date) -> Tender:
    record_id = ref("tenders", tender.id)
    if tender.outcome is not Outcome.PENDING:
        raise Refused("{id} is already closed ({outcome}); undo that first", id=record_id, outcome=tender.outcome)
    if stage is Stage.CLOSED:
        raise Refused("{id} is closed by its outcome; record that", id=record_id)
    day = next((bid.submitted for bid in tender.bids if bid.submitted), None)
    if stage in BEFORE_SUBMISSION and day is not None:
        raise Refused("{id} was handed in on {day}; take the day off its bid first", id=record_id, day=day)
    bids, decision = tender.bids, tender.decision
    if stage in HANDED_IN:
        bids, decision = tuple(_handed_in(bid, today) for bid in bids or (bid_on(tender, ""),)), Decision.GO
    elif stage is Stage.PREPARING:
        bids, decision = bids or (bid_on(tender, ""),), Decision.GO
    return replace(tender, stage=stage, bids=bids, decision=decision)


def _handed_in(bid: Bid, today: date) -> Bid:
    """The bid as it is once it is handed in."""
    locked = locked_estimate(bid, bid.p_win, submitted=True, over=False)
    return replace(bid, submitted=bid.submitted or today, p_win_locked=locked)


def bid_on(tender: Tender, lot: str) -> Bid:
    """Our bid on that lot as it stands, or an empty one. A lot must be one that the tender has, if it names any."""
    for fault in lot_faults(tender, lot):
        raise fault
    return bid_for(tender.bids, lot) or Bid(lot=lot)
