"""Insights and backtest measures recomputed with scikit-learn and SciPy: independent code, equal numbers."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from histories import chances, drawing, history

from bidtracker import demo
from bidtracker.backtest import replay, report
from bidtracker.backtest.baselines import RankedBy, rankings
from bidtracker.backtest.matching import weigh_words
from bidtracker.book import Book
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.titles.stems import stems
from bidtracker.radar.insights.all_insights import Insights, insights
from bidtracker.radar.insights.calibration import calibration
from bidtracker.radar.insights.prices import gap
from bidtracker.radar.insights.quality import auc
from bidtracker.radar.insights.trials import Trial, decided, losses, trials
from bidtracker.radar.measures.bootstrap import BootstrapSamples, RankOrder, resample
from bidtracker.radar.measures.calibration_line import calibration_line
from bidtracker.radar.measures.survival import kaplan_meier
from bidtracker.radar.score.decibel import decibels

pytest.importorskip("sklearn", reason="the recomputation takes scikit-learn: pip install scikit-learn")

import numpy as np
from scipy import stats
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

AS_OF = date(2026, 11, 23)
Forecasts = list[tuple[float, bool]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    """The sample book: small, with something for every insight."""
    folder: Path = tmp_path_factory.mktemp("proof")
    with Book.open(folder / "sample.bidtracker", create=True) as book:
        demo.fill(book, AS_OF)
        yield book.holdings


@pytest.fixture(scope="module")
def figures(sample: Holdings) -> Insights:
    return insights(sample, AS_OF)


@pytest.fixture(scope="module")
def bids(sample: Holdings) -> list[Trial]:
    return trials(sample, AS_OF)


@pytest.fixture(scope="module")
def forecasts(bids: list[Trial]) -> Forecasts:
    return [(t.bid.p_win_locked, t.won) for t in decided(bids) if t.bid.p_win_locked is not None]


def made_up(n: int, seed: int = 4) -> Forecasts:
    """Forecasts that are somewhat too bold."""
    rng = random.Random(seed)
    rows = [(rng.randrange(1, 20) / 20, rng.random()) for _ in range(n)]
    return [(p, chance < 0.2 + 0.5 * p) for p, chance in rows]


def wilson(hits: int, n: int) -> tuple[float, float]:
    interval = stats.binomtest(hits, n).proportion_ci(method="wilson")
    return interval.low, interval.high


# ---------------------------------------------------------------- insights


def test_win_rates(figures: Insights, bids: list[Trial]) -> None:
    won = np.array([bid.won for bid in decided(bids)])
    whole = figures.winning.overall
    assert (whole.hits, whole.n, whole.value) == (won.sum(), won.size, pytest.approx(won.mean()))
    assert (whole.low, whole.high) == pytest.approx(wilson(whole.hits, whole.n))
    buyers = np.array([bid.tender.buyer for bid in decided(bids)])
    shown = 0
    for group in figures.winning.by_buyer:
        mine = won[buyers == group.key]
        assert (group.rate.hits, group.rate.n) == (mine.sum(), mine.size)
        assert group.shrunk == pytest.approx((mine.sum() + 8 * won.mean()) / (mine.size + 8))
        if group.rate.value is not None:
            assert (group.rate.low, group.rate.high) == pytest.approx(wilson(group.rate.hits, group.rate.n))
            shown += 1
    assert shown
    assert sum(group.rate.n for group in figures.winning.by_buyer) == won.size


@pytest.mark.parametrize("rows", [None, made_up(30), made_up(200)])
def test_calibration(forecasts: Forecasts, rows: Forecasts | None) -> None:
    rows = forecasts if rows is None else rows
    p, o = np.array([p for p, _ in rows]), np.array([float(won) for _, won in rows])
    ours = calibration(rows)
    assert ours.brier == pytest.approx(brier_score_loss(o, p))
    assert ours.skill == pytest.approx(1 - brier_score_loss(o, p) / brier_score_loss(o, np.full_like(p, o.mean())))
    assert ours.z_large == pytest.approx((o - p).sum() / np.sqrt((p * (1 - p)).sum()))
    spread = ((1 - 2 * p) ** 2 * p * (1 - p)).sum()
    assert ours.z_spiegelhalter == pytest.approx(((o - p) * (1 - 2 * p)).sum() / np.sqrt(spread))
    if len(rows) < 50:
        assert ours.method == "bins"
        return
    fitted = IsotonicRegression(y_min=0, y_max=1).fit(p, o).predict(p)
    pooled = [(b.low, b.high, b.observed) for b in ours.bins]
    ours_at = [next(rate for low, high, rate in pooled if low <= each <= high) for each in p]
    assert ours_at == pytest.approx(list(fitted))
    # CORP: miscalibration and discrimination as differences of scores (Dimitriadis et al. 2021)
    base = brier_score_loss(o, np.full_like(p, o.mean()))
    assert ours.reliability == pytest.approx(brier_score_loss(o, p) - brier_score_loss(o, fitted))
    assert ours.resolution == pytest.approx(base - brier_score_loss(o, fitted))
    assert ours.uncertainty == pytest.approx(base)


def test_price_gaps(figures: Insights, bids: list[Trial]) -> None:
    gaps = np.array([g for bid in losses(bids) if (g := gap(bid)) is not None])
    assert figures.price_gap.n == gaps.size > 5
    assert figures.price_gap.median == pytest.approx(np.median(gaps))
    assert figures.price_gap.quartiles == pytest.approx(tuple(np.quantile(gaps, [0.25, 0.75])))
    assert (
        figures.price_gap.near.hits == (abs(gaps) <= 0.05).sum() and figures.price_gap.cheaper.hits == (gaps < 0).sum()
    )
    edges = [-np.inf, *(np.arange(-50, 51, 5) / 100), np.inf]
    assert [bar.n for bar in figures.price_gap.bars] == list(np.histogram(gaps, edges)[0])


@pytest.mark.parametrize("seed", range(5))
def test_kaplan_meier(seed: int) -> None:
    rng = random.Random(seed)
    seen = [(float(rng.randrange(1, 60)), rng.random() < 0.4) for _ in range(40)]
    hits, censored = [t for t, hit in seen if hit], [t for t, hit in seen if not hit]
    stay = stats.ecdf(stats.CensoredData(uncensored=hits, right=censored)).sf
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        bounds = stay.confidence_interval(method="log-log")  # undefined at the very end, which is not asked for
    for each in kaplan_meier(seen, (12, 24, 36, 48)):
        if each.value is not None and each.low is not None and each.high is not None:
            assert 1 - each.value == pytest.approx(stay.evaluate(each.months))
            # of the intervals of S the low one is the high one of what has happened
            assert 1 - each.high == pytest.approx(bounds.low.evaluate(each.months))
            assert 1 - each.low == pytest.approx(bounds.high.evaluate(each.months))


@pytest.mark.parametrize("n", [10, 200])
def test_score_quality(n: int) -> None:
    rows = made_up(n)
    assert auc([p for p, _ in rows], [won for _, won in rows]) == pytest.approx(
        roc_auc_score([won for _, won in rows], [p for p, _ in rows])
    )


# ---------------------------------------------------------------- the backtest


def test_auc_in_every_sample() -> None:
    rng = random.Random(2)
    scores = [rng.randrange(20) / 20 for _ in range(300)]
    changed = [rng.random() < 0.3 + 0.4 * score for score in scores]
    clusters = [rng.randrange(25) for _ in scores]
    ours = RankOrder(scores, changed, clusters).aucs(BootstrapSamples(clusters, drawing(3), 40))
    assert ours[0] == pytest.approx(roc_auc_score(changed, scores))
    for each, weights in zip(ours[1:], resample(25, drawing(3), 40), strict=True):
        assert each == pytest.approx(roc_auc_score(changed, scores, sample_weight=[weights[c] for c in clusters]))


def test_a_whole_report() -> None:
    done = replay(history(150, changed=0.4, again=2))
    figures = report(done, chances(), resamples=20)
    changed = np.array([each.changed for each in done.judged])
    stated = np.array([each.chance for each in done.judged])
    for ranked, scores in zip(figures.rankings, rankings(done.past.rows, done.judged).values(), strict=True):
        assert ranked.auc.value == pytest.approx(roc_auc_score(changed, scores))
    assert (figures.rate.low, figures.rate.high) == pytest.approx(wilson(int(changed.sum()), changed.size))
    assert figures.rankings[0].by is RankedBy.OURS and figures.calibration is not None
    assert figures.calibration.brier.value == pytest.approx(brier_score_loss(changed, stated))
    base = brier_score_loss(changed, np.full_like(stated, changed.mean()))
    assert figures.calibration.base_brier.value == pytest.approx(base)
    logits = np.array([decibels(p) * np.log(10) / 10 for p in stated])
    fitted = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(logits[:, None], changed)
    line = calibration_line(list(logits), list(changed))
    assert line is not None
    assert (line.intercept, line.slope) == pytest.approx((fitted.intercept_[0], fitted.coef_[0][0]), abs=1e-4)
    assert (figures.calibration.intercept.value, figures.calibration.slope.value) == pytest.approx(
        (line.intercept, line.slope)
    )


def test_weights_of_title_stems() -> None:
    """The last of several titles, each of its own day, is weighed by those before it."""
    rows = sorted((each.purchase for each in history(40)), key=lambda need: need.day)
    words = [stems(need.title) for need in rows]
    counted = TfidfVectorizer(analyzer=tuple, norm="l2", smooth_idf=True).fit(words[:-1])
    row = counted.transform(words[-1:]).toarray()[0]
    vocabulary = counted.vocabulary_
    ours = weigh_words(rows, words)[-1]
    expected = {stem: weight for stem, weight in ours.items() if stem in vocabulary}
    # scikit-learn leaves out what it has not seen; by the rest the two vectors point the same way
    length = np.sqrt(sum(weight**2 for weight in expected.values()))
    assert expected and {stem: row[vocabulary[stem]] for stem in expected} == pytest.approx(
        {stem: weight / length for stem, weight in expected.items()}
    )
