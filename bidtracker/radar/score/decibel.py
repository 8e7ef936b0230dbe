"""Chances on the decibel scale, where independent evidence adds up: dB(p) = 10 log10(p / (1 - p))."""

from __future__ import annotations

import math
from collections.abc import Iterable

FADE = 0.7  # what the next strongest of several voices adds, by rank


def decibels(p: float) -> float:
    """The dB of a probability strictly between 0 and 1."""
    return 10 * math.log10(p / (1 - p))


def chance(db: float) -> float:
    """The probability of some dB; the inverse of `decibels`."""
    return 1 / (1 + math.pow(10, -db / 10))


def clamp(x: float, low: float, high: float) -> float:
    """`x`, or the nearer bound."""
    return low if x < low else high if x > high else x


def faded(xs: Iterable[float]) -> list[float]:
    """What each of several voices (>= 0) adds, counted from loud to quiet, each rank 0.7 of the one before.

    In the order given. The sum never falls when a voice is added or gets louder (SCORING: geometric OWA).
    """
    values = list(xs)
    shares = [0.0] * len(values)
    for rank, index in enumerate(sorted(range(len(values)), key=lambda i: -values[i])):
        shares[index] = values[index] * FADE**rank
    return shares


def balance(signed: Iterable[float], bound: float) -> tuple[float, list[float]]:
    """Voices for (positive) and against (negative) as one number within +-bound, and each one's share of it.

    The shares add up to the number; where it was cut off at the bound they are scaled down alike.
    """
    values = list(signed)
    if not values:
        return 0.0, []
    shares = [
        a - b for a, b in zip(faded(max(x, 0.0) for x in values), faded(max(-x, 0.0) for x in values), strict=True)
    ]
    whole = math.fsum(shares)
    bounded = clamp(whole, -bound, bound)
    if whole != bounded:
        shares = [share * bounded / whole for share in shares]
    return bounded, shares
