"""AUC, top tenth, Brier and slope against the plainest way to compute each."""

from __future__ import annotations

import math
import random

import pytest
from histories import drawing
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.backtest.calibration import bins, calibrate
from bidtracker.backtest.power import WANTED, lead_error, pairs_needed, power
from bidtracker.radar.insights.quality import auc_error
from bidtracker.radar.measures.bootstrap import BootstrapSamples, RankOrder, interval, resample, wilson
from bidtracker.radar.measures.calibration_line import calibration_line

outcomes = st.lists(st.tuples(st.integers(0, 6).map(float), st.booleans(), st.integers(0, 4)), min_size=1, max_size=40)
drawn = st.lists(st.integers(0, 3), min_size=5, max_size=5)


def spelled_out(cases: list[tuple[float, bool, int]], weights: list[int]) -> list[tuple[float, bool]]:
    """Each case as often as its cluster was drawn."""
    return [(score, change) for score, change, cluster in cases for _ in range(weights[cluster])]


def ordered(cases: list[tuple[float, bool, int]]) -> RankOrder:
    return RankOrder(*map(list, zip(*cases, strict=True)))


def sampled(cases: list[tuple[float, bool, int]], weights: list[int]) -> BootstrapSamples:
    """Two samples, each with these weights."""
    draws = [cluster for cluster, weight in enumerate(weights) for _ in range(weight)]
    return BootstrapSamples([cluster for _, _, cluster in cases], lambda n: [each for each in draws if each < n], 2)


@given(outcomes, drawn)
def test_auc_is_the_share_of_pairs_in_the_right_order(cases: list[tuple[float, bool, int]], weights: list[int]) -> None:
    whole = spelled_out(cases, weights)
    lost, kept = [s for s, c in whole if c], [s for s, c in whole if not c]
    _, once, figures = ordered(cases).aucs(sampled(cases, weights))
    assert once == figures
    if not lost or not kept:
        assert figures is None
    else:
        right = sum((a > b) + (a == b) / 2 for a in lost for b in kept)
        assert figures == pytest.approx(right / len(lost) / len(kept))


@given(outcomes, drawn.filter(any))
def test_top_is_the_mean_over_all_ways_to_break_ties(cases: list[tuple[float, bool, int]], weights: list[int]) -> None:
    whole = spelled_out(cases, weights)
    if not whole:
        return
    room = max(1, round(len(whole) / 10))
    whole.sort(key=lambda case: -case[0])
    bar = whole[room - 1][0]
    above, level = [c for s, c in whole if s > bar], [c for s, c in whole if s == bar]
    expected = (sum(above) + sum(level) * (room - len(above)) / len(level)) / room
    _, once, figures = ordered(cases).tops(sampled(cases, weights))
    assert once == figures == pytest.approx(expected)


@given(outcomes, drawn, st.floats(-1e6, 1e6), st.floats(-1e-6, 1e-6))
def test_sums_are_those_of_the_cases_as_often_as_drawn(
    cases: list[tuple[float, bool, int]], weights: list[int], large: float, small: float
) -> None:
    samples = sampled(cases, weights)
    figures = samples.sums([large * score for score, _, _ in cases], [small * change for _, change, _ in cases])
    whole = spelled_out(cases, weights)
    most = sum(abs(score) for score, _, _ in cases) * 20
    assert figures[0][2] == pytest.approx(
        sum(large * score for score, _ in whole), rel=0, abs=abs(large) * most * 1e-15
    )
    assert figures[1][2] == pytest.approx(sum(small * change for _, change in whole), rel=0, abs=abs(small) * 1e-12)
    assert samples.n == [len(cases), len(whole), len(whole)]


def test_lanes_are_wide_enough_for_many_cases() -> None:
    """100,000 cases of two buyers: their pairs are more than 32 bits hold."""
    clusters = [at % 2 for at in range(100_000)]
    samples = BootstrapSamples(clusters, lambda n: [1] * n, 1)
    scores, changed = [float(at) for at in range(100_000)], [at >= 50_000 for at in range(100_000)]
    assert RankOrder(scores, changed, clusters).aucs(samples) == [1.0, 1.0]
    assert RankOrder(scores, changed, clusters).tops(samples) == [1.0, 1.0]


def test_wilson_as_published() -> None:
    """Newcombe (1998), table I: 81 of 263 and 0 of 20."""
    figures = wilson(81, 263)
    assert (round(figures.low or 0, 4), round(figures.high or 0, 4)) == (0.2553, 0.3662)
    nothing = wilson(0, 20)
    assert (nothing.low, round(nothing.high or 0, 4)) == (0.0, 0.1611)
    assert wilson(0, 0).value is None


def test_calibration_line_solves_the_likelihood() -> None:
    rng = random.Random(3)
    logits = [rng.gauss(0, 1) for _ in range(400)]
    changed = [rng.random() < 1 / (1 + math.exp(-(0.4 + 0.6 * x))) for x in logits]
    line = calibration_line(logits, changed)
    assert line is not None
    rest = [y - 1 / (1 + math.exp(-(line.intercept + line.slope * x))) for x, y in zip(logits, changed, strict=True)]
    assert sum(rest) == pytest.approx(0, abs=1e-6)
    assert sum(r * x for r, x in zip(rest, logits, strict=True)) == pytest.approx(0, abs=1e-6)
    assert abs(line.slope - 0.6) < 0.35 and abs(line.intercept - 0.4) < 0.35


def test_no_line_where_none_is_finite() -> None:
    assert calibration_line([-1.0, -0.5, 0.5, 1.0], [False, False, True, True]) is None
    assert calibration_line([0.3, 0.3], [False, True]) is None
    assert calibration_line([0.1, 0.3], [True, True]) is None


def test_the_line_is_fitted_again_in_each_resample() -> None:
    """One step of Newton's method from the whole's line strays by a tenth and more where resamples differ."""
    rng = random.Random(5)
    logits = [rng.gauss(0, 1) for _ in range(300)]
    changed = [rng.random() < 1 / (1 + math.exp(-x)) for x in logits]
    clusters = [at % 30 for at in range(300)]
    chances = [1 / (1 + math.exp(-x)) for x in logits]
    figures = calibrate(chances, changed, clusters, BootstrapSamples(clusters, drawing(2), 40))
    slopes = []
    for weights in resample(30, drawing(2), 40):
        spread = [at for at in range(300) for _ in range(weights[clusters[at]])]
        anew = calibration_line([logits[at] for at in spread], [changed[at] for at in spread])
        assert anew is not None
        slopes.append(anew.slope)
    right = interval(figures.slope.value, slopes)
    assert (figures.slope.low, figures.slope.high) == pytest.approx((right.low, right.high), abs=2e-3)


def test_errors_and_numbers_of_pairs_are_those_of_hanley_and_mcneil() -> None:
    """The published example (Radiology 1982): an AUC of .893 over 51 and 58 cases has an error of .032 to .033."""
    assert auc_error(0.893, 51, 58) == pytest.approx(0.0325, abs=1e-4)
    assert auc_error(0.5, 1e6, 1e6) == pytest.approx(0.0, abs=1e-3)
    error = lead_error(0.75, 0.70, 0.5, 100, 100)
    assert power(0.0, error) == pytest.approx(0.025, abs=1e-3)
    needed = pairs_needed(0.05, error, 200)
    assert needed is not None
    # with so many pairs the error is as much smaller as their root says, and the power is the one that was wanted
    assert power(0.05, error * math.sqrt(200 / needed)) == pytest.approx(WANTED, abs=1e-2)
    assert pairs_needed(-0.01, error, 200) is None
    assert lead_error(0.7, 0.7, 1.0, 50, 50) == pytest.approx(0, abs=1e-7)


def test_interval_takes_the_middle() -> None:
    figures = interval(50.0, [*map(float, range(101)), None])
    assert (figures.value, figures.low, figures.high) == (50.0, 2.0, 98.0)
    assert interval(None, [1.0, 2.0]).low is None


def test_resamples_draw_as_many_as_there_are() -> None:
    for weights in resample(12, drawing(), 50):
        assert sum(weights) == 12


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.35, 0.5, 0.9]), st.booleans()), min_size=1, max_size=200))
def test_bins_hold_every_pair_once_in_order(cases: list[tuple[float, bool]]) -> None:
    figures = bins([p for p, _ in cases], [c for _, c in cases])
    assert sum(each.n for each in figures) == len(cases)
    assert sum(each.hits for each in figures) == sum(c for _, c in cases)
    assert [each.chance for each in figures] == sorted(each.chance for each in figures)
