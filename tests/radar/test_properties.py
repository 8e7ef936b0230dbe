"""What must hold of every opportunity, tried on random books."""

from __future__ import annotations

import math
from collections.abc import Callable

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import books, contacts, later, signals
from worlds import AS_OF, World, ago

from bidtracker.domain.records import Award, Believed, Contact, Signal, Touch
from bidtracker.domain.vocabulary import Level, Reliability, Role, SignalState, Stance, TouchOutcome
from bidtracker.radar.score import ask_next, opportunity
from bidtracker.radar.score.case import Survey, weigh, weigh_again
from bidtracker.radar.score.evidence import CREDIBLE, RELIABLE
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.past import history
from bidtracker.radar.score.structure import ReasonKind
from bidtracker.radar.score.timing import Phase, end_of

TINY = 1e-9  # one rounding of a float, of 100


def judged(world: World) -> Opportunity:
    return opportunity.judge(world.holdings, world.holdings.awards[1], AS_OF)


def score(world: World) -> float:
    return judged(world).score


def moved(world: World, change: Callable[[], object]) -> float:
    """By how much a change moves the score."""
    before = score(world)
    change()
    return score(world) - before


# ---------------------------------------------------------------- the score itself


@given(books() | books(ours=True))
def test_rows_add_up_to_a_score_within_bounds(world: World) -> None:
    seen = judged(world)
    assert 0 <= seen.score <= 100
    assert abs(math.fsum(row.points for row in seen.reasons) - seen.score) < TINY
    assert abs(seen.score - 100 * seen.c * seen.a * seen.w) < TINY
    assert abs(seen.prior_share + seen.record_share + seen.evidence_share - 1) < TINY
    kinds = [row.kind for row in seen.reasons]
    assert (
        kinds == sorted(kinds, key=list(ReasonKind).index)
        and kinds[0] is ReasonKind.BASE
        and kinds[-1] is ReasonKind.TIMING
    )
    for row in seen.reasons:
        str(row.label), str(row.detail)
        if row.parts:
            assert abs(abs(row.db or 0) - abs(math.fsum(part.db for part in row.parts))) < TINY
        assert all(part.age_days is None or part.age_days >= 0 for part in row.parts)
    str(seen.action.message)


@given(books())
def test_same_book_and_day_give_the_same(world: World) -> None:
    assert judged(world) == judged(world)


@given(books())
def test_questions_run_from_large_to_small_swing(world: World) -> None:
    seen = judged(world)
    swings = [unknown.swing for unknown in seen.ask_next]
    assert swings == sorted(swings, reverse=True) and all(swing > 0 for swing in swings)
    assert all(0 <= unknown.worst <= unknown.best <= 100 for unknown in seen.ask_next)


@given(books())
def test_what_a_question_would_change_is_judged_as_if_from_the_start(world: World) -> None:
    case = Survey(world.holdings, AS_OF).case(world.holdings.awards[1])
    verdict = weigh(case)
    for *_, imagined in ask_next._unknowns(case, verdict):
        for other in imagined:
            assert weigh_again(other, case, verdict) == weigh(other)


@given(books(), st.integers(0, 3000))
def test_past_its_end_by_three_months_or_closed_is_zero(world: World, days: int) -> None:
    award: Award = world.holdings.awards[1]
    end = end_of(award)
    assume(end is not None and add_months(end, 3) <= later(AS_OF, days))
    assert score(world) == 0
    assert judged(world).window.state in (Phase.CLOSED, Phase.LIVE)


@given(books())
def test_dates_of_a_window_run_in_order(world: World) -> None:
    when = judged(world).window
    shown = [day for day in (when.opens, when.act_by, when.closes) if day]
    assert shown == sorted(shown)
    assert 0 <= when.w <= 1 and (when.state is not Phase.CLOSED or when.w == 0)


# ---------------------------------------------------------------- signals


@given(books(), signals())
def test_one_more_signal_moves_the_score_its_own_way(world: World, signal: Signal) -> None:
    assert moved(world, lambda: world.put("signals", signal)) * signal.kind.sign >= -TINY


def better_sourced(signal: Signal) -> Signal:
    letters = sorted(Reliability, key=lambda letter: RELIABLE[letter])
    digits = sorted(CREDIBLE, key=lambda digit: CREDIBLE[digit])
    letter = letters[min(letters.index(signal.reliability) + 1, len(letters) - 1)]
    digit = digits[min(digits.index(signal.credibility) + 1, len(digits) - 1)]
    return replace(signal, reliability=letter, credibility=digit)


STRONGER: dict[str, Callable[[Signal], Signal]] = {
    "severer": lambda s: replace(s, severity=min(3, s.severity + 1)),
    "fresher": lambda s: replace(s, on=later(s.on, 100), happened=later(s.happened, 100) if s.happened else None),
    "better sourced": better_sourced,
    "confirmed": lambda s: replace(s, state=SignalState.CONFIRMED) if s.state is SignalState.OPEN else s,
}


@given(books(), signals(), st.sampled_from(sorted(STRONGER)))
def test_a_stronger_signal_never_moves_the_score_back(world: World, signal: Signal, how: str) -> None:
    signal = world.put("signals", signal)
    assert moved(world, lambda: world.put("signals", STRONGER[how](signal))) * signal.kind.sign >= -TINY


@given(books(), signals())
def test_refuting_never_moves_the_score_the_signals_way(world: World, signal: Signal) -> None:
    signal = world.put("signals", signal)
    assert (
        moved(world, lambda: world.put("signals", replace(signal, state=SignalState.REFUTED))) * signal.kind.sign
        <= TINY
    )


@given(books(), signals(state=SignalState.REFUTED))
def test_a_refuted_signal_counts_nothing(world: World, signal: Signal) -> None:
    assert moved(world, lambda: world.put("signals", signal)) == 0


@given(books(), signals(), st.integers(1, 500))
def test_a_signal_of_the_future_counts_nothing(world: World, signal: Signal, days: int) -> None:
    future = replace(signal, happened=None, on=add_months(AS_OF, days))
    assert moved(world, lambda: world.put("signals", future)) == 0


# ---------------------------------------------------------------- contacts


def believes(level: Level, stance: Stance) -> tuple[Believed, ...]:
    return (Believed(on=AS_OF, level=level, stance=stance),)


@given(books(), st.sampled_from(Level))
def test_a_supporting_decision_maker_never_lowers(world: World, level: Level) -> None:
    contact = Contact(name="Director", buyer=1, roles=(Role.DECIDES,), believed=believes(level, Stance.SUPPORTS))
    assert moved(world, lambda: world.put("contacts", contact)) >= -TINY


def better_stance(belief: Believed) -> Believed:
    order = [Stance.OPPOSES, Stance.NEUTRAL, Stance.SUPPORTS]
    return replace(belief, stance=order[min(order.index(belief.stance) + 1, 2)])


def closer(belief: Believed) -> Believed:
    order = list(Level)
    return replace(belief, level=order[min(order.index(belief.level) + 1, len(order) - 1)])


@given(books(), contacts, st.sampled_from([better_stance, closer, lambda b: replace(b, on=later(b.on, 200))]))
def test_a_better_relation_never_lowers(world: World, contact: Contact, better: Callable[[Believed], Believed]) -> None:
    assume(contact.believed)
    contact = world.put("contacts", contact)
    believed = (*contact.believed[:-1], better(contact.believed[-1]))
    assert moved(world, lambda: world.put("contacts", replace(contact, believed=believed))) >= -TINY


@given(books(), contacts, st.integers(0, 400), st.sampled_from(TouchOutcome))
def test_one_more_touch_never_lowers(world: World, contact: Contact, age: int, outcome: TouchOutcome) -> None:
    assume(contact.believed)
    number = world.put("contacts", contact).id
    day = ago(age)
    touch = Touch(buyer=1, contact=number, on=day, done=day, outcome=outcome)
    assert moved(world, lambda: world.put("touches", touch)) >= -TINY


# ---------------------------------------------------------------- our own contracts


@given(books(ours=True), signals())
def test_defending_a_signal_moves_the_risk_the_same_way(world: World, signal: Signal) -> None:
    assert moved(world, lambda: world.put("signals", signal)) * signal.kind.sign >= -TINY


@given(books(ours=True), st.sampled_from(Level), st.sampled_from([Stance.SUPPORTS, Stance.OPPOSES]))
def test_defending_friends_lower_the_risk_and_opponents_raise_it(world: World, level: Level, stance: Stance) -> None:
    contact = Contact(name="Director", buyer=1, roles=(Role.DECIDES,), believed=believes(level, stance))
    sign = -1 if stance is Stance.SUPPORTS else 1
    assert moved(world, lambda: world.put("contacts", contact)) * sign >= -TINY


@given(books(ours=True))
def test_the_risk_is_what_changes_hands_with_our_access_taken_off(world: World) -> None:
    seen = judged(world)
    db = sum(row.db or 0 for row in seen.reasons)
    p0 = history(world.holdings, AS_OF).p0
    odds = p0 / (1 - p0) * 10 ** (db / 10)
    assert abs(seen.c - odds / (1 + odds)) < TINY and seen.a == 1
    rows = {row.kind: row for row in seen.reasons}
    assert rows[ReasonKind.RELATIONS].db == -seen.access


# ---------------------------------------------------------------- the lists


@given(books(), st.integers(1, 5))
def test_a_limit_only_cuts_the_list(world: World, limit: int) -> None:
    whole = opportunity.opportunities(world.holdings, AS_OF)
    assert opportunity.opportunities(world.holdings, AS_OF, limit=limit) == whole[:limit]
    assert [-seen.score for seen in whole] == sorted(-seen.score for seen in whole)
    assert not {seen.award for seen in whole} & {seen.award for seen in opportunity.defended(world.holdings, AS_OF)}
