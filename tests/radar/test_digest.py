"""What a digest tells is the difference of two days' radar and agenda, with the reason that moved a score most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from worlds import AS_OF, World, ago, worked_example

from bidtracker.domain.records import Award
from bidtracker.domain.vocabulary import SignalKind, Watch
from bidtracker.radar.agenda import agenda
from bidtracker.radar.digest import AHEAD, MOVED, digest
from bidtracker.radar.due import Due
from bidtracker.radar.score.opportunity import opportunities
from bidtracker.radar.score.structure import ReasonKind


@pytest.fixture
def world() -> World:
    """The worked example, its contract followed."""
    made, award = worked_example()
    made.change("awards", award, tracked=True)
    return made


@pytest.fixture
def award(world: World) -> Award:
    """The contract of the worked example, the only one that is followed."""
    (only,) = (award for award in world.holdings.awards.values() if award.tracked)
    return only


def test_a_day_and_itself_differ_in_nothing(world: World) -> None:
    assert digest(world.holdings, AS_OF, AS_OF).empty


def test_a_signal_moves_the_score_and_is_the_reason(world: World, award: Award) -> None:
    world.signal(award, SignalKind.PENALTY_IMPOSED, 3, "A1", severity=3)
    moves = digest(world.holdings, ago(7), AS_OF).moved
    assert [(move.award, move.row.kind) for move in moves] == [(award.id, ReasonKind.DISCONTENT)]
    (move,) = moves
    assert move.now.score > move.before + MOVED and move.by > 0
    assert any(part.ref == "S4" for part in move.row.parts)


def test_what_is_put_away_or_over_has_left_and_says_why(world: World, award: Award) -> None:
    world.change("awards", award, end=ago(80))
    gone = digest(world.holdings, ago(10), AS_OF + timedelta(days=30))
    assert [o.award for o in gone.left] == [award.id] and gone.left[0].score == 0
    assert not gone.entered and not gone.moved


def test_what_nobody_followed_any_more_is_in_neither(world: World, award: Award) -> None:
    tender = world.holdings.tenders[award.tender]
    world.change("tenders", tender, watch=Watch.DEAD)
    assert digest(world.holdings, ago(30), AS_OF).left == ()


def test_a_window_that_opens_is_told_once(world: World, award: Award) -> None:
    (before,) = opportunities(world.holdings, AS_OF)
    opens = before.window.opens
    assert opens is not None
    change = digest(world.holdings, opens - timedelta(days=1), opens)
    assert [o.award for o in change.opened] == [award.id]
    assert not digest(world.holdings, opens, opens + timedelta(days=1)).opened
    assert not any(item.kind is Due.WINDOW_OPENS for item in change.due)


@pytest.mark.parametrize("days", [1, 7, 31, 200])
def test_it_is_the_difference_of_two_days(world: World, days: int) -> None:
    since = ago(days)
    change = digest(world.holdings, since, AS_OF)
    then, now = ({o.award for o in opportunities(world.holdings, day) if o.score > 0} for day in (since, AS_OF))
    assert {o.award for o in change.entered} == now - then and {o.award for o in change.left} == then - now
    before = {(i.kind, i.refs, i.on, i.overdue) for i in agenda(world.holdings, since, AHEAD)}
    after = {(i.kind, i.refs, i.on, i.overdue) for i in agenda(world.holdings, AS_OF, AHEAD)}
    came = {entry for entry in after - before if entry[0] is not Due.WINDOW_OPENS}
    assert {(i.kind, i.refs, i.on, i.overdue) for i in change.due} == came
