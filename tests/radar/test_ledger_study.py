"""What signals turned out to be worth: nothing is claimed while chance alone could have made it."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AS_OF, CPV, World, ago

from bidtracker.domain.vocabulary import SignalKind
from bidtracker.radar.insights.signal_yield import KindYield, signal_yield
from bidtracker.radar.measures.rates import Z95
from bidtracker.radar.measures.stratified import Stratum, shares_ratio

LATE = SignalKind.DELIVERY_LATE


def study(n: int, written_after: int) -> list[KindYield]:
    """Half of the re-tenders changed hands; of these two thirds had the signal, of the others a third."""
    world = World()
    world.buyer(), world.supplier(), world.supplier("Two")
    for k in range(n):
        on, changed = ago(2000 - 3 * k), k % 2 == 0
        world.retender(1, "a", 1, 2 if changed else 1, on)
        if (k // 2) % 3 < (2 if changed else 1):
            signal = world.signal(2 * k + 1, LATE, 0)
            world.change("signals", signal, on=on - timedelta(days=90), written=on + timedelta(days=written_after))
        else:
            world.asked(2 * k + 1, on - timedelta(days=90))
    return list(signal_yield(world.holdings, AS_OF).kinds)


@pytest.mark.parametrize(("n", "shown"), [(12, False), (180, True)])
def test_a_factor_is_shown_only_where_its_interval_leaves_one_out(n: int, shown: bool) -> None:
    (row,) = study(n, written_after=-90)
    assert row.shown is shown and row.low < row.observed < row.high
    assert (row.low <= 1 <= row.high) is not shown


def test_what_was_written_after_the_result_is_not_counted() -> None:
    assert study(60, written_after=1) == []


# ---------------------------------------------------------------- silence and asking


def test_silence_counts_only_where_somebody_asked() -> None:
    world = World()
    world.buyer(), world.supplier(), world.supplier("Two")
    for k in range(40):
        world.retender(1, "a", 1, 2 if k % 2 else 1, ago(1000 - 3 * k))
        if k % 4 == 1:
            world.signal(2 * k + 1, LATE, 1200)
    silent = signal_yield(world.holdings, AS_OF)
    assert (silent.changed, silent.kept, silent.asked_changed, silent.asked_kept) == (20, 20, 10, 0)
    assert not any(row.shown for row in silent.kinds)  # all kept ones might have been unhappy too
    for k in range(0, 40, 2):
        world.asked(2 * k + 1, ago(1200))
    asked = signal_yield(world.holdings, AS_OF)
    assert (asked.asked_changed, asked.asked_kept) == (10, 20) and asked.kinds[0].shown


@pytest.mark.parametrize("late", [{"done": ago(10)}, {"written": ago(10)}])
def test_what_was_asked_or_written_down_after_the_result_is_not_asking(late: dict[str, date]) -> None:
    world = World()
    world.buyer(), world.supplier()
    world.retender(1, "a", 1, 1, ago(100))
    world.asked(1, ago(200), **late)
    assert signal_yield(world.holdings, AS_OF).asked_kept == 0


# ---------------------------------------------------------------- a factor within thirds of C


def record_tells_all(n: int) -> World:
    """Signals are heard where the record alone says that the contract changes, and tell nothing beside it: with one,
    three and nine offers a sixth, half and five sixths change, with the signal or without."""
    world = World()
    world.buyer(), world.supplier(), world.supplier("Two")
    for k in range(n):
        on, strength = ago(4000 - 3 * k), k % 3
        changed = (k // 3) % 6 < (1, 3, 5)[strength]
        old = world.tender(1, category=CPV, offers=(1, 3, 9)[strength])
        held = world.award(old, 1, awarded=on - timedelta(days=900))
        world.award(world.tender(1, category=CPV, follows=old.id), 2 if changed else 1, awarded=on)
        if (k // 18) % 4 < strength + 1:
            signal = world.signal(held, LATE, 0)
            world.change("signals", signal, on=on - timedelta(days=90))
        else:
            world.asked(held, on - timedelta(days=90))
    return world


def test_a_kind_takes_no_credit_for_what_the_record_told() -> None:
    result = signal_yield(record_tells_all(432).holdings, AS_OF)
    (row,) = result.kinds
    k1, k0, n1, n0 = row.changed, row.kept, result.asked_changed, result.asked_kept
    crude = shares_ratio([Stratum(k1, n1, k0, n0)])
    assert crude.low > 1.2  # by itself it seems to tell something
    assert result.stratified and row.observed == pytest.approx(1, abs=0.1)
    assert not row.shown


def test_by_hand_over_two_strata() -> None:
    """(4 of 5, 10 of 20) and (3 of 20, 0.5 of 5), with the half of a hit already taken off."""
    got = shares_ratio([Stratum(3.75, 4.5, 9.75, 19.5), Stratum(2.75, 19.5, 0.25, 4.5)])
    first, second = 4 * 20 / 25 + 3 * 5 / 25, 10 * 5 / 25 + 0.5 * 20 / 25
    assert got.value == pytest.approx(first / second)
    spread = (14 * 5 * 20 - 4 * 10 * 25) / 625 + (3.5 * 20 * 5 - 3 * 0.5 * 25) / 625
    assert got.high / got.value == pytest.approx(math.exp(Z95 * math.sqrt(spread / (first * second))))


counts = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
strata = counts.map(lambda cells: Stratum(cells[0], cells[0] + cells[1], cells[2], cells[2] + cells[3]))


@given(strata)
def test_one_stratum_is_the_plain_ratio(only: Stratum) -> None:
    k1, n1, k0, n0 = only
    got = shares_ratio([only])
    assert got.value == pytest.approx(((k1 + 0.5) / (n1 + 1)) / ((k0 + 0.5) / (n0 + 1)))
    spread = 1 / (k1 + 0.5) - 1 / (n1 + 1) + 1 / (k0 + 0.5) - 1 / (n0 + 1)
    assert got.high / got.value == pytest.approx(math.exp(Z95 * math.sqrt(spread)))


@given(st.lists(strata, max_size=4))
def test_the_ratio_turned_round_is_its_inverse(several: list[Stratum]) -> None:
    got = shares_ratio(several)
    turned = shares_ratio([Stratum(s.k0, s.n0, s.k1, s.n1) for s in several])
    assert got.low <= got.value <= got.high
    assert got.value * turned.value == pytest.approx(1)
