"""All pages, in their order."""

from __future__ import annotations

from bidtracker.domain.holdings import Holdings
from bidtracker.pages.insights.coverage import coverage_page
from bidtracker.pages.insights.estimates import calibration_page, payoff_page
from bidtracker.pages.insights.funnel import funnel_page
from bidtracker.pages.insights.hands import hands_page
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.insights.prices import price_page
from bidtracker.pages.insights.reasons import reasons_page
from bidtracker.pages.insights.scores import quality_page, yield_page
from bidtracker.pages.insights.sealed import sealed_page
from bidtracker.pages.insights.timing import ends_page, timing_page
from bidtracker.pages.insights.winning import winning_pages
from bidtracker.radar.insights import Insights

KEYS = (
    "win_rate",
    "by_buyer",
    "by_competitor",
    "by_category",
    "calibration",
    "expected_lost",
    "price_gap",
    "lost_reasons",
    "funnel",
    "timing",
    "signal_yield",
    "score_quality",
    "coverage",
    "contract_ends",
    "clean_hands",
    "sealed",
)


def pages(insights: Insights, holdings: Holdings) -> tuple[InsightPage, ...]:
    """A page a metric, in the order of KEYS."""
    return (
        *winning_pages(insights.winning, holdings),
        calibration_page(insights.calibration),
        payoff_page(insights.expected_lost, holdings.settings.expected_lost_below),
        price_page(insights.price_gap),
        reasons_page(insights.lost_reasons, holdings.settings),
        funnel_page(insights.funnel),
        timing_page(insights.discipline, holdings),
        yield_page(insights.signal_yield),
        quality_page(insights.quality),
        coverage_page(insights.coverage, holdings),
        ends_page(insights.contract_ends, holdings),
        hands_page(insights.clean_hands, insights.price_gap.n, holdings),
        sealed_page(insights.sealed),
    )
