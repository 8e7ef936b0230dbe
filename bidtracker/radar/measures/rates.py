"""Shares with their n: no rate is shown without it, and none at all below five."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

LEAST_SHOWN = 5
Z95 = 1.959963984540054
PSEUDO = 8  # pseudo observations that draw a group's rate toward the overall one, for sorting only


class Rate(msgspec.Struct, frozen=True, gc=False):
    """`hits` of `n`. `value`, and the Wilson interval `low` to `high` (95 %), are None below five."""

    hits: int
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def rate(hits: int, n: int) -> Rate:
    """The rate of `hits` in `n`, hidden where `n` is too small to say anything."""
    return Rate(hits, n, hits / n, *wilson(hits, n)) if n >= LEAST_SHOWN else Rate(hits, n)


def share(of: Iterable[bool]) -> Rate:
    """The rate of those that are true."""
    values = list(of)
    return rate(sum(values), len(values))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a proportion after Wilson (1927)."""
    p, z2 = hits / n, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(rate_of: Rate, other: Rate) -> tuple[float, float] | None:
    """The 95 % interval of a rate less another, of independent samples (Newcombe's by Wilson, 1998); None where either
    is hidden."""
    if rate_of.value is None or rate_of.low is None or rate_of.high is None:
        return None
    if other.value is None or other.low is None or other.high is None:
        return None
    lead = rate_of.value - other.value
    low = lead - math.hypot(rate_of.value - rate_of.low, other.high - other.value)
    return low, lead + math.hypot(rate_of.high - rate_of.value, other.value - other.low)


def shrunk(hits: int, n: int, toward: float) -> float:
    """A rate drawn toward another by eight pseudo observations: for sorting groups of unequal size."""
    return (hits + PSEUDO * toward) / (n + PSEUDO)
