"""What the book's past says of us: win rates, estimates, losses, prices, timing; every number with its n."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from bidtracker.domain.holdings import Holdings
from bidtracker.radar.insights.calibration import Calibration, calibration
from bidtracker.radar.insights.clean_hands import Pattern, clean_hands
from bidtracker.radar.insights.coverage import Cover, coverage
from bidtracker.radar.insights.discipline import Discipline, discipline
from bidtracker.radar.insights.ends import ContractEnds, contract_ends
from bidtracker.radar.insights.funnel import Funnel, funnel
from bidtracker.radar.insights.payoff import Payoff, payoff
from bidtracker.radar.insights.prices import PriceGap, price_gap
from bidtracker.radar.insights.quality import Quality, quality
from bidtracker.radar.insights.reasons import LostReasons, lost_reasons
from bidtracker.radar.insights.signal_yield import SignalYield, signal_yield
from bidtracker.radar.insights.trials import decided, trials
from bidtracker.radar.insights.winning import Winning, winning
from bidtracker.radar.seals.grading import SealGrade, seal_grades

__all__ = ["Insights", "insights"]


class Insights(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, as of a day."""

    as_of: date
    winning: Winning
    calibration: Calibration
    expected_lost: Payoff
    price_gap: PriceGap
    lost_reasons: LostReasons
    funnel: Funnel
    discipline: Discipline
    signal_yield: SignalYield
    quality: Quality
    coverage: tuple[Cover, ...]
    contract_ends: ContractEnds
    clean_hands: tuple[Pattern, ...]
    sealed: tuple[SealGrade, ...]


def insights(holdings: Holdings, as_of: date) -> Insights:
    """All insights of a book."""
    bids = trials(holdings, as_of)
    locked = [(t.forecast, t.won) for t in decided(bids) if t.forecast is not None]
    late = sum(t.forecast is None and t.bid.p_win_locked is not None for t in decided(bids))
    return Insights(
        as_of=as_of,
        winning=winning(bids),
        calibration=replace(calibration(locked), late=late),
        expected_lost=payoff(holdings, bids, as_of),
        price_gap=price_gap(bids),
        lost_reasons=lost_reasons(bids),
        funnel=funnel(holdings, bids, as_of),
        discipline=discipline(holdings, as_of),
        signal_yield=signal_yield(holdings, as_of),
        quality=quality(holdings, as_of),
        coverage=coverage(holdings, bids),
        contract_ends=contract_ends(holdings, as_of),
        clean_hands=clean_hands(bids),
        sealed=seal_grades(holdings, as_of),
    )
