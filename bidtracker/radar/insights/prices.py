"""How far our price was from the winner's: g = ours / winning - 1, on the same lot in the same currency; and where we
won, how far the second was from ours: what was left on the table.

Whether both include tax is not recorded; a list that mixes the two will show it as a gap of the tax rate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from statistics import median, quantiles

import msgspec

from bidtracker.domain.money import Money, total
from bidtracker.radar.insights.trials import Trial, losses
from bidtracker.radar.measures.rates import Rate, share

STEP, REACH = 5, 50  # per cent: the width of a bar, and beyond what all fall into one
NEAR = 0.05


class GapBar(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One bar of the histogram: gaps from `low` up to, not including, `high` (None: without bound)."""

    low: float | None
    high: float | None
    n: int


class MoneyLeft(msgspec.Struct, frozen=True, kw_only=True):
    """Our wins where the second-best price is known: second / ours - 1, in how many we were the dearer one, and by
    currency the sum by which we could have asked more and still been the cheapest."""

    n: int
    median: float | None
    quartiles: tuple[float, float] | None
    dearer: Rate
    left: dict[str, Decimal]


class PriceGap(msgspec.Struct, frozen=True, kw_only=True):
    """The price gaps of our losses where both prices are known; and what our wins left on the table."""

    n: int
    median: float | None
    quartiles: tuple[float, float] | None
    near: Rate
    cheaper: Rate
    bars: tuple[GapBar, ...]
    won: MoneyLeft


def gap(trial: Trial) -> float | None:
    """g of one loss, None where it cannot be told."""
    return _apart(trial.bid.price, trial.winning_price) if trial.lost else None


def left(trial: Trial) -> float | None:
    """Second / ours - 1 of one win, None where it cannot be told."""
    return _apart(*_first_two(trial)) if trial.won else None


def price_gap(trials: list[Trial]) -> PriceGap:
    """All gaps: median, quartiles, how many within 5 %, and how many where we were cheaper and lost."""
    gaps = sorted(g for trial in losses(trials) if (g := gap(trial)) is not None)
    return PriceGap(
        n=len(gaps),
        median=median(gaps) if gaps else None,
        quartiles=_quartiles(gaps),
        near=share(abs(g) <= NEAR for g in gaps),
        cheaper=share(g < 0 for g in gaps),
        bars=_bars(gaps),
        won=_money_left(trials),
    )


def _money_left(trials: Iterable[Trial]) -> MoneyLeft:
    priced = [(trial, g) for trial in trials if (g := left(trial)) is not None]
    gaps = [g for _, g in priced]
    return MoneyLeft(
        n=len(gaps),
        median=median(gaps) if gaps else None,
        quartiles=_quartiles(gaps),
        dearer=share(g < 0 for g in gaps),
        left=total(_difference(*_first_two(trial)) for trial, g in priced if g > 0),
    )


def _first_two(trial: Trial) -> tuple[Money | None, Money | None]:
    """The second price of a win, and ours."""
    return trial.award.runner_up if trial.award else None, trial.bid.price or trial.winning_price


def _apart(price: Money | None, other: Money | None) -> float | None:
    """price / other - 1, None where one is not known or their currencies differ."""
    if price is None or other is None or price.currency != other.currency or not price.currency:
        return None
    return float(price.amount / other.amount) - 1 if price.amount > 0 and other.amount > 0 else None


def _difference(price: Money | None, other: Money | None) -> Money | None:
    return Money(price.amount - other.amount, price.currency) if price and other else None


def _quartiles(gaps: list[float]) -> tuple[float, float] | None:
    if len(gaps) < 2:
        return None
    low, _, high = quantiles(gaps, n=4, method="inclusive")
    return low, high


def _bars(gaps: list[float]) -> tuple[GapBar, ...]:
    edges = range(-REACH, REACH, STEP)
    counts = dict.fromkeys([None, *edges, REACH], 0)
    for g in gaps:
        low = math.floor(round(100 * g, 9) / STEP) * STEP
        counts[None if low < -REACH else min(low, REACH)] += 1
    return (
        GapBar(low=None, high=-REACH / 100, n=counts[None]),
        *(GapBar(low=low / 100, high=(low + STEP) / 100, n=counts[low]) for low in edges),
        GapBar(low=REACH / 100, high=None, n=counts[REACH]),
    )
