"""What follows from a delivery of ours: when to look after it, the clocks of a fault, and how the deal stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain

import msgspec

from bidtracker.domain.message import label as _
from bidtracker.domain.money import total
from bidtracker.domain.records import Clocks, Deal, Milestone, VisitPlan
from bidtracker.domain.vocabulary import DealStep, Word
from bidtracker.radar.score.months import shift

SHORTEST_MONTH = 28
MONEY_STEPS = (DealStep.DEPOSIT, DealStep.PAYMENT)


class Trend(Word):
    """How the satisfaction of the last visit compares with the one before."""

    BETTER = "better", _("better than before")
    SAME = "same", _("as before")
    WORSE = "worse", _("worse than before")


class Standing(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How a deal stands on a day: the step due next (overdue ones first), all that are overdue, what the last visit
    found and its `trend` (None with fewer than two), and what is not yet paid, per currency."""

    next: Milestone | None
    overdue: tuple[Milestone, ...]
    visited: Milestone | None
    trend: Trend | None
    unpaid: dict[str, Decimal]


def visits(plan: VisitPlan, delivered: date, until: date | None = None) -> Iterator[date]:
    """The days on which to look after a delivery: the plan's days after it, then every so many months after the last
    of them (a day that the month lacks becomes its last). None after `until`; without it they go on."""
    fixed = sorted({shift(delivered, days) for days in plan.days})
    for day in chain(fixed, _regular(plan.every_months, fixed[-1] if fixed else delivered, until)):
        if until is not None and day > until:
            return
        yield day


def clocks(clocks: Clocks, noticed: date) -> tuple[tuple[DealStep, date], ...]:
    """By when to report what arrived faulty, to send it back and to have it replaced, where it was noticed on a day."""
    return (
        (DealStep.FAULT, shift(noticed, clocks.report)),
        (DealStep.RETURN, shift(noticed, clocks.send_back)),
        (DealStep.REPLACEMENT, shift(noticed, clocks.replace)),
    )


def standing(deal: Deal, as_of: date) -> Standing:
    """How a deal stands; what is noted as done after the day is still to be done on it."""
    waiting = [step for step in deal.milestones if not done(step, as_of)]
    waiting.sort(key=lambda step: (step.due or date.max, step.number))
    asked = [step for step in deal.milestones if step.satisfaction is not None and done(step, as_of)]
    asked.sort(key=lambda step: (step.done or date.min, step.number))
    return Standing(
        next=waiting[0] if waiting else None,
        overdue=tuple(step for step in waiting if step.due is not None and step.due < as_of),
        visited=asked[-1] if asked else None,
        trend=_trend(*asked[-2:]) if len(asked) > 1 else None,
        unpaid=total(step.amount for step in waiting if step.step in MONEY_STEPS),
    )


def done(step: Milestone, as_of: date) -> bool:
    """Whether a step was done by a day."""
    return step.done is not None and step.done <= as_of


def _regular(months: int, last: date, until: date | None) -> Iterator[date]:
    if not months:
        return
    from dateutil.rrule import MONTHLY, rrule  # later than the first paint

    # The last of the days 28..n that the month has: by itself a rule for the 31st leaves out the shorter months.
    days = range(SHORTEST_MONTH, last.day + 1) if last.day > SHORTEST_MONTH else (last.day,)
    end = datetime.combine(until, time()) if until else None
    start = datetime.combine(last, time())
    for moment in rrule(MONTHLY, interval=months, dtstart=start, bymonthday=tuple(days), bysetpos=-1, until=end):
        if moment.date() > last:
            yield moment.date()


def _trend(before: Milestone, last: Milestone) -> Trend:
    change = (last.satisfaction or 0) - (before.satisfaction or 0)
    return Trend.BETTER if change > 0 else Trend.WORSE if change < 0 else Trend.SAME
