"""Facts of an account: what stands, what contradicts what, what is asked, and the flags that they raise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from worlds import AS_OF, World, ago

from bidtracker.domain.records import Fact
from bidtracker.domain.vocabulary import Channel, FactKind, Level, Rating, Role, SignalState, Stance
from bidtracker.radar.account.knowledge import CHECKLIST, FactLine, differ, knowledge
from bidtracker.radar.account.questions import ASKED, Why, questions
from bidtracker.radar.account.risks import Risk, flags

facts = st.builds(
    Fact,
    buyer=st.just(1),
    kind=st.sampled_from(FactKind),
    text=st.sampled_from(["so", "So ", "otherwise"]),
    on=st.integers(-30, 1500).map(ago),
    channel=st.sampled_from(Channel),
    confidence=st.integers(1, 6),
    figure=st.sampled_from([None, 25, 61, 1900, 1950, 2025]),
    rating=st.none() | st.sampled_from(Rating),
    state=st.sampled_from(SignalState),
)
# Of few kinds, so that they meet.
money = (FactKind.CAPITAL, FactKind.LEGAL_REPRESENTATIVE, FactKind.PAYMENT_PROCESS, FactKind.COMPETITOR_CONTACT)
noted = st.lists(facts | facts.map(lambda fact: replace(fact, kind=money[fact.confidence % 4])), max_size=9)


def world_of(expected: list[Fact]) -> World:
    world = World()
    world.buyer()
    for number, fact in enumerate(expected, 1):
        world.put("facts", replace(fact, id=fact.id or number))
    return world


def fact(kind: FactKind, age: int = 0, **fields: Any) -> Fact:
    return Fact(**{"buyer": 1, "kind": kind, "text": "so", "on": ago(age), **fields})


def line(kind: FactKind, *expected: Fact) -> FactLine:
    return knowledge(world_of(list(expected)).holdings, 1, AS_OF).line(kind)


def raised(world: World, day: date = AS_OF) -> dict[Risk, tuple[str, ...]]:
    return {flag.risk: flag.refs for flag in flags(world.holdings, 1, day)}


# ---------------------------------------------------------------- properties


@given(noted, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_were_put_changes_nothing(expected: list[Fact], chance: Any) -> None:
    numbered = [replace(fact, id=number) for number, fact in enumerate(expected, 1)]
    shuffled = numbered[:]
    chance.shuffle(shuffled)
    each, other = world_of(numbered).holdings, world_of(shuffled).holdings
    assert knowledge(each, 1, AS_OF) == knowledge(other, 1, AS_OF)
    assert flags(each, 1, AS_OF) == flags(other, 1, AS_OF)
    assert questions(each, 1, AS_OF) == questions(other, 1, AS_OF)


@given(noted, st.integers(0, 20))
def test_refuting_a_fact_never_adds_a_flag_on_it_and_takes_away_those_that_it_grounds_alone(
    expected: list[Fact], which: int
) -> None:
    if not expected:
        return
    world = world_of(expected)
    before = raised(world)
    target = world.holdings.facts[which % len(expected) + 1]
    id = f"K{target.id}"
    world.change("facts", target, state=SignalState.REFUTED)
    after = raised(world)
    assert all(id not in refs for refs in after.values())
    if target.state is not SignalState.CONFIRMED:  # only what was confirmed held anything back
        assert set(after) <= set(before)
        assert not {risk for risk, refs in before.items() if refs == (id,)} & set(after)


@given(noted)
def test_what_is_refuted_or_dated_later_counts_nothing(expected: list[Fact]) -> None:
    counting = [f for f in expected if f.on <= AS_OF and f.state is not SignalState.REFUTED]
    numbered = [replace(fact, id=number) for number, fact in enumerate(expected, 1)]
    kept = [fact for fact in numbered if replace(fact, id=0) in counting]
    each, other = world_of(numbered).holdings, world_of(kept).holdings
    assert knowledge(each, 1, AS_OF) == knowledge(other, 1, AS_OF)
    assert flags(each, 1, AS_OF) == flags(other, 1, AS_OF)


@given(noted)
def test_every_kind_is_known_or_asked_for_and_none_twice(expected: list[Fact]) -> None:
    holdings = world_of(expected).holdings
    checked, asked = knowledge(holdings, 1, AS_OF), [question.kind for question in questions(holdings, 1, AS_OF)]
    assert len(asked) == len(set(asked))
    for line in checked.kinds:
        assert (line.kind in asked) is (line.best is None or line.conflict or line.stale)
    assert checked.done == sum(line.best is not None for line in checked.kinds) <= checked.of == len(CHECKLIST)


@given(facts, facts)
def test_contradiction_goes_both_ways_and_never_with_itself(each: Fact, other: Fact) -> None:
    other = replace(other, kind=each.kind)
    assert differ(each, other) is differ(other, each)
    assert not differ(each, each)


@given(noted)
def test_a_flag_names_only_facts_that_stand(expected: list[Fact]) -> None:
    holdings = world_of(expected).holdings
    standing = {f"K{fact.id}" for line in knowledge(holdings, 1, AS_OF).kinds for fact in line.facts}
    for flag in flags(holdings, 1, AS_OF):
        assert {*flag.refs, *flag.against} <= standing and flag.refs and len(flag.grounds) == len(flag.refs)


# ---------------------------------------------------------------- what stands


def test_inside_comes_before_side_before_public_then_the_surer_then_the_newer() -> None:
    worst_to_best = [
        fact(FactKind.SIZE, 1, channel=Channel.PUBLIC, confidence=1),
        fact(FactKind.SIZE, 1, channel=Channel.SIDE, confidence=1),
        fact(FactKind.SIZE, 1, confidence=5),
        fact(FactKind.SIZE, 1, confidence=6),  # cannot be judged: between possibly and doubtful
        fact(FactKind.SIZE, 9, confidence=3),
        fact(FactKind.SIZE, 1, confidence=3),
        fact(FactKind.SIZE, 5, confidence=5, state=SignalState.CONFIRMED),
    ]
    assert [f.id for f in line(FactKind.SIZE, *worst_to_best).facts] == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("each", "other", "conflict"),
    [
        ({"figure": 400}, {"figure": 410}, True),
        ({"figure": 400}, {"figure": 400, "text": "four hundred"}, False),
        ({"rating": Rating.GOOD}, {"rating": Rating.POOR}, True),
        ({"rating": Rating.GOOD}, {"figure": 3}, False),
        ({"text": "about 400"}, {"text": "About  400"}, False),
        ({"text": "about 400"}, {"text": "about 500"}, True),
        ({"figure": 1, "state": SignalState.REFUTED}, {"figure": 2}, False),
        ({"figure": 1, "on": ago(3)}, {"figure": 2, "state": SignalState.CONFIRMED}, False),
        ({"figure": 1, "on": ago(3), "state": SignalState.CONFIRMED}, {"figure": 2}, True),
    ],
)
def test_what_contradicts_what(each: dict[str, Any], other: dict[str, Any], conflict: bool) -> None:
    result = line(FactKind.SIZE, fact(FactKind.SIZE, **each), fact(FactKind.SIZE, **other))
    assert result.conflict is conflict
    assert len(result.disputed) == (2 if conflict else 0)


def test_two_needs_contradict_nothing_but_two_judgements_of_one_do() -> None:
    needs = [fact(FactKind.UPCOMING_NEED, text="beds"), fact(FactKind.UPCOMING_NEED, text="lamps")]
    assert not line(FactKind.UPCOMING_NEED, *needs).conflict


def test_what_was_confirmed_since_overtakes_what_contradicts_it() -> None:
    old = fact(FactKind.CAPITAL, 9, rating=Rating.POOR)
    new = fact(FactKind.CAPITAL, 2, rating=Rating.GOOD, channel=Channel.PUBLIC, state=SignalState.CONFIRMED)
    world = world_of([old, new])
    assert [f.id for f in knowledge(world.holdings, 1, AS_OF).line(FactKind.CAPITAL).facts] == [2]
    assert raised(world) == {}
    assert raised(world, ago(5)) == {Risk.TIGHT_MONEY: ("K1",)}, "as it was known that day"


def test_the_best_fact_grows_old_by_its_kind() -> None:
    days = FactKind.CAPITAL.lasts
    assert not line(FactKind.CAPITAL, fact(FactKind.CAPITAL, days)).stale
    assert line(FactKind.CAPITAL, fact(FactKind.CAPITAL, days + 1)).stale
    assert not line(FactKind.FOUNDED, fact(FactKind.FOUNDED, 20_000)).stale


# ---------------------------------------------------------------- flags


@pytest.mark.parametrize(
    ("expected", "risks"),
    [
        ([fact(FactKind.CAPITAL, rating=Rating.POOR)], {Risk.TIGHT_MONEY}),
        ([fact(FactKind.CAPITAL, rating=Rating.FAIR)], set()),
        ([fact(FactKind.LEGAL_REPRESENTATIVE, figure=1966)], set()),
        (
            [fact(FactKind.LEGAL_REPRESENTATIVE, figure=1966), fact(FactKind.CAPITAL, rating=Rating.POOR)],
            {Risk.TIGHT_MONEY, Risk.AGEING_OWNER},
        ),
        (
            [fact(FactKind.LEGAL_REPRESENTATIVE, figure=1967), fact(FactKind.CAPITAL, rating=Rating.POOR)],
            {Risk.TIGHT_MONEY},
        ),
        (
            [fact(FactKind.LEGAL_REPRESENTATIVE, figure=66), fact(FactKind.CAPITAL, rating=Rating.POOR)],
            {Risk.TIGHT_MONEY},  # an age where a year was asked for
        ),
        ([fact(FactKind.PROFITABILITY, rating=Rating.POOR)], {Risk.LOSS_MAKING}),
        ([fact(FactKind.REPUTATION, rating=Rating.POOR)], {Risk.POOR_REPUTATION}),
        ([fact(FactKind.PURCHASING_PROCESS, rating=Rating.POOR)], {Risk.OPAQUE_PURCHASING}),
        ([fact(FactKind.PAYMENT_PROCESS, figure=60)], set()),
        ([fact(FactKind.PAYMENT_PROCESS, figure=61)], {Risk.SLOW_PAYMENT}),
        ([fact(FactKind.PAYMENT_PROCESS, figure=30, rating=Rating.POOR)], {Risk.SLOW_PAYMENT}),
        ([fact(FactKind.FOUNDED, figure=2024)], {Risk.YOUNG_COMPANY}),
        ([fact(FactKind.FOUNDED, figure=2023)], set()),
        ([fact(FactKind.FOUNDED, figure=2027)], set()),
        ([fact(FactKind.COMPETITOR_CONTACT)], {Risk.RIVAL_INSIDE}),
        ([fact(FactKind.COMPETITOR_CONTACT, state=SignalState.REFUTED)], set()),
        ([fact(FactKind.OTHER, rating=Rating.POOR)], set()),
    ],
)
def test_which_facts_raise_which_flags(expected: list[Fact], risks: set[Risk]) -> None:
    assert set(raised(world_of(expected))) == risks


def test_a_flag_says_its_grounds_its_surest_channel_and_who_denies_it() -> None:
    expected = [
        fact(FactKind.REPUTATION, 9, rating=Rating.POOR, channel=Channel.PUBLIC, text="haggles"),
        fact(FactKind.REPUTATION, 3, rating=Rating.POOR, channel=Channel.SIDE, text="rude"),
        fact(FactKind.REPUTATION, 1, rating=Rating.GOOD, channel=Channel.PUBLIC, text="fair"),
    ]
    (flag,) = flags(world_of(expected).holdings, 1, AS_OF)
    assert [str(words) for words in flag.grounds] == [
        "rude, judged poor (Side talk, 2026-11-20)",
        "haggles, judged poor (Public, 2026-11-14)",
    ]
    assert (flag.channel, flag.on, flag.refs, flag.against) == (Channel.SIDE, ago(3), ("K2", "K1"), ("K3",))
    (flag,) = flags(world_of(expected[:2]).holdings, 1, AS_OF)
    assert not flag.disputed


# ---------------------------------------------------------------- questions


def test_what_can_become_a_bid_is_asked_first_and_of_whoever_knows_it() -> None:
    world = World()
    world.buyer()
    world.contact("Nurse", Level.ALLIED, Stance.SUPPORTS, 3, Role.USES)
    world.contact("Clerk", Level.ACQUAINTED, Stance.NEUTRAL, 3, Role.PAYS)
    asked = questions(world.holdings, 1, AS_OF)
    assert [question.kind for question in asked] == list(ASKED)
    assert {question.why for question in asked} == {Why.MISSING}
    who = {question.kind: question.contact for question in asked}
    assert (who[FactKind.UPCOMING_NEED], who[FactKind.PAYMENT_PROCESS]) == (1, 2)
    assert (who[FactKind.SIZE], who[FactKind.REPUTATION]) == (1, 0), "the closest; what others say, others say"


@pytest.mark.parametrize(
    "fields",
    [{"do_not_contact": True}, {"left": ago(1)}, {"stance": Stance.OPPOSES}, {"level": Level.UNKNOWN}],
)
def test_who_must_not_be_contacted_is_never_asked(fields: dict[str, Any]) -> None:
    world = World()
    world.buyer()
    level, stance = fields.pop("level", Level.TRUSTED), fields.pop("stance", Stance.NEUTRAL)
    world.contact("Clerk", level, stance, 3, Role.PAYS, **fields)
    assert {question.contact for question in questions(world.holdings, 1, AS_OF)} == {0}


def test_contradictions_and_old_facts_are_asked_about_with_their_text() -> None:
    expected = [
        fact(FactKind.SIZE, text="small", figure=40),
        fact(FactKind.SIZE, text="large", figure=900, channel=Channel.PUBLIC),
        fact(FactKind.CAPITAL, 400, text="sound"),
        *(fact(kind) for kind in CHECKLIST if kind not in (FactKind.SIZE, FactKind.CAPITAL)),
    ]
    assert [(q.why, str(q.message), q.refs) for q in questions(world_of(expected).holdings, 1, AS_OF)] == [
        (Why.STALE, f"Is it still so? Capital: sound (heard on {ago(400)})", ("K3",)),
        (Why.CONFLICT, "Which is right? Size: small (40), or large (900)", ("K1", "K2")),
    ]


@pytest.mark.parametrize(
    ("awarded", "end", "asked"),
    [(ago(400), ago(-30), False), (ago(400), ago(1), True), (ago(-5), ago(-400), True)],
    ids=["runs", "is over", "to come"],
)
def test_who_supplies_them_is_not_asked_where_a_contract_says_it(awarded: date, end: date, asked: bool) -> None:
    world = World()
    world.buyer()
    rival = world.supplier()
    award = world.award(world.tender(), rival.id, awarded=awarded, start=awarded, end=end)
    kinds = {question.kind for question in questions(world.holdings, 1, AS_OF)}
    assert (FactKind.CURRENT_SUPPLIER in kinds) is asked
    elsewhere = {question.kind for question in questions(world.holdings, 1, AS_OF, about=())}
    assert FactKind.CURRENT_SUPPLIER in elsewhere, award
