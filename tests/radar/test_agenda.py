"""The agenda by example: one of each kind, and what keeps them off it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from worlds import AS_OF, World, ago, euros

from bidtracker.domain.records import (
    Bid,
    Deal,
    Demand,
    Fact,
    Match,
    Milestone,
    Need,
    Offer,
    Option,
    Promise,
    Touch,
)
from bidtracker.domain.vocabulary import (
    DealStep,
    Decision,
    DemandKind,
    FactKind,
    Fit,
    Level,
    Outcome,
    Role,
    SignalKind,
    SignalState,
    Stage,
    Stance,
    Structure,
    TouchOutcome,
    Watch,
)
from bidtracker.radar.agenda import Due, DueItem, agenda


def ahead(days: int) -> date:
    return AS_OF + timedelta(days=days)


@pytest.fixture
def world() -> World:
    world = World()
    world.buyer("Harbour"), world.supplier("Incumbent")
    return world


def items(world: World, days: int = 14) -> list[DueItem]:
    return agenda(world.holdings, AS_OF, days)


def kinds(world: World) -> list[tuple[Due, date, bool]]:
    return [(item.kind, item.on, item.overdue) for item in items(world)]


def test_an_empty_book_has_an_empty_agenda() -> None:
    assert items(World()) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"deadline": AS_OF}, [(Due.DEADLINE, AS_OF, False)]),
        ({"deadline": ahead(14)}, [(Due.DEADLINE, ahead(14), False)]),
        ({"deadline": ahead(15)}, []),
        ({"deadline": ago(2)}, []),
        ({"deadline": ago(2), "stage": Stage.PREPARING}, [(Due.DEADLINE, ago(2), True)]),
        ({"deadline": ahead(2), "decision": Decision.NO_GO}, []),
        ({"deadline": ahead(2), "outcome": Outcome.WITHDRAWN}, []),
        ({"deadline": ahead(2), "stage": Stage.SUBMITTED}, []),
        ({"decision_date": ahead(2)}, []),
        ({"decision_date": ahead(2), "stage": Stage.EVALUATION}, [(Due.DECISION, ahead(2), False)]),
        ({"decision_date": ago(9), "bids": (Bid(submitted=ago(60)),)}, [(Due.DECISION, ago(9), True)]),
        ({"standstill_until": ahead(3), "bids": (Bid(),)}, [(Due.STANDSTILL_END, ahead(3), False)]),
        ({"standstill_until": ahead(3)}, []),
        (
            {"watch": Watch.PARKED, "park_until": ahead(4), "outcome": Outcome.LOST},
            [(Due.PARKED_RETURNS, ahead(4), False)],
        ),
        ({"watch": Watch.PARKED, "park_until": ago(4), "outcome": Outcome.LOST}, [(Due.PARKED_RETURNS, ago(4), True)]),
    ],
)
def test_tenders(world: World, fields: dict[str, Any], expected: list[Any]) -> None:
    world.tender(**fields)
    assert kinds(world) == expected


def test_touches_and_callbacks(world: World) -> None:
    for on in (ahead(1), ago(1), ahead(20)):
        world.put("touches", Touch(buyer=1, on=on))
    world.put("touches", Touch(buyer=1, on=ago(9), done=ago(9), contact=1, outcome=TouchOutcome.CALLBACK_AGREED))
    world.put("touches", Touch(buyer=1, on=AS_OF, contact=1))
    assert kinds(world) == [
        (Due.TOUCH_OVERDUE, ago(1), True),
        (Due.CALLBACK, AS_OF, False),
        (Due.TOUCH_DUE, ahead(1), False),
    ]
    assert [str(item.text) for item in items(world)] == [
        "Call with Harbour",
        "As agreed, call Harbour back",
        "Call with Harbour",
    ]


def test_a_callback_that_was_made_is_none_any_more(world: World) -> None:
    agreed, reached = TouchOutcome.CALLBACK_AGREED, TouchOutcome.REACHED_NOT_NOW
    for age, outcome in ((9, reached), (20, agreed)):
        world.put("touches", Touch(buyer=1, on=ago(age), done=ago(age), outcome=outcome))
    world.put("touches", Touch(buyer=1, on=AS_OF))
    assert kinds(world) == [(Due.TOUCH_DUE, AS_OF, False)]


def test_after_a_win_the_delivery_is_to_be_opened_until_it_is(world: World) -> None:
    tender = world.tender(bids=(Bid(outcome=Outcome.WON),), outcome=Outcome.WON)
    award = world.award(tender, ours=True, awarded=ago(3))
    assert [(str(i.text), i.kind, i.overdue, i.refs) for i in items(world)] == [
        ("Open the delivery of Scanners", Due.DEAL_MILESTONE, True, ("A1",))
    ]
    world.change("awards", award, awarded=ago(91))
    assert not items(world)  # delivered long ago, without this book
    world.change("awards", award, awarded=ago(3))
    world.put("deals", Deal(award=award.id))
    assert not items(world)


def test_an_open_framework_is_looked_at_again(world: World) -> None:
    tender = world.tender(structure=Structure.OPEN_FRAMEWORK)
    world.award(tender, 1, tracked=True, start=ago(85))
    assert [(i.kind, i.on, str(i.text)) for i in items(world)] == [
        (Due.ACT_BY, ahead(5), "Look again at Scanners, an open framework")
    ]


def test_a_planned_call_to_a_quiet_buyer_says_so(world: World) -> None:
    award = contract(world, category="a", tracked=False, dismissed=True)
    world.put("touches", Touch(buyer=1, on=AS_OF, award=award.id))
    world.tender(category="a", deadline=ahead(30))
    (item,) = items(world)
    assert item.quiet is not None and item.quiet.until == ahead(30)


def contract(world: World, **fields: Any) -> Any:
    return world.award(
        world.tender(category=fields.pop("category", "")),
        **{"suppliers": (1,), "tracked": True, "start": date(2024, 7, 1), **fields},
    )


def test_windows_open_and_are_to_be_acted_on(world: World) -> None:
    contract(world, end=date(2028, 5, 30))  # 47 months: opens 18 before
    contract(world, end=date(2027, 5, 30))  # 35 months: act 5.8 before
    result = items(world)
    assert [(i.kind, i.refs) for i in result] == [(Due.WINDOW_OPENS, ("A1",)), (Due.ACT_BY, ("A2",))]
    assert result[0].on == date(2026, 11, 30)


def test_a_missed_act_by_is_overdue_until_somebody_has_called(world: World) -> None:
    contract(world, end=date(2027, 2, 28))
    assert [(item.kind, item.overdue) for item in items(world)] == [(Due.ACT_BY, True)]
    world.put("touches", Touch(buyer=1, on=ago(60), done=ago(60)))
    assert items(world) == []


def test_contract_end_and_option(world: World) -> None:
    option = Option(decide_by=ahead(3))
    contract(world, end=ahead(10), options=(option, Option(decide_by=ahead(4), exercised=False)))
    assert [(i.kind, i.on) for i in items(world) if not i.overdue] == [
        (Due.OPTION_DECISION, ahead(3)),
        (Due.CONTRACT_END, ahead(10)),
    ]


def test_promises_are_checked_once_due(world: World) -> None:
    promises = (
        Promise(number=1, text="30 days", due=ago(5)),
        Promise(number=2, text="two engineers", due=ahead(5)),
        Promise(number=3, text="kept", due=ago(5), kept=True),
    )
    contract(world, end=date(2029, 1, 1), promises=promises)
    assert [(i.kind, i.refs, i.overdue) for i in items(world)] == [
        (Due.PROMISE_DUE, ("A1.1",), True),
        (Due.PROMISE_DUE, ("A1.2",), False),
    ]


@pytest.mark.parametrize(
    ("age", "state", "asked"),
    [
        (359, "open", True),
        (366, "open", True),
        (740, "open", False),
        (350, "open", False),
        (366, "confirmed", False),
        (366, "refuted", False),
    ],
)
def test_old_signals_are_asked_about_again(world: World, age: int, state: str, asked: bool) -> None:
    award = contract(world, end=date(2029, 1, 1))
    world.signal(award, SignalKind.DELIVERY_LATE, age, state=SignalState(state))
    result = [item for item in items(world) if item.kind is Due.CONFIRM_SIGNAL]
    assert bool(result) is asked
    assert not asked or (result[0].on, result[0].overdue) == (max(AS_OF, ago(age - 365)), False)


def test_snoozed_awards_return_and_are_silent_until_then(world: World) -> None:
    contract(world, end=ahead(5), snoozed_until=ahead(3))
    assert kinds(world) == [(Due.PARKED_RETURNS, ahead(3), False)]


def test_steps_of_our_own_deliveries(world: World) -> None:
    award = contract(world, ours=True, suppliers=(), end=date(2029, 1, 1))
    steps = (
        Milestone(number=1, step=DealStep.DEPOSIT, due=ago(3)),
        Milestone(number=2, step=DealStep.DELIVERY, due=ahead(3)),
        Milestone(number=3, step=DealStep.VISIT, due=ahead(3), done=ago(1)),
        Milestone(number=4, step=DealStep.PAYMENT),
    )
    world.put("deals", Deal(award=award.id, milestones=steps))
    assert kinds(world) == [(Due.DEPOSIT_DUE, ago(3), True), (Due.DEAL_MILESTONE, ahead(3), False)]


def test_a_deposit_a_fault_and_a_visit_are_called_by_name(world: World) -> None:
    award = contract(world, ours=True, suppliers=(), end=date(2029, 1, 1), category="a")
    world.tender(category="a", deadline=ahead(30))  # quiet, which holds for visits and not for clocks
    steps = (
        Milestone(number=1, step=DealStep.DEPOSIT, due=ahead(1), amount=euros(9_000)),
        Milestone(number=2, step=DealStep.FAULT, due=ahead(2)),
        Milestone(number=3, step=DealStep.RETURN, due=ahead(3)),
        Milestone(number=4, step=DealStep.REPLACEMENT, due=ahead(4)),
        Milestone(number=5, step=DealStep.VISIT, due=ahead(5)),
    )
    world.put("deals", Deal(award=award.id, milestones=steps))
    assert [(item.kind, str(item.text), item.refs[0], item.quiet is not None) for item in items(world)] == [
        (Due.DEPOSIT_DUE, "Deposit of 9,000 EUR: Scanners", "D1.1", False),
        (Due.FAULT_CLOCK, "Report what arrived faulty: Scanners", "D1.2", False),
        (Due.FAULT_CLOCK, "Send back what arrived faulty: Scanners", "D1.3", False),
        (Due.FAULT_CLOCK, "Replace what arrived faulty: Scanners", "D1.4", False),
        (Due.VISIT_DUE, "Visit after delivery: Scanners", "D1.5", True),
    ]


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({"stage": Stage.PREPARING}, True),
        ({"decision": Decision.GO}, True),
        ({}, False),  # nobody prepares it
        ({"stage": Stage.PREPARING, "enquiries_until": ago(1)}, False),
        ({"stage": Stage.PREPARING, "enquiries_until": ahead(15)}, False),
        ({"stage": Stage.PREPARING, "bids": (Bid(submitted=ago(1)),)}, False),
        ({"stage": Stage.PREPARING, "decision": Decision.NO_GO}, False),
        ({"stage": Stage.PREPARING, "outcome": Outcome.WITHDRAWN}, False),
    ],
)
def test_the_last_day_for_questions(world: World, fields: dict[str, Any], due: bool) -> None:
    world.tender(**{"enquiries_until": ahead(3), **fields})
    assert kinds(world) == ([(Due.QUESTIONS_UNTIL, ahead(3), False)] if due else [])


def test_questions_say_how_many_musts_are_not_met(world: World) -> None:
    tender = world.tender(enquiries_until=AS_OF, stage=Stage.PREPARING)
    world.put("offers", Offer(name="Ours"))
    demands = tuple(Demand(number=n, kind=DemandKind.FUNCTION, text="it", must=n < 4) for n in range(1, 6))
    matches = (Match(demand=1, offer=1, fit=Fit.FITS), Match(demand=2, offer=1, fit=Fit.PARTLY))
    need = world.put("needs", Need(buyer=1, tender=tender.id, title="Them", demands=demands, matches=matches))
    assert str(items(world)[0].text) == "Last day for questions on Scanners (2 musts not met)"
    world.change("needs", need, demands=demands[:2])
    assert str(items(world)[0].text) == "Last day for questions on Scanners (1 must not met)"
    world.change("needs", need, demands=demands[:1], matches=matches[:1])
    assert str(items(world)[0].text) == "Last day for questions on Scanners"


def fact(world: World, kind: FactKind, age: int, text: str = "so", **fields: Any) -> Any:
    return world.put("facts", Fact(**{"buyer": 1, "kind": kind, "text": text, "on": ago(age), **fields}))


def test_old_and_contradicting_facts_are_asked_about_where_something_is_open(world: World) -> None:
    fact(world, FactKind.CAPITAL, 355)  # old in eleven days
    fact(world, FactKind.REPUTATION, 400)
    assert items(world) == []
    contract(world, end=date(2029, 1, 1))
    assert [(i.kind, i.on, i.refs, i.overdue) for i in items(world)] == [
        (Due.CONFIRM_FACT, AS_OF, ("K2",), False),
        (Due.CONFIRM_FACT, ahead(11), ("K1",), False),
    ]
    fact(world, FactKind.SIZE, 9, figure=10), fact(world, FactKind.SIZE, 9, figure=20)
    assert [i.refs for i in items(world)] == [("K2",), ("K3", "K4")], "two a buyer, those due first"
    world.tender(stage=Stage.EVALUATION)
    assert items(world) == [], "quiet"


@pytest.mark.parametrize(
    ("level", "age", "on"),
    [
        (Level.ALLIED, 20, ahead(10)),
        (Level.ALLIED, 30, AS_OF),
        (Level.ALLIED, 85, ahead(5)),  # the third turn of the rhythm
        (Level.TRUSTED, 40, ahead(5)),
        (Level.ACQUAINTED, 80, ahead(10)),
        (Level.UNKNOWN, 85, None),
        (Level.ALLIED, 0, None),
    ],
)
def test_cadence_by_closeness(world: World, level: Level, age: int, on: date | None) -> None:
    contract(world, end=date(2029, 1, 1))
    world.contact("Nurse", level, Stance.NEUTRAL, age, Role.USES)
    assert kinds(world) == ([(Due.KEEP_IN_TOUCH, on, False)] if on else [])


def test_keeping_in_touch_tells_a_talk_from_what_was_only_noted(world: World) -> None:
    contract(world, end=date(2029, 1, 1))
    nurse = world.contact("Nurse", Level.ALLIED, Stance.NEUTRAL, 30, Role.USES)
    assert [str(item.text) for item in agenda(world.holdings, AS_OF)] == [
        f"Be in touch with Nurse: Allied as noted on {ago(30)}"
    ]
    world.put("touches", Touch(buyer=1, contact=nurse.id, on=ago(25), done=ago(25)))
    assert [str(item.text) for item in agenda(world.holdings, AS_OF)] == [f"Be in touch with Nurse: last on {ago(25)}"]


def test_no_cadence_where_a_touch_is_planned_unwanted_or_the_buyer_quiet(world: World) -> None:
    contract(world, end=date(2029, 1, 1))
    first = world.contact("Nurse", Level.ALLIED, Stance.NEUTRAL, 30, Role.USES)
    world.contact("No calls", Level.ALLIED, Stance.NEUTRAL, 30, Role.USES, do_not_contact=True)
    assert [item.refs for item in items(world)] == [("P1",)]
    planned = world.put("touches", Touch(buyer=1, on=ahead(50), contact=first.id))
    assert items(world) == []
    world.holdings.drop("touches", planned.id)
    world.tender(stage=Stage.EVALUATION)
    assert items(world) == []


def test_what_is_due_on_one_day_stands_by_number(world: World) -> None:
    for _ in range(11):
        world.tender(1, deadline=ahead(3), stage=Stage.PREPARING, bids=(Bid(),))
    assert [item.refs for item in items(world) if item.kind is Due.DEADLINE] == [(f"T{n}",) for n in range(1, 12)]


def test_overdue_first_then_day_by_day(world: World) -> None:
    world.put("touches", Touch(buyer=1, on=ago(1)))
    world.tender(deadline=AS_OF)
    world.put("touches", Touch(buyer=1, on=AS_OF))
    world.tender(deadline=ago(3), stage=Stage.PREPARING)
    world.tender(deadline=ahead(1))
    result = items(world)
    assert [(i.overdue, i.on) for i in result] == [
        (True, ago(3)),
        (True, ago(1)),
        (False, AS_OF),
        (False, AS_OF),
        (False, ahead(1)),
    ]
    assert [i.kind for i in result[2:4]] == [Due.DEADLINE, Due.TOUCH_DUE]
