"""What signals turned out to be worth: how much more often contracts changed hands where one was heard.

    observed BF = [(k1 + .5) / (n1 + 1)] / [(k0 + .5) / (n0 + 1)]     1: changed hands, 0: kept; k: had the signal
    moved BF    = exp((n ln observed + 20 ln shipped) / (n + 20)), held within 1..10, n = k1 + k0

For kinds that speak of content the two outcomes change places. Both factors are shown; scores use the shipped one.
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.vocabulary import SignalKind, SignalState
from bidtracker.radar.insights.rates import Z95
from bidtracker.radar.score.decibel import clamp
from bidtracker.radar.score.evidence import FACTORS, noted_on
from bidtracker.radar.score.priors import retenders

PSEUDO = 20
NEEDED = 160  # resolved re-tenders that tell a factor of 2 from none: a signal in a third, half of them changed
BOUNDS = (1.0, 10.0)


class KindYield(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One kind of signal: in how many of the re-tenders that changed hands, and of those kept, it was written
    down before; the factor observed with its interval (95 %, of the logarithm of a ratio of shares)."""

    kind: SignalKind
    changed: int
    kept: int
    shipped: float
    observed: float
    low: float
    high: float
    moved: float

    @property
    def shown(self) -> bool:
        """Whether the record shows that the signal tells anything: its interval does not hold 1."""
        return not self.low <= 1 <= self.high


class SignalYield(msgspec.Struct, frozen=True, kw_only=True):
    """Over how many resolved re-tenders, changed and kept; and each kind that was heard in one."""

    changed: int
    kept: int
    kinds: tuple[KindYield, ...]


def signal_yield(holdings: Holdings, as_of: date) -> SignalYield:
    """Each kind's factor as observed in this book and moved toward it. Refuted signals do not count."""
    totals: Counter[bool] = Counter()
    observed: Counter[tuple[SignalKind, bool]] = Counter()
    for event in retenders(holdings):
        if event.on > as_of:
            continue
        totals[event.changed] += 1
        kinds = {
            signal.kind
            for award in event.held
            for signal in holdings.signals_of(award)
            if signal.state is not SignalState.REFUTED and noted_on(signal) < event.on
        }
        observed.update((kind, event.changed) for kind in kinds)
    rows = (_kind(kind, observed, totals) for kind in SignalKind if observed[kind, True] + observed[kind, False])
    return SignalYield(changed=totals[True], kept=totals[False], kinds=tuple(rows))


def _kind(kind: SignalKind, tallies: Counter[tuple[SignalKind, bool]], totals: Counter[bool]) -> KindYield:
    foretold = kind.sign > 0
    k1, k0 = tallies[kind, foretold], tallies[kind, not foretold]
    observed = ((k1 + 0.5) / (totals[foretold] + 1)) / ((k0 + 0.5) / (totals[not foretold] + 1))
    spread = 1 / (k1 + 0.5) - 1 / (totals[foretold] + 1) + 1 / (k0 + 0.5) - 1 / (totals[not foretold] + 1)
    reach = math.exp(Z95 * math.sqrt(max(spread, 0.0)))
    shipped, n = FACTORS[kind.strength], k1 + k0
    moved = math.exp((n * math.log(observed) + PSEUDO * math.log(shipped)) / (n + PSEUDO))
    return KindYield(
        kind=kind,
        changed=tallies[kind, True],
        kept=tallies[kind, False],
        shipped=shipped,
        observed=observed,
        low=observed / reach,
        high=observed * reach,
        moved=clamp(moved, *BOUNDS),
    )
