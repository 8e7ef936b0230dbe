"""What a digest tells is the difference of two days' radar and agenda, with the reason that moved a score most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import books
from worlds import AS_OF, World, ago, worked_example

from bidtracker.domain.records import Award
from bidtracker.domain.vocabulary import SignalKind, Watch
from bidtracker.radar.agenda import agenda
from bidtracker.radar.digest import AHEAD, MOST_MOVED, MOVED, Reported, ScorePoints, digest, reported_by
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


def test_what_is_heard_after_a_digest_stands_in_the_next_and_what_was_told_does_not(world: World, award: Award) -> None:
    world.signal(award, SignalKind.SERVICE_SLOW, 3, "B2", severity=2)
    first = digest(world.holdings, ago(7), AS_OF)
    reported = reported_by(first, None)
    assert [move.award for move in first.moved] == [award.id]
    assert digest(world.holdings, reported, AS_OF).empty

    world.signal(award, SignalKind.PENALTY_IMPOSED, 0, "A1", severity=3)
    for day in (AS_OF, AS_OF + timedelta(days=1), AS_OF + timedelta(days=3)):
        (move,) = digest(world.holdings, reported, day).moved
        assert move.before == first.moved[0].now.score and move.row.kind is ReasonKind.DISCONTENT
        assert digest(world.holdings, reported, day).since == AS_OF
    second = reported_by(digest(world.holdings, reported, AS_OF), reported)
    assert digest(world.holdings, second, AS_OF).empty
    assert not digest(world.holdings, second, AS_OF + timedelta(days=1)).moved


def test_what_was_told_of_what_has_gone_is_forgotten(world: World, award: Award) -> None:
    reported = Reported(day=AS_OF, scores={award.id: ScorePoints(), 999: ScorePoints(50.0)}, opened=(999,))
    change = digest(world.holdings, reported, AS_OF)
    assert [each.award for each in change.entered] == [award.id] and not change.left


@given(books() | books(ours=True), st.integers(-200, 200))
def test_nothing_is_told_twice_on_a_day(world: World, days: int) -> None:
    day = AS_OF + timedelta(days=days)
    change = digest(world.holdings, day - timedelta(days=1), day)
    again = digest(world.holdings, reported_by(change, None), day)
    assert again.empty or len(change.moved) == MOST_MOVED


@given(books() | books(ours=True), st.integers(0, 400), st.integers(0, 400))
def test_it_is_the_difference_of_two_days(world: World, first: int, second: int) -> None:
    """Everything that it tells is what the radar and the agenda of one day have and those of the other have not."""
    since, until = (AS_OF - timedelta(days=days - 200) for days in sorted((first, second), reverse=True))
    change = digest(world.holdings, since, until)
    then, now = ({o.award: o for o in opportunities(world.holdings, day) if o.score > 0} for day in (since, until))
    assert [o.award for o in change.entered] == [number for number in now if number not in then]
    assert [o.award for o in change.left] == [number for number in then if number not in now]
    assert all(o == now[o.award] for o in (*change.entered, *change.opened))
    far = {number for number in now if number in then and abs(now[number].score - then[number].score) >= MOVED}
    assert {move.award for move in change.moved} == far or len(change.moved) == MOST_MOVED
    for move in change.moved:
        before = {row.kind: row.points for row in then[move.award].reasons}
        after = {row.kind: row.points for row in move.now.reasons}
        by = {kind: after.get(kind, 0.0) - before.get(kind, 0.0) for kind in after | before}
        assert move.before == then[move.award].score and move.now == now[move.award]
        assert by[move.row.kind] == move.by and abs(move.by) == max(map(abs, by.values()))
    earlier = {(i.kind, i.refs, i.on, i.overdue) for i in agenda(world.holdings, since, AHEAD)}
    later = {(i.kind, i.refs, i.on, i.overdue) for i in agenda(world.holdings, until, AHEAD)}
    came = {entry for entry in later - earlier if entry[0] is not Due.WINDOW_OPENS}
    assert {(i.kind, i.refs, i.on, i.overdue) for i in change.due} == came
