"""A ratio of two shares over several strata, so that what tells the strata apart takes no credit (Mantel and Haenszel,
1959, as a ratio of shares; its interval by Greenland and Robins, Biometrics 1985).

    ratio = R / S,   R = sum k1 n0 / N,   S = sum k0 n1 / N
    var(ln ratio) = sum((k1 + k0) n1 n0 - k1 k0 N) / N^2  /  (R S)

Half a hit in one more of each kind is spread over the strata, so that none is divided by nothing; of one stratum the
ratio is [(k1 + .5) / (n1 + 1)] / [(k0 + .5) / (n0 + 1)].
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from bidtracker.radar.measures.rates import Z95


class Stratum(NamedTuple):
    """Hits `k1` of `n1` of the first kind, `k0` of `n0` of the second."""

    k1: float
    n1: float
    k0: float
    n0: float


class SharesRatio(NamedTuple):
    """A ratio of shares with its 95 % interval."""

    value: float
    low: float
    high: float


def shares_ratio(strata: Sequence[Stratum]) -> SharesRatio:
    """The share of the first kind over that of the second within strata; all as one where none has both kinds."""
    telling = [stratum for stratum in strata if stratum.n1 and stratum.n0]
    if not telling:
        telling = [Stratum(*map(sum, zip(*strata, strict=True)))] if strata else [Stratum(0, 0, 0, 0)]
    share = 1 / len(telling)
    first = second = spread = 0.0
    for k1, n1, k0, n0 in telling:
        k1, n1, k0, n0 = k1 + share / 2, n1 + share, k0 + share / 2, n0 + share
        whole = n1 + n0
        first += k1 * n0 / whole
        second += k0 * n1 / whole
        spread += ((k1 + k0) * n1 * n0 - k1 * k0 * whole) / (whole * whole)
    ratio = first / second
    reach = math.exp(Z95 * math.sqrt(max(0.0, spread) / (first * second)))
    return SharesRatio(ratio, ratio / reach, ratio * reach)
