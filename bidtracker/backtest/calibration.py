"""Whether chances can be believed: the calibration line of outcomes on chances, and groups of alike chances."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from bidtracker.radar.measures.bootstrap import BootstrapSamples, Estimate, interval, wilson
from bidtracker.radar.measures.calibration_line import calibration_line, logits_of, refitted


class ChanceCalibration(msgspec.Struct, frozen=True, kw_only=True):
    """How far the chances can be believed. `base_brier` is what the base rate would have scored every time, in
    hindsight; a slope of 1 and an intercept of 0 are right, a slope below 1 means that chances are too bold."""

    brier: Estimate
    base_brier: Estimate
    gain: Estimate
    intercept: Estimate
    slope: Estimate
    bins: tuple[ChanceBin, ...]


class ChanceBin(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Pairs with alike chances: the mean chance, and how many of `n` changed."""

    chance: float
    hits: int
    n: int
    rate: Estimate


def calibrate(
    chances: Sequence[float], changed: Sequence[bool], clusters: Sequence[int], samples: BootstrapSamples
) -> ChanceCalibration:
    """Brier scores and the calibration line, with intervals; the line is fitted again in each resample."""
    errors, hits = samples.sums(
        [(p - y) ** 2 for p, y in zip(chances, changed, strict=True)], [float(y) for y in changed]
    )
    briers = [error / n for error, n in zip(errors, samples.n, strict=True)]
    bases = [k / n * (1 - k / n) for k, n in zip(hits, samples.n, strict=True)]
    gains = [base - brier for base, brier in zip(bases, briers, strict=True)]
    logits = logits_of(chances)
    line = calibration_line(logits, changed)
    lines = list(refitted(line, logits, changed, clusters, samples)) if line is not None else []
    return ChanceCalibration(
        brier=interval(briers[0], briers[1:]),
        base_brier=interval(bases[0], bases[1:]),
        gain=interval(gains[0], gains[1:]),
        intercept=interval(line.intercept if line else None, [each.intercept for each in lines]),
        slope=interval(line.slope if line else None, [each.slope for each in lines]),
        bins=bins(chances, changed),
    )


def bins(chances: Sequence[float], changed: Sequence[bool], most: int = 10, least: int = 20) -> tuple[ChanceBin, ...]:
    """Groups of about equal size from low to high, equal chances together; at least `least` a group."""
    ranked = sorted(zip(chances, changed, strict=True))
    n = len(ranked)
    groups = max(1, min(most, n // least))
    values = [chance for chance, _ in ranked]
    edges = sorted({bisect_left(values, values[n * k // groups]) for k in range(groups)} | {0, n}) if n else []
    matches = []
    for start, end in pairwise(edges):
        hits = sum(change for _, change in ranked[start:end])
        mean = math.fsum(values[start:end]) / (end - start)
        matches.append(ChanceBin(chance=mean, hits=hits, n=end - start, rate=wilson(hits, end - start)))
    return tuple(matches)
