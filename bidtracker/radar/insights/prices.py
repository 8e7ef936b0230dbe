"""How far our price was from the winner's: g = ours / winning - 1, on the same lot in the same currency.

Whether both include tax is not recorded; a list that mixes the two will show it as a gap of the tax rate.
"""

from __future__ import annotations

import math
from statistics import median, quantiles

import msgspec

from bidtracker.radar.insights.rates import Rate, share
from bidtracker.radar.insights.trials import Trial, losses

STEP, REACH = 5, 50  # per cent: the width of a bar, and beyond what all fall into one
NEAR = 0.05


class Bar(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One bar of the histogram: gaps from `low` up to, not including, `high` (None: without bound)."""

    low: float | None
    high: float | None
    n: int


class PriceGap(msgspec.Struct, frozen=True, kw_only=True):
    """The price gaps of our losses where both prices are known."""

    n: int
    median: float | None
    quartiles: tuple[float, float] | None
    near: Rate
    cheaper: Rate
    bars: tuple[Bar, ...]


def gap(trial: Trial) -> float | None:
    """g of one loss, None where it cannot be told."""
    ours, theirs = trial.bid.price, trial.winning_price
    if not trial.lost or ours is None or theirs is None or ours.currency != theirs.currency or not ours.currency:
        return None
    return float(ours.amount / theirs.amount) - 1 if theirs.amount > 0 and ours.amount > 0 else None


def price_gap(trials: list[Trial]) -> PriceGap:
    """All gaps: median, quartiles, how many within 5 %, and how many where we were cheaper and lost."""
    gaps = sorted(g for trial in losses(trials) if (g := gap(trial)) is not None)
    quarters = quantiles(gaps, n=4, method="inclusive") if len(gaps) > 1 else None
    return PriceGap(
        n=len(gaps),
        median=median(gaps) if gaps else None,
        quartiles=(quarters[0], quarters[2]) if quarters else None,
        near=share(abs(g) <= NEAR for g in gaps),
        cheaper=share(g < 0 for g in gaps),
        bars=_bars(gaps),
    )


def _bars(gaps: list[float]) -> tuple[Bar, ...]:
    edges = range(-REACH, REACH, STEP)
    counts = dict.fromkeys([None, *edges, REACH], 0)
    for g in gaps:
        low = math.floor(round(100 * g, 9) / STEP) * STEP
        counts[None if low < -REACH else min(low, REACH)] += 1
    return (
        Bar(low=None, high=-REACH / 100, n=counts[None]),
        *(Bar(low=low / 100, high=(low + STEP) / 100, n=counts[low]) for low in edges),
        Bar(low=REACH / 100, high=None, n=counts[REACH]),
    )
