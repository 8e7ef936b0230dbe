"""Outside odds in the score, on random books: rows still add up, and evidence still moves it its own way."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import books
from worlds import AS_OF, World, ago

from bidtracker.domain.records import OutsideOdds
from bidtracker.radar.score.opportunity import Opportunity, judge
from bidtracker.radar.score.structure import ReasonKind

TINY = 1e-9
OWN_ROWS = set(list(ReasonKind)[1 : list(ReasonKind).index(ReasonKind.OUTSIDE)])
chances = st.floats(0.001, 0.999)


def with_odds(world: World, *odds: OutsideOdds) -> Opportunity:
    award = replace(world.holdings.awards[1], odds=odds)
    return judge(world.holdings, award, AS_OF)


def given_on(days_ago: int, chance: float, **fields: object) -> OutsideOdds:
    return OutsideOdds(on=ago(days_ago), chance=chance, source="model", **fields)


@given(books() | books(ours=True), chances)
def test_rows_add_up_and_none_of_our_own_record_stands_beside(world: World, chance: float) -> None:
    seen = with_odds(world, given_on(5, chance))
    assert 0 <= seen.score <= 100
    assert abs(math.fsum(row.points for row in seen.reasons) - seen.score) < TINY
    kinds = [row.kind for row in seen.reasons]
    assert kinds.count(ReasonKind.OUTSIDE) == 1 and not OWN_ROWS & set(kinds)
    assert abs(seen.prior_share + seen.record_share + seen.evidence_share - 1) < TINY


@given(books(), chances, chances)
def test_better_odds_never_lower_the_score_and_the_newest_stand(world: World, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert with_odds(world, given_on(5, low)).score <= with_odds(world, given_on(5, high)).score + TINY
    assert with_odds(world, given_on(9, low), given_on(5, high)) == with_odds(world, given_on(5, high))


@given(books(), chances)
def test_odds_of_later_or_written_down_later_are_not_known(world: World, chance: float) -> None:
    without = with_odds(world)
    assert with_odds(world, given_on(-1, chance)) == without
    assert with_odds(world, given_on(5, chance, written=ago(-1))) == without
