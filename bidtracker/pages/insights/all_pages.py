"""All pages, in their order; and the same as one JSON document."""

from __future__ import annotations

from typing import Any

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.exports.json import plain
from bidtracker.pages.insights.coverage import coverage_page
from bidtracker.pages.insights.estimates import calibration_page, payoff_page
from bidtracker.pages.insights.funnel import funnel_page
from bidtracker.pages.insights.hands import hands_page
from bidtracker.pages.insights.prices import price_page
from bidtracker.pages.insights.reasons import reasons_page
from bidtracker.pages.insights.scores import quality_page, yield_page
from bidtracker.pages.insights.timing import ends_page, timing_page
from bidtracker.pages.insights.winning import winning_pages
from bidtracker.pages.page import Page
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
)


def pages(found: Insights, holdings: Holdings) -> tuple[Page, ...]:
    """A page a metric, in the order of KEYS."""
    return (
        *winning_pages(found.winning, holdings),
        calibration_page(found.calibration),
        payoff_page(found.expected_lost, holdings.settings.expected_lost_below),
        price_page(found.price_gap),
        reasons_page(found.lost_reasons, holdings.settings),
        funnel_page(found.funnel),
        timing_page(found.discipline, holdings),
        yield_page(found.signal_yield),
        quality_page(found.quality),
        coverage_page(found.coverage, holdings),
        ends_page(found.contract_ends, holdings),
        hands_page(found.clean_hands, found.price_gap.n, holdings),
    )


def as_document(found: Insights) -> dict[str, Any]:
    """All insights as JSON has them, buyers and competitors by their ids (null: the winner is not known)."""
    whole: dict[str, Any] = plain(found)
    for row in whole["winning"]["by_buyer"]:
        row["key"] = ref("buyers", row["key"])
    for row in (*whole["winning"]["by_competitor"], *whole["clean_hands"]):
        row["competitor"] = ref("competitors", row["competitor"]) if row["competitor"] else None
    return whole
