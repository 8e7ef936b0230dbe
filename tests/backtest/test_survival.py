"""Kaplan-Meier against a published example and against plain counting."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.radar.measures.rates import rate
from bidtracker.radar.measures.survival import kaplan_meier

# Freireich et al. (1963): weeks of remission under 6-mercaptopurine; the 21 patients of every textbook.
RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
STILL_WELL = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)

waits = st.lists(st.tuples(st.integers(0, 60).map(float), st.booleans()), min_size=1, max_size=60)


def test_as_published() -> None:
    """S(10) = 0.753 with Greenwood's error 0.0963, S(23) = 0.448 with 0.1346 (Kleinbaum and Klein, tables 2.3, 2.4)."""
    ten, late = kaplan_meier([*((t, True) for t in RELAPSED), *((t, False) for t in STILL_WELL)], (10, 23))
    for figures, stay, error in ((ten, 0.7529, 0.0963), (late, 0.4482, 0.1346)):
        assert figures.value == pytest.approx(1 - stay, abs=5e-5)
        # the log-log interval: S ** exp(+-1.96 * error / (S * |ln S|))
        factor = math.exp(1.96 * error / (stay * -math.log(stay)))
        assert figures.high == pytest.approx(1 - stay**factor, abs=5e-4)
        assert figures.low == pytest.approx(1 - stay ** (1 / factor), abs=5e-4)
    assert late.n == len(RELAPSED) + sum(t >= 23 for t in STILL_WELL)


@given(waits, st.integers(0, 60))
def test_where_all_were_seen_long_enough_it_is_the_plain_rate(seen: list[tuple[float, bool]], at: int) -> None:
    long_enough = [(wait, hit) for wait, hit in seen if hit or wait >= at]
    (figures,) = kaplan_meier(long_enough, (at,))
    plain = rate(sum(hit and wait <= at for wait, hit in long_enough), len(long_enough))
    assert figures.n == plain.n
    assert figures.value == (plain.value if plain.value is None else pytest.approx(plain.value))


@given(waits)
def test_shares_grow_and_lie_in_their_interval(seen: list[tuple[float, bool]]) -> None:
    figures = [each for each in kaplan_meier(seen, range(0, 61, 6)) if each.value is not None]
    values = [each.value or 0.0 for each in figures]
    assert values == sorted(values)
    for each in figures:
        assert (each.low is None) == (each.high is None) == (each.value in (0.0, 1.0))
        if each.value is not None and each.low is not None and each.high is not None:
            assert 0 <= each.low <= each.value <= each.high <= 1


def test_nobody_seen_says_nothing() -> None:
    (figures,) = kaplan_meier([], (12,))
    assert (figures.n, figures.value) == (0, None)
