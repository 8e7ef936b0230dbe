"""Acts on how our bids were scored."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from bidtracker.book.cross_checks import lot_faults, not_yet
from bidtracker.book.draft import Draft
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.domain.bids import bid_for, with_bid
from bidtracker.domain.errors import Doubtful, Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.losses.score_sheet import awarded_on, doubts, with_sheet
from bidtracker.domain.message import CLAUSES, count, listed, say
from bidtracker.domain.records import Bid, ScoreSheet, Tender


def score(
    book: Ledger, record_id: str, sheet: ScoreSheet, *, lot: str = "", on: date | None = None, as_given: bool = False
) -> Tender:
    """Records how our bid on a tender ("T42"), or on a lot of it, was scored, in place of the sheet it had.

    What looks wrong in it raises Doubtful, unless a person has said that it stands `as_given`.
    """
    with book.acting("score") as draft:
        tender = record_in(draft, Tender, record_id)
        tender = scored(draft, tender, replace(sheet, on=on or sheet.on or draft.today), lot, as_given=as_given)
        n = len(sheet.criteria)
        named = {"id": ref("tenders", tender.id), "name": tender.title}
        draft.title = count("Scores of {id} {name}: {n} criterion", "Scores of {id} {name}: {n} criteria", n, **named)
    return tender


def drop_scores(book: Ledger, record_id: str, *, lot: str = "") -> Tender:
    """Takes the score sheet off our bid."""
    with book.acting("drop_scores") as draft:
        tender = record_in(draft, Tender, record_id)
        tender = draft.put(replace(tender, bids=with_bid(tender.bids, with_sheet(_bid(tender, lot), None))))
        draft.title = say("Took the scores off {id} {name}", id=ref("tenders", tender.id), name=tender.title)
    return tender


def scored(draft: Draft, tender: Tender, sheet: ScoreSheet, lot: str, *, as_given: bool) -> Tender:
    """A score sheet as part of any act."""
    for fault in (*lot_faults(tender, lot), *not_yet("on", sheet.on, draft.today)):
        raise fault
    bid = _bid(tender, lot)
    doubtful = list(doubts(sheet, awarded_on(bid, draft.awards_of(tender.id)), bid.submitted))
    if doubtful and not as_given:
        raise Doubtful("scores", say("{doubts}; is it so?", doubts=listed(doubtful, CLAUSES)))
    return draft.put(replace(tender, bids=with_bid(tender.bids, with_sheet(bid, sheet))))


def _bid(tender: Tender, lot: str) -> Bid:
    """Our bid that was scored: that on the lot, or our only one."""
    bid = bid_for(tender.bids, lot) or (tender.bids[0] if not lot and len(tender.bids) == 1 else None)
    if bid is None:
        wrong = "{id} has no bid of ours there; `bidtracker bid` records one"
        raise Refused(wrong, id=ref("tenders", tender.id))
    return bid
