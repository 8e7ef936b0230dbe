"""What must hold between records, beyond that each link leads somewhere: a need's tender is its buyer's own, a deal is
of an award of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from bidtracker.book.bodies import decode
from bidtracker.book.draft import Draft
from bidtracker.domain.errors import FieldError
from bidtracker.domain.ids import PARTS, part_ref, ref
from bidtracker.domain.message import listed
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    TABLE_OF,
    Award,
    ChannelChange,
    Contact,
    Deal,
    Fact,
    Favour,
    Hospitality,
    Inquiry,
    Need,
    Offer,
    Quote,
    Record,
    Signal,
    Tender,
    Theme,
)


def linked(draft: Draft, table: str, field: str, number: int) -> list[Any]:
    """The records of a small table whose field points to `number`, without reading the whole book."""
    records = (decode(table, key, body) for key, body in draft.db.table(table).rows())
    return [draft.get(table, record.id) for record in records if getattr(record, field) == number]


def agree(draft: Draft, record: Record, before: Record | None = None) -> None:
    """Raises the first FieldError between a record and those that it names. What did not agree `before` either is no
    reason to refuse another change of it."""
    rule = RULES.get(type(record))
    if rule is None:
        return
    old = {fault.field for fault in rule(draft, before)} if before is not None else set()
    for fault in rule(draft, record):
        if fault.field not in old:
            raise fault


def lot_faults(tender: Tender, lot: str) -> Iterator[FieldError]:
    """A lot must be one that the tender has, if it names any."""
    if lot and tender.lots and lot not in [lot_of.id for lot_of in tender.lots]:
        lots = listed(lot_of.id for lot_of in tender.lots)
        yield FieldError("lot", "this tender has no lot {lot}; it has {lots}", lot=lot, lots=lots)


def not_yet(field: str, day: date | None, today: date) -> Iterator[FieldError]:
    """What is told as done cannot lie in the future."""
    if day is not None and day > today:
        yield FieldError(field, "{day} has not come yet; {field} is a day that has passed, or today", day=day)


def _currencies(**amounts: Money | None) -> Iterator[FieldError]:
    for field, money in amounts.items():
        if money is not None and not money.currency:
            yield FieldError(field, "{field} has no currency; write it like {amount} EUR", amount=f"{money.amount:f}")


def works_for(draft: Draft, contact: int, buyer: int) -> Iterator[FieldError]:
    """A contact must be one of the buyer's, if one is named."""
    if contact and draft.get("contacts", contact).buyer != buyer:
        wrong = "{contact} works for another buyer; name somebody at {buyer}"
        yield FieldError("contact", wrong, contact=ref("contacts", contact), buyer=ref("buyers", buyer))


def _need(draft: Draft, need: Need) -> Iterator[FieldError]:
    yield from _currencies(budget=need.budget)
    yield from works_for(draft, need.contact, need.buyer)
    if need.tender and draft.get("tenders", need.tender).buyer != need.buyer:
        wrong = "{tender} is a tender of another buyer; name one of {buyer}"
        yield FieldError("tender", wrong, tender=ref("tenders", need.tender), buyer=ref("buyers", need.buyer))


def _theme(draft: Draft, theme: Theme) -> Iterator[FieldError]:
    tender: Tender = draft.get("tenders", theme.tender)
    yield from lot_faults(tender, theme.lot)
    if theme.need:
        need: Need = draft.get("needs", theme.need)
        if need.buyer != tender.buyer:
            wrong = "{need} is a need of another buyer; name one of {buyer}"
            yield FieldError("need", wrong, need=ref("needs", need.id), buyer=ref("buyers", tender.buyer))
        yield from _part("demand", theme.demand, need)
    if theme.award:
        award: Award = draft.get("awards", theme.award)
        if award.ours:
            ours = "{award} is our own contract; a theme answers what a rival promised"
            yield FieldError("award", ours, award=ref("awards", award.id))
        elif draft.get("tenders", award.tender).buyer != tender.buyer:
            wrong = "{award} is a contract with another buyer; name one of {buyer}"
            yield FieldError("award", wrong, award=ref("awards", award.id), buyer=ref("buyers", tender.buyer))
        yield from _part("promise", theme.promise, award)


def _part(field: str, number: int, of: Record) -> Iterator[FieldError]:
    """A number of a part must be one that the record has."""
    table = TABLE_OF[type(of)]
    numbers = [part.number for part in getattr(of, PARTS[table])]
    if number and number not in numbers:
        listing = listed(part_ref(table, of.id, part) for part in numbers)
        missing = "{id} has no {field} {number}; it has {known}" if numbers else "{id} has no {field} yet; add it first"
        yield FieldError(field, missing, id=ref(table, of.id), number=number, known=listing)


def _tender(draft: Draft, tender: Tender) -> Iterator[FieldError]:
    if tender.follows and tender.id in (tender.follows, draft.get("tenders", tender.follows).follows):
        named = {"id": ref("tenders", tender.id), "other": ref("tenders", tender.follows)}
        yield FieldError("follows", "{id} cannot follow {other}, which follows it", **named)


def _signal(draft: Draft, signal: Signal) -> Iterator[FieldError]:
    if signal.on > draft.today:
        future = "{day} has not come yet; a signal is something already observed"
        yield FieldError("on", future, day=signal.on)
    if signal.award:
        yield from _part("promise", signal.promise, draft.get("awards", signal.award))


def _quote(draft: Draft, quote: Quote) -> Iterator[FieldError]:
    yield from _currencies(price=quote.price, floor=quote.floor)
    yield from lot_faults(draft.get("tenders", quote.tender), quote.lot)
    yield from not_yet("on", quote.on, draft.today)
    if quote.competitor and quote.offer:
        yield FieldError("offer", "an offer is our own; this quote is a competitor's")
    yield from not_yet("agreed", quote.agreed, draft.today)
    for concession in quote.concessions:
        yield from _currencies(amount=concession.amount)
        yield from not_yet("on", concession.on, draft.today)


def _inquiry(draft: Draft, inquiry: Inquiry) -> Iterator[FieldError]:
    buyer = draft.get("tenders", inquiry.tender).buyer
    yield from works_for(draft, inquiry.contact, buyer)
    yield from not_yet("on", inquiry.on, draft.today)
    if inquiry.award and draft.get("awards", inquiry.award).tender != inquiry.tender:
        wrong = "{award} is of another tender; name one of {tender}"
        named = {"award": ref("awards", inquiry.award), "tender": ref("tenders", inquiry.tender)}
        yield FieldError("award", wrong, **named)


def _fact(draft: Draft, fact: Fact) -> Iterator[FieldError]:
    if fact.person and draft.get("contacts", fact.person).buyer != fact.buyer:
        wrong = "{contact} works for another buyer; name somebody at {buyer}"
        named = {"contact": ref("contacts", fact.person), "buyer": ref("buyers", fact.buyer)}
        yield FieldError("person", wrong, **named)


def _passed(draft: Draft, record: Favour | Hospitality) -> Iterator[FieldError]:
    yield from not_yet("on", record.on, draft.today)
    if isinstance(record, Favour):
        yield from not_yet("returned", record.returned, draft.today)
    else:
        yield from _currencies(value=record.value)


def _channel_change(draft: Draft, change: ChannelChange) -> Iterator[FieldError]:
    yield from works_for(draft, change.contact, change.buyer)
    yield from not_yet("told_on", change.told_on, draft.today)


def _offer(draft: Draft, offer: Offer) -> Iterator[FieldError]:
    yield from _currencies(price=offer.price, floor=offer.floor)


def _deal(draft: Draft, deal: Deal) -> Iterator[FieldError]:
    award: Award = draft.get("awards", deal.award)
    if not award.ours:
        yield FieldError("award", "{id} is not ours; a deal is of an award that we won", id=ref("awards", award.id))
    for other in linked(draft, "deals", "award", award.id):
        if other.id != deal.id:
            twice = "{id} already has its deal, {deal}; change that one"
            yield FieldError("award", twice, id=ref("awards", award.id), deal=ref("deals", other.id))
    for step in deal.milestones:
        yield from _currencies(amount=step.amount)
        yield from not_yet("done", step.done, draft.today)


def _contact(draft: Draft, contact: Contact) -> Iterator[FieldError]:
    seen, through = {contact.id}, contact.introduced_by
    while through:
        if through in seen:
            round_ = "{contact} cannot have introduced {id}, who introduced them; name somebody else"
            who = ref("contacts", contact.introduced_by)
            yield FieldError("introduced_by", round_, contact=who, id=ref("contacts", contact.id))
            return
        seen.add(through)
        through = draft.get("contacts", through).introduced_by


RULES: dict[type, Callable[[Draft, Any], Iterator[FieldError]]] = {
    Need: _need,
    Tender: _tender,
    Signal: _signal,
    Theme: _theme,
    Quote: _quote,
    Inquiry: _inquiry,
    Fact: _fact,
    Favour: _passed,
    Hospitality: _passed,
    ChannelChange: _channel_change,
    Offer: _offer,
    Deal: _deal,
    Contact: _contact,
}
