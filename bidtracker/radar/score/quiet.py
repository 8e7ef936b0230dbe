"""When to leave a buyer alone: while a competition of its is live or in standstill, no call is suggested.

It holds for the whole buyer, since who judges is seldom known; only the delivery of our own contracts goes on (see
`actions`).
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
from bidtracker.domain.vocabulary import AwardStatus, Outcome, Stage
from bidtracker.radar.score.months import shift
from bidtracker.radar.score.priors import noted

EVALUATION_DAYS = 90  # how long a decision is awaited after the deadline where its date is not known
DECIDED = (Outcome.WON, Outcome.LOST, Outcome.NO_AWARD, Outcome.DISQUALIFIED)


class Quiet(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """No call to this buyer now: which tender forbids it, until when (None: not known), and the sentence."""

    tender: int
    until: date | None
    message: Message


def quiet(holdings: Holdings, tenders: Iterable[TenderLine], as_of: date) -> Quiet | None:
    """The quiet period of a buyer, from its tenders; of several the one that lifts last."""
    periods = [period for tender in tenders if (period := _period(holdings, tender, as_of))]
    return max(periods, key=lambda q: (q.until is None, q.until or as_of, q.tender), default=None)


def _period(holdings: Holdings, tender: TenderLine, as_of: date) -> Quiet | None:
    tender_ref, name, stands = ref("tenders", tender.id), tender.title, tender.standstill_until
    if stands is not None and stands >= as_of and decided(holdings, tender, as_of):
        words = say("{id} {name} is in standstill until {day}", id=tender_ref, name=name, day=stands)
        return Quiet(tender=tender.id, until=stands, message=words)
    if not live(tender, as_of) or decided(holdings, tender, as_of):
        return None
    until = max((day for day in (tender.deadline, tender.decision_date, stands) if day and day >= as_of), default=None)
    if until is None:
        return Quiet(
            tender=tender.id, until=None, message=say("{id} {name} is being evaluated", id=tender_ref, name=name)
        )
    return Quiet(
        tender=tender.id,
        until=until,
        message=say("{id} {name} is live until {day}", id=tender_ref, name=name, day=until),
    )


def live(tender: TenderLine, as_of: date) -> bool:
    """Whether a notice is out and no decision is due yet, going by the tender's own dates and stage."""
    if tender.stage is Stage.CLOSED or (tender.published is not None and tender.published > as_of):
        return False
    if tender.deadline is None and tender.decision_date is None:
        return tender.stage in HANDED_IN
    if any(day is not None and day >= as_of for day in (tender.deadline, tender.decision_date)):
        return True
    if tender.deadline is None or tender.decision_date is not None or tender.stage not in HANDED_IN:
        return False
    return shift(tender.deadline, EVALUATION_DAYS) >= as_of


def decided(holdings: Holdings, tender: TenderLine, as_of: date) -> bool:
    """Whether the competition has a result: ours is known, or an award was made."""
    return tender.outcome in DECIDED or any(
        award.status is not AwardStatus.CANCELLED and noted(award, as_of) for award in holdings.awards_of(tender.id)
    )
