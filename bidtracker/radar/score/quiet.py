"""When to leave a buyer alone: while a competition of its is live or in standstill that we take part in, or one for the
same class of things, no call is suggested; while another is, the step bears a caution that names it.

Who judges is seldom known, so within its class it holds for the whole buyer; only the delivery of our own contracts
goes on (see `actions`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.bids import HANDED_IN
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import TenderLine
from bidtracker.domain.vocabulary import AwardStatus, Decision, Outcome, Stage
from bidtracker.radar.score.months import shift
from bidtracker.radar.score.priors import category_class, noted
from bidtracker.radar.score.tempo import Pace, award_pace

EVALUATION_DAYS = 90  # how long a decision is awaited after the deadline where neither its date nor the tempo is known
PREPARED = (Stage.QUALIFYING, Stage.BID_DECISION, Stage.PREPARING, *HANDED_IN)
DECIDED = (Outcome.WON, Outcome.LOST, Outcome.NO_AWARD, Outcome.DISQUALIFIED)


class Quiet(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A live competition of a buyer: which tender it is, until when (None: not known), and the sentence; the class of
    what it asks for, and whether we bid on it or prepare to."""

    tender: int
    until: date | None
    message: Message
    category: str = ""
    ours: bool = False

    def forbids(self, category: str) -> bool:
        """Whether no call may be made about things of a class ("": not known)."""
        return self.ours or bool(category and category == self.category)


def quiet_periods(holdings: Holdings, tenders: Iterable[TenderLine], as_of: date) -> tuple[Quiet, ...]:
    """The live competitions of one buyer, the one that lifts last first."""
    tenders = tuple(tenders)
    awaited = any(tender.stage in HANDED_IN for tender in tenders)  # of no other does a day rest on the pace
    pace = award_pace(holdings, tenders[0].buyer, as_of) if awaited else None
    periods = [period for tender in tenders if (period := _period(holdings, tender, pace, as_of))]
    return tuple(sorted(periods, key=lambda q: (q.until is None, q.until or as_of, q.tender), reverse=True))


def quiet(holdings: Holdings, tenders: Iterable[TenderLine], as_of: date, category: str = "") -> Quiet | None:
    """What forbids a call to a buyer about things of a class; of several the one that lifts last."""
    return forbidding(quiet_periods(holdings, tenders, as_of), category)


def forbidding(periods: Iterable[Quiet], category: str) -> Quiet | None:
    """The first of some periods that forbids a call about things of a class."""
    return next((period for period in periods if period.forbids(category)), None)


def cautioning(periods: Iterable[Quiet], category: str) -> Quiet | None:
    """The first of some periods that only calls for care."""
    return next((period for period in periods if not period.forbids(category)), None)


def _period(holdings: Holdings, tender: TenderLine, pace: Pace | None, as_of: date) -> Quiet | None:
    result = decided(holdings, tender, as_of)
    stands = tender.standstill_until
    words = {"id": ref("tenders", tender.id), "name": tender.title}
    if stands is not None and stands >= as_of and result:
        return _quiet(tender, stands, say("{id} {name} is in standstill until {day}", day=stands, **words))
    wait = pace.high if pace else EVALUATION_DAYS
    if result or not live(tender, as_of, wait):
        return None
    until = max((day for day in (tender.deadline, tender.decision_date, stands) if day and day >= as_of), default=None)
    if until is not None:
        return _quiet(tender, until, say("{id} {name} is live until {day}", day=until, **words))
    if pace and tender.deadline:
        until = shift(tender.deadline, wait)
        sentence = say(
            "{id} {name} is being evaluated; this buyer decides {days} days after the deadline (median of {n})",
            days=pace.median,
            n=pace.n,
            **words,
        )
        return _quiet(tender, until, sentence)
    return _quiet(tender, None, say("{id} {name} is being evaluated", **words))


def _quiet(tender: TenderLine, until: date | None, message: Message) -> Quiet:
    ours = bool(tender.bids) or tender.decision is Decision.GO or tender.stage in PREPARED
    return Quiet(tender=tender.id, until=until, message=message, category=category_class(tender), ours=ours)


def live(tender: TenderLine, as_of: date, wait: int = EVALUATION_DAYS) -> bool:
    """Whether a notice is out and no decision is due yet, going by the tender's own dates and stage; a decision is
    awaited for so many days after the deadline."""
    if tender.stage is Stage.CLOSED or (tender.published is not None and tender.published > as_of):
        return False
    if tender.deadline is None and tender.decision_date is None:
        return tender.stage in HANDED_IN
    if any(day is not None and day >= as_of for day in (tender.deadline, tender.decision_date)):
        return True
    if tender.deadline is None or tender.decision_date is not None or tender.stage not in HANDED_IN:
        return False
    return shift(tender.deadline, wait) >= as_of


def decided(holdings: Holdings, tender: TenderLine, as_of: date) -> bool:
    """Whether the competition has a result: ours is known, or an award was made."""
    return tender.outcome in DECIDED or any(
        award.status is not AwardStatus.CANCELLED and noted(award, as_of) for award in holdings.awards_of(tender.id)
    )
