"""Visits after a delivery, the clocks of a fault, and how a deal stands."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AS_OF, ago, euros

from bidtracker.domain.records import Clocks, Deal, Milestone, VisitPlan
from bidtracker.domain.vocabulary import DealStep
from bidtracker.radar.account.deliveries import Trend, clocks, standing, visits

days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
plans = st.builds(
    VisitPlan,
    days=st.lists(st.integers(0, 900), max_size=5).map(tuple),
    every_months=st.integers(0, 30),
)


@given(plans, days, st.integers(-100, 4000))
def test_visits_are_sorted_unique_after_the_delivery_and_within_the_contract(
    plan: VisitPlan, delivered: date, length: int
) -> None:
    until = delivered + timedelta(days=length)
    result = list(visits(plan, delivered, until))
    assert all(each < next for each, next in pairwise(result))
    assert all(delivered <= day <= until for day in result)
    fixed = {delivered + timedelta(days=n) for n in plan.days}
    assert {day for day in fixed if day <= until} <= set(result)
    assert result == list(islice(visits(plan, delivered), len(result))), "without an end the same ones come first"


@given(st.integers(1, 30), days)
def test_regular_visits_keep_their_months_and_as_far_as_the_months_have_it_their_day(months: int, last: date) -> None:
    plan = VisitPlan(days=(0,), every_months=months)
    result = list(islice(visits(plan, last), 20))
    for n, day in enumerate(result):
        assert day.year * 12 + day.month == last.year * 12 + last.month + n * months
        assert day.day == last.day or (day + timedelta(days=1)).day == 1


def test_seven_thirty_and_ninety_days_then_each_quarter_from_the_last_of_them() -> None:
    result = list(islice(visits(VisitPlan(), date(2026, 1, 1)), 5))
    assert result == [date(2026, 1, 8), date(2026, 1, 31), date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]


def test_a_plan_that_does_not_go_on_ends() -> None:
    assert list(visits(VisitPlan(days=(7, 7, 3), every_months=0), AS_OF)) == [
        AS_OF + timedelta(days=3),
        AS_OF + timedelta(days=7),
    ]
    assert list(visits(VisitPlan(days=(), every_months=0), AS_OF)) == []
    assert list(visits(VisitPlan(days=(), every_months=10**9), AS_OF)) == []


def test_visits_stay_within_what_a_date_can_be() -> None:
    assert list(visits(VisitPlan(days=(5, 90)), date(9999, 12, 30))) == [date.max]


def test_a_fault_starts_three_clocks_on_the_day_it_was_found() -> None:
    assert clocks(Clocks(report=1, send_back=2, replace=3), ago(0)) == (
        (DealStep.FAULT, AS_OF + timedelta(days=1)),
        (DealStep.RETURN, AS_OF + timedelta(days=2)),
        (DealStep.REPLACEMENT, AS_OF + timedelta(days=3)),
    )


def visit(number: int, satisfaction: int, age: int) -> Milestone:
    return Milestone(number=number, step=DealStep.VISIT, due=ago(age), done=ago(age), satisfaction=satisfaction)


def test_how_a_deal_stands() -> None:
    deal = Deal(
        award=1,
        milestones=(
            Milestone(number=1, step=DealStep.SIGNED, done=ago(90)),
            Milestone(number=2, step=DealStep.DEPOSIT, due=ago(5), amount=euros(900)),
            Milestone(number=3, step=DealStep.DELIVERY, due=ago(-5)),
            Milestone(number=4, step=DealStep.PAYMENT, amount=euros(100)),
            Milestone(number=5, step=DealStep.DELIVERY, due=ago(6), amount=euros(7)),
        ),
    )
    now = standing(deal, AS_OF)
    assert now.next is not None and now.next.number == 5
    assert [step.number for step in now.overdue] == [5, 2]
    assert now.unpaid == {"EUR": 1000}
    assert (now.visited, now.trend) == (None, None)


@pytest.mark.parametrize(
    ("result", "trend"),
    [([3], None), ([3, 4], Trend.BETTER), ([5, 2, 2], Trend.SAME), ([1, 5, 4], Trend.WORSE)],
)
def test_the_trend_of_satisfaction(result: list[int], trend: Trend | None) -> None:
    steps = tuple(visit(n, satisfied, 100 - n) for n, satisfied in enumerate(result, 1))
    now = standing(Deal(award=1, milestones=steps), AS_OF)
    assert now.trend is trend and now.visited is steps[-1]


def test_what_is_done_later_is_still_to_be_done() -> None:
    later = Milestone(number=1, step=DealStep.VISIT, due=ago(1), done=ago(-1), satisfaction=5)
    now = standing(Deal(award=1, milestones=(later,)), AS_OF)
    assert (now.next, now.overdue, now.visited) == (later, (later,), None)
