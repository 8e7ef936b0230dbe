"""What signals turned out to be worth: nothing is claimed while chance alone could have made it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from worlds import AS_OF, World, ago

from bidtracker.domain.vocabulary import SignalKind
from bidtracker.radar.insights.signal_yield import KindYield, signal_yield

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
    return list(signal_yield(world.holdings, AS_OF).kinds)


@pytest.mark.parametrize(("n", "shown"), [(12, False), (180, True)])
def test_a_factor_is_shown_only_where_its_interval_leaves_one_out(n: int, shown: bool) -> None:
    (row,) = study(n, written_after=-90)
    assert row.shown is shown and row.low < row.observed < row.high
    assert (row.low <= 1 <= row.high) is not shown


def test_what_was_written_after_the_result_is_not_counted() -> None:
    assert study(60, written_after=1) == []
