"""Whether bids that we expect to lose pay off: wins among them, and what followed at their buyers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Bid, TenderLine
from bidtracker.domain.vocabulary import TouchKind, TouchOutcome
from bidtracker.radar.insights.trials import Trial, decided, losses
from bidtracker.radar.measures.rates import Rate, difference, share
from bidtracker.radar.measures.survival import Reached, kaplan_meier
from bidtracker.radar.score.months import add_months, months_until

MONTHS = 24


class Yield(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Of losses whose 24 months are over, those whose buyer invited us or gave us a contract in that time. `maturing`
    are the losses still within it; in `seen` they count for as long as they were seen."""

    paid: Rate
    maturing: int
    seen: Reached
    invited: Rate = Rate(0, 0)
    met: Rate = Rate(0, 0)
    awarded: Rate = Rate(0, 0)


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """A loss whose 24 months are over, and what its buyer did in them: invited us, met us, gave us a contract."""

    tender: TenderLine
    bid: Bid
    invited: bool
    met: bool
    awarded: bool

    @property
    def paid(self) -> bool:
        """Whether it led to an invitation or a contract."""
        return self.invited or self.awarded


class Payoff(msgspec.Struct, frozen=True, kw_only=True):
    """Bids expected to be lost: how many, how many of the decided were won, and their yield beside other losses'.

    `more` is the 95 % interval of how much oftener they paid off than other losses; `followed` each whose 24 months are
    over."""

    n: int
    won: Rate
    expected: Yield
    others: Yield
    more: tuple[float, float] | None = None
    followed: tuple[Followed, ...] = ()


def payoff(holdings: Holdings, trials: list[Trial], as_of: date) -> Payoff:
    """What expected-lost bids brought."""
    days = _days(holdings, trials, as_of)
    expected = [trial for trial in trials if trial.expected_lost]
    others = [trial for trial in losses(trials) if not trial.expected_lost]
    followed = tuple(_followed(losses(expected), days, as_of))
    mine, theirs = _yield(losses(expected), days, as_of), _yield(others, days, as_of)
    return Payoff(
        n=len(expected),
        won=share(trial.won for trial in decided(expected)),
        expected=mine,
        others=theirs,
        more=difference(mine.paid, theirs.paid),
        followed=followed,
    )


class _BuyerDays(msgspec.Struct, frozen=True):
    """The days on which a buyer invited us, met us, and gave us a contract."""

    invited: list[date]
    met: list[date]
    awarded: list[date]


def _days(holdings: Holdings, trials: list[Trial], as_of: date) -> dict[int, _BuyerDays]:
    days: defaultdict[int, _BuyerDays] = defaultdict(lambda: _BuyerDays([], [], []))
    for touch in holdings.touches.values():
        if touch.done is None or max(touch.done, touch.written or touch.done) > as_of:
            continue
        if touch.outcome is TouchOutcome.INVITED:
            days[touch.buyer].invited.append(touch.done)
        if touch.kind in (TouchKind.VISIT, TouchKind.MEETING) or touch.outcome is TouchOutcome.MEETING_BOOKED:
            days[touch.buyer].met.append(touch.done)
    for trial in trials:
        if trial.won and trial.on is not None:
            days[trial.tender.buyer].awarded.append(trial.on)
    return days


def _followed(lost: list[Trial], days: dict[int, _BuyerDays], as_of: date) -> Iterator[Followed]:
    """The losses whose 24 months are over, and what came of each within them."""
    for trial in lost:
        end = add_months(trial.on, MONTHS) if trial.on else date.max
        if trial.on is None or end > as_of:
            continue
        at = days.get(trial.tender.buyer, _BuyerDays([], [], []))
        invited, met, awarded = (
            any(trial.on < day <= end for day in each) for each in (at.invited, at.met, at.awarded)
        )
        yield Followed(tender=trial.tender, bid=trial.bid, invited=invited, met=met, awarded=awarded)


def _yield(lost: list[Trial], days: dict[int, _BuyerDays], as_of: date) -> Yield:
    ripe = list(_followed(lost, days, as_of))
    waits = []
    dated = [(trial, trial.on) for trial in lost if trial.on]
    for trial, on in dated:
        at = days.get(trial.tender.buyer, _BuyerDays([], [], []))
        first = min((day for day in (*at.invited, *at.awarded) if day > on), default=date.max)
        waits.append((months_until(on, min(first, as_of)), first <= as_of))
    (seen,) = kaplan_meier(waits, (MONTHS,))
    return Yield(
        paid=share(each.paid for each in ripe),
        maturing=len(dated) - len(ripe),
        seen=seen,
        invited=share(each.invited for each in ripe),
        met=share(each.met for each in ripe),
        awarded=share(each.awarded for each in ripe),
    )
