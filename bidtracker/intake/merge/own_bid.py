"""What a list says of our own part in a tender: decision, bid and outcome. Public lists tell no more than a win."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any

import msgspec

from bidtracker.domain.bids import (
    BID_ENDS,
    CLOSED,
    LOST,
    NO_BID,
    PENDING,
    WATCHING,
    WON,
    bid_for,
    locked_estimate,
    whole_outcome,
    with_bid,
)
from bidtracker.domain.fields import imported
from bidtracker.domain.losses.score_sheet import same_lines, with_sheet
from bidtracker.domain.records import Bid, LostReasonNote, Revision, ScoreSheet, TenderLine, WonReasonNote
from bidtracker.domain.vocabulary import Decision, LostReason, Outcome, Stage, Watch
from bidtracker.intake.notice import ListedBid, Notice, stated_in

NO_TENDER = TenderLine(title="", buyer=0)

# The words by names of their own: each look-up in an enumeration takes 60 ns, and an import asks 15 times a record.
NO_AWARD, GO, NO_GO, OTHER, PARKED = Outcome.NO_AWARD, Decision.GO, Decision.NO_GO, LostReason.OTHER, Watch.PARKED
# What a bid takes over as it is; all at once, since field by field takes twice as long.
_COPIED = stated_in(imported(Bid), Notice)
_copied = attrgetter(*_COPIED)


def our_part(tender: TenderLine, notice: Notice, on: date, *, won: bool) -> dict[str, Any]:
    """What the list says of our own part, as changes to the tender. `won`: it names us among the winners; `on` is
    the list's day, which its estimate carries."""
    changes: dict[str, Any] = {}
    outcome = notice.outcome
    if won and (outcome is None or outcome is LOST):  # who won is named, and it is us: a word for the rest says less
        outcome = WON
    if outcome is NO_BID and notice.lot and any(bid.lot != notice.lot for bid in tender.bids):
        return {}  # of one lot: of others we made a bid, which the tender stands for
    if notice.decision is not None:
        changes["decision"] = notice.decision
    if outcome is NO_AWARD or (notice.cancelled and outcome is None):
        outcome = NO_AWARD
        changes["no_award_reason"] = notice.no_award_reason or tender.no_award_reason
    before = bid_for(tender.bids, notice.lot) or Bid(lot=notice.lot)
    bid = before if notice.decision is NO_GO else _bid(before, notice, outcome, on)
    if bid is not before:
        changes["bids"] = with_bid(tender.bids, bid)
        changes["decision"] = GO
        if len(changes["bids"]) > 1 and outcome is not None:
            outcome = whole_outcome(changes["bids"], outcome)
    if outcome is not None:
        changes["outcome"] = outcome
        if outcome is not PENDING:
            changes["stage"] = CLOSED
        if outcome is LOST and tender.watch is None:
            changes["watch"] = notice.watch or WATCHING
            changes["park_until"] = notice.park_until if notice.watch is PARKED else None
    return changes


def as_our_bid(notice: Notice, bid: ListedBid) -> Notice:
    """A row of a list of bids that is ours: what it asks is our price, and we lost where another won."""
    others = any(award.suppliers and not award.ours for award in notice.awards)
    outcome = WON if bid.won else LOST if bid.won is False or others else None
    stage = notice.stage or (Stage.SUBMITTED if outcome is None else None)
    return msgspec.structs.replace(notice, decision=GO, price=bid.price, outcome=outcome, stage=stage)


def silent(notice: Notice) -> bool:
    """Whether the list says nothing of our part, as public ones do."""
    return (
        notice.outcome is None
        and notice.intent is None
        and notice.decision is None
        and notice.p_win is None
        and notice.price is None
        and notice.submitted is None
        and not notice.cancelled
        and notice.lost_reason is None
        and notice.won_reason is None
        and notice.position is None
        and notice.score is None
        and not notice.scores
        and not notice.bid_others
    )


def _bid(bid: Bid, notice: Notice, outcome: Outcome | None, on: date) -> Bid:
    """Our bid with what the list says of it; the same one where it says nothing."""
    stated: dict[str, Any] = dict(notice.bid_others)
    for name, value in zip(_COPIED, _copied(notice), strict=True):
        if value is not None:
            stated[name] = value
    if notice.p_win is not None:
        stated["p_win"] = notice.p_win
        if notice.p_win != bid.p_win and bid.outcome is PENDING and outcome in (None, PENDING):
            # What comes with or after the outcome has no day: it is kept, and never scored.
            stated["revisions"] = (*bid.revisions, Revision(on=on, p_win=notice.p_win))
    if notice.scores and not same_lines(bid.sheet, notice.scores):
        sheet = msgspec.structs.replace(bid.sheet or ScoreSheet(criteria=()), criteria=notice.scores)
        filled = with_sheet(bid, sheet)
        stated |= {"score": filled.score, "winning_score": filled.winning_score} | stated | {"sheet": sheet}
    if outcome is NO_BID or not (stated or bid.intent or bid.submitted or outcome in BID_ENDS):
        return bid
    submitted = stated.get("submitted", bid.submitted)
    p_win = stated.get("p_win", bid.p_win)
    over = outcome is not None and outcome is not PENDING
    locked = locked_estimate(bid, p_win, submitted=submitted is not None, over=over)
    if locked is not None:
        stated["p_win_locked"] = locked
    if outcome is not None:
        stated["outcome"] = outcome
        if outcome is not PENDING:
            awarded = [award.awarded for award in notice.awards if award.awarded]
            stated["outcome_on"] = bid.outcome_on or max(awarded, default=notice.decision_date)
    if notice.manager:
        stated["manager"] = notice.manager
    if notice.lost_reason is not None:
        stated["reasons"] = _reasons(bid, notice, notice.lost_reason)
    if notice.won_reason is not None:
        codes = (notice.won_reason, *notice.also_won_reasons)
        if tuple([reason.code for reason in bid.won_reasons]) != codes:
            stated["won_reasons"] = tuple([WonReasonNote(code=code) for code in codes])
    return msgspec.structs.replace(bid, **stated) if stated else bid


def _reasons(bid: Bid, notice: Notice, primary: LostReason) -> tuple[LostReasonNote, ...]:
    """Why we lost, as the list says; what the bid has where it names the same reasons."""
    codes = (primary, *notice.also_reasons)
    if tuple([reason.code for reason in bid.reasons]) == codes:
        return bid.reasons
    # What bears "other" out it must have, so a list's notes stand in.
    evidence = notice.lost_evidence or notice.notes
    reasons = [
        LostReasonNote(code=code, evidence=evidence) if code is OTHER else LostReasonNote(code=code) for code in codes
    ]
    if notice.lost_evidence:
        reasons[0] = LostReasonNote(code=primary, evidence=evidence)
    return tuple(reasons)
