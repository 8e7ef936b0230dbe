"""Our own chance: which bids count, how three rates are drawn together, and what a loss is worth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AS_OF, CPV, World, ago

from bidtracker.domain.records import Bid
from bidtracker.domain.vocabulary import Intent, Outcome
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.past import history
from bidtracker.radar.score.reason_rows import ReasonRow
from bidtracker.radar.score.share import Share, Tally, start_of
from bidtracker.radar.score.structure import ReasonKind

CLASS = "CPV:331"


def bid(world: World, won: bool, buyer: int = 2, **fields: Any) -> int:
    ours = Bid(outcome=Outcome.WON if won else Outcome.LOST, outcome_on=ago(50), intent=fields.pop("intent", None))
    return world.tender(**{"buyer": buyer, "category": CPV, "bids": (ours,), **fields}).id


@pytest.fixture
def world() -> World:
    """60 of 100 bids in a category won, at other buyers."""
    world = World()
    world.buyer(), world.buyer("Other"), world.supplier(), world.supplier("Two")
    for n in range(100):
        bid(world, n < 60)
    return world


def target(world: World) -> Opportunity:
    award = next(iter(world.holdings.awards.values()), None)
    award = award or world.award(world.tender(category=CPV), 1, tracked=True, start=ago(800), end=ago(-200))
    return opportunity.judge(world.holdings, award, AS_OF)


def row(seen: Opportunity, kind: ReasonKind) -> ReasonRow:
    return next(reason for reason in seen.reasons if reason.kind is kind)


def test_one_loss_here_moves_the_score_by_what_one_more_bid_is_worth(world: World) -> None:
    before = target(world)
    bid(world, False, buyer=1)
    after = target(world)
    moved = row(after, ReasonKind.LOST_BEFORE)
    fall = 1 - after.score / before.score
    assert 0 < fall < 0.15  # 61 % when every category's bids but those here were left out
    assert moved.db is not None and moved.db < 0 and moved.points < 0
    assert sum(reason.points for reason in after.reasons) == pytest.approx(after.score, abs=1e-9)
    assert "takes our share from" in str(moved.detail)


@pytest.mark.parametrize("intent", [Intent.POSITION, Intent.BENCHMARK])
def test_a_bid_that_was_meant_to_lose_moves_nothing(world: World, intent: Intent) -> None:
    before = target(world)
    bid(world, False, buyer=1, intent=intent)
    after = target(world)
    assert (after.score, row(after, ReasonKind.LOST_BEFORE).db) == (before.score, 0)


def shares(world: World) -> Share:
    return history(world.holdings, AS_OF).bids.share(1, CLASS, None)


@pytest.mark.parametrize(
    ("holders", "winners", "won", "counts"),
    [
        ((1,), (2,), False, True),  # somebody else held it and lost it
        ((1,), (), True, True),
        ((1,), (1,), False, False),  # the holder kept it
        ((1,), (), False, False),  # whether the holder kept it is not known
        ((0,), (), True, False),  # our renewal
        ((0,), (2,), False, False),
        ((), (2,), False, True),  # whose holder is not known
    ],
)
def test_which_contests_count(holders: tuple[int, ...], winners: tuple[int, ...], won: bool, counts: bool) -> None:
    world = World()
    world.buyer(), world.supplier(), world.supplier("Two")
    old = world.tender(category=CPV)
    others = [number for number in holders if number]
    if holders:
        world.award(old, *others, ours=0 in holders, awarded=ago(1500))
    new = bid(world, won, buyer=1, follows=old.id)
    if winners or won:
        world.award(new, *winners, ours=won, awarded=ago(50))
    assert shares(world).everywhere.n == counts


def test_a_holder_known_from_the_award_alone_kept_it() -> None:
    world = World()
    world.buyer(), world.supplier()
    world.award(bid(world, False, buyer=1), 1, awarded=ago(50), incumbent_before=True)
    assert shares(world).everywhere.n == 0


def test_the_row_prints_three_rates_with_n(world: World) -> None:
    bid(world, False, buyer=1), bid(world, True, category="72000000")
    words = str(row(target(world), ReasonKind.BASE).detail)
    assert "0 of 1 here" in words and "60 of 101" in words and "61 of 102" in words


@pytest.mark.parametrize(("offers", "m"), [(None, 0.25), (0, 0.25), (1, 0.5), (3, 0.25), (4, 0.2), (12, 0.1)])
def test_where_the_first_rate_starts(offers: int | None, m: float) -> None:
    assert start_of(offers) == m == Share(start=start_of(offers)).rate


def test_three_steps_by_hand() -> None:
    share = Share(start=0.2, everywhere=Tally(5, 12), category=Tally(2, 8), here=Tally(0, 2))
    everywhere = (5 + 1.6) / 20
    category = (2 + 8 * everywhere) / 16
    assert share.rates == pytest.approx((everywhere, category, 8 * category / 10))


tallies = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Tally(pair[0], sum(pair)))


@given(tallies, tallies, tallies, st.integers(0, 30))
def test_a_share_is_a_chance_and_a_loss_never_raises_it(a: Tally, b: Tally, c: Tally, offers: int) -> None:
    share = Share(start=start_of(offers), everywhere=a, category=b, here=c)
    rates: Iterable[float] = share.rates
    assert all(0 < rate < 1 for rate in rates)
    if min(a.n - a.hits, b.n - b.hits) >= 1:
        assert share.before_last_loss().rate >= share.rate


# ---------------------------------------------------------------- C, centred


@pytest.mark.parametrize("n", [29, 30])
def test_a_book_of_its_own_takes_off_its_own_mean(n: int) -> None:
    world = World()
    world.buyer(), world.supplier(), world.supplier("Two")
    for k in range(n):
        world.retender(1, CPV, 1, 1 + k % 2, ago(3000 - 30 * k))
    typical = history(world.holdings, AS_OF).typical
    assert (typical.own, typical.n) == ((True, 30) if n == 30 else (False, 508))
    usual = row(target(world), ReasonKind.TYPICAL)
    assert usual.db == pytest.approx(-typical.db)


def test_our_own_renewals_are_no_change_of_hands() -> None:
    world = World()
    world.buyer(), world.supplier()
    for n in range(10):
        old = world.tender(category=CPV)
        world.award(old, ours=True, awarded=ago(2000 + n))
        world.award(world.tender(category=CPV, follows=old.id), ours=True, awarded=ago(300 + n))
    past = history(world.holdings, AS_OF)
    assert (past.base.n, past.p0, past.buyers, past.classes) == (0, 0.5, {}, {})
