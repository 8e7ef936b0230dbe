"""How good a ranking and its probabilities are, with intervals that respect that one buyer's re-tenders are alike.

Every measure is written on weights: how often each cluster (a buyer, or a pair where buyers are few) was drawn, over an
order that was sorted once.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from operator import itemgetter, mul
from sys import byteorder

import msgspec

Z95 = 1.959963984540054
TOP = 0.10
ALL_BITS = (1 << 64) - 1
DIGIT = [bytes(byte >> digit & 1 for byte in range(256)) for digit in range(8)]
LEAST_BUYERS_TO_CLUSTER = 15

Draw = Callable[[int], Iterable[int]]  # n -> n numbers below n, drawn with replacement
Weights = Sequence[int]  # how often each cluster was drawn


class Estimate(msgspec.Struct, frozen=True, gc=False):
    """A number with its 95 % interval; None where it cannot be told."""

    value: float | None
    low: float | None = None
    high: float | None = None


def wilson(hits: int, n: int) -> Estimate:
    """A rate with its Wilson interval."""
    if n == 0:
        return Estimate(None)
    p, z2 = hits / n, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half))


class Samples:
    """Bootstrap samples as weights; the first is the whole, every cluster once.

    The weights of a cluster in all samples also lie side by side in one large integer, 64 bits a sample. Adding two
    such integers adds in every sample at once, so that an AUC costs a few additions a case for all samples together:
    500 of 383 pairs in 2 ms instead of 11.
    """

    def __init__(self, clusters: int, draw: Draw, times: int) -> None:
        self.weights = [[1] * clusters, *resample(clusters, draw, times)]
        self.packed: list[int] = []
        self.planes: list[list[int]] = []  # for each binary digit of the weights: all bits set where the digit is 1
        for column in zip(*self.weights, strict=True):
            side_by_side = array("Q", column).tobytes()
            self.packed.append(int.from_bytes(side_by_side, byteorder))
            self.planes.append(
                [
                    int.from_bytes(side_by_side.translate(DIGIT[digit]), byteorder) * ALL_BITS
                    for digit in range(max(column).bit_length())
                ]
            )

    def spread(self, whole: int) -> list[int]:
        """The numbers that lie side by side in one."""
        return array("Q", whole.to_bytes(8 * len(self.weights), byteorder)).tolist()


class Order:
    """One ranking, sorted once: scores (higher means: sooner to change), what came of it, and each one's cluster."""

    def __init__(self, scores: Sequence[float], changed: Sequence[bool], clusters: Sequence[int]) -> None:
        ranked = sorted(zip(scores, changed, clusters, strict=True), key=itemgetter(0), reverse=True)
        self._ties: list[tuple[list[int], list[int]]] = []  # from the top: clusters of those kept, of those changed
        for _, tied in groupby(ranked, itemgetter(0)):
            sides: tuple[list[int], list[int]] = ([], [])
            for _, change, cluster in tied:
                sides[change].append(cluster)
            self._ties.append(sides)

    def aucs(self, samples: Samples) -> list[float | None]:
        """In each sample the chance that one that changed is ranked above one that did not, a tie counting half; None
        without both."""
        packed, planes = samples.packed, samples.planes
        below = twice = lost = 0
        for kept, changed in reversed(self._ties):
            reached = below
            for cluster in kept:
                below += packed[cluster]
            reached += below
            for cluster in changed:
                lost += packed[cluster]
                for digit, plane in enumerate(planes[cluster]):
                    twice += (reached & plane) << digit
        pairs = map(mul, samples.spread(below), samples.spread(lost))
        return [won / (2 * n) if n else None for won, n in zip(samples.spread(twice), pairs, strict=True)]

    def top(self, weights: Weights, n: int) -> float:
        """The share that changed among the first tenth of `n`, at least one; those tied at its end count in part."""
        room = most = max(1, round(n * TOP))
        hits = 0.0
        for kept, changed in self._ties:
            won = sum([weights[cluster] for cluster in changed]) if changed else 0
            many = won + (sum([weights[cluster] for cluster in kept]) if kept else 0)
            if many >= room:
                return (hits + won * room / many) / most
            hits += won
            room -= many
        return hits / (most - room)


def resample(clusters: int, draw: Draw, times: int) -> Iterable[list[int]]:
    """Weights of so many bootstrap samples."""
    for _ in range(times):
        weights = [0] * clusters
        for cluster in draw(clusters):
            weights[cluster] += 1
        yield weights


def interval(value: float | None, drawn: Iterable[float | None]) -> Estimate:
    """A number with the middle 95 % of what the resamples gave for it."""
    told = sorted(one for one in drawn if one is not None)
    if value is None or len(told) < 2:
        return Estimate(value)
    last = len(told) - 1
    return Estimate(value, told[round(0.025 * last)], told[round(0.975 * last)])


class Sums:
    """Sums over each cluster, added up by weights: for means, and for one step of Newton's method."""

    def __init__(self, terms: Iterable[tuple[float, ...]], clusters: Sequence[int], many: int, width: int) -> None:
        columns = [[0.0] * many for _ in range(width)]
        for term, cluster in zip(terms, clusters, strict=True):
            for column, x in zip(columns, term, strict=True):
                column[cluster] += x
        self._columns = columns

    def of(self, weights: Weights) -> list[float]:
        """The weighted sums."""
        return [sum(map(mul, weights, column)) for column in self._columns]


class Line(msgspec.Struct, frozen=True, gc=False):
    """logit(outcome) = intercept + slope * logit(chance); slope 1 and intercept 0 where chances are right."""

    intercept: float
    slope: float


def calibration_line(logits: Sequence[float], changed: Sequence[bool]) -> Line | None:
    """Logistic regression of the outcomes on the logits of the chances; None where it has no finite answer."""
    if len(set(changed)) < 2 or max(logits) - min(logits) < 1e-9:
        return None
    line = Line(0.0, 1.0)
    for _ in range(30):
        step = newton([sum(column) for column in zip(*newton_terms(line, logits, changed), strict=True)])
        if step is None:
            return None
        line = Line(line.intercept + step[0], line.slope + step[1])
        if abs(line.slope) > 100 or abs(line.intercept) > 100:
            return None
        if max(map(abs, step)) < 1e-10:
            return line
    return None


def newton_terms(line: Line, logits: Sequence[float], changed: Sequence[bool]) -> list[tuple[float, ...]]:
    """Each observation's gradient (2) and information (3) at a line."""
    terms: list[tuple[float, ...]] = []
    for x, y in zip(logits, changed, strict=True):
        p = 1 / (1 + math.exp(-min(700.0, max(-700.0, line.intercept + line.slope * x))))
        w = p * (1 - p)
        terms.append((y - p, (y - p) * x, w, w * x, w * x * x))
    return terms


def newton(sums: Sequence[float]) -> tuple[float, float] | None:
    """The step that Newton's method takes from summed terms."""
    g0, g1, h00, h01, h11 = sums
    whole = h00 * h11 - h01 * h01
    if whole <= 1e-12:
        return None
    return (h11 * g0 - h01 * g1) / whole, (h00 * g1 - h01 * g0) / whole


class Bin(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Pairs with alike chances: the mean chance, and how many of `n` changed."""

    chance: float
    hits: int
    n: int
    rate: Estimate


def bins(chances: Sequence[float], changed: Sequence[bool], most: int = 10, least: int = 20) -> tuple[Bin, ...]:
    """Groups of about equal size from low to high, equal chances together; at least `least` a group."""
    ranked = sorted(zip(chances, changed, strict=True))
    n = len(ranked)
    groups = max(1, min(most, n // least))
    values = [chance for chance, _ in ranked]
    edges = sorted({bisect_left(values, values[n * k // groups]) for k in range(groups)} | {0, n}) if n else []
    found = []
    for start, end in pairwise(edges):
        hits = sum(change for _, change in ranked[start:end])
        mean = math.fsum(values[start:end]) / (end - start)
        found.append(Bin(chance=mean, hits=hits, n=end - start, rate=wilson(hits, end - start)))
    return tuple(found)
