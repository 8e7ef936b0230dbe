"""When a buyer is to be left alone, when only care is called for, and how fast buyers go."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from worlds import AS_OF, World, ago

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.records import Award, Bid
from bidtracker.domain.vocabulary import Decision, Outcome, Stage
from bidtracker.intake.run import import_files
from bidtracker.radar.agenda import Due, agenda
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.tempo import award_pace

CLEANING, FIREWORKS = "90911200-8", "24613200-6"
SOON = AS_OF + timedelta(days=27)


def judged(world: World, award: Award) -> Opportunity:
    return opportunity.judge(world.holdings, award, AS_OF)


@pytest.fixture
def world() -> World:
    world = World()
    world.buyer(), world.supplier()
    world.award(world.tender(category=CLEANING), 1, tracked=True, start=ago(800), end=ago(-200))
    return world


def test_a_live_tender_of_another_class_only_calls_for_care(world: World) -> None:
    world.tender(category=FIREWORKS, title="Fireworks display 2026", deadline=SOON)
    seen = judged(world, world.holdings.awards[1])
    assert seen.quiet is None and seen.caution is not None and seen.caution.tender == 2
    assert seen.action.code is not ActionCode.WAIT
    assert "Fireworks display 2026" in str(seen.action.message) and "T2" in seen.action.refs


@pytest.mark.parametrize(
    ("fields", "hard"),
    [
        ({"category": CLEANING}, True),
        ({"category": "90919200-4"}, True),  # the same class of things
        ({"category": ""}, False),
        ({"category": FIREWORKS, "bids": (Bid(),)}, True),
        ({"category": FIREWORKS, "decision": Decision.GO}, True),
        ({"category": FIREWORKS, "stage": Stage.PREPARING}, True),
        ({"category": FIREWORKS}, False),
    ],
)
@pytest.mark.parametrize("standstill", [False, True])
def test_what_forbids_a_call(world: World, fields: dict[str, Any], hard: bool, standstill: bool) -> None:
    if standstill:
        world.tender(**fields, deadline=ago(20), outcome=Outcome.LOST, standstill_until=SOON)
    else:
        world.tender(**fields, deadline=SOON)
    seen = judged(world, world.holdings.awards[1])
    assert (seen.quiet is not None, seen.caution is not None) == (hard, not hard)
    assert (seen.action.code is ActionCode.WAIT) is hard


def test_the_case_of_the_fireworks(book: Book) -> None:
    file = Path(__file__).parents[2].parent / "shared" / "cases" / "registers" / "live_fireworks.json"
    if not file.is_file():
        pytest.skip("the cases are not beside this checkout")
    buyer = book.add("buyers", name="Big Council")
    book.add("tenders", title="Office cleaning", buyer=buyer.id, category=CLEANING)
    book.lose("T1", to="Acme", terms=ContractTerms(start=ago(800), end=ago(-200)))
    import_files(book, [file])
    (result,) = opportunity.opportunities(book.holdings, AS_OF)
    assert result.quiet is None and result.caution is not None


def contest(world: World, days: int, n: int) -> None:
    deadline = ago(900 - 10 * n)
    world.award(world.tender(category=FIREWORKS, deadline=deadline), 1, awarded=deadline + timedelta(days=days))


@pytest.mark.parametrize("n", [4, 5])
def test_a_decision_is_awaited_as_long_as_this_buyer_takes(world: World, n: int) -> None:
    for k in range(n):
        contest(world, 10 + 5 * k, k)
    late = world.tender(category=CLEANING, deadline=ago(40), stage=Stage.EVALUATION, bids=(Bid(submitted=ago(45)),))
    pace = award_pace(world.holdings, 1, AS_OF)
    quiet = judged(world, world.holdings.awards[1]).quiet
    decisions = [item for item in agenda(world.holdings, AS_OF) if item.kind is Due.DECISION]
    if n < 5:
        assert pace is None and quiet is not None and quiet.tender == late.id and not decisions
    else:  # three quarters of its decisions came within 25 days
        assert pace is not None and (pace.n, pace.low, pace.median, pace.high) == (5, 15, 20, 25)
        assert quiet is None
        assert [(item.on, item.overdue) for item in decisions] == [(ago(20), True)]


def test_how_long_before_the_end_a_buyer_tenders_again_is_shown(world: World) -> None:
    for k in range(5):
        old = world.tender(category=FIREWORKS)
        world.award(old, 1, start=ago(1500), end=ago(400 - k))
        world.tender(category=FIREWORKS, follows=old.id, published=ago(500), outcome=Outcome.NO_AWARD)
    words = str(judged(world, world.holdings.awards[1]).reasons[-1].detail)
    assert "tenders again 102 days before the end (median of 5" in words
