"""What to find out next: each unknown at its best and at its worst value, by how far the score would swing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, Contact, Signal
from bidtracker.domain.vocabulary import Level, Method, Reliability, Role, SignalKind, Stance, TerminationReason
from bidtracker.radar.score.case import AwardCase, Verdict, weigh_again
from bidtracker.radar.score.evidence import terminated
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.relations import Relation, access
from bidtracker.radar.score.timing import Basis

ENDS = (-4, 2, 4, 6, 9, 12, 18, 36)  # months from today: past, and every part of a window
TERMS = (6, 12, 24, 48)  # months
OFFERS = (1, 2, 4)


class Unknown(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One field that is not known: its record, the question, the score at its best and at its worst value, and how
    far these lie apart."""

    field: str
    ref: str
    question: Message
    best: float
    worst: float
    swing: float


def ask_next(case: AwardCase, verdict: Verdict) -> tuple[Unknown, ...]:
    """The unknowns of an opportunity, the one that matters most first; those that move nothing are left out."""
    unknowns = []
    for field, record_ref, question, cases in _unknowns(case, verdict):
        scores = [weigh_again(imagined, case, verdict).score for imagined in cases]
        best, worst = max(scores), min(scores)
        unknown = Unknown(field=field, ref=record_ref, question=question, best=best, worst=worst, swing=best - worst)
        if unknown.swing > 0:
            unknowns.append(unknown)
    return tuple(sorted(unknowns, key=lambda unknown: (-unknown.swing, unknown.field, unknown.ref)))


UnknownCases = tuple[str, str, Message, Iterable[AwardCase]]


def _unknowns(case: AwardCase, verdict: Verdict) -> Iterator[UnknownCases]:
    yield from _dates(case, verdict)
    yield from _competition(case)
    yield from _sources(case, verdict)
    yield from _decider(case)


def _dates(case: AwardCase, verdict: Verdict) -> Iterator[UnknownCases]:
    award, when, award_ref = case.award, verdict.window, ref("awards", case.award.id)
    if when.successor:
        return
    if when.basis is Basis.CYCLE:
        ends = [replace(award, end=add_months(case.as_of, n)) for n in ENDS]
        yield "end", award_ref, say("When does the contract end?"), _awards(case, ends)
    elif award.start is None and award.end is not None and when.months is not None:
        starts = [replace(award, start=add_months(award.end, -n)) for n in TERMS]
        yield "start", award_ref, say("When did the contract start?"), _awards(case, starts)
    for index, option in enumerate(award.options):
        if option.exercised is None and option.decide_by < case.as_of:
            used = [
                replace(
                    award, options=(*award.options[:index], replace(option, exercised=yes), *award.options[index + 1 :])
                )
                for yes in (True, False)
            ]
            yield "options", award_ref, say("Was the option of {day} used?", day=option.decide_by), _awards(case, used)
    if terminated(award) and award.terminated is None:
        days = [replace(award, terminated=add_months(case.as_of, -n)) for n in (1, 4)]
        yield "terminated", award_ref, say("When was it terminated?"), _awards(case, days)
    if terminated(award) and award.termination_reason is TerminationReason.UNKNOWN:
        whys = [replace(award, termination_reason=why) for why in (TerminationReason.FAILURE, TerminationReason.BUYER)]
        yield "termination_reason", award_ref, say("Why was it terminated?"), _awards(case, whys)


def _competition(case: AwardCase) -> Iterator[UnknownCases]:
    tender = case.tender
    if tender is not None and not tender.offers and tender.method is not Method.DIRECT:
        lines = [replace(tender, offers=n) for n in OFFERS]
        if tender.method is None:
            lines.append(replace(tender, method=Method.DIRECT))
        cases = [replace(case, tender=line) for line in lines]
        yield "offers", ref("tenders", tender.id), say("How many offers were there last time?"), cases


def _sources(case: AwardCase, verdict: Verdict) -> Iterator[UnknownCases]:
    """Nothing heard: a good and a bad word from inside. Heard from a source that cannot be judged: its quality."""
    if not verdict.discontent.parts:
        words = [
            Signal(kind=kind, on=case.as_of, award=case.award.id, severity=3)
            for kind in (SignalKind.DELIVERY_LATE, SignalKind.SATISFIED_STATEMENT)
        ]
        cases = [replace(case, signals=(*case.signals, word)) for word in words]
        yield "signals", ref("awards", case.award.id), say("How is the delivery going? Nobody has said"), cases
    counting = {part.ref for part in verdict.discontent.parts}
    for signal in case.signals:
        signal_ref = ref("signals", signal.id)
        if signal_ref in counting and (signal.reliability is Reliability.F or signal.credibility == 6):
            judged = [
                replace(signal, reliability=r, credibility=c) for r, c in ((Reliability.A, 1), (Reliability.E, 5))
            ]
            cases = [replace(case, signals=tuple(s if o is signal else o for o in case.signals)) for s in judged]
            yield "source", signal_ref, say("How good is the source of {kind}?", kind=signal.kind), cases


def _decider(case: AwardCase) -> Iterator[UnknownCases]:
    """Who decides, or where a decision-maker stands."""
    deciders = [p for p in case.people if p.decides]
    stances = ((Level.FAMILIAR, Stance.SUPPORTS), (Level.UNKNOWN, Stance.OPPOSES))
    if not deciders:
        buyer = case.tender.buyer if case.tender else 0
        imagined = [
            Relation(
                contact=Contact(name="", buyer=buyer, roles=(Role.DECIDES,)),
                level=level,
                stance=stance,
                last=case.as_of,
            )
            for level, stance in stances
        ]
        cases = [_with_people(case, (*case.people, person)) for person in imagined]
        yield "decider", ref("buyers", buyer), say("Who decides, and are they for us?"), cases
    for person in deciders:
        if person.level is Level.UNKNOWN:
            seen = [replace(person, level=level, stance=stance, last=case.as_of) for level, stance in stances]
            cases = [_with_people(case, tuple(s if o is person else o for o in case.people)) for s in seen]
            words = say("Where does {name}, who decides, stand?", name=person.contact.name)
            yield "stance", ref("contacts", person.contact.id), words, cases


def _with_people(case: AwardCase, people: tuple[Relation, ...]) -> AwardCase:
    return replace(case, people=people, access=access(people, case.as_of))


def _awards(case: AwardCase, awards: Iterable[Award]) -> Iterable[AwardCase]:
    return [replace(case, award=award) for award in awards]
