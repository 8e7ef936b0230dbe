"""Windows: each case of the design, and the dates on which the weight bends."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from worlds import AS_OF, ago, euros

from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Option, Settings, TenderLine
from bidtracker.domain.vocabulary import AwardStatus, Structure
from bidtracker.radar.score.case import cycle, medians
from bidtracker.radar.score.months import add_months, months_until
from bidtracker.radar.score.priors import History
from bidtracker.radar.score.timing import Basis, Phase, Window, bends, term_of, weight, window

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def seen(as_of: date = AS_OF, tender: TenderLine | None = None, cycle: int = 36, **fields: Any) -> Window:
    return window(Award(tender=1, **fields), tender, (), cycle, as_of)


@given(days, days)
def test_months_fall_day_by_day_and_turn_at_the_same_day(as_of: date, day: date) -> None:
    months = months_until(as_of, day)
    assert months_until(as_of + timedelta(days=1), day) < months
    assert (months > 0) == (as_of < day) and (months == 0) == (as_of == day)


@given(days, st.integers(-60, 60))
def test_whole_months_before_a_day_are_whole(day: date, n: int) -> None:
    assert months_until(add_months(day, -n), day) == n


@pytest.mark.parametrize(
    ("months", "w"),
    [(30, 0.2), (24, 0.2), (21, 0.6), (18, 1), (12, 1), (6, 1), (3, 0.65), (0, 0.3), (-2.9, 0.3), (-3, 0), (-12, 0)],
)
def test_weight_of_three_years(months: float, w: float) -> None:
    assert weight(months, 36) == pytest.approx(w)


@pytest.mark.parametrize(("term", "s", "a"), [(4, 3, 1), (12, 6, 2), (36, 18, 6), (48, 18, 6), (7, 3.5, 1.1667)])
def test_bends(term: float, s: float, a: float) -> None:
    assert bends(term) == pytest.approx((s, a))


@given(days, st.integers(4, 60))
def test_shown_days_are_those_on_which_the_weight_bends(end: date, term: int) -> None:
    begun = add_months(end, -term)
    when = seen(start=begun, end=end, as_of=end)
    assert when.opens is not None and when.act_by is not None
    each = timedelta(days=1)

    def at(day: date) -> float:
        return seen(start=begun, end=end, as_of=day).w

    assert at(when.opens) == 1 == at(when.act_by)
    assert at(when.opens - each) < 1 and at(when.act_by + each) < 1


def test_a_term_counts_its_last_day() -> None:
    assert term_of(Award(tender=1, start=date(2024, 7, 1), end=date(2027, 6, 30))) == 36
    assert term_of(Award(tender=1, start=date(2026, 1, 31), end=date(2026, 12, 30))) == 11
    assert term_of(Award(tender=1, start=AS_OF, end=ago(5))) is None  # ends before it begins: not known
    assert term_of(Award(tender=1, start=date(2020, 1, 1), end=date.max)) is not None


def test_end() -> None:
    when = seen(start=date(2024, 7, 1), end=date(2027, 6, 30))
    assert (when.opens, when.act_by, when.closes) == (date(2025, 12, 30), date(2026, 12, 30), date(2027, 6, 30))
    assert (when.basis, when.state, when.w) == (Basis.END, Phase.OPEN, 1)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (date(2029, 1, 1), Phase.EARLY),
        (date(2027, 1, 23), Phase.LATE),
        (date(2026, 11, 23), Phase.HOLDING_OVER),
        (date(2026, 8, 24), Phase.HOLDING_OVER),
        (date(2026, 8, 23), Phase.CLOSED),
    ],
)
def test_states(end: date, state: Phase) -> None:
    assert seen(end=end).state is state


def test_only_the_latest_possible_end_is_known() -> None:
    assert seen(max_end=date(2027, 6, 30)).closes == date(2027, 6, 30)


def test_option_before_the_end_shares_the_weight() -> None:
    option = Option(decide_by=date(2026, 12, 23), new_end=date(2028, 6, 30))
    when = seen(start=date(2024, 7, 1), end=date(2027, 6, 30), options=(option,))
    assert (when.basis, when.closes) == (Basis.OPTION, date(2026, 12, 23))
    assert when.w == pytest.approx(0.5 * weight(1, 36) + 0.5 * 1)


def test_option_used_moves_the_end_and_option_refused_does_not() -> None:
    used = Option(decide_by=ago(10), new_end=date(2028, 6, 30), exercised=True)
    assert seen(end=date(2027, 6, 30), options=(used,)).closes == date(2028, 6, 30)
    refused = Option(decide_by=ago(10), new_end=date(2028, 6, 30), exercised=False)
    when = seen(end=date(2027, 6, 30), options=(refused,))
    assert (when.closes, when.basis) == (date(2027, 6, 30), Basis.END)


def test_no_end_rolls_the_cycle_forward() -> None:
    when = seen(start=date(2020, 3, 1), cycle=24)
    assert when.closes == date(2028, 3, 1)
    assert (when.basis, when.certain) == (Basis.CYCLE, False)
    for start in (date(2020, 3, 1), date(2024, 6, 1), date(2023, 11, 24)):
        assert (seen(start=start, cycle=36).w, seen(start=start, cycle=36).state) == (0.6, Phase.UNKNOWN)


def test_an_option_without_an_end_counts_as_the_date() -> None:
    day = date(2027, 6, 30)
    option = Option(decide_by=day)
    without, end = seen(start=date(2024, 7, 1), options=(option,)), seen(start=date(2024, 7, 1), end=day)
    assert (without.basis, without.certain, without.closes) == (Basis.OPTION, True, day)
    assert (without.w, without.act_by) == (end.w, end.act_by)
    assert seen(start=date(2024, 7, 1), options=(Option(decide_by=ago(1)),)).basis is Basis.CYCLE


def test_no_date_at_all() -> None:
    when = seen()
    assert (when.state, when.w, when.closes) == (Phase.UNKNOWN, 0.6, None)


def test_open_framework_is_reviewed_every_ninety_days() -> None:
    tender = TenderLine(title="DPS", buyer=1, structure=Structure.OPEN_FRAMEWORK)
    when = seen(tender=tender, start=ago(100))
    assert (when.w, when.basis, when.act_by) == (0.5, Basis.FRAMEWORK, ago(100) + timedelta(days=180))
    assert seen(tender=tender, start=ago(90)).act_by == AS_OF
    assert seen(tender=tender, start=ago(900), end=ago(200)).w == 0


@pytest.mark.parametrize(
    ("age", "w", "state"),
    [(0, 1, Phase.OPEN), (30, 1, Phase.OPEN), (31, 1, Phase.LATE), (90, 1, Phase.LATE), (91, 0, Phase.CLOSED)],
)
def test_terminated_early(age: int, w: float, state: Phase) -> None:
    notice = ago(age)
    when = seen(status=AwardStatus.TERMINATED, terminated=notice, end=date(2028, 1, 1))
    assert (when.w, when.state, when.basis) == (w, state, Basis.TERMINATED)
    assert (when.act_by, when.closes) == (notice + timedelta(days=30), notice + timedelta(days=90))


def test_terminated_on_an_unknown_day() -> None:
    when = seen(status=AwardStatus.TERMINATED)
    assert (when.w, when.certain) == (0.6, False)


@pytest.mark.parametrize("status", [AwardStatus.ENDED, AwardStatus.CANCELLED])
def test_ended_and_cancelled_are_closed(status: AwardStatus) -> None:
    assert seen(status=status, end=date(2028, 1, 1)).state is Phase.CLOSED


def test_successor() -> None:
    award = Award(tender=1, end=date(2027, 6, 30))
    line = TenderLine(id=2, title="Again", buyer=1, follows=1)
    live = window(award, None, [(line, False)], 36, AS_OF)
    assert (live.state, live.w, live.successor) == (Phase.LIVE, 0, 2)
    done = window(award, None, [(line, True)], 36, AS_OF)
    assert (done.state, done.w, done.successor) == (Phase.CLOSED, 0, 2)


def test_cycle_of_a_category_or_by_size() -> None:
    goods = TenderLine(title="Gloves", buyer=1, category="33100000-1")
    works = TenderLine(title="Wall", buyer=1, category="45200000-9")
    none = History(as_of=AS_OF)
    few, many = Award(tender=1, value=euros(20_000)), Award(tender=1, value=euros(200_000))
    assert cycle(few, goods, none, Settings(), {}) == 12
    assert cycle(few, works, none, Settings(), {}) == 36
    assert cycle(many, goods, none, Settings(), {}) == 36
    assert cycle(Award(tender=1), goods, none, Settings(), {}) == 36
    assert cycle(few, goods, History(as_of=AS_OF, cycles={"CPV:331": 48.4}), Settings(), {}) == 48
    crowns = Award(tender=1, value=euros(1).__class__(euros(500_000).amount, "CZK"))
    assert cycle(crowns, goods, none, Settings(), {}) == 36
    assert cycle(crowns, goods, none, Settings(base_currency="EUR", rates={"CZK": "0.04"}), {}) == 12
    usual = medians([crowns] * 3 + [replace(crowns, value=Money(Decimal(9_000_000), "CZK"))] * 2)
    assert (usual, cycle(crowns, goods, none, Settings(), usual)) == ({"CZK": 500_000}, 36)
    usual = medians([replace(crowns, value=Money(Decimal(9_000_000), "CZK"))] * 5)
    assert cycle(crowns, goods, none, Settings(), usual) == 12
