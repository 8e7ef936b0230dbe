"""All pages, in their order."""

from __future__ import annotations

import random
from datetime import date

from msgspec.structs import replace

from bidtracker.domain.holdings import Holdings
from bidtracker.pages.insights.costs import cost_page
from bidtracker.pages.insights.coverage import coverage_page
from bidtracker.pages.insights.estimates import calibration_page, payoff_page
from bidtracker.pages.insights.funnel import funnel_page
from bidtracker.pages.insights.hands import hands_page
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.insights.pipeline import pipeline_bars
from bidtracker.pages.insights.points import points_page
from bidtracker.pages.insights.prices import price_page
from bidtracker.pages.insights.reasons import reasons_page
from bidtracker.pages.insights.scores import quality_page, yield_page
from bidtracker.pages.insights.sealed import sealed_page
from bidtracker.pages.insights.timing import ends_page, timing_page
from bidtracker.pages.insights.whys import no_bid_page, won_page
from bidtracker.pages.insights.winning import winning_pages
from bidtracker.radar.insights.all_insights import Insights, insights
from bidtracker.radar.pipeline import open_bids, pipeline

KEYS = (
    "win_rate",
    "by_buyer",
    "by_competitor",
    "by_category",
    "calibration",
    "expected_lost",
    "bid_costs",
    "price_gap",
    "lost_reasons",
    "won_reasons",
    "no_bid_reasons",
    "points",
    "funnel",
    "timing",
    "signal_yield",
    "score_quality",
    "coverage",
    "contract_ends",
    "clean_hands",
    "sealed",
)


def counted(holdings: Holdings, as_of: date) -> Insights:
    """All insights of a book with their intervals, the same for a book and day each time."""
    drawing = random.Random(0)
    return insights(holdings, as_of, lambda n: drawing.choices(range(n), k=n))


def pages(figures: Insights, holdings: Holdings) -> tuple[InsightPage, ...]:
    """A page a metric, in the order of KEYS."""
    rate, *others = winning_pages(figures.winning, holdings)
    open_now = pipeline(open_bids(holdings, figures.as_of), holdings.settings)
    return (
        replace(rate, plots=(*rate.plots, *pipeline_bars(open_now))),
        *others,
        calibration_page(figures.calibration),
        payoff_page(figures.expected_lost, holdings.settings.expected_lost_below),
        cost_page(figures.bid_costs),
        price_page(figures.price_gap),
        reasons_page(figures.lost_reasons, holdings.settings),
        won_page(figures.won_reasons),
        no_bid_page(figures.no_bid_reasons),
        points_page(figures.points, holdings),
        funnel_page(figures.funnel),
        timing_page(figures.discipline, holdings),
        yield_page(figures.signal_yield),
        quality_page(figures.quality),
        coverage_page(figures.coverage, holdings),
        ends_page(figures.contract_ends, holdings),
        hands_page(figures.clean_hands, figures.price_gap.n, holdings),
        sealed_page(figures.sealed),
    )
