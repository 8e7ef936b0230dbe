"""Each row of a score by hand: signals, contacts, structure, history."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import books
from worlds import AS_OF, BUYER, CPV, World, ago, worked_example

from bidtracker.domain.records import Award, Believed, Bid, Contact, Signal, TenderLine, Touch
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
    Stance,
    TerminationReason,
    TouchOutcome,
)
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.decibel import balance, faded
from bidtracker.radar.score.evidence import discontent, half_life, voice
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.past import history
from bidtracker.radar.score.priors import History, category_class
from bidtracker.radar.score.relations import Relation, relations
from bidtracker.radar.score.structure import ReasonKind, StructuralRow, structure

AWARD = Award(id=1, tender=1)


def signal(kind: SignalKind = SignalKind.DELIVERY_LATE, **fields: Any) -> Signal:
    return Signal(**{"id": 1, "kind": kind, "on": AS_OF, "award": 1, **fields})


def row(seen: Opportunity, kind: ReasonKind) -> Any:
    return next((r for r in seen.reasons if r.kind is kind), None)


# ---------------------------------------------------------------- corroboration


@given(st.lists(st.floats(0, 20), max_size=8), st.floats(0, 20))
def test_one_more_voice_never_takes_away(voices: list[float], each: float) -> None:
    assert sum(faded([*voices, each])) >= sum(faded(voices)) - 1e-12


def test_voices_fade_from_loud_to_quiet() -> None:
    assert faded([1, 4, 2]) == pytest.approx([0.49, 4, 1.4])


def test_a_bound_scales_the_shares() -> None:
    db, shares = balance([10, 10, -1], 10)
    assert db == 10 and sum(shares) == pytest.approx(10) and shares[0] == pytest.approx(10 / 16 * 10)


# ---------------------------------------------------------------- signals


def e(**fields: Any) -> float:
    return voice(signal(**fields), AWARD, AS_OF)


def test_strength_and_severity() -> None:
    for kind, factor in (
        (SignalKind.BREACH_OR_DAMAGES, 10),
        (SignalKind.DELIVERY_LATE, 4),
        (SignalKind.SERVICE_SLOW, 2),
        (SignalKind.MOD_CHURN, 1.4),
    ):
        for severity in (1, 2, 3):
            expected = 10 * math.log10(1 + 0.64 * (factor ** (severity / 2) - 1))
            assert e(kind=kind, severity=severity) == pytest.approx(expected)
    assert e(kind=SignalKind.KPI_GOOD) == pytest.approx(-10 * math.log10(1.64))


def test_source() -> None:
    assert e(reliability=Reliability.A, credibility=1) == pytest.approx(10 * math.log10(4))
    assert e(reliability=Reliability.F, credibility=6) == pytest.approx(10 * math.log10(1 + 0.25 * 3))
    assert e(reliability=Reliability.D, credibility=4) == pytest.approx(10 * math.log10(1 + 0.35 * 0.3 * 3))
    assert e(credibility=5, state=SignalState.CONFIRMED) == pytest.approx(10 * math.log10(1 + 0.8 * 3))


@pytest.mark.parametrize(
    ("kind", "channel", "half"),
    [
        (SignalKind.SERVICE_SLOW, Channel.INSIDE, 180),
        (SignalKind.DELIVERY_LATE, Channel.SIDE, 365),
        (SignalKind.KPI_BELOW_TARGET, Channel.INSIDE, 730),
        (SignalKind.SERVICE_SLOW, Channel.PUBLIC, 730),
    ],
)
def test_age(kind: SignalKind, channel: Channel, half: int) -> None:
    assert half_life(signal(kind, channel=channel)) == half
    young = e(kind=kind, channel=channel, reliability=Reliability.A, credibility=1)
    old = e(kind=kind, channel=channel, reliability=Reliability.A, credibility=1, on=ago(half))
    assert 10 ** (old / 10) - 1 == pytest.approx((10 ** (young / 10) - 1) / 2)


def test_age_runs_from_the_event() -> None:
    assert e(on=AS_OF, happened=ago(365)) == e(on=ago(365))
    assert e(on=AS_OF, happened=AS_OF + timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"status": AwardStatus.TERMINATED}, False),
        ({"terminated": ago(5)}, False),
        ({"terminated": ago(5), "termination_reason": TerminationReason.AGREED}, False),
        ({"terminated": ago(5), "termination_reason": TerminationReason.FAILURE}, True),
    ],
)
def test_early_termination_needs_failure(fields: dict[str, Any], counts: bool) -> None:
    output = signal(SignalKind.EARLY_TERMINATION)
    assert bool(voice(output, Award(id=1, tender=1, **fields), AS_OF)) is counts


def test_terminated_alone_adds_no_discontent() -> None:
    assert discontent([], Award(tender=1, status=AwardStatus.TERMINATED, terminated=ago(5)), AS_OF).db == 0


def test_talk_about_the_supplier_at_this_buyer_counts_for_its_awards_there() -> None:
    world, award = worked_example()
    before = opportunity.judge(world.holdings, award, AS_OF).discontent
    general = Signal(kind=SignalKind.QUALITY_POOR, on=AS_OF, competitor=award.suppliers[0], buyer=2)
    world.put("signals", general)
    assert opportunity.judge(world.holdings, award, AS_OF).discontent == before
    world.change("signals", world.holdings.signals[4], buyer=BUYER)
    assert opportunity.judge(world.holdings, award, AS_OF).discontent > before


# ---------------------------------------------------------------- contacts


def relation(*roles: Role, level: Level, stance: Stance, age: int | None = 0, **fields: Any) -> Relation:
    contact = Contact(id=1, name="X", buyer=1, roles=roles, **fields)
    return Relation(contact=contact, level=level, stance=stance, last=None if age is None else ago(age))


@pytest.mark.parametrize(
    ("who", "db"),
    [
        (relation(Role.DECIDES, level=Level.ALLIED, stance=Stance.SUPPORTS), 6),
        (relation(Role.DECIDES, level=Level.FAMILIAR, stance=Stance.SUPPORTS, age=365), 1.5),
        (relation(Role.APPROVES, Role.USES, level=Level.TRUSTED, stance=Stance.NEUTRAL), 1.5 * 0.7 * 0.75),
        (relation(Role.EVALUATES, level=Level.TRUSTED, stance=Stance.SUPPORTS, age=None), 6 * 0.6 * 0.75 * 0.5),
        (relation(Role.BUYS, level=Level.ACQUAINTED, stance=Stance.OPPOSES, age=3000), -2.625),
        (relation(Role.DECIDES, level=Level.UNKNOWN, stance=Stance.OPPOSES), -6),
        (relation(level=Level.ALLIED, stance=Stance.SUPPORTS), 1.2),
        (relation(Role.PAYS, level=Level.UNKNOWN, stance=Stance.SUPPORTS), 0),
    ],
)
def test_voice_of_a_contact(who: Relation, db: float) -> None:
    assert who.voice(AS_OF) == pytest.approx(db)


def test_last_contact_is_the_newest_touch_that_reached_or_belief() -> None:
    contact = Contact(id=7, name="X", buyer=1, believed=(Believed(on=ago(300), level=Level.TRUSTED),))
    touches = [
        Touch(buyer=1, contact=7, on=ago(200), done=ago(200), outcome=TouchOutcome.REACHED_NOT_NOW),
        Touch(buyer=1, contact=7, on=ago(100), done=ago(100), outcome=TouchOutcome.NO_ANSWER),
        Touch(buyer=1, contact=7, on=ago(50)),
        Touch(buyer=1, contact=8, on=ago(20), done=ago(20)),
    ]
    assert relations([contact], touches, AS_OF)[0].last == ago(200)
    assert relations([contact], [], AS_OF)[0].last == ago(300)
    assert relations([contact], touches, ago(250))[0].last == ago(300)


def test_who_left_no_longer_counts_and_who_wants_no_calls_does() -> None:
    here = Contact(id=1, name="X", buyer=1, do_not_contact=True)
    gone = Contact(id=2, name="Y", buyer=1, left=AS_OF)
    assert [r.contact.id for r in relations([here, gone], [], AS_OF)] == [1]


def test_beliefs_are_read_as_of_the_day() -> None:
    held = (
        Believed(on=ago(400), stance=Stance.OPPOSES),
        Believed(on=ago(10), level=Level.ALLIED, stance=Stance.SUPPORTS),
    )
    contact = Contact(id=1, name="X", buyer=1, believed=held)
    assert relations([contact], [], ago(11))[0].stance is Stance.OPPOSES
    assert relations([contact], [], AS_OF)[0].stance is Stance.SUPPORTS


# ---------------------------------------------------------------- structure


def db_of(
    row: ReasonKind, tender: TenderLine, award: Award = AWARD, term: float | None = None, past: Any = None
) -> float | None:
    rows = structure(award, tender, term, past or History(as_of=AS_OF))
    return next((each.db for each in rows if each.row is row), None)


@pytest.mark.parametrize(
    ("fields", "db"),
    [
        ({}, 0),
        ({"offers": 1}, -1),
        ({"offers": 2}, 0.5),
        ({"offers": 3}, 0.5),
        ({"offers": 4}, 1.25),
        ({"method": Method.DIRECT, "offers": 4}, -1.5),
        ({"method": Method.LIMITED}, 0),
    ],
)
def test_offers(fields: dict[str, Any], db: float) -> None:
    assert db_of(ReasonKind.OFFERS, TenderLine(title="x", buyer=1, **fields)) == db


@pytest.mark.parametrize(("months", "db"), [(None, 0), (9.9, -0.75), (10, 0), (16, 0), (16.1, 0.5), (60, 0.5)])
def test_term(months: float | None, db: float) -> None:
    assert db_of(ReasonKind.TERM, TenderLine(title="x", buyer=1), term=months) == db


def test_entrenched_needs_a_fifth_and_two() -> None:
    for held, others, entrenched in ((1, 1, False), (2, 8, True), (2, 9, False), (3, 12, True)):
        world = World()
        world.buyer()
        for supplier, n in ((1, held), (2, others)):
            for _ in range(n):
                award = world.award(world.tender(category=CPV), supplier, awarded=ago(500))
        first = world.holdings.awards[1]
        seen = row(opportunity.judge(world.holdings, first, AS_OF), ReasonKind.ENTRENCHED)
        assert (seen is not None) is entrenched
        assert seen is None or seen.db == 0  # shown, but public records say that it tells nothing
        assert award.id == held + others


def test_entrenched_looks_back_three_years_and_at_this_buyer_and_category_only() -> None:
    world = World()
    world.buyer(), world.buyer()
    award = world.award(world.tender(category=CPV), 1, awarded=ago(200))
    world.award(world.tender(category=CPV), 1, awarded=ago(1200))
    world.award(world.tender(buyer=2, category=CPV), 1, awarded=ago(100))
    world.award(world.tender(category="72000000"), 1, awarded=ago(100))
    world.award(world.tender(category=CPV), 1, awarded=ago(100), status=AwardStatus.CANCELLED)
    assert row(opportunity.judge(world.holdings, award, AS_OF), ReasonKind.ENTRENCHED) is None


def test_kept_it_last_time() -> None:
    for before, after, kept in ((1, 1, True), (2, 1, False)):
        world = World()
        world.buyer()
        world.retender(BUYER, CPV, before, after, ago(300))
        seen = row(opportunity.judge(world.holdings, world.holdings.awards[2], AS_OF), ReasonKind.KEPT)
        assert (seen is not None and seen.db == -1.5) is kept
    report = Award(id=1, tender=1, incumbent_before=True)
    assert db_of(ReasonKind.KEPT, TenderLine(title="x", buyer=1), report) == -1.5


@pytest.mark.parametrize("kind", list(ReasonKind)[1 : list(ReasonKind).index(ReasonKind.OUTSIDE)])
def test_every_row_of_the_record_says_what_it_stands_on(kind: ReasonKind) -> None:
    try:
        detail = StructuralRow(kind, 1.0, n=3, k=2).detail
    except KeyError:
        pytest.fail(f"say in WORDS of bidtracker/radar/score/structure.py what {kind.name} stands on")
    assert "{" not in str(detail)


# ---------------------------------------------------------------- history


def test_a_fresh_book_has_a_half_and_says_how_far_it_may_be_off() -> None:
    world = World()
    world.buyer()
    seen = opportunity.judge(world.holdings, world.award(world.tender(), 1, end=date(2027, 6, 30)), AS_OF)
    assert seen.reasons[0].points == pytest.approx(12.5)
    assert "38 to 70 %" in str(seen.reasons[0].detail)


def test_lots_are_compared_lot_by_lot_and_sets_as_sets() -> None:
    world = World()
    world.buyer()
    old = world.tender(category=CPV)
    world.award(old, 1, lot="1", awarded=ago(1500)), world.award(old, 2, lot="2", awarded=ago(1500))
    new = world.tender(category=CPV, follows=old.id)
    world.award(new, 2, lot="1", awarded=ago(300)), world.award(new, 2, 3, lot="2", awarded=ago(300))
    past = history(world.holdings, AS_OF)
    assert (past.base.hits, past.base.n) == (1, 2)
    assert (past.record((1,)).hits, past.record((2,)).hits) == (1, 0)
    assert past.kept == {4}


def test_our_own_contracts_are_part_of_the_past() -> None:
    world = World()
    world.buyer()
    old = world.tender()
    world.award(old, ours=True, awarded=ago(1500))
    world.award(world.tender(follows=old.id), 1, awarded=ago(300))
    past = history(world.holdings, AS_OF)
    assert (past.base.n, past.buyers, past.incumbents) == (0, {}, {})  # they say nothing of how others fare
    assert len(past.cycles) == 0 and past.holds[1, ""] == {1: 1}


def test_without_suppliers_or_date_nothing_is_learned() -> None:
    world = World()
    world.buyer()
    old = world.tender()
    world.award(old, 1, awarded=ago(1500))
    world.award(world.tender(follows=old.id), awarded=ago(300))
    world.award(world.tender(follows=old.id), 2)
    assert history(world.holdings, AS_OF).base.n == 0


@given(books(), st.integers(0, 900), st.integers(1, 3), st.integers(1, 3))
def test_nothing_of_the_day_or_later_is_read(world: World, days: int, before: int, after: int) -> None:
    seen = history(world.holdings, AS_OF)
    day = AS_OF + timedelta(days=days)
    world.retender(BUYER, CPV, before, after, day, gap=0)
    world.tender(category=CPV, bids=(Bid(outcome=Outcome.WON, outcome_on=day),))
    assert history(world.holdings, AS_OF) == seen


def test_cycle_of_a_category_needs_three_gaps() -> None:
    world = World()
    world.buyer()
    for n, months in enumerate((24, 30, 48), 1):
        world.retender(
            BUYER,
            CPV,
            1,
            2,
            date(2024, 1, 1),
            gap=(date(2024, 1, 1) - date(2024 - months // 12, 1 + 6 * (months % 12 > 0), 1)).days,
        )
        cycles = history(world.holdings, AS_OF).cycles
        assert bool(cycles) is (n == 3)
    assert cycles == {"CPV:331": pytest.approx(24)}


@pytest.mark.parametrize(
    ("category", "scheme", "name"),
    [
        ("33100000-1", "", "CPV:331"),
        ("33100000", "CPV", "CPV:331"),
        ("33100000", "UNSPSC", "UNSPSC:3310"),
        ("541512", "NAICS", "NAICS:5415"),
        (" IT Services ", "", "it services"),
        ("", "CPV", ""),
        ("331000001", "", "331000001"),
    ],
)
def test_category_class(category: str, scheme: str, name: str) -> None:
    assert category_class(TenderLine(title="x", buyer=1, category=category, category_scheme=scheme)) == name


def test_layers_stand_in_for_roles_that_are_not_noted() -> None:
    assert relation(level=Level.FAMILIAR, stance=Stance.NEUTRAL, layer=Layer.DECISION).decides
    assert not relation(Role.USES, level=Level.FAMILIAR, stance=Stance.NEUTRAL, layer=Layer.DECISION).decides
