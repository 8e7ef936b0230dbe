"""Acts on what we deliver: the deal of an award that is ours, its steps, faults on arrival, visits; and what follows.

A late delivery, a fault and what a visit finds are signals on our own award, in the words by which a rival is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from bidtracker.book.acts.delivery import says, signal_of, unhappy, visits_after
from bidtracker.book.cross_checks import agree, not_yet, works_for
from bidtracker.book.draft import Draft
from bidtracker.book.ids import part_in, record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, called, number_of, resolve
from bidtracker.domain.errors import FieldError, NotFound, Refused
from bidtracker.domain.ids import next_number, parse_part, part_ref, placed, ref
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    Award,
    Clocks,
    Contact,
    Deal,
    Fact,
    Milestone,
    OrderChange,
    Signal,
    Touch,
    VisitPlan,
)
from bidtracker.domain.vocabulary import DealStep, FactKind, SignalKind, TouchKind
from bidtracker.radar.account.deliveries import clocks as clocks_of

CALL_BACK = timedelta(days=2)
GivenDay = date | UnsetType | None


def deal(
    book: Ledger,
    record_id: str,
    *,
    steps: Iterable[Milestone] = (),
    clocks: Clocks | None = None,
    visits: VisitPlan | None = None,
    **fields: Any,
) -> Deal:
    """Opens the deal of an award of ours ("A5"), or changes what is given of one ("D1"). `steps` are added, with
    numbers of their own."""
    table, number, part = parse_part(record_id)
    if table not in ("awards", "deals") or part:
        raise Refused("{id} is no award and no deal; a deal is opened on an award of ours (A5)", id=record_id)
    fields |= {"clocks": clocks, "visits": visits}
    with book.acting("deal") as draft:
        given = {field: value for field, value in resolve(draft, "deals", fields).items() if value is not None}
        before: Deal | None = None
        if table == "awards":
            deal: Deal = draft.add(build("deals", {"award": number} | given))
            agree(draft, deal)
        else:
            before = draft.get("deals", number)
            deal = msgspec.structs.replace(before, **given)
        for step in steps:
            step = msgspec.structs.replace(step, number=next_number(deal.milestones))
            deal, _signal = _with_step(book, draft, deal, None, step)
        draft.put(deal)
        agree(draft, deal, before)
        draft.title = say("Deal {id} of {name}", id=ref("deals", deal.id), name=called(draft, deal))
    return deal


def step(
    book: Ledger,
    record_id: str,
    step: DealStep | None = None,
    *,
    due: GivenDay = UNSET,
    done: GivenDay = UNSET,
    amount: Money | UnsetType | None = UNSET,
    note: str | UnsetType = UNSET,
    **others: Any,
) -> Deal:
    """Adds a step to a deal ("D3"), or changes one ("D3.2"): what is not given stays, None takes it away. `others` are
    further fields of a step, by name.

    A delivery that is done plans the visits after it; one that came late is a signal on our own award.
    """
    with book.acting("step") as draft:
        deal, before = part_in(draft, Deal, record_id)
        if before is None and step is None:
            steps = listed(map(str, DealStep))
            raise FieldError("step", "{field} is missing; it is one of {steps}", steps=steps)
        after = before or Milestone(number=next_number(deal.milestones), step=step or DealStep.SIGNED)
        fields = {"step": step or UNSET, "due": due, "done": done, "amount": amount, "note": note} | others
        given = {field: value for field, value in fields.items() if value is not UNSET}
        after = msgspec.structs.replace(after, **given)
        changed, _signal = _with_step(book, draft, deal, before, after)
        stored = draft.put(changed)
        agree(draft, stored, deal)
        draft.title = _step_title(draft, stored, after)
    return stored


def drop_step(book: Ledger, record_id: str) -> Deal:
    """Takes a step ("D3.2") out of a deal, and the signal that it made."""
    with book.acting("drop_step") as draft:
        deal, step = part_in(draft, Deal, record_id)
        if step is None:
            raise Refused("{id} is a deal; name the step in it, like {id}.1", id=ref("deals", deal.id))
        _hear(book, draft, deal, step, None)
        kept = tuple(other for other in deal.milestones if other.number != step.number)
        deal = draft.put(msgspec.structs.replace(deal, milestones=kept))
        part = part_ref("deals", deal.id, step.number)
        named = {"part": part, "step": step.step, "id": ref("deals", deal.id), "name": called(draft, deal)}
        draft.title = say("Took {part} {step} out of {id} {name}", **named)
    return deal


def change_order(
    book: Ledger, record_id: str, text: str = "", *, number: int = 0, on: date | None = None, **terms: Any
) -> Deal:
    """Notes that the buyer wants something otherwise than ordered of a deal ("D3"): what it `costs` them, how many
    `days` later it comes, when they `agreed`; or changes the terms of the change with that number."""
    with book.acting("change_order") as draft:
        deal = record_in(draft, Deal, record_id)
        held = next((each for each in deal.changes if each.number == number), None)
        if number and held is None:
            raise NotFound("{id} has no change number {n}", id=record_id, n=number)
        given = {field: value for field, value in terms.items() if value is not None}
        if held is None:
            held = OrderChange(number=next_number(deal.changes), on=on or draft.today, text=text)
        elif text:
            given["text"] = text
        change = msgspec.structs.replace(held, **given)
        for fault in (*not_yet("on", change.on, draft.today), *not_yet("agreed", change.agreed, draft.today)):
            raise fault
        deal = draft.put(msgspec.structs.replace(deal, changes=placed(deal.changes, change)))
        draft.title = say("Change of the order {id}: {text}", id=ref("deals", deal.id), text=change.text)
    return deal


def faulty(
    book: Ledger, record_id: str, on: date | None = None, note: str = "", *, contact: str | None = None
) -> tuple[Deal, Signal]:
    """Something of ours arrived faulty ("D3"), found `on` a day: to report, send back and replace it become steps
    with the days that the deal's clocks give, and the fault a signal on our own award."""
    with book.acting("faulty") as draft:
        deal, step = part_in(draft, Deal, record_id)
        if step is not None:
            raise Refused("{id} is a step; a fault is of the deal, {deal}", id=record_id, deal=ref("deals", deal.id))
        found_on = on or draft.today
        if found_on > draft.today:
            raise FieldError("on", "{day} has not come yet; a fault is found on or before today", day=found_on)
        person = _person(draft, deal, contact)
        before, first = deal, next_number(deal.milestones)
        for what, due in clocks_of(deal.clocks, found_on):
            step = Milestone(number=next_number(deal.milestones), step=what, due=due, note=note, contact=person)
            deal = msgspec.structs.replace(deal, milestones=(*deal.milestones, step))
        draft.put(deal)
        agree(draft, deal, before)
        signal = draft.add(signal_of(deal, first, (SignalKind.DOA_DEFECT, 2), found_on, person, note))
        named = {"id": ref("deals", deal.id), "name": called(draft, deal), "day": found_on}
        draft.title = say("Faulty on arrival: {id} {name}, found on {day}", **named)
    return deal, signal


def visited(
    book: Ledger,
    record_id: str,
    satisfaction: int | None = None,
    *,
    improve: str = "",
    next_need: str = "",
    contact: str | None = None,
    on: date | None = None,
) -> tuple[Deal, list[Signal | Touch | Fact]]:
    """Records a visit after delivery, a planned one ("D3.4") or another ("D3"): how satisfied they are (1 to 5),
    what to improve, what they will need next. Returns the deal and the records it made: a low score a call in two
    days, a low or high one a signal on our own award, the next need a fact about the buyer."""
    with book.acting("visited") as draft:
        deal, before = part_in(draft, Deal, record_id)
        if before is not None and before.step is not DealStep.VISIT:
            part = part_ref("deals", deal.id, before.number)
            raise Refused("{id} is no visit but a step of another sort: {step}", id=part, step=before.step)
        after = msgspec.structs.replace(
            before or Milestone(number=next_number(deal.milestones), step=DealStep.VISIT),
            done=on or draft.today,
            satisfaction=satisfaction,
            improve=improve,
            next_need=next_need,
            contact=_person(draft, deal, contact) or (before.contact if before else 0),
        )
        changed, signal = _with_step(book, draft, deal, before, after)
        stored = draft.put(changed)
        agree(draft, stored, deal)
        made = [*([signal] if signal else []), *_follow_up(book, draft, stored, before, after)]
        draft.title = _step_title(draft, stored, after)
    return stored, made


# ------------------------------------------------------------ what follows from a step


def _with_step(
    book: Ledger, draft: Draft, deal: Deal, before: Milestone | None, after: Milestone
) -> tuple[Deal, Signal | None]:
    """The deal with a step put in and the visits that follow on it, and the signal that it makes."""
    deal = msgspec.structs.replace(deal, milestones=placed(deal.milestones, after))
    signal = _hear(book, draft, deal, before, after)
    newly = after.done is not None and (before is None or before.done is None)
    award: Award = draft.get("awards", deal.award)
    for day in visits_after(deal, after, award, draft.today) if newly else ():
        visit = Milestone(number=next_number(deal.milestones), step=DealStep.VISIT, due=day)
        deal = msgspec.structs.replace(deal, milestones=(*deal.milestones, visit))
    return deal, signal


def _hear(book: Ledger, draft: Draft, deal: Deal, before: Milestone | None, after: Milestone | None) -> Signal | None:
    """Keeps the signal on our own award as the step has it: made, changed with it, or gone."""
    was, now = says(before), says(after)
    step = after or before
    if step is None:
        return None
    old = _heard(book, draft, deal, step.number) if was or (after is None and step.step is DealStep.FAULT) else None
    if after is None or now is None:
        if old is not None:
            draft.drop("signals", old.id)
        return None
    heard_on, notes = after.done or draft.today, after.improve or after.note
    signal = signal_of(deal, after.number, now, heard_on, after.contact, notes)
    if old is None:
        return draft.add(signal)
    kept = {"id": old.id, "state": old.state, "tags": old.tags, "links": old.links}
    return draft.put(msgspec.structs.replace(signal, **kept))


def _heard(book: Ledger, draft: Draft, deal: Deal, step: int) -> Signal | None:
    """The signal that a step made."""
    part = part_ref("deals", deal.id, step)
    for signal in list(book.holdings.linked("signals", "award", deal.award)):
        if signal.grounds is not None and signal.grounds.args.get("step") == part:
            here: Signal | None = draft.find("signals", signal.id)
            return here
    return None


def _follow_up(
    book: Ledger, draft: Draft, deal: Deal, before: Milestone | None, after: Milestone
) -> Iterator[Touch | Fact]:
    """What a visit asks of us: to call back whoever is not content, and to keep in mind what they will need."""
    award: Award = draft.get("awards", deal.award)
    buyer = draft.get("tenders", award.tender).buyer
    before_satisfaction = before.satisfaction if before else None
    if unhappy(after.satisfaction) and not unhappy(before_satisfaction):
        contact: Contact | None = draft.find("contacts", after.contact) if after.contact else None
        open_to_it = contact is not None and not contact.do_not_contact and contact.left is None
        yield draft.add(
            Touch(
                buyer=buyer,
                on=draft.today + CALL_BACK,
                kind=TouchKind.CALL,
                contact=after.contact if open_to_it else 0,
                award=award.id,
                tender=award.tender,
                notes=after.improve,
                by=book.who,
            )
        )
    if after.next_need and after.next_need != (before.next_need if before else ""):
        yield draft.add(
            Fact(
                buyer=buyer,
                kind=FactKind.UPCOMING_NEED,
                text=after.next_need,
                on=after.done or draft.today,
                confidence=2,
                contact=after.contact,
            )
        )


def _person(draft: Draft, deal: Deal, contact: str | None) -> int:
    """The number of somebody at the deal's buyer."""
    if not contact:
        return 0
    person = number_of(draft, "contacts", contact, "contact")
    award: Award = draft.get("awards", deal.award)
    for fault in works_for(draft, person, draft.get("tenders", award.tender).buyer):
        raise fault
    return person


def _step_title(draft: Draft, deal: Deal, step: Milestone) -> Message:
    """A step and how it stands, for the history."""
    part = part_ref("deals", deal.id, step.number)
    named: dict[str, Any] = {"part": part, "step": step.step, "id": ref("deals", deal.id), "name": called(draft, deal)}
    if step.satisfaction is not None:
        return say("{part} of {id} {name}: {step}, satisfaction {n} of 5", **named, n=step.satisfaction)
    if step.done is not None:
        return say("{part} of {id} {name}: {step} done on {day}", **named, day=step.done)
    if step.due is not None:
        return say("{part} of {id} {name}: {step} due on {day}", **named, day=step.due)
    return say("{part} of {id} {name}: {step}", **named)
