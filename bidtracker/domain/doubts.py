"""What is doubted in the days of a record, and never refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.errors import FieldError
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Signal, Tender
from bidtracker.domain.vocabulary import Outcome

# Fields of a tender: the later one, and the one that it cannot lie before.
TENDER_ORDER = (
    ("enquiries_until", "published"),
    ("deadline", "published"),
    ("deadline", "enquiries_until"),
    ("decision_date", "deadline"),
    ("standstill_until", "deadline"),
)
DAYS = {
    "published": _("Published"),
    "enquiries_until": _("Questions until"),
    "deadline": _("Deadline"),
    "decision_date": _("Decision date"),
    "standstill_until": _("Standstill until"),
    "submitted": _("Submitted"),
    "awarded": _("Decided on"),
    "start": _("Contract start"),
    "terminated": _("Terminated"),
    "end": _("End"),
    "max_end": _("Last end"),
    "asked": _("Asked on"),
    "favour": _("Day of the favour"),
    "returned": _("Returned"),
    "due": _("Answer due"),
    "observed": _("Observed"),
}
BUYERS_WORD = (Outcome.WON, Outcome.LOST)  # the buyer's word, which comes after the bids


def tender_doubts(tender: Tender) -> Iterator[FieldError]:
    """Of a tender and our bids on it; days known to the month alone are not compared."""
    rough = tender.rough
    for late, early in TENDER_ORDER:
        last, first = getattr(tender, late), getattr(tender, early)
        if last is not None and first is not None and last < first and not (late in rough or early in rough):
            yield out_of_order(late, late, last, early, first)
    deadline = None if "deadline" in rough else tender.deadline
    for bid in tender.bids:
        if bid.submitted and deadline and bid.submitted > deadline:
            yield out_of_order("submitted", "deadline", deadline, "submitted", bid.submitted)
        if bid.submitted and bid.outcome_on and bid.outcome_on < bid.submitted:
            yield out_of_order("awarded", "awarded", bid.outcome_on, "submitted", bid.submitted)
        elif bid.outcome in BUYERS_WORD and deadline and bid.outcome_on and bid.outcome_on < deadline:
            yield out_of_order("awarded", "awarded", bid.outcome_on, "deadline", deadline)


def award_doubts(award: Award, deadline: date | None) -> Iterator[FieldError]:
    """Of an award of a tender with that deadline."""
    if award.terminated and award.start and award.terminated < award.start:
        yield out_of_order("terminated", "terminated", award.terminated, "start", award.start)
    for field in ("awarded", "start"):
        day: date | None = getattr(award, field)
        if day is not None and deadline is not None and day < deadline:
            yield out_of_order(field, field, day, "deadline", deadline)


def signal_doubts(signal: Signal, award: Award) -> Iterator[FieldError]:
    """Of a signal about that contract: nothing is heard of how it goes before it is awarded and begun."""
    begun = min(filter(None, (award.awarded, award.start)), default=None) if award.start else None
    if begun is not None and signal.on < begun:
        first = "start" if begun == award.start else "awarded"
        yield out_of_order("on", "observed", signal.on, first, begun)


def out_of_order(field: str, late: str, last: date, early: str, first: date) -> FieldError:
    """That two days cannot have come in that order: the later one of a kind, `last`, lies before the earlier."""
    doubt = "{later} {late} lies before {earlier} {early}; check which is right"
    named = {"later": say(DAYS[late]), "earlier": say(DAYS[early])}
    return FieldError(field, doubt, late=last, early=first, **named)
