"""How long something takes to happen, counting also those for whom it has not happened yet (Kaplan and Meier, 1958).

A loss of last year cannot have been won back after three; it counts for as long as it was seen and no longer, instead
of waiting until its contract has ended.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import msgspec

from bidtracker.radar.measures.rates import LEAST_SHOWN, Z95


class Reached(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The share for whom it happened within so many months. `n` were seen so long or had it before; `value`, and its
    interval (95 %), are None below five. Where some days are not known `value` is the least that it
    can be, `at_most` the most."""

    months: int
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    at_most: float | None = None


def kaplan_meier(waits: Iterable[tuple[float, bool]], at: Iterable[int]) -> tuple[Reached, ...]:
    """The share within each of some numbers of months, from how many months each was seen and whether it happened then.

    The interval is Greenwood's on the scale log(-log S), which stays within 0 and 1 (Kalbfleisch and Prentice, 1980);
    there is none before it has happened once, nor once it has happened to all.
    """
    seen = list(waits)
    happened, ended = Counter(wait for wait, hit in seen if hit), Counter(wait for wait, _ in seen)
    waits_left = sorted(ended, reverse=True)
    left, stay, spread = len(seen), 1.0, 0.0  # how many are still seen, the share without it, Greenwood's sum
    shares = []
    for months in sorted(at):
        while waits_left and waits_left[-1] <= months:
            wait = waits_left.pop()
            hits = happened[wait]
            stay *= (left - hits) / left
            spread += hits / (left * (left - hits)) if hits < left else 0.0
            left -= ended[wait]
        n = sum((hit and wait <= months) or wait >= months for wait, hit in seen)
        shares.append(_reached(months, n, stay, spread))
    return tuple(shares)


def _reached(months: int, n: int, stay: float, spread: float) -> Reached:
    if n < LEAST_SHOWN:
        return Reached(months=months, n=n)
    if not 0 < stay < 1:
        return Reached(months=months, n=n, value=1 - stay)
    factor = math.exp(Z95 * math.sqrt(spread) / -math.log(stay))
    return Reached(months=months, n=n, value=1 - stay, low=1 - stay ** (1 / factor), high=1 - stay**factor)
