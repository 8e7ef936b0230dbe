"""The rules of a bid: what submitting locks, what ends a bid, and what a win or a loss makes of tender and award.

The acts of a book and the imports use the same ones. They take values and give values; nothing is checked or stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec.structs import replace

from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Bid, FrozenValue, LostReasonNote, Option, Promise, WonReasonNote
from bidtracker.domain.vocabulary import Decision, LostReason, Outcome, SaidBy, Stage, Structure, Watch, WonReason

# The words by names of their own: each look-up in an enumeration takes 60 ns, and an import asks 15 times a record.
PENDING, WON, LOST, NO_BID = Outcome.PENDING, Outcome.WON, Outcome.LOST, Outcome.NO_BID
CLOSED, WATCHING = Stage.CLOSED, Watch.WATCHING

UNDECIDED = (Stage.WATCHING, Stage.QUALIFYING, Stage.BID_DECISION)
BEFORE_SUBMISSION = (*UNDECIDED, Stage.PREPARING)
HANDED_IN = (Stage.SUBMITTED, Stage.EVALUATION, Stage.STANDSTILL)
BID_ENDS = (WON, LOST, Outcome.DISQUALIFIED, Outcome.WITHDRAWN)  # outcomes that say that we bid, whatever else is known
DECISIVE = (PENDING, WON, LOST)  # of several bids, the first of these outcomes is the tender's

NOT_STATED = LostReasonNote(code=LostReason.UNKNOWN)


class ContractTerms(FrozenValue, frozen=True, kw_only=True):
    """What is known of a contract when its competition ends: the lot it is for, the day it was awarded, what it is
    worth, how long it runs, and what it was won on. What is not given stays as the award has it."""

    lot: str = ""
    awarded: date | None = None
    value: Money | None = None
    start: date | None = None
    end: date | None = None
    max_end: date | None = None
    promises: tuple[str | Promise, ...] = ()
    options: tuple[Option, ...] = ()
    structure: Structure | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of an award that these terms give a new value."""
        given = {field: getattr(self, field) for field in ("awarded", "value", "start", "end", "max_end")}
        return {field: value for field, value in given.items() if value is not None}


def loss_reasons(
    primary: LostReason, others: Iterable[LostReason] = (), said_by: SaidBy = SaidBy.OURS, evidence: str = ""
) -> tuple[LostReasonNote, ...]:
    """Why we lost: the primary reason first, with the evidence, then the others."""
    return (
        LostReasonNote(code=primary, said_by=said_by, evidence=evidence),
        *(LostReasonNote(code=code, said_by=said_by) for code in others if code is not primary),
    )


def win_reasons(
    primary: WonReason, others: Iterable[WonReason] = (), said_by: SaidBy = SaidBy.OURS, evidence: str = ""
) -> tuple[WonReasonNote, ...]:
    """Why we won: the primary reason first, with the evidence, then the others."""
    return (
        WonReasonNote(code=primary, said_by=said_by, evidence=evidence),
        *(WonReasonNote(code=code, said_by=said_by) for code in others if code is not primary),
    )


def bid_for(bids: Iterable[Bid], lot: str) -> Bid | None:
    """Our bid on that lot ("" is the tender as a whole); None where we made none."""
    for bid in bids:
        if bid.lot == lot:
            return bid
    return None


def with_bid(bids: tuple[Bid, ...], bid: Bid) -> tuple[Bid, ...]:
    """The bids with that lot's put in, in place of the one that stood there."""
    if bid_for(bids, bid.lot) is None:
        return (*bids, bid)
    return tuple([bid if other.lot == bid.lot else other for other in bids])


def locked_estimate(before: Bid, p_win: float | None, *, submitted: bool, over: bool) -> float | None:
    """The chance of winning that will be held against what came of the bid, None where there is none yet.

    Handing a bid in locks the estimate there is; where there was none by then, the outcome (`over`) locks the last one.
    What is written after the outcome is no estimate.
    """
    if before.p_win_locked is not None or before.outcome is not PENDING:
        return before.p_win_locked
    return p_win if over or (submitted and before.submitted is None) else None


def ended(bid: Bid, outcome: Outcome, on: date | None, reasons: tuple[LostReasonNote, ...] = ()) -> Bid:
    """The bid with that outcome; PENDING opens it again, and then it has no day."""
    over = outcome is not PENDING
    locked = locked_estimate(bid, bid.p_win, submitted=False, over=over)
    return replace(bid, outcome=outcome, outcome_on=on if over else None, reasons=reasons, p_win_locked=locked)


def whole_outcome(bids: Iterable[Bid], latest: Outcome) -> Outcome:
    """What came of a tender: open while one bid of ours is, won where one was, else lost, else what came `latest`."""
    outcomes = {bid.outcome for bid in bids}
    return next((outcome for outcome in DECISIVE if outcome in outcomes), latest)


def after_bids(bids: tuple[Bid, ...], latest: Outcome, stage: Stage) -> dict[str, Any]:
    """The fields of a tender whose bids are these, after one of them had its outcome."""
    outcome = whole_outcome(bids, latest)
    return {
        "bids": bids,
        "outcome": outcome,
        "stage": stage if outcome is PENDING else CLOSED,
        "decision": Decision.GO,
    }


def stage_of_bid(stage: Stage, *, submitted: bool) -> Stage:
    """How far a tender is once a bid of ours is prepared, or handed in; it never goes back."""
    if submitted:
        return Stage.SUBMITTED if stage in BEFORE_SUBMISSION else stage
    return Stage.PREPARING if stage in UNDECIDED else stage


def watch_after(outcome: Outcome, watch: Watch | None) -> Watch | None:
    """What we do about a tender after its outcome: a loss is watched unless a person chose otherwise, a win is not."""
    return watch or WATCHING if outcome is LOST else None


def lost_to(award: Award, winner: int) -> Award:
    """The award of a tender that we lost: a rival's (0: not known, then it stays as it is), and followed."""
    return replace(award, suppliers=(winner,) if winner else award.suppliers, ours=False, tracked=True)


def won_by_us(award: Award) -> Award:
    """The award of a tender that we won: ours, and no rival's."""
    return replace(award, ours=True, suppliers=())
