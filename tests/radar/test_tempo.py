"""A buyer's own days from contract end to the next tender move the decision date, once five of them are known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from worlds import AS_OF, World, ago, worked_example

from bidtracker.domain.records import Award, Option
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.months import add_months, shift
from bidtracker.radar.score.timing import Basis, Phase, Window, window

gaps = st.integers(-500, 300)


def tendered_again(world: World, *days: int) -> None:
    """Contracts of the buyer, of another class, each tendered again so many days after its end."""
    for n, gap in enumerate(days):
        end = ago(1500 + n)
        old = world.tender(category="72000000")
        world.award(old, 3, awarded=shift(end, -900), end=end)
        world.tender(category="72000000", follows=old.id, published=shift(end, gap))


# ---------------------------------------------------------------- the worked example, once more


def test_the_worked_example_at_a_buyer_that_tenders_eight_months_before_the_end() -> None:
    """End 2027-06-30, tenders again 242 days before it: decided 2026-10-31, which has gone by on 2026-11-23, so that
    what was 22.97 points with time left is 6.89: 100 x .3 x .75 x .31."""
    world, award = worked_example()
    tendered_again(world, -200, -230, -242, -250, -300)
    seen = opportunity.judge(world.holdings, award, AS_OF)
    when = seen.window
    assert (when.closes, when.basis, when.state) == (date(2026, 10, 31), Basis.TEMPO, Phase.LATE)
    assert (when.opens, when.act_by) == (date(2025, 4, 30), date(2026, 4, 30))
    assert (f"{seen.w:.2f}", f"{seen.score:.2f}", f"{seen.reasons[-1].points:.2f}") == ("0.30", "6.89", "-16.08")
    assert "tenders again 242 days before the end (median of 5; -250 to -230)" in str(seen.reasons[-1].detail)
    assert abs(sum(row.points for row in seen.reasons) - seen.score) < 1e-9


def test_below_five_the_end_stands() -> None:
    world, award = worked_example()
    before = opportunity.judge(world.holdings, award, AS_OF).window
    tendered_again(world, -200, -230, -242, -250)
    assert opportunity.judge(world.holdings, award, AS_OF).window == before


@pytest.mark.parametrize("late", [{"published": ago(-1)}, {"published": None, "deadline": None}])
def test_only_what_was_out_by_the_day_counts(late: dict[str, Any]) -> None:
    world, award = worked_example()
    before = opportunity.judge(world.holdings, award, AS_OF).window
    tendered_again(world, -200, -230, -242, -250, -300)
    world.change("tenders", world.holdings.tenders[max(world.holdings.tenders)], **late)
    assert opportunity.judge(world.holdings, award, AS_OF).window == before


# ---------------------------------------------------------------- what must hold


def seen(as_of: date, pace: int | None, **fields: Any) -> Window:
    return window(Award(tender=1, **fields), None, (), 36, as_of, pace=pace)


days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(days, days, gaps)
def test_it_is_as_if_the_contract_ended_when_its_next_tender_comes(as_of: date, end: date, gap: int) -> None:
    moved, again = seen(as_of, gap, end=end), shift(end, gap)
    if as_of < again:
        assert moved == replace(seen(as_of, None, end=again), basis=Basis.TEMPO)
    assert 0 <= moved.w <= 1
    assert moved.opens is None or moved.act_by is None or moved.opens <= moved.act_by


@given(days, gaps, st.integers(0, 900))
def test_a_contract_that_runs_is_never_closed_by_the_tempo(end: date, gap: int, left: int) -> None:
    as_of = shift(end, -left)
    moved = seen(as_of, gap, start=add_months(end, -36), end=end)
    assert moved.w > 0 and moved.state is not Phase.CLOSED


@given(days, gaps)
def test_it_closes_three_months_after_the_later_of_end_and_next_tender(end: date, gap: int) -> None:
    last = add_months(max(end, shift(end, gap)), 3)
    closed, open_ = (seen(day, gap, start=add_months(end, -36), end=end) for day in (last, last - timedelta(days=4)))
    assert closed.w == 0 and open_.w > 0


@given(days, gaps, st.integers(-900, 900), st.integers(-900, 0))
def test_an_option_before_it_comes_first(end: date, gap: int, when: int, before: int) -> None:
    as_of, again = shift(end, before), shift(end, gap)
    option = Option(decide_by=shift(end, when))
    moved = seen(as_of, gap, start=add_months(end, -36), end=end, options=(option,))
    assert (moved.basis is Basis.OPTION) == (as_of <= option.decide_by <= again)
