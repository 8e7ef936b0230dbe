"""Insights recomputed by hand on small books."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import books
from worlds import AS_OF, BUYER, CPV, World, ago, euros

from bidtracker.domain.ids import ref
from bidtracker.domain.records import Bid, LostReasonNote, Option, Revision, TenderLine, Touch
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Intent,
    Level,
    LostReason,
    Outcome,
    SaidBy,
    SignalKind,
    SignalState,
    Stance,
    TouchKind,
    TouchOutcome,
    Watch,
)
from bidtracker.pages.insights.scores import quality_page, yield_page
from bidtracker.radar.insights.all_insights import insights
from bidtracker.radar.insights.calibration import Confidence, calibration, power
from bidtracker.radar.insights.clean_hands import clean_hands
from bidtracker.radar.insights.coverage import LossFact, coverage
from bidtracker.radar.insights.discipline import discipline
from bidtracker.radar.insights.ends import contract_ends
from bidtracker.radar.insights.funnel import FunnelStep, funnel
from bidtracker.radar.insights.payoff import payoff
from bidtracker.radar.insights.prices import price_gap
from bidtracker.radar.insights.quality import auc, quality
from bidtracker.radar.insights.reasons import lost_reasons
from bidtracker.radar.insights.signal_yield import signal_yield
from bidtracker.radar.insights.trials import Trial, trials
from bidtracker.radar.insights.winning import winning
from bidtracker.radar.measures.bootstrap import Resampling, interval
from bidtracker.radar.measures.calibration_line import REFITS, calibration_line, logits_of
from bidtracker.radar.measures.forecasts import forecast_figures
from bidtracker.radar.measures.rates import rate, wilson

RECENT = ago(100)


@pytest.fixture
def world() -> World:
    world = World()
    world.buyer("Harbour"), world.buyer("Hospital")
    world.supplier("One"), world.supplier("Two"), world.supplier("Three")
    return world


def bid(
    world: World, outcome: Outcome, *winners: int, on: date | None = RECENT, price: int = 0, **fields: Any
) -> TenderLine:
    """One tender with our bid on it and, if there are winners or an award's fields, its award."""
    ours = {
        name: fields.pop(name)
        for name in ("intent", "p_win", "p_win_locked", "reasons", "submitted", "revisions")
        if name in fields
    }
    award = {name: fields.pop(name) for name in ("value", "start", "end") if name in fields}
    made = Bid(outcome=outcome, outcome_on=on, price=euros(price) if price else None, **ours)
    tender = world.tender(**{"outcome": outcome, "bids": (made,), **fields})
    if winners or award or outcome is Outcome.WON:
        world.award(tender, *winners, ours=outcome is Outcome.WON, awarded=on, **award)
    return world.holdings.tenders[tender.id]


def seen(world: World) -> list[Trial]:
    return trials(world.holdings, AS_OF)


# ---------------------------------------------------------------- rates


def test_wilson_by_hand() -> None:
    # 3 of 10: middle (0.3 + 1.9207 / 10) / (1 + 3.8415 / 10), textbook interval 0.108 to 0.603
    low, high = wilson(3, 10)
    assert (round(low, 4), round(high, 4)) == (0.1078, 0.6032)
    assert wilson(0, 10)[0] == 0 and wilson(10, 10)[1] == pytest.approx(1)


def test_no_rate_below_five_but_its_n() -> None:
    assert rate(2, 4).value is None and (rate(2, 4).hits, rate(2, 4).n) == (2, 4)
    assert rate(2, 5).value == 0.4


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate(k_n: tuple[int, int]) -> None:
    k, n = k_n
    low, high = wilson(k, n)
    assert 0 <= low <= k / n + 1e-12 and k / n - 1e-12 <= high <= 1


# ---------------------------------------------------------------- winning


def test_win_rates(world: World) -> None:
    for _ in range(2):
        bid(world, Outcome.WON, price=100, tenderers=(1,), intent=Intent.WIN, category=CPV, on=date(2026, 2, 1))
    for _ in range(3):
        bid(world, Outcome.LOST, 1, price=200, intent=Intent.POSITION, category=CPV, on=date(2026, 5, 1))
    bid(world, Outcome.LOST, 2, buyer=2, on=date(2026, 5, 1))
    bid(world, Outcome.LOST, buyer=2, on=None)
    for outcome in (Outcome.WITHDRAWN, Outcome.NO_AWARD, Outcome.PENDING, Outcome.PENDING, Outcome.DISQUALIFIED):
        bid(world, outcome)
    result = winning(seen(world))
    assert (result.overall.hits, result.overall.n, result.overall.value) == (2, 7, 2 / 7)
    assert result.excluded == {"withdrawn": 1, "no_award": 1, "disqualified": 1, "pending": 2}
    (euro,) = result.by_value
    assert (euro.won, euro.bid, euro.n, euro.value) == (Decimal(200), Decimal(800), 5, 0.25)
    assert [(g.key, g.rate.hits, g.rate.n) for g in result.by_buyer] == [(1, 2, 5), (2, 0, 2)]
    assert result.by_buyer[0].shrunk == pytest.approx((2 + 8 * 2 / 7) / 13)
    assert {g.key: g.rate.n for g in result.by_category} == {"CPV:331": 5, "": 2}
    assert {g.key: (g.rate.hits, g.rate.n) for g in result.by_intent} == {"win": (2, 2), "position": (0, 3), "": (0, 2)}
    assert [(g.key, g.rate.n) for g in result.by_quarter] == [("2026-Q1", 2), ("2026-Q2", 4)]
    rivals = {a.competitor: (a.ours.hits, a.ours.n, a.lost_to.hits, a.lost_to.n) for a in result.by_competitor}
    assert rivals == {1: (2, 5, 3, 5), 2: (0, 1, 1, 5), 0: (0, 0, 1, 5)}


def test_against_a_competitor_only_where_one_of_the_two_won(world: World) -> None:
    bid(world, Outcome.LOST, 2, tenderers=(1, 2))
    result = {a.competitor: a.ours.n for a in winning(seen(world)).by_competitor}
    assert result == {2: 1}


def test_each_lot_is_a_bid_of_its_own(world: World) -> None:
    bids = tuple(Bid(lot=lot, outcome=o, outcome_on=ago(9)) for lot, o in (("1", Outcome.WON), ("2", Outcome.LOST)))
    tender = world.tender(bids=bids)
    world.award(tender, ours=True, lot="1"), world.award(tender, 2, lot="2", value=euros(5))
    won, lost = seen(world)
    assert (won.won, won.winners, lost.lost, lost.winners) == (True, frozenset(), True, {2})
    assert lost.winning_price == euros(5)


def test_what_came_later_is_not_seen(world: World) -> None:
    bid(world, Outcome.WON, on=AS_OF + timedelta(days=1))
    assert winning(seen(world)).overall.n == 0


# ---------------------------------------------------------------- calibration


def test_calibration_by_hand() -> None:
    # forecasts .1 lost, .3 won, .5 lost, .9 won
    result = calibration([(0.1, False), (0.3, True), (0.5, False), (0.9, True)])
    assert result.brier == pytest.approx((0.01 + 0.49 + 0.25 + 0.01) / 4)
    assert result.skill == pytest.approx(1 - 0.19 / 0.25)
    spread = 0.09 + 0.21 + 0.25 + 0.09
    assert result.z_large == pytest.approx((-0.1 + 0.7 - 0.5 + 0.1) / math.sqrt(spread))
    weighed = -0.1 * 0.8 + 0.7 * 0.4 - 0.5 * 0 + 0.1 * -0.8
    assert result.z_spiegelhalter == pytest.approx(weighed / math.sqrt(0.64 * 0.09 + 0.16 * 0.21 + 0.64 * 0.09))
    assert (result.method, result.confidence) == ("bins", Confidence.TOO_SMALL)
    assert [(b.forecast, b.observed, b.rate.n) for b in result.bins] == [
        (0.1, 0, 1),
        (0.3, 1, 1),
        (0.5, 0, 1),
        (0.9, 1, 1),
    ]


forecasts = st.lists(st.tuples(st.integers(0, 20).map(lambda k: k / 20), st.booleans()), min_size=1, max_size=49)
many = st.lists(st.tuples(st.integers(0, 20).map(lambda k: k / 20), st.booleans()), min_size=50, max_size=70)


@given(forecasts | many)
def test_the_brier_score_comes_apart_exactly(pairs: list[tuple[float, bool]]) -> None:
    result = calibration(pairs)
    assert None not in (result.reliability, result.resolution, result.uncertainty, result.binned_brier)
    parts = (result.reliability or 0) - (result.resolution or 0) + (result.uncertainty or 0)
    assert parts == pytest.approx(result.binned_brier, abs=1e-12)
    assert (result.reliability or 0) >= -1e-12 and (result.resolution or 0) >= 0
    assert sum(b.rate.n for b in result.bins) == len(pairs)
    if len(pairs) >= 50:
        assert result.method == "corp" and result.binned_brier == result.brier
        rates = [b.observed for b in result.bins]
        assert rates == sorted(set(rates))


def test_isotonic_pools_the_violators() -> None:
    # 20 at .2 (10 won), 20 at .4 (4 won), 20 at .8 (18 won): the first two are pooled to 14 of 40
    pairs = [(p, k < won) for p, won in ((0.2, 10), (0.4, 4), (0.8, 18)) for k in range(20)]
    assert [(b.low, b.high, b.observed) for b in calibration(pairs).bins] == [(0.2, 0.4, 0.35), (0.8, 0.8, 0.9)]


def test_equal_neighbours_are_one_group() -> None:
    pairs = [(p, k % 2 == 0) for p in (0.3, 0.6) for k in range(30)]
    assert [(b.low, b.high, b.rate.n) for b in calibration(pairs).bins] == [(0.3, 0.6, 60)]


def test_power_is_as_published() -> None:
    assert power([(0.35, False)] * 60) == pytest.approx(0.71, abs=0.01)
    assert power([(0.35, False)] * 40) == pytest.approx(0.52, abs=0.01)
    assert power([(0.35, False)] * 150, bias=0.10) == pytest.approx(0.71, abs=0.06)


def test_what_is_said_of_the_estimates() -> None:
    def output(p: float, wins: int, n: int) -> Confidence:
        return calibration([(p, k < wins) for k in range(n)]).confidence

    assert output(0.6, 10, 39) is Confidence.TOO_SMALL
    assert output(0.6, 12, 40) is Confidence.OVER
    assert output(0.3, 26, 40) is Confidence.UNDER
    assert output(0.3, 12, 40) is Confidence.FINE
    sharp = [(0.05, k < 8) for k in range(40)] + [(0.95, k < 32) for k in range(40)]
    assert calibration(sharp).confidence is Confidence.SHARP


def test_only_locked_estimates_of_decided_bids_are_scored(world: World) -> None:
    bid(world, Outcome.LOST, p_win=0.9)
    bid(world, Outcome.LOST, p_win=0.9, p_win_locked=0.2, revisions=(Revision(on=ago(900), p_win=0.2),))
    bid(world, Outcome.NO_AWARD, p_win_locked=0.4)
    result = insights(world.holdings, AS_OF).calibration
    assert (result.n, result.brier) == (1, pytest.approx(0.04))


# ---------------------------------------------------------------- pay-off, prices, reasons


def test_payoff_of_expected_lost_bids(world: World) -> None:
    old = ago(1000)
    for n in range(5):
        world.buyer()
        bid(world, Outcome.LOST, 1, buyer=3 + n, on=old, p_win_locked=0.1)
    for n in range(5):
        world.buyer()
        bid(world, Outcome.LOST, 1, buyer=8 + n, on=old, p_win_locked=0.6)
    bid(world, Outcome.LOST, 1, on=ago(30), intent=Intent.BENCHMARK)
    bid(world, Outcome.WON, buyer=3, on=old + timedelta(days=300), p_win_locked=0.19)
    for buyer, days in ((4, 200), (5, 800), (8, 200), (6, 0)):  # after 800 days: too late; the same day: not after
        day = old + timedelta(days=days)
        world.put("touches", Touch(buyer=buyer, on=day, done=day, outcome=TouchOutcome.INVITED))
    result = payoff(world.holdings, seen(world), AS_OF)
    assert (result.n, result.won.hits, result.won.n) == (7, 1, 7)
    assert (result.expected.paid.hits, result.expected.paid.n, result.expected.maturing) == (2, 5, 1)
    assert (result.others.paid.hits, result.others.paid.n, result.others.maturing) == (1, 5, 0)
    # Six losses seen: two of them paid, each among five that were seen so long; the sixth was seen for 30 days only.
    assert result.expected.seen.value == pytest.approx(1 - 4 / 5 * 3 / 4) and result.expected.seen.n == 5
    assert result.others.seen.value == pytest.approx(1 / 5)


def test_price_gaps(world: World) -> None:
    for ours in (90, 104, 110, 125, 300):
        bid(world, Outcome.LOST, 1, price=ours, value=euros(100))
    bid(world, Outcome.LOST, 1, price=100, value=euros(100).__class__(Decimal(100), "USD"))
    bid(world, Outcome.LOST, 1, price=100)
    bid(world, Outcome.WON, price=100, value=euros(100))
    result = price_gap(seen(world))
    assert (result.n, result.median) == (5, pytest.approx(0.10))
    assert result.quartiles == (pytest.approx(0.04), pytest.approx(0.25))
    assert (result.near.hits, result.cheaper.hits) == (1, 1)
    bars = {bar.low: bar.n for bar in result.bars if bar.n}
    assert bars == {-0.10: 1, 0.0: 1, 0.10: 1, 0.25: 1, 0.5: 1}
    assert result.bars[0].low is None and result.bars[-1].high is None and sum(b.n for b in result.bars) == 5


def test_what_wins_left_on_the_table(world: World) -> None:
    pounds = euros(1).__class__(Decimal(120), "GBP")
    for ours, second in ((100, euros(110)), (100, euros(104)), (100, euros(95)), (100, None), (100, pounds)):
        tender = bid(world, Outcome.WON, price=ours)
        world.change("awards", world.holdings.awards[tender.awards[0]], runner_up=second)
    unpriced = bid(world, Outcome.WON, value=euros(50))  # what was bid is not known: the contract's value stands for it
    world.change("awards", world.holdings.awards[unpriced.awards[0]], runner_up=euros(60))
    bid(world, Outcome.LOST, 1, price=100, value=euros(90))
    result = price_gap(seen(world)).won
    assert (result.n, result.median) == (4, pytest.approx(0.07))  # -5, 4, 10 and 20 %
    assert result.quartiles == (pytest.approx(0.0175), pytest.approx(0.125))
    assert (result.dearer.hits, result.dearer.n) == (1, 4)
    assert result.left == {"EUR": Decimal(10 + 4 + 10)}


def test_contract_ends(world: World) -> None:
    def contract(end: date | None, **fields: Any) -> str:
        return ref("awards", world.award(world.tender(), 1, end=end, **{"tracked": True, **fields}).id)

    this = contract(AS_OF)
    contract(AS_OF - timedelta(days=1))  # over
    may = [contract(date(2027, 5, 1)), contract(date(2027, 5, 31)), contract(None, max_end=date(2027, 5, 9))]
    notice = contract(date(2030, 1, 1), terminated=date(2027, 1, 15))
    contract(date(2027, 5, 2), tracked=False)
    contract(date(2027, 5, 2), ours=True)
    contract(date(2027, 5, 2), status=AwardStatus.CANCELLED)
    contract(date(2027, 5, 2), dismissed=True)
    last, after = contract(date(2028, 10, 31)), contract(date(2028, 11, 1))
    unknown = contract(None)
    result = contract_ends(world.holdings, AS_OF)
    rows = {row.month: (row.followed, row.others, row.ours) for row in result.months}
    assert (min(rows), max(rows), len(rows)) == ("2026-11", "2028-10", 24)
    assert {month: row for month, row in rows.items() if row != ((), 0, 0)} == {
        "2026-11": ((this,), 0, 0),
        "2027-01": ((notice,), 0, 0),
        "2027-05": (tuple(may), 1, 1),
        "2028-10": ((last,), 0, 0),
    }
    assert (result.later, result.unknown) == (1, (unknown,)) and after


def why(code: LostReason, said_by: SaidBy = SaidBy.OURS) -> LostReasonNote:
    return LostReasonNote(code=code, said_by=said_by, evidence="e")


def test_lost_reasons(world: World) -> None:
    price, fit = LostReason.PRICE, LostReason.TECHNICAL_FIT
    bid(
        world,
        Outcome.LOST,
        1,
        value=euros(70),
        reasons=(why(price), why(fit), why(LostReason.REFERENCES, SaidBy.DEBRIEF)),
    )
    bid(world, Outcome.LOST, 1, value=euros(30), reasons=(why(price, SaidBy.DEBRIEF), why(price)))
    bid(world, Outcome.LOST, 1, price=20, reasons=(why(fit),))
    bid(world, Outcome.LOST, 1)
    bid(world, Outcome.WON, reasons=(why(fit),))
    result = lost_reasons(seen(world))
    rows = [(bar.code, bar.n, bar.contributing, bar.cumulative) for bar in result.bars]
    assert rows == [
        (price, 2, 0, 0.5),
        (fit, 1, 1, 0.75),
        (LostReason.UNKNOWN, 1, 0, 1.0),
        (LostReason.REFERENCES, 0, 1, 1.0),
    ]
    assert result.bars[0].value == {"EUR": Decimal(100)} and result.bars[1].value == {"EUR": Decimal(20)}
    assert result.bars[0].said_by == {"ours": 1, "debrief": 1}
    assert (result.disagree.hits, result.disagree.n) == (1, 2)


# ---------------------------------------------------------------- funnel, timing, signals


def test_funnel(world: World) -> None:
    lost = date(2021, 1, 10)
    contract = {"start": date(2021, 2, 1), "end": date(2024, 1, 31)}  # opens 2022-07-31, act by 2023-07-31
    world.buyer()
    first = bid(world, Outcome.LOST, 1, buyer=3, on=lost, **contract)
    world.signal(first.awards[0], SignalKind.DELIVERY_LATE, (AS_OF - date(2021, 1, 20)).days)
    for day, fields in (
        (date(2021, 1, 5), {"outcome": TouchOutcome.INVITED}),  # before the loss: another story
        (date(2022, 8, 1), {"outcome": TouchOutcome.REACHED_NOT_NOW}),
        (date(2022, 9, 1), {"kind": TouchKind.VISIT}),
        (date(2022, 10, 1), {"outcome": TouchOutcome.INVITED}),
    ):
        world.put("touches", Touch(buyer=3, on=day, done=day, **fields))
    bid(world, Outcome.WON, buyer=3, on=date(2024, 1, 5), follows=first.id, submitted=date(2023, 12, 1))
    bid(world, Outcome.LOST, buyer=2, on=lost)
    bid(world, Outcome.LOST, 1, buyer=2, on=date(2026, 8, 1), **{**contract, "end": date(2026, 9, 30)})
    result = funnel(world.holdings, seen(world), AS_OF)
    assert (result.n, result.maturing) == (3, 1)
    assert [(s.step, s.n, s.days) for s in result.stages] == [
        (FunnelStep.LOST, 2, 0),
        (FunnelStep.WINNER_KNOWN, 1, None),
        (FunnelStep.END_KNOWN, 1, None),
        (FunnelStep.SIGNAL, 1, 10),
        (FunnelStep.WINDOW_OPENED, 1, (date(2022, 7, 31) - lost).days),
        (FunnelStep.CONTACTED, 1, (date(2022, 8, 1) - lost).days),
        (FunnelStep.MEETING, 1, (date(2022, 9, 1) - lost).days),
        (FunnelStep.INVITED, 1, (date(2022, 10, 1) - lost).days),
        (FunnelStep.BID, 1, (date(2023, 12, 1) - lost).days),
        (FunnelStep.WON, 1, (date(2024, 1, 5) - lost).days),
    ]
    assert [(c.quarter, c.n, c.maturing) for c in result.cohorts] == [("2021-Q1", 2, 0), ("2026-Q3", 1, 1)]
    assert (result.stages[1].of_before.hits, result.stages[1].of_before.n) == (1, 2)
    assert [(r.step, r.n) for r in result.returns] == [(FunnelStep.INVITED, 3), (FunnelStep.WON, 3)]


def test_what_came_after_the_day_is_no_step(world: World) -> None:
    lost = bid(world, Outcome.LOST, 1, on=ago(1300), start=ago(1290), end=ago(200))
    bid(world, Outcome.WON, on=ago(50), follows=lost.id, submitted=ago(80))
    for day, steps in ((ago(90), (0, 0)), (ago(60), (1, 0)), (AS_OF, (1, 1))):
        stages = {s.step: s.n for s in funnel(world.holdings, trials(world.holdings, day), day).stages}
        assert (stages[FunnelStep.BID], stages[FunnelStep.WON]) == steps


def test_maturing_losses_count_for_as_long_as_they_were_seen(world: World) -> None:
    """Ten losses of half a year ago, ten of three years ago: of these, five were won back in the second year."""
    for n in range(10):
        bid(world, Outcome.LOST, 1, on=ago(180))
        lost = bid(world, Outcome.LOST, 1, on=ago(1100))
        if n < 5:
            bid(world, Outcome.WON, on=ago(600), follows=lost.id)
        elif n == 5:
            bid(world, Outcome.WON, on=None, follows=lost.id)  # on a day that nobody knows
    result = funnel(world.holdings, seen(world), AS_OF)
    invited, won = result.returns
    assert (invited.step, invited.n, {each.value for each in invited.reached[:3]}) == (FunnelStep.INVITED, 20, {0.0})
    assert (won.n, [(reached.months, reached.n) for reached in won.reached]) == (
        20,
        [(12, 10), (24, 10), (36, 10), (48, 5)],
    )
    assert [reached.value for reached in won.reached] == [0.0, *[pytest.approx(0.5)] * 3]
    assert [reached.at_most for reached in won.reached][1:] == [pytest.approx(1 - 19 / 20 * 4 / 9)] * 3


def test_returns_on_an_unknown_day_are_counted_with_bounds(world: World) -> None:
    """Five of ten won back, on days that nobody knows: between none and half of them within a year."""
    for n in range(10):
        lost = bid(world, Outcome.LOST, 1, on=ago(1100))
        if n < 5:
            bid(world, Outcome.WON, on=None, follows=lost.id)
    won = funnel(world.holdings, seen(world), AS_OF).returns[1]
    assert (won.n, won.reached[0].value, won.reached[0].at_most) == (10, 0, pytest.approx(0.5))


def test_a_call_too_late_or_unanswered_is_no_contact_before_act_by(world: World) -> None:
    contract = {"start": date(2021, 2, 1), "end": date(2024, 1, 31)}
    bid(world, Outcome.LOST, 1, on=date(2021, 1, 10), **contract)
    for day, outcome in ((date(2023, 8, 1), None), (date(2022, 9, 1), TouchOutcome.NO_ANSWER)):
        world.put("touches", Touch(buyer=1, on=day, done=day, outcome=outcome))
    stages = {s.step: s.n for s in funnel(world.holdings, seen(world), AS_OF).stages}
    assert stages[FunnelStep.CONTACTED] == 0 and stages[FunnelStep.WINDOW_OPENED] == 1


def test_timing_discipline(world: World) -> None:
    for buyer in (3, 4, 5, 6, 7):
        world.buyer()
        contract = {"start": date(2023, 7, 1), "end": date(2026, 6, 30)}  # opens 2024-12-30, act by 2025-12-30
        world.award(world.tender(buyer), 1, tracked=True, **contract)
    world.award(world.tender(1), 1, tracked=True, start=AS_OF, end=date(2030, 1, 1))  # not open yet
    world.award(world.tender(1), 1, start=date(2023, 7, 1), end=date(2026, 6, 30))  # nobody follows it
    world.award(world.tender(1), 1, tracked=True)  # end not known
    for buyer, day in ((3, date(2025, 1, 10)), (4, date(2026, 3, 1)), (5, date(2024, 12, 29)), (6, date(2026, 7, 1))):
        world.put("touches", Touch(buyer=buyer, on=day, done=day))
    result = discipline(world.holdings, AS_OF)
    assert (result.contacted.hits, result.contacted.n) == (2, 5)
    assert result.missed == ("A2", "A3", "A4", "A5")


def test_a_window_moved_by_an_option_is_open_until_the_new_end(world: World) -> None:
    used = Option(decide_by=date(2025, 1, 1), new_end=date(2027, 6, 30), exercised=True)
    world.award(world.tender(1), 1, tracked=True, start=date(2023, 7, 1), end=date(2025, 6, 30), options=(used,))
    world.put("touches", Touch(buyer=1, on=ago(60), done=ago(60)))
    assert discipline(world.holdings, AS_OF).contacted.hits == 1


def test_signal_yield_by_hand(world: World) -> None:
    for n in range(8):
        changed = n < 4
        world.retender(BUYER, CPV, 1, 2 if changed else 1, ago(100 + n), gap=900)
        held = 2 * n + 1
        if n in (0, 1, 2, 4):  # 3 of 4 changed, 1 of 4 kept
            world.signal(held, SignalKind.DELIVERY_LATE, 300)
        if n in (0, 5, 6):  # content: 1 of 4 changed, 2 of 4 kept
            world.signal(held, SignalKind.KPI_GOOD, 300)
        if n in (3, 7):  # asked, and nothing heard
            world.asked(held, ago(300))
    world.signal(1, SignalKind.PRICE_CREEP, 50)  # after the decision
    world.signal(1, SignalKind.QUALITY_POOR, 300, state=SignalState.REFUTED)
    result = signal_yield(world.holdings, AS_OF)
    assert (result.changed, result.kept) == (4, 4)
    rows = {row.kind: row for row in result.kinds}
    assert set(rows) == {SignalKind.DELIVERY_LATE, SignalKind.KPI_GOOD}
    late, good = rows[SignalKind.DELIVERY_LATE], rows[SignalKind.KPI_GOOD]
    assert late.observed == pytest.approx((3.5 / 5) / (1.5 / 5)) and late.shipped == 4
    assert late.moved == pytest.approx(math.exp((4 * math.log(3.5 / 1.5) + 20 * math.log(4)) / 24))
    assert good.observed == pytest.approx((2.5 / 5) / (1.5 / 5)) and good.shipped == 2
    assert (good.changed, good.kept) == (1, 2)


def test_moved_factors_stay_within_bounds(world: World) -> None:
    for n in range(60):
        world.retender(BUYER, CPV, 1, 1, ago(100 + n), gap=900)
        world.signal(2 * n + 1, SignalKind.MOD_CHURN, 300)
    world.retender(BUYER, CPV, 1, 2, ago(90), gap=900)
    (row,) = signal_yield(world.holdings, AS_OF).kinds
    assert row.observed < 1 and row.moved == 1


# ---------------------------------------------------------------- quality, coverage, clean hands


def test_auc_by_hand() -> None:
    assert auc([1, 2, 3, 4], [False, False, True, True]) == 1
    assert auc([1, 2, 3, 4], [True, False, False, True]) == 0.5
    assert auc([1, 1, 1], [True, False, True]) == 0.5
    assert auc([1, 2], [True, True]) is None


def test_our_own_contracts_are_no_part_of_it(world: World) -> None:
    old = world.tender()
    world.award(old, ours=True, awarded=ago(900))
    world.award(world.tender(follows=old.id), 1, awarded=ago(100))
    assert quality(world.holdings, AS_OF).n == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=20))
def test_auc_is_the_share_of_pairs_in_order(rows: list[tuple[int, bool]]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a, yes in rows if yes for b, no in rows if not no]
    result = auc([float(score) for score, _ in rows], [label for _, label in rows])
    assert result == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


def test_quality_needs_thirty_and_sees_what_signals_foretold(world: World) -> None:
    for n in range(40):
        changed = n % 2 == 0
        world.retender(BUYER, CPV, 1, 2 if changed else 1, ago(10 * n + 1), gap=1000)
        if changed:
            world.signal(2 * n + 1, SignalKind.BREACH_OR_DAMAGES, 10 * n + 200, "A1", severity=3)
        if n == 28:
            assert (quality(world.holdings, AS_OF).n, quality(world.holdings, AS_OF).auc) == (29, None)
    result = quality(world.holdings, AS_OF)
    assert result.n == 40 and result.auc is not None and result.auc > 0.95
    assert result.top is not None and (result.top.hits, result.top.n) == (10, 10)
    assert result.brier_c is not None and result.brier_c_constant == 0.25 and result.brier_c < 0.25
    assert result.brier_win_constant == 0


def test_quality_reads_nothing_that_came_later(world: World) -> None:
    for n in range(30):
        world.retender(BUYER, CPV, 1, 1 + n % 2, ago(10 * n + 1), gap=1000)
    before = quality(world.holdings, AS_OF)
    for n in range(30):
        world.signal(2 * n + 1, SignalKind.BREACH_OR_DAMAGES, 10 * n + 80, "A1")
    assert quality(world.holdings, AS_OF) == before


def test_coverage_is_a_list_of_what_to_do(world: World) -> None:
    bid(world, Outcome.LOST, 1, value=euros(5), end=AS_OF, reasons=(why(LostReason.PRICE),), on=ago(50))
    bid(world, Outcome.LOST, buyer=2, on=ago(20), reasons=(why(LostReason.UNKNOWN),))
    bid(world, Outcome.LOST, buyer=2, watch=Watch.DEAD)
    world.contact("Somebody", Level.UNKNOWN, Stance.NEUTRAL, 5)
    bid(world, Outcome.LOST, 2, on=ago(10))
    result = {row.what: (row.rate.hits, row.rate.n, row.missing) for row in coverage(world.holdings, seen(world))}
    assert result == {
        LossFact.PRICE: (1, 3, ("T4", "T2")),
        LossFact.END: (1, 3, ("T4", "T2")),
        LossFact.REASON: (1, 3, ("T4", "T2")),
        LossFact.WINNER: (2, 3, ("T2",)),
        LossFact.CONTACT: (2, 3, ("T2",)),
    }


@pytest.mark.parametrize(
    ("gaps", "won", "seen_as"),
    [
        ([1, 2, 3, 4, 9], False, 5),
        ([1, 2, 3, 4], False, None),
        ([1, 2, 3, 4, 9], True, None),
        ([1, 2, 3, 4, 9, 20, 30, 40, 50, 60, 70], False, None),
        ([-1, -2, -3, 0, 11, 12], False, None),
    ],
)
def test_clean_hands(world: World, gaps: list[int], won: bool, seen_as: int | None) -> None:
    for g in gaps:
        bid(world, Outcome.LOST, 1, price=100 + g, value=euros(100))
    if won:
        bid(world, Outcome.WON, price=100, tenderers=(1,))
    result = clean_hands(seen(world))
    assert [(p.competitor, p.just_above) for p in result] == ([(1, seen_as)] if seen_as else [])
    if result:
        assert result[0].refs == ("T1", "T2", "T3", "T4", "T5") and "cover bidding" in str(result[0].message)


@given(books())
def test_any_book_has_insights(world: World) -> None:
    result = insights(world.holdings, AS_OF)
    assert result.winning.overall.n <= len(world.holdings.tenders)
    assert insights(world.holdings, AS_OF) == result


def test_an_empty_book_has_insights() -> None:
    result = insights(World().holdings, AS_OF)
    assert result.winning.overall.n == result.funnel.n == result.quality.n == result.calibration.n == 0


# ---------------------------------------------------------------- intervals


def drawing(seed: int = 0) -> Resampling:
    random = Random(seed)
    return lambda n: random.choices(range(n), k=n)


@pytest.mark.parametrize(("buyers", "by_buyer"), [(12, False), (20, True)])
def test_auc_and_slope_have_intervals_by_buyer_where_there_are_enough(buyers: int, by_buyer: bool) -> None:
    world = World()
    for n in range(buyers):
        world.buyer(f"Buyer {n}")
    world.supplier(), world.supplier("Two")
    for n in range(60):
        changed = n % 3 == 0
        world.retender(1 + n % buyers, CPV, 1, 2 if changed else 1, ago(10 * n + 1), gap=1000)
        if changed or n % 4 == 0:
            world.signal(2 * n + 1, SignalKind.DELIVERY_LATE, 10 * n + 200)
    result = quality(world.holdings, AS_OF, drawing())
    spans = result.intervals
    assert spans is not None and (spans.buyers, spans.by_buyer) == (buyers, by_buyer)
    assert spans.auc.value == pytest.approx(result.auc)
    assert spans.auc.low is not None and spans.auc.low < spans.auc.value < (spans.auc.high or 0)
    page = quality_page(result)
    narrow = [note for note in map(str, page.notes) if "too narrow" in note]
    assert len(narrow) == (not by_buyer) and all("12 buyers are fewer than 15" in note for note in narrow)
    assert quality(world.holdings, AS_OF).intervals is None
    yields = signal_yield(world.holdings, AS_OF)
    assert any("too narrow" in str(note) for note in yield_page(yields).notes) is not by_buyer


def test_the_slopes_interval_is_that_of_lines_fitted_anew() -> None:
    """Chances of .1 to .9 that came true as often, by 20 buyers: by hand, a line through each resample."""
    chances = [0.1 + 0.2 * (n % 5) for n in range(200)]
    came = [(n * 7919 % 1000) / 1000 < p for n, p in enumerate(chances)]
    buyers = [n % 20 for n in range(200)]
    figures = forecast_figures(chances, came, buyers, drawing(3))
    again, slopes = drawing(3), []
    for _ in range(REFITS):
        drawn = [n for buyer in again(20) for n in range(buyer, 200, 20)]
        line = calibration_line(logits_of([chances[n] for n in drawn]), [came[n] for n in drawn])
        assert line is not None
        slopes.append(line.slope)
    expected = interval(1.0, slopes)
    assert figures is not None and figures.slope.value == pytest.approx(1, abs=0.4)
    assert (figures.slope.low, figures.slope.high) == pytest.approx((expected.low, expected.high), abs=2e-3)


def test_estimates_of_nothing_and_all_have_a_slope() -> None:
    chances, came = [0.0, 1.0] * 20, [False, True] * 19 + [True, False]
    figures = forecast_figures(chances, came, list(range(40)), drawing())
    assert figures is not None and figures.slope.value is not None
    assert forecast_figures(chances[:20], came[:20], list(range(20)), drawing()) is None
