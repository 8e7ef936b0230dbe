"""What to do next, rule by rule; when to keep quiet; what to ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from worlds import AS_OF, BUYER, CPV, World, ago, euros, worked_example

from bidtracker.domain.records import Award, Option, Signal
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Layer,
    Level,
    Method,
    Outcome,
    Reliability,
    Role,
    SignalKind,
    SignalState,
    Stage,
    Stance,
    TerminationReason,
    Watch,
)
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.opportunity import Opportunity

OPEN_END = date(2027, 6, 30)


def small(**fields: Any) -> tuple[World, Award]:
    """A contract in its window at a buyer where nobody is known."""
    world = World()
    world.buyer("Harbour"), world.supplier("Incumbent"), world.supplier("Rival")
    dates = {"start": date(2024, 7, 1), "end": OPEN_END, "tracked": True}
    return world, world.award(
        world.tender(offers=3, title="Pumps", category=CPV), **{"suppliers": (1,), **dates, **fields}
    )


def seen(world: World, award: Award) -> Opportunity:
    return opportunity.judge(world.holdings, award, AS_OF)


def code(world: World, award: Award) -> ActionCode:
    return seen(world, award).action.code


def director(world: World, level: Level = Level.FAMILIAR, stance: Stance = Stance.SUPPORTS, **fields: Any) -> None:
    world.contact("Ms Director", level, stance, 10, Role.DECIDES, **fields)


# ---------------------------------------------------------------- the rules, in their order


def test_closed_is_archived_until_the_next_window_opens() -> None:
    world, award = small(start=date(2023, 1, 1), end=date(2025, 12, 31))
    action = seen(world, award).action
    assert action.code is ActionCode.ARCHIVE
    assert action.on == date(2027, 6, 30)  # 18 months before the end of the next three years
    assert "2027-06-30" in str(action.message)


def test_a_live_notice_is_bid_on() -> None:
    world, award = small()
    world.tender(follows=award.tender, published=ago(5))
    result = seen(world, award)
    assert (result.action.code, result.action.refs, result.score) == (ActionCode.OPEN_BID, ("T2",), 0)


def test_a_next_tender_made_only_in_the_book_is_no_notice() -> None:
    world, award = small()
    world.tender(follows=award.tender, stage=Stage.QUALIFYING)
    world.tender(follows=award.tender, published=AS_OF + timedelta(days=1))
    world.tender(follows=award.tender, published=ago(100), outcome=Outcome.NO_AWARD)
    assert seen(world, award).score > 0


def test_decided_again_is_archived_and_names_the_next() -> None:
    world, award = small()
    again = world.tender(follows=award.tender, published=ago(200))
    world.award(again, 2, awarded=ago(20))
    result = seen(world, award)
    assert (result.action.code, result.action.refs, result.score) == (ActionCode.ARCHIVE, ("A1", "T2"), 0)


def test_without_an_end_it_is_looked_for() -> None:
    world, award = small(end=None)
    director(world, stance=Stance.OPPOSES)
    assert code(world, award) is ActionCode.FIND_END
    assert not seen(world, award).window.certain


def test_without_a_decision_maker_the_best_supporter_introduces() -> None:
    world, award = small()
    assert "Harbour" in str(seen(world, award).action.message)
    world.contact("Far friend", Level.TRUSTED, Stance.SUPPORTS, 900, Role.USES)
    world.contact("Near friend", Level.TRUSTED, Stance.SUPPORTS, 10, Role.USES)
    world.contact("Neutral buyer", Level.ALLIED, Stance.NEUTRAL, 10, Role.BUYS)
    world.contact("Best, but no calls", Level.ALLIED, Stance.SUPPORTS, 1, Role.APPROVES, do_not_contact=True)
    action = seen(world, award).action
    assert (action.code, action.refs) == (ActionCode.INTRODUCE, ("P2",))
    director(world, Level.ACQUAINTED)
    action = seen(world, award).action
    assert (action.code, action.refs) == (ActionCode.INTRODUCE, ("P2", "P5"))
    assert str(action.message) == "Ask Near friend to introduce you to Ms Director"


def test_whom_to_ask_for_an_introduction_by_who_is_known_there() -> None:
    """All combinations of who decides and of who else is there, each with its sentence."""
    stranger, acquainted = Level.UNKNOWN, Level.ACQUAINTED
    for decider, other, words in (
        (None, None, "Find out who decides at Harbour, and who could introduce you"),
        (None, Stance.SUPPORTS, "Ask Other to introduce you to whoever decides"),
        (None, Stance.OPPOSES, "Find out who decides at Harbour, and who could introduce you"),
        (stranger, None, "Find somebody who can introduce you to Ms Director"),
        (stranger, Stance.SUPPORTS, "Ask Other to introduce you to Ms Director"),
        (stranger, Stance.NEUTRAL, "Ask Other to introduce you to Ms Director"),
        (stranger, Stance.OPPOSES, "Find somebody who can introduce you to Ms Director"),
        (acquainted, None, "Get closer to Ms Director, who decides"),
        (acquainted, Stance.SUPPORTS, "Ask Other to introduce you to Ms Director"),
        (acquainted, Stance.OPPOSES, "Get closer to Ms Director, who decides"),
    ):
        world, award = small()
        if decider is not None:
            director(world, decider)
        if other is not None:
            world.contact("Other", Level.TRUSTED, other, 10, Role.USES)
        action = seen(world, award).action
        assert (action.code, str(action.message)) == (ActionCode.INTRODUCE, words), (decider, other)


def test_a_decision_maker_against_us_is_met_through_the_most_trusted_neutral_or_user() -> None:
    world, award = small()
    director(world, stance=Stance.OPPOSES)
    assert code(world, award) is ActionCode.MEET
    world.contact("Approver", Level.ALLIED, Stance.SUPPORTS, 5, Role.APPROVES)
    world.contact("User", Level.TRUSTED, Stance.SUPPORTS, 5, Role.USES)
    world.contact("Against", Level.ALLIED, Stance.OPPOSES, 5, Role.USES)
    action = seen(world, award).action
    assert (action.code, action.refs) == (ActionCode.MEET, ("P1", "P3"))


@pytest.mark.parametrize(
    ("source", "age", "confirm"), [("B3", 5, True), ("A2", 5, False), ("A1", 366, True), ("F6", 5, True)]
)
def test_a_doubtful_strongest_signal_is_confirmed(source: str, age: int, confirm: bool) -> None:
    world, award = small()
    director(world)
    signal = world.signal(award, SignalKind.DELIVERY_LATE, age, source, severity=3)
    world.signal(award, SignalKind.MOD_CHURN, 5, "D5")  # doubtful too, but not the strongest
    assert (code(world, award) is ActionCode.CONFIRM) is confirm
    if confirm and age < 300:
        world.change("signals", signal, state=SignalState.CONFIRMED)
        assert code(world, award) is ActionCode.CALL


def test_discontent_in_the_window_is_called_about() -> None:
    world, award = small()
    director(world)
    world.signal(award, SignalKind.QUALITY_POOR, 3)
    action = seen(world, award).action
    assert (action.code, action.refs, action.on) == (ActionCode.CALL, ("P1", "A1", "S1"), date(2026, 12, 30))
    assert str(action.message) == "Call Ms Director now, lead with: Quality poor"


def test_nothing_heard_is_a_pulse_visit_to_a_user() -> None:
    world, award = small()
    director(world)
    assert code(world, award) is ActionCode.PULSE
    world.contact("Nurse", Level.ACQUAINTED, Stance.NEUTRAL, 20, Role.USES)
    action = seen(world, award).action
    assert (action.code, action.refs) == (ActionCode.PULSE, ("P2",))


def test_early_is_kept_warm_and_the_rest_is_noted() -> None:
    world, award = small(end=date(2029, 6, 30))
    director(world)
    world.signal(award, SignalKind.SERVICE_SLOW, 3)
    action = seen(world, award).action
    assert (action.code, action.on) == (ActionCode.KEEP_WARM, date(2027, 12, 30))
    world.change("awards", award, end=OPEN_END)
    assert code(world, world.holdings.awards[1]) is ActionCode.LOG_WAITING


def test_our_own_contract_is_put_right() -> None:
    world, award = small(ours=True, suppliers=())
    director(world)
    world.signal(award, SignalKind.QUALITY_POOR, 3)
    action = seen(world, award).action
    assert action.code is ActionCode.CALL and "put it right" in str(action.message)


# ---------------------------------------------------------------- quiet


def lifts(world: World, award: Award) -> Any:
    quiet = seen(world, award).quiet
    return quiet and (quiet.tender, quiet.until)


def test_no_call_while_another_tender_of_the_buyer_is_live() -> None:
    world, award = worked_example()
    world.tender(
        published=ago(10), deadline=AS_OF, decision_date=AS_OF + timedelta(days=40), title="Beds", category=CPV
    )
    result = seen(world, award)
    assert result.action.code is ActionCode.WAIT and result.action.on == AS_OF + timedelta(days=40)
    assert "Beds is live until 2027-01-02" in str(result.action.message)
    plain, same = worked_example()
    assert result.score == seen(plain, same).score


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"published": ago(5), "deadline": AS_OF}, AS_OF),
        ({"published": AS_OF + timedelta(days=1), "deadline": AS_OF + timedelta(days=30)}, None),
        ({"deadline": ago(1)}, None),
        ({"deadline": ago(1), "stage": Stage.EVALUATION}, "open"),
        ({"deadline": ago(91), "stage": Stage.EVALUATION}, None),
        ({"stage": Stage.SUBMITTED}, "open"),
        ({"stage": Stage.PREPARING}, None),
        ({"deadline": ago(50), "decision_date": ago(1), "stage": Stage.EVALUATION}, None),
        ({"outcome": Outcome.LOST, "stage": Stage.CLOSED, "standstill_until": AS_OF}, AS_OF),
        ({"outcome": Outcome.LOST, "stage": Stage.CLOSED, "standstill_until": ago(1)}, None),
        ({"deadline": AS_OF, "outcome": Outcome.NO_AWARD}, None),
    ],
)
def test_when_a_tender_keeps_its_buyer_quiet(fields: dict[str, Any], until: Any) -> None:
    world, award = small()
    world.tender(**{"category": CPV, **fields})
    assert lifts(world, award) == (None if until is None else (2, None if until == "open" else until))


def test_the_last_to_lift_counts_and_an_awarded_tender_does_not() -> None:
    world, award = small()
    world.tender(category=CPV, deadline=AS_OF + timedelta(days=9))
    world.tender(category=CPV, deadline=AS_OF + timedelta(days=5))
    done = world.tender(category=CPV, deadline=AS_OF + timedelta(days=99))
    world.award(done, 2, awarded=ago(1))
    world.tender(buyer=2, deadline=AS_OF + timedelta(days=50))
    assert lifts(world, award) == (2, AS_OF + timedelta(days=9))


def test_the_delivery_of_our_own_contract_goes_on_in_a_quiet_period() -> None:
    world, award = small(ours=True, suppliers=())
    director(world, Level.UNKNOWN)
    world.contact("Mr Judge", Level.ALLIED, Stance.SUPPORTS, 5, Role.USES, Role.EVALUATES)
    world.contact("Nurse", Level.ACQUAINTED, Stance.NEUTRAL, 20, Role.USES)
    world.tender(category=CPV, deadline=AS_OF + timedelta(days=9), title="Beds")
    action = seen(world, award).action  # nobody is introduced to the director, nor is a judge visited
    assert (action.code, action.refs) == (ActionCode.PULSE, ("P3", "T2"))
    assert str(action.message) == (
        "Visit Nurse, who uses it, and ask how it goes. Speak of this delivery alone: T2 Beds is live until 2026-12-02"
    )
    world.signal(award, SignalKind.QUALITY_POOR, 3)
    action = seen(world, award).action
    assert (action.code, action.refs) == (ActionCode.CALL, ("P3", "A1", "S1", "T2"))
    assert "Call Nurse now and put it right" in str(action.message) and "Beds is live" in str(action.message)
    others = world.change("awards", award, ours=False, suppliers=(1,))
    assert seen(world, others).action.code is ActionCode.WAIT


def test_where_nothing_is_to_be_done_about_our_delivery_it_is_quiet() -> None:
    world, award = small(ours=True, suppliers=())
    world.signal(award, SignalKind.SERVICE_SLOW, 3)
    world.tender(category=CPV, deadline=AS_OF + timedelta(days=9))
    assert code(world, award) is ActionCode.WAIT


# ---------------------------------------------------------------- what to ask


def asked(world: World, award: Award) -> dict[str, Any]:
    return {unknown.field: unknown for unknown in seen(world, award).ask_next}


def test_everything_known_asks_nothing() -> None:
    world, award = worked_example()
    assert seen(world, award).ask_next == ()


def test_an_unknown_end_swings_from_closed_to_open() -> None:
    world, award = small(end=None)
    unknown = asked(world, award)["end"]
    best = seen(world, world.change("awards", award, end=OPEN_END)).score
    assert unknown.worst == 0 and unknown.best == pytest.approx(best) and unknown.swing == unknown.best
    assert seen(world, award).ask_next[0].field == "end"


def test_unknown_offers_swing_from_direct_to_many() -> None:
    world, award = small()
    tender = world.change("tenders", world.holdings.tenders[1], offers=None)
    unknown = asked(world, award)["offers"]
    scores = []
    for fields in ({"offers": 1}, {"offers": 2}, {"offers": 4}, {"method": Method.DIRECT}):
        world.change("tenders", tender, **fields)
        scores.append(seen(world, award).score)
    assert (unknown.best, unknown.worst) == (max(scores), min(scores))
    assert "offers" not in asked(world, award)


def test_nothing_heard_nobody_known_and_no_start() -> None:
    world, award = small(start=None)
    result = asked(world, award)
    assert set(result) == {"signals", "decider", "start"}
    world.put("signals", Signal(kind=SignalKind.DELIVERY_LATE, on=AS_OF, award=1, severity=3))
    assert seen(world, award).score == pytest.approx(result["signals"].best)


def test_a_decision_maker_not_yet_judged_and_a_source_not_yet_judged() -> None:
    world, award = small()
    world.contact("Ms Director", Level.UNKNOWN, Stance.NEUTRAL, 10, layer=Layer.DECISION)
    signal = world.signal(award, SignalKind.DELIVERY_LATE, 5, "F6")
    result = asked(world, award)
    assert (result["stance"].ref, result["source"].ref) == ("P1", "S1")
    world.change("signals", signal, reliability=Reliability.A, credibility=1)
    assert seen(world, award).score == pytest.approx(result["source"].best)


def test_an_option_whose_day_has_passed_and_why_it_was_terminated() -> None:
    world, award = small(end=ago(5), options=(Option(decide_by=ago(40), new_end=OPEN_END),))
    assert asked(world, award)["options"].best > asked(world, award)["options"].worst
    ended = {"status": AwardStatus.TERMINATED, "termination_reason": TerminationReason.UNKNOWN, "options": ()}
    award = world.change("awards", award, end=OPEN_END, **ended)
    world.signal(award, SignalKind.EARLY_TERMINATION, 5)
    assert {"terminated", "termination_reason"} <= set(asked(world, award))


# ---------------------------------------------------------------- the lists


def test_who_is_on_the_list() -> None:
    world, award = small(value=euros(100))
    number = award.id

    def listed(**fields: Any) -> bool:
        world.put("awards", award)
        world.change("awards", award, **fields)
        return number in {o.award for o in opportunity.opportunities(world.holdings, AS_OF)}

    assert listed()
    assert not listed(tracked=False)
    assert not listed(dismissed=True)
    assert not listed(status=AwardStatus.CANCELLED)
    assert not listed(ours=True)
    assert [o.award for o in opportunity.defended(world.holdings, AS_OF)] == [number]
    assert listed(snoozed_until=AS_OF)
    assert not listed(snoozed_until=AS_OF + timedelta(days=1))
    assert [o.award for o in opportunity.opportunities(world.holdings, AS_OF, include_snoozed=True)] == [number]
    line = world.holdings.tenders[1]
    for watch, until, present in (
        (Watch.PARKED, AS_OF + timedelta(days=1), False),
        (Watch.PARKED, AS_OF, True),
        (Watch.DEAD, None, False),
    ):
        world.change("tenders", line, watch=watch, park_until=until)
        assert listed() is present


def test_best_first_then_by_the_nearer_day_then_by_number() -> None:
    world = World()
    world.buyer(), world.supplier()
    for end in (date(2027, 8, 1), date(2027, 7, 1), date(2027, 7, 1), date(2026, 12, 1)):
        world.award(world.tender(), 1, start=date(2024, 7, 1), end=end, tracked=True, awarded=date(2023, 1, 1))
    assert [o.award for o in opportunity.opportunities(world.holdings, AS_OF)] == [2, 3, 1, 4]


def test_what_it_is_worth_to_us() -> None:
    world, award = small(value=euros(1_000_000))
    result = seen(world, award)
    assert result.expected_value == euros(round(result.score * 10_000))
    award = world.change("awards", award, value=None)
    assert seen(world, award).expected_value is None
    world.change("tenders", world.holdings.tenders[1], value=euros(500_000))
    assert seen(world, award).expected_value == euros(round(result.score * 5_000))


def test_an_award_without_a_tender_can_still_be_judged() -> None:
    world, award = small()
    world.holdings.drop("tenders", 1)
    result = seen(world, award)
    assert (result.buyer, result.quiet) == (0, None) and result.score > 0
    assert BUYER not in {unknown.ref for unknown in result.ask_next}
