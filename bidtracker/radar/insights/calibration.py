"""Whether our own p_win can be believed: scored against what came, with the power that so few bids have.

    Brier = mean (p - o)^2             skill = 1 - Brier / (w (1 - w)),  w = share won
    Z (in the large) = sum (o - p) / sqrt(sum p (1 - p))
    Z (Spiegelhalter) = sum (o - p)(1 - 2p) / sqrt(sum (1 - 2p)^2 p (1 - p))

Reliability by five fixed bins under 50 bids, by isotonic regression (CORP, Dimitriadis et al. 2021) from 50 on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import msgspec

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import Word
from bidtracker.radar.measures.forecasts import ForecastFigures
from bidtracker.radar.measures.rates import Z95, Rate, rate

ENOUGH_FOR_CORP = 50
BINS = 5
ENOUGH = 40  # bids from which 15 points of optimism are caught every second time
BIAS = 0.15

Forecast = tuple[float, bool]


class Confidence(Word):
    """What the scores say of our estimates."""

    TOO_SMALL = "too_small", _("n too small")
    OVER = "over", _("You are over-confident")
    UNDER = "under", _("You are under-confident")
    SHARP = "sharp", _("Your estimates are too far from or too near to the middle")
    FINE = "fine", _("Nothing speaks against your estimates")


class ForecastBin(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Forecasts that are looked at together: their range, their mean, and how often they came true."""

    low: float
    high: float
    forecast: float
    observed: float
    rate: Rate


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """How `n` locked forecasts did. `reliability` - `resolution` + `uncertainty` = `binned_brier`: with bins the Brier
    of the bins' mean forecasts, with CORP that of the forecasts themselves. `power` is the chance to notice that
    these forecasts are 15 points too optimistic, if they were. `late` counts the estimates that are not scored, since
    they are dated after the outcome or not at all. `intervals` are of the slope and AUC."""

    n: int
    wins: int
    mean_forecast: float | None = None
    brier: float | None = None
    skill: float | None = None
    z_large: float | None = None
    z_spiegelhalter: float | None = None
    confidence: Confidence = Confidence.TOO_SMALL
    power: float | None = None
    method: str = "bins"
    bins: tuple[ForecastBin, ...] = ()
    reliability: float | None = None
    resolution: float | None = None
    uncertainty: float | None = None
    binned_brier: float | None = None
    late: int = 0
    intervals: ForecastFigures | None = None


def calibration(forecasts: Iterable[Forecast]) -> Calibration:
    """Scores forecasts (p, came true)."""
    pairs = sorted(forecasts)
    n, wins = len(pairs), sum(won for _, won in pairs)
    if not pairs:
        return Calibration(n=0, wins=0)
    brier = math.fsum((p - won) ** 2 for p, won in pairs) / n
    base = wins / n
    uncertainty = base * (1 - base)
    large = _z(pairs, lambda p: 1.0)
    spiegelhalter = _z(pairs, lambda p: 1 - 2 * p)
    groups = _isotonic(pairs) if n >= ENOUGH_FOR_CORP else _fixed(pairs)
    bins = tuple(_bin(group) for group in groups)
    reliability, resolution, binned = _taken_apart(groups, bins, brier if n >= ENOUGH_FOR_CORP else None)
    return Calibration(
        n=n,
        wins=wins,
        mean_forecast=math.fsum(p for p, _ in pairs) / n,
        brier=brier,
        skill=1 - brier / uncertainty if uncertainty else None,
        z_large=large,
        z_spiegelhalter=spiegelhalter,
        confidence=_confidence(n, large, spiegelhalter),
        power=power(pairs),
        method="corp" if n >= ENOUGH_FOR_CORP else "bins",
        bins=bins,
        reliability=reliability,
        resolution=resolution,
        uncertainty=uncertainty,
        binned_brier=binned,
    )


def _taken_apart(
    groups: Sequence[Sequence[Forecast]], bins: Sequence[ForecastBin], brier: float | None
) -> tuple[float, float, float]:
    """REL, RES and the Brier score that REL - RES + UNC gives: `brier` itself (CORP), else that of the bins' means."""
    n = sum(map(len, groups))
    base = sum(b.rate.hits for b in bins) / n
    resolution = math.fsum(b.rate.n * (b.observed - base) ** 2 for b in bins) / n
    rows = [(b, won) for b, group in zip(bins, groups, strict=True) for _, won in group]
    if brier is not None:
        return brier - math.fsum((b.observed - won) ** 2 for b, won in rows) / n, resolution, brier
    reliability = math.fsum(b.rate.n * (b.forecast - b.observed) ** 2 for b in bins) / n
    return reliability, resolution, math.fsum((b.forecast - won) ** 2 for b, won in rows) / n


def power(pairs: Sequence[Forecast], bias: float = BIAS) -> float | None:
    """The chance that |Z in the large| > 1.96 for these forecasts, were each really so much less likely (normal)."""
    expected = math.fsum(p * (1 - p) for p, _ in pairs)
    true = [max(p - bias, 0.0) for p, _ in pairs]
    spread = math.fsum(p * (1 - p) for p in true)
    if not expected or not spread:
        return None
    shift = math.fsum(p - t for (p, _), t in zip(pairs, true, strict=True))
    caught_low = (shift - Z95 * math.sqrt(expected)) / math.sqrt(spread)
    caught_high = (-shift - Z95 * math.sqrt(expected)) / math.sqrt(spread)
    return _normal(caught_low) + _normal(caught_high)


def _normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _confidence(n: int, large: float | None, spiegelhalter: float | None) -> Confidence:
    if n < ENOUGH:
        return Confidence.TOO_SMALL
    if large is not None and abs(large) > Z95:
        return Confidence.OVER if large < 0 else Confidence.UNDER
    if spiegelhalter is not None and abs(spiegelhalter) > Z95:
        return Confidence.SHARP
    return Confidence.FINE


def _z(pairs: Sequence[Forecast], weigh: Callable[[float], float]) -> float | None:
    spread = math.fsum(weigh(p) ** 2 * p * (1 - p) for p, _ in pairs)
    return math.fsum((won - p) * weigh(p) for p, won in pairs) / math.sqrt(spread) if spread > 0 else None


def _fixed(pairs: Sequence[Forecast]) -> list[list[Forecast]]:
    """Five bins of equal width, the last with its upper end; empty ones are left out."""
    bins: list[list[Forecast]] = [[] for _ in range(BINS)]
    for p, won in pairs:
        bins[min(int(p * BINS), BINS - 1)].append((p, won))
    return [group for group in bins if group]


def _isotonic(pairs: Sequence[Forecast]) -> list[list[Forecast]]:
    """Pools adjacent violators: the groups, by rising forecast, whose observed rates rise strictly."""
    groups: list[list[Forecast]] = []
    for same in groupby(pairs, key=lambda pair: pair[0]):  # equal forecasts belong together
        groups.append(list(same[1]))
        while len(groups) > 1 and _observed(groups[-2]) >= _observed(groups[-1]):
            last = groups.pop()
            groups[-1].extend(last)
    return groups


def _observed(group: Sequence[Forecast]) -> float:
    return sum(won for _, won in group) / len(group)


def _bin(group: Sequence[Forecast]) -> ForecastBin:
    n = len(group)
    return ForecastBin(
        low=group[0][0],
        high=group[-1][0],
        forecast=math.fsum(p for p, _ in group) / n,
        observed=_observed(group),
        rate=rate(sum(won for _, won in group), n),
    )
