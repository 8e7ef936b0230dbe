"""The line of outcomes on chances, whose slope says whether they are too bold, and its interval by fitting it anew."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from bidtracker.radar.measures.bootstrap import BootstrapSamples
from bidtracker.radar.score.decibel import decibels

REFITS = 200  # resamples in which the line is fitted again: enough for an interval, a fifth of a second for 300 pairs
STEPS, CLOSE, FARTHEST = 30, 1e-10, 100.0  # of Newton's method
ROUGHLY = 3  # decimals of a logit in a resample: pairs that agree so far are counted together


class CalibrationLine(msgspec.Struct, frozen=True, gc=False):
    """logit(outcome) = intercept + slope * logit(chance); slope 1 and intercept 0 where chances are right."""

    intercept: float
    slope: float


def logits_of(chances: Iterable[float]) -> list[float]:
    """The logits of chances strictly between 0 and 1."""
    return [decibels(p) * math.log(10) / 10 for p in chances]


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


def refitted(
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
