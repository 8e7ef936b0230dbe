"""Whether bids that we expect to lose pay off: wins among them, and what followed at their buyers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.vocabulary import TouchOutcome
from bidtracker.radar.insights.rates import Rate, rate, share
from bidtracker.radar.insights.survival import Reached, kaplan_meier
from bidtracker.radar.insights.trials import Trial, decided, losses
from bidtracker.radar.score.months import add_months, months_until

MONTHS = 24


class Yield(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of losses whose 24 months are over, those whose buyer invited us or gave us a contract in that time. `maturing`
    are the losses still within it; in `seen` they count for as long as they were seen."""

    paid: Rate
    maturing: int
    seen: Reached


class Payoff(msgspec.Struct, frozen=True, kw_only=True):
    """Bids expected to be lost: how many, how many of the decided were won, and their yield beside other losses'."""

    n: int
    won: Rate
    expected: Yield
    others: Yield


def payoff(holdings: Holdings, trials: list[Trial], as_of: date) -> Payoff:
    """What expected-lost bids brought."""
    goods = _good_days(holdings, trials, as_of)
    expected = [trial for trial in trials if trial.expected_lost]
    return Payoff(
        n=len(expected),
        won=share(trial.won for trial in decided(expected)),
        expected=_yield(losses(expected), goods, as_of),
        others=_yield([trial for trial in losses(trials) if not trial.expected_lost], goods, as_of),
    )


def _good_days(holdings: Holdings, trials: list[Trial], as_of: date) -> dict[int, list[date]]:
    """By buyer, the days on which it invited us or we won there."""
    days: defaultdict[int, list[date]] = defaultdict(list)
    for touch in holdings.touches.values():
        if touch.outcome is TouchOutcome.INVITED and touch.done is not None and touch.done <= as_of:
            days[touch.buyer].append(touch.done)
    for trial in trials:
        if trial.won and trial.on is not None:
            days[trial.tender.buyer].append(trial.on)
    return days


def _yield(lost: list[Trial], goods: dict[int, list[date]], as_of: date) -> Yield:
    ends = [(trial, trial.on, add_months(trial.on, MONTHS)) for trial in lost if trial.on]
    ripe = [(trial, on, end) for trial, on, end in ends if end <= as_of]
    paid = sum(any(on < day <= end for day in goods.get(trial.tender.buyer, ())) for trial, on, end in ripe)
    waits = []
    for trial, on, _ in ends:
        first = min((day for day in goods.get(trial.tender.buyer, ()) if day > on), default=date.max)
        waits.append((months_until(on, min(first, as_of)), first <= as_of))
    (seen,) = kaplan_meier(waits, (MONTHS,))
    return Yield(paid=rate(paid, len(ripe)), maturing=len(ends) - len(ripe), seen=seen)
