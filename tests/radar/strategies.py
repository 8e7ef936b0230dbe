"""Random small books around one award, for properties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from worlds import AS_OF, CPV, World, ago, euros

from bidtracker.domain.records import Award, Believed, Bid, Contact, Option, Signal, Touch
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Channel,
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
    Structure,
    TerminationReason,
    TouchOutcome,
)

near = st.integers(-1500, 1500).map(lambda days: AS_OF + timedelta(days=days))
past = st.integers(0, 1500).map(ago)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def signals(**fixed: Any) -> st.SearchStrategy[Signal]:
    fields = {
        "kind": st.sampled_from(SignalKind),
        "on": past,
        "happened": some(past),
        "severity": st.integers(1, 3),
        "channel": st.sampled_from(Channel),
        "reliability": st.sampled_from(Reliability),
        "credibility": st.integers(1, 6),
        "state": st.sampled_from(SignalState),
        "award": st.just(1),
    }
    return st.builds(Signal, **{**fields, **{name: st.just(value) for name, value in fixed.items()}})


beliefs = st.builds(Believed, on=past, level=st.sampled_from(Level), stance=st.sampled_from(Stance))
contacts = st.builds(
    Contact,
    name=st.just("Somebody"),
    buyer=st.just(1),
    layer=st.sampled_from(Layer),
    roles=st.lists(st.sampled_from(Role), max_size=2, unique=True).map(tuple),
    believed=st.lists(beliefs, max_size=2).map(lambda held: tuple(sorted(held, key=lambda b: b.on))),
    do_not_contact=st.booleans(),
    left=some(near),
)
options = st.builds(Option, decide_by=near, new_end=some(near), exercised=some(st.booleans()))


@st.composite
def awards(draw: st.DrawFn, **fixed: Any) -> Award:
    fields: dict[str, Any] = {
        "suppliers": draw(st.sampled_from([(), (1,), (1, 2)])),
        "status": draw(st.sampled_from([*[AwardStatus.ACTIVE] * 6, *AwardStatus])),
        "awarded": draw(some(past)),
        "start": draw(some(past)),
        "end": draw(some(near)),
        "max_end": draw(some(near)),
        "options": tuple(draw(st.lists(options, max_size=2))),
        "terminated": draw(st.none() | st.none() | past),
        "termination_reason": draw(st.sampled_from(TerminationReason)),
        "incumbent_before": draw(some(st.booleans())),
        "value": draw(some(st.integers(0, 10**7).map(euros))),
    }
    return Award(id=1, tender=1, tracked=True, **{**fields, **fixed})


@st.composite
def books(draw: st.DrawFn, **fixed: Any) -> World:
    """A book in which award 1 is the one to judge; what is in `fixed` holds for that award."""
    world = World()
    world.buyer(), world.buyer("Other")
    for name in ("Incumbent", "Partner", "Rival"):
        world.supplier(name)
    outcome = draw(st.sampled_from([Outcome.LOST, Outcome.PENDING]))
    world.tender(
        category=draw(st.sampled_from(["", CPV])),
        method=draw(some(st.sampled_from(Method))),
        structure=draw(st.sampled_from([*[Structure.CONTRACT] * 4, *Structure])),
        offers=draw(some(st.integers(0, 6))),
        published=draw(some(past)),
        bids=draw(st.sampled_from([(), (Bid(outcome=outcome, outcome_on=ago(800)),)])),
    )
    world.put("awards", draw(awards(**fixed)))
    for _ in range(draw(st.integers(0, 4))):
        before, after = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
        world.retender(draw(st.integers(1, 2)), draw(st.sampled_from([CPV, "72000000"])), before, after, draw(past))
    if draw(st.integers(0, 7)) == 0:
        stage, published = draw(st.sampled_from(Stage)), draw(some(near))
        world.tender(follows=1, stage=stage, published=published, outcome=draw(st.sampled_from(Outcome)))
    for signal in draw(st.lists(signals(), max_size=5)):
        world.put("signals", signal)
    for contact in draw(st.lists(contacts, max_size=4)):
        number = world.put("contacts", contact).id
        if draw(st.booleans()):
            day = draw(past)
            world.put(
                "touches",
                Touch(buyer=1, contact=number, on=day, done=day, outcome=draw(some(st.sampled_from(TouchOutcome)))),
            )
    return world


def later(day: date, days: int) -> date:
    """A day so much later, but not after the day of judgement."""
    return min(day + timedelta(days=days), max(day, AS_OF))
