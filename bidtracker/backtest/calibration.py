"""Whether chances can be believed: the calibration line of outcomes on chances, and groups of alike chances."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from bidtracker.backtest.measures import BootstrapSamples, Estimate, interval, wilson
from bidtracker.radar.score.decibel import decibels

REFITS = 200  # resamples in which the line is fitted again: enough for an interval, a fifth of a second for 300 pairs
STEPS, CLOSE, FARTHEST = 30, 1e-10, 100.0  # of Newton's method
ROUGHLY = 3  # decimals of a logit in a resample: pairs that agree so far are counted together


class CalibrationLine(msgspec.Struct, frozen=True, gc=False):
    """logit(outcome) = intercept + slope * logit(chance); slope 1 and intercept 0 where chances are right."""

    intercept: float
    slope: float


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
    logits = [decibels(p) * math.log(10) / 10 for p in chances]
    line = calibration_line(logits, changed)
    lines = list(_refitted(line, logits, changed, clusters, samples)) if line is not None else []
    return ChanceCalibration(
        brier=interval(briers[0], briers[1:]),
        base_brier=interval(bases[0], bases[1:]),
        gain=interval(gains[0], gains[1:]),
        intercept=interval(line.intercept if line else None, [each.intercept for each in lines]),
        slope=interval(line.slope if line else None, [each.slope for each in lines]),
        bins=bins(chances, changed),
    )


def calibration_line(logits: Sequence[float], changed: Sequence[bool]) -> CalibrationLine | None:
    """Logistic regression of the outcomes on the logits of the chances; None where it has no finite answer."""
    return fitted([(x, 1.0 - y, float(y)) for x, y in zip(logits, changed, strict=True)], CalibrationLine(0.0, 1.0))


def fitted(counts: Sequence[tuple[float, float, float]], start: CalibrationLine) -> CalibrationLine | None:
    """The line through (logit, how many kept, how many changed), by Newton's method from `start`; None where there is
    no finite one."""
    logits = [x for x, kept, changed in counts if kept or changed]
    both = any(kept for _, kept, _ in counts) and any(changed for *_, changed in counts)
    if not both or max(logits) - min(logits) < 1e-9:
        return None
    line = start
    for _ in range(STEPS):
        step = newton_step(line, counts)
        if step is None:
            return None
        line = CalibrationLine(line.intercept + step[0], line.slope + step[1])
        if abs(line.slope) > FARTHEST or abs(line.intercept) > FARTHEST:
            return None
        if max(map(abs, step)) < CLOSE:
            return line
    return None


def newton_step(line: CalibrationLine, counts: Sequence[tuple[float, float, float]]) -> tuple[float, float] | None:
    """The step that Newton's method takes from a line; None where the information is singular."""
    terms: list[tuple[float, ...]] = []
    for x, kept, changed in counts:
        n = kept + changed
        p = 1 / (1 + math.exp(-min(700.0, max(-700.0, line.intercept + line.slope * x))))
        w, g = n * p * (1 - p), changed - n * p
        terms.append((g, g * x, w, w * x, w * x * x))
    g0, g1, h00, h01, h11 = map(math.fsum, zip(*terms, strict=True))
    whole = h00 * h11 - h01 * h01
    if whole <= 1e-12:
        return None
    return (h11 * g0 - h01 * g1) / whole, (h00 * g1 - h01 * g0) / whole


def _refitted(
    line: CalibrationLine,
    logits: Sequence[float],
    changed: Sequence[bool],
    clusters: Sequence[int],
    samples: BootstrapSamples,
) -> Iterator[CalibrationLine]:
    """The line of each of the first resamples that has one."""
    alike = Counter(zip(clusters, (round(x, ROUGHLY) for x in logits), changed, strict=True))
    for number in range(1, min(samples.times, REFITS + 1)):
        counts: dict[float, list[float]] = {}
        for (cluster, x, change), n in alike.items():
            if weight := samples.weight(number, cluster):
                counts.setdefault(x, [0.0, 0.0])[change] += n * weight
        if again := fitted([(x, kept, moved) for x, (kept, moved) in counts.items()], line):
            yield again


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
