"""How often we win: overall, by value, by buyer, competitor, category, intent and quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import msgspec

from bidtracker.domain.vocabulary import Outcome
from bidtracker.radar.insights.trials import Trial, decided
from bidtracker.radar.measures.rates import Rate, rate, share, shrunk

EXCLUDED = (Outcome.WITHDRAWN, Outcome.NO_AWARD, Outcome.DISQUALIFIED, Outcome.PENDING)


class ValueRate(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What we won of what we bid in one currency, over `n` bids with a price."""

    currency: str
    won: Decimal
    bid: Decimal
    n: int
    value: float


class RateGroup(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One buyer, category, intent or quarter: its rate, and the rate drawn toward the overall one, for sorting."""

    key: int | str
    rate: Rate
    shrunk: float


class Against(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Us against one competitor (0: the winner is not known): of the bids where both bid and one of the two won, ours;
    and of our losses, those it won."""

    competitor: int
    ours: Rate
    lost_to: Rate
    shrunk: float


class Winning(msgspec.Struct, frozen=True, kw_only=True):
    """All win rates. `excluded` counts the bids that were neither won nor lost, by outcome."""

    overall: Rate
    by_value: tuple[ValueRate, ...]
    by_buyer: tuple[RateGroup, ...]
    by_category: tuple[RateGroup, ...]
    by_intent: tuple[RateGroup, ...]
    by_quarter: tuple[RateGroup, ...]
    by_competitor: tuple[Against, ...]
    excluded: dict[str, int]


def winning(trials: list[Trial]) -> Winning:
    """Every win rate of these bids. Groups run from the best to the worst (drawn rate), quarters in time."""
    resolved = decided(trials)
    overall = share(trial.won for trial in resolved)
    mean = overall.hits / overall.n if overall.n else 0.0
    dated = [trial for trial in resolved if trial.on is not None]
    quarters = _groups(dated, lambda trial: quarter(trial.on), mean)
    return Winning(
        overall=overall,
        by_value=_by_value(resolved),
        by_buyer=_groups(resolved, lambda trial: trial.tender.buyer, mean),
        by_category=_groups(resolved, lambda trial: trial.category, mean),
        by_intent=_groups(resolved, lambda trial: trial.bid.intent or "", mean),
        by_quarter=tuple(sorted(quarters, key=lambda group: str(group.key))),
        by_competitor=_against(resolved, mean),
        excluded={str(word): n for word in EXCLUDED if (n := sum(t.bid.outcome is word for t in trials))},
    )


def quarter(day: date | None) -> str:
    """The quarter of a day, "2026-Q4"."""
    return f"{day.year}-Q{(day.month + 2) // 3}" if day else ""


def _groups(trials: Iterable[Trial], key: Callable[[Trial], int | str], mean: float) -> tuple[RateGroup, ...]:
    groups: defaultdict[int | str, list[bool]] = defaultdict(list)
    for trial in trials:
        groups[key(trial)].append(trial.won)
    rated = [
        RateGroup(key=name, rate=rate(sum(wins), len(wins)), shrunk=shrunk(sum(wins), len(wins), mean))
        for name, wins in groups.items()
    ]
    return tuple(sorted(rated, key=lambda group: (-group.shrunk, -group.rate.n, str(group.key))))


def _by_value(trials: list[Trial]) -> tuple[ValueRate, ...]:
    sums: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal(), Decimal()])
    for trial in trials:
        if trial.bid.price is not None and trial.bid.price.amount > 0:
            price = trial.bid.price
            sums[price.currency][0] += price.amount if trial.won else 0
            sums[price.currency][1] += price.amount
            sums[price.currency][2] += 1
    rows = [
        ValueRate(currency=code, won=won, bid=bid, n=int(n), value=float(won / bid))
        for code, (won, bid, n) in sums.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.currency)))


def _against(trials: list[Trial], mean: float) -> tuple[Against, ...]:
    lost = [trial for trial in trials if trial.lost]
    taken: defaultdict[int, int] = defaultdict(int)
    met: defaultdict[int, list[bool]] = defaultdict(list)
    for trial in trials:
        bidders = trial.winners | set(trial.tender.tenderers)
        for competitor in bidders:
            if trial.won or competitor in trial.winners:
                met[competitor].append(trial.won)
    for trial in lost:
        for competitor in trial.winners or {0}:
            taken[competitor] += 1
    rows = [
        Against(
            competitor=number,
            ours=share(met[number]),
            lost_to=rate(taken[number], len(lost)),
            shrunk=shrunk(sum(met[number]), len(met[number]), mean),
        )
        for number in {*met, *taken}
    ]
    return tuple(sorted(rows, key=lambda row: (-row.lost_to.hits, -row.ours.n, row.competitor)))
