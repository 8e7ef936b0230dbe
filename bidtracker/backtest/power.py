"""How many pairs it takes to tell one AUC from another: the standard error of Hanley and McNeil (Radiology 1982, 1983).

It takes pairs as independent; those of one buyer are not, so the numbers are the least that could do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from bidtracker.radar.insights.quality import auc_error
from bidtracker.radar.measures.bootstrap import Z95

WANTED = 0.80  # power
_NORMAL = NormalDist()


def lead_error(auc: float, other: float, alike: float, changed: float, kept: float) -> float:
    """The standard error of the difference of two AUCs over the same pairs, which go together by `alike` (-1..1)."""
    mine, theirs = auc_error(auc, changed, kept), auc_error(other, changed, kept)
    return math.sqrt(max(0.0, mine**2 + theirs**2 - 2 * alike * mine * theirs))


def power(lead: float, error: float) -> float:
    """The chance that a true lead shows as one in a two-sided 95 % interval."""
    return 1 - _NORMAL.cdf(Z95 - lead / error) if error > 0 else 1.0


def pairs_needed(lead: float, error: float, pairs: int) -> int | None:
    """Of how many pairs a true lead shows with a power of WANTED; None for a lead of nothing."""
    if lead <= 0:
        return None
    times = (Z95 + _NORMAL.inv_cdf(WANTED)) * error / lead
    return math.ceil(pairs * times * times)


def correlation(one_side: Sequence[float | None], other_side: Sequence[float | None]) -> float:
    """How far two figures go together over the same resamples; 0 where that cannot be told."""
    both = [(x, y) for x, y in zip(one_side, other_side, strict=True) if x is not None and y is not None]
    if len(both) < 3:
        return 0.0
    mean_x, mean_y = (math.fsum(values) / len(both) for values in zip(*both, strict=True))
    xx = math.fsum((x - mean_x) ** 2 for x, _ in both)
    yy = math.fsum((y - mean_y) ** 2 for _, y in both)
    xy = math.fsum((x - mean_x) * (y - mean_y) for x, y in both)
    return xy / math.sqrt(xx * yy) if xx * yy > 0 else 0.0
