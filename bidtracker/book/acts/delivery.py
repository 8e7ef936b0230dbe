"""What a step of our own delivery says of us, and which visits it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import dropwhile, islice

from bidtracker.domain.ids import part_ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Deal, Milestone, Signal
from bidtracker.domain.vocabulary import AwardStatus, DealStep, Reliability, SignalKind
from bidtracker.radar.account.deliveries import visits as visits_of

LATE = (7, 30)  # days: more than these and a late delivery weighs 2, then 3
# What a visit's satisfaction says: the signal, and how much it weighs. Three of five says nothing.
FOUND = {
    1: (SignalKind.BUYER_COMPLAINT, 3),
    2: (SignalKind.BUYER_COMPLAINT, 2),
    4: (SignalKind.SATISFIED_STATEMENT, 1),
    5: (SignalKind.SATISFIED_STATEMENT, 2),
}
UNHAPPY = 2  # satisfaction from which down we call back
NEAR = timedelta(days=7)  # a visit that waits so near a planned day serves for both: many deliveries, one round


def says(step: Milestone | None) -> tuple[SignalKind, int] | None:
    """What a step says of our delivery: a kind of signal and how much it weighs, None where it says nothing."""
    if step is None or step.done is None:
        return None
    if step.step is DealStep.VISIT:
        return FOUND.get(step.satisfaction or 0)
    if step.step is DealStep.DELIVERY and step.due is not None and step.done > step.due:
        late = (step.done - step.due).days
        return SignalKind.DELIVERY_LATE, 1 + sum(late > days for days in LATE)
    return None


def signal_of(deal: Deal, step: int, meaning: tuple[SignalKind, int], on: date, contact: int, notes: str) -> Signal:
    """A signal on our own award: its kind and severity. We know best what we did ourselves; what a visit found,
    somebody there said."""
    kind, severity = meaning
    return Signal(
        kind=kind,
        on=on,
        award=deal.award,
        severity=severity,
        reliability=Reliability.A,
        credibility=1 if kind is SignalKind.DELIVERY_LATE else 2,
        contact=contact,
        grounds=say("{step} of our own delivery", step=part_ref("deals", deal.id, step)),
        notes=notes,
    )


def visits_after(deal: Deal, step: Milestone, award: Award, today: date) -> list[date]:
    """The visits to plan once a step is done: after a delivery those of the plan and the first of the regular ones;
    after the last planned visit the next regular one, while the contract runs. None that would be long past."""
    visits = [visit for visit in deal.milestones if visit.step is DealStep.VISIT]
    waiting = [visit.due for visit in visits if visit.done is None and visit.due]
    fixed, since = len(set(deal.visits.days)), today - NEAR
    if step.step is DealStep.DELIVERY and step.done is not None:
        planned = visits_of(deal.visits, step.done)
        days = [day for day in islice(planned, fixed) if day >= since]
        days += [day for day in _first(planned, since) if runs(award, day)]
        return [day for day in days if not any(abs(day - other) <= NEAR for other in waiting)]
    deliveries = [visit.done for visit in deal.milestones if visit.step is DealStep.DELIVERY and visit.done]
    if step.step is not DealStep.VISIT or waiting or not deliveries:
        return []
    last = max(day for visit in visits for day in (visit.due, visit.done) if day)
    regular = islice(visits_of(deal.visits, max(deliveries)), fixed, None)
    return [day for day in _first(regular, max(since, last + timedelta(days=1))) if runs(award, day)]


def _first(days: Iterator[date], since: date) -> Iterator[date]:
    """The first of rising days that is not before another, if there is one."""
    return islice(dropwhile(lambda day: day < since, days), 1)


def runs(award: Award, day: date) -> bool:
    """Whether a contract still runs on a day, as far as its end is known."""
    if award.status in (AwardStatus.ENDED, AwardStatus.TERMINATED, AwardStatus.CANCELLED):
        return False
    end = award.terminated or award.max_end or award.end
    return end is None or day <= end


def unhappy(satisfaction: int | None) -> bool:
    """Whether somebody so satisfied is to be called back."""
    return satisfaction is not None and satisfaction <= UNHAPPY
