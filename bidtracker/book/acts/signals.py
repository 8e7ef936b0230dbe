"""Acts on what we hear: observe, confirm, refute; what we know and believe: facts, levels, stances."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from bidtracker.book.cross_checks import agree
from bidtracker.book.draft import Draft
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, resolve
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_ref, placed, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Believed, Contact, Fact, Signal
from bidtracker.domain.vocabulary import Level, SignalKind, SignalState, Stance


def mark_promise(draft: Draft, signal: Signal, others: Iterable[Signal] = ()) -> None:
    """Marks the promise that a signal says was broken; open again where the signal is refuted and none of the `others`
    says so. That it was kept, a person has said, and that stays."""
    if not (signal.promise and signal.award and signal.kind.sign > 0):
        return
    award: Award = draft.get("awards", signal.award)
    promise = next((each for each in award.promises if each.number == signal.promise), None)
    if promise is None or promise.kept is True:
        return
    same = [signal, *(other for other in others if other.promise == signal.promise and other.id != signal.id)]
    broken = any(each.kind.sign > 0 and each.state is not SignalState.REFUTED for each in same)
    if broken is (promise.kept is False):
        return
    promise = msgspec.structs.replace(promise, kept=False if broken else None)
    draft.put(msgspec.structs.replace(award, promises=placed(award.promises, promise)))


def observe(
    book: Ledger, record_id: str, kind: SignalKind, *, on: date | None = None, buyer: str | None = None, **fields: Any
) -> Signal:
    """Logs a signal about an award ("A5"), a tender with one award ("T42"), or a competitor ("C3") at a `buyer`."""
    with book.acting("observe") as draft:
        signal = observed(draft, record_id, {"kind": kind, "on": on or draft.today, "buyer": buyer or 0} | fields)
        about = ref("awards", signal.award) if signal.award else record_id
        draft.title = say("Signal on {about}: {kind}", about=about, kind=kind)
    return signal


def observed(draft: Draft, record_id: str, fields: dict[str, Any]) -> Signal:
    """Adds a signal about an award, a tender with one award, or a competitor, as a part of an act."""
    table, number = parse_ref(record_id)
    if table == "tenders":
        awards = draft.awards_of(number)
        if len(awards) != 1:
            raise Refused("{id} has {n} awards; name the award that the signal is about", id=record_id, n=len(awards))
        table, number = "awards", awards[0].id
    draft.get(table, number)
    if table == "awards":
        fields = fields | {"award": number, "buyer": 0}
    elif table == "competitors":
        fields = fields | {"competitor": number}
    else:
        raise Refused("{id} is no award; signals are about awards (A5)", id=record_id)
    signal: Signal = draft.add(build("signals", resolve(draft, "signals", fields)))
    agree(draft, signal)
    mark_promise(draft, signal)
    return signal


def confirm(book: Ledger, record_id: str) -> Signal | Fact:
    """A second source says the same as a signal ("S9"), or a fact ("K4") is still so today: it is confirmed."""
    return _judge(book, record_id, SignalState.CONFIRMED)


def refute(book: Ledger, record_id: str) -> Signal | Fact:
    """A signal or a fact is not true: it stays in the book and counts nothing."""
    return _judge(book, record_id, SignalState.REFUTED)


def reopen(book: Ledger, record_id: str) -> Signal | Fact:
    """Neither confirmed nor refuted."""
    return _judge(book, record_id, SignalState.OPEN)


def _judge(book: Ledger, record_id: str, state: SignalState) -> Signal | Fact:
    table, number = parse_ref(record_id)
    if table not in ("signals", "facts"):
        raise Refused("{id} is no signal and no fact; those have ids like S9 and K4", id=record_id)
    with book.acting(state) as draft:
        judged: dict[str, Any] = {"state": state}
        if table == "facts" and state is SignalState.CONFIRMED:
            judged["on"] = draft.today
        record: Signal | Fact = draft.put(msgspec.structs.replace(draft.get(table, number), **judged))
        if isinstance(record, Signal):
            mark_promise(draft, record, book.holdings.linked("signals", "award", record.award))
        draft.title = say("{id} {kind}: {state}", id=ref(table, number), kind=record.kind, state=state)
    return record


def believe(
    book: Ledger, record_id: str, *, level: Level | None = None, stance: Stance | None = None, on: date | None = None
) -> Contact:
    """What we now believe of a contact. The card keeps what was believed before, with its dates."""
    with book.acting("believe") as draft:
        contact = record_in(draft, Contact, record_id)
        day = on or draft.today
        held = contact.belief(day) or Believed(on=day)
        belief = Believed(on=day, level=level or held.level, stance=stance or held.stance, written=draft.today)
        others = [b for b in contact.believed if b.on != day]
        believed = tuple(sorted([*others, belief], key=lambda b: b.on))
        contact = draft.put(msgspec.structs.replace(contact, believed=believed))
        draft.title = say(
            "{id} {name}: {level}, {stance}",
            id=ref("contacts", contact.id),
            name=contact.name,
            level=belief.level,
            stance=belief.stance,
        )
    return contact
