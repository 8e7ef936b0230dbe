"""All insights of a book, as of a day."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from bidtracker.domain.holdings import Holdings
from bidtracker.radar.insights.calibration import Calibration, calibration
from bidtracker.radar.insights.clean_hands import Pattern, clean_hands
from bidtracker.radar.insights.costs import BidCosts, bid_costs
from bidtracker.radar.insights.coverage import Cover, coverage
from bidtracker.radar.insights.discipline import Discipline, discipline
from bidtracker.radar.insights.ends import ContractEnds, contract_ends
from bidtracker.radar.insights.funnel import Funnel, funnel
from bidtracker.radar.insights.payoff import Payoff, payoff
from bidtracker.radar.insights.points import PointsInsight, points
from bidtracker.radar.insights.prices import PriceGap, price_gap
from bidtracker.radar.insights.quality import Quality, quality
from bidtracker.radar.insights.reasons import LostReasons, lost_reasons
from bidtracker.radar.insights.signal_yield import SignalYield, signal_yield
from bidtracker.radar.insights.trials import Trial, decided, trials
from bidtracker.radar.insights.whys import Whys, no_bid_reasons, won_reasons
from bidtracker.radar.insights.winning import Winning, winning
from bidtracker.radar.measures.bootstrap import Resampling
from bidtracker.radar.measures.forecasts import forecast_figures
from bidtracker.radar.seals.grading import SealGrade, seal_grades


class Insights(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, as of a day."""

    as_of: date
    winning: Winning
    calibration: Calibration
    expected_lost: Payoff
    price_gap: PriceGap
    lost_reasons: LostReasons
    won_reasons: Whys
    no_bid_reasons: Whys
    bid_costs: BidCosts
    points: PointsInsight
    funnel: Funnel
    discipline: Discipline
    signal_yield: SignalYield
    quality: Quality
    coverage: tuple[Cover, ...]
    contract_ends: ContractEnds
    clean_hands: tuple[Pattern, ...]
    sealed: tuple[SealGrade, ...]


def insights(holdings: Holdings, as_of: date, draw: Resampling | None = None) -> Insights:
    """All insights of a book; intervals by resampling where numbers can be drawn."""
    holdings = holdings.as_of(as_of)
    bids = trials(holdings, as_of)
    paid = payoff(holdings, bids, as_of)
    return Insights(
        as_of=as_of,
        winning=winning(bids),
        calibration=_estimates(bids, draw),
        expected_lost=paid,
        price_gap=price_gap(bids),
        lost_reasons=lost_reasons(bids),
        won_reasons=won_reasons(bids),
        no_bid_reasons=no_bid_reasons(holdings, as_of),
        bid_costs=bid_costs(holdings.settings, bids, paid.followed),
        points=points(bids),
        funnel=funnel(holdings, bids, as_of),
        discipline=discipline(holdings, as_of),
        signal_yield=signal_yield(holdings, as_of),
        quality=quality(holdings, as_of, draw),
        coverage=coverage(holdings, bids),
        contract_ends=contract_ends(holdings, as_of),
        clean_hands=clean_hands(bids),
        sealed=seal_grades(holdings, as_of),
    )


def _estimates(bids: list[Trial], draw: Resampling | None) -> Calibration:
    """Our own estimates, scored."""
    scored = [(trial, p) for trial in decided(bids) if (p := trial.forecast) is not None]
    chances, came = [p for _, p in scored], [trial.won for trial, _ in scored]
    return replace(
        calibration(zip(chances, came, strict=True)),
        late=sum(trial.forecast is None and trial.bid.p_win_locked is not None for trial in decided(bids)),
        intervals=forecast_figures(chances, came, [trial.tender.buyer for trial, _ in scored], draw),
    )
