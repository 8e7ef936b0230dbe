"""What must hold within one record, whoever writes it. Links to other records are the book's to check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bidtracker.domain.doubts import out_of_order
from bidtracker.domain.errors import FieldError
from bidtracker.domain.losses import score_sheet
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    Award,
    Bid,
    Buyer,
    ChannelChange,
    Competitor,
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
from bidtracker.domain.vocabulary import Decision, LostReason, Watch

LONGEST_NAME = 2_000
MOST_HOURS = 100_000
LARGEST_AMOUNT = Decimal(10) ** 18
SMALLEST_AMOUNT = -LARGEST_AMOUNT


def faults(record: Record) -> list[FieldError]:
    """Everything that is wrong with a record by itself, field by field; nothing where it is sound."""
    rule = RULES.get(type(record))
    return [*rule(record)] if rule else []


def _name(field: str, name: str) -> Iterator[FieldError]:
    if not name or name.isspace():
        yield FieldError(field, "{field} is empty; give it a few words")
    elif len(name) > LONGEST_NAME:
        too_long = "{field} has {n} characters; the longest is {longest}"
        yield FieldError(field, too_long, n=len(name), longest=LONGEST_NAME)


def _no_money(field: str) -> FieldError:
    return FieldError(field, "{field} is not an amount that money comes in")


def _is_money(money: Money) -> bool:
    amount = money.amount
    return amount.is_finite() and SMALLEST_AMOUNT < amount < LARGEST_AMOUNT


def _scale(field: str, value: int, top: int) -> Iterator[FieldError]:
    if not 1 <= value <= top:
        yield FieldError(field, "{field} goes from 1 to {top}, not {n}", top=top, n=value)


def _organisation(record: Buyer | Competitor) -> Iterable[FieldError]:
    return _name("name", record.name)


def _contact(contact: Contact) -> Iterator[FieldError]:
    yield from _name("name", contact.name)
    days = [belief.on for belief in contact.believed]
    if days != sorted(days):
        yield FieldError("believed", "what we believed of a contact must run from old to new")


# Of these an import brings 100,000: a list is twice as fast as a generator within a generator.


def _tender(tender: Tender) -> list[FieldError]:
    problems: list[FieldError] = []
    if not 0 < len(tender.title) <= LONGEST_NAME or tender.title.isspace():
        problems += _name("title", tender.title)
    if tender.value is not None and not _is_money(tender.value):
        problems.append(_no_money("value"))
    if tender.bids:
        for bid in tender.bids:
            problems += _bid(bid)
        if len(tender.bids) > 1 and len({bid.lot for bid in tender.bids}) != len(tender.bids):
            problems.append(FieldError("bids", "there are two bids on one lot; one lot takes one bid"))
        if tender.decision is Decision.NO_GO:
            problems.append(FieldError("decision", "there is a bid on this tender, so the decision cannot be no_go"))
    if tender.watch is Watch.PARKED and tender.park_until is None:
        problems.append(FieldError("park_until", "a parked tender needs the date on which it returns"))
    if tender.offers is not None and tender.offers < 0:
        problems.append(FieldError("offers", "the number of offers cannot be below zero"))
    return problems


def _bid(bid: Bid) -> Iterator[FieldError]:
    for chance in (bid.p_win, bid.p_win_locked):
        if chance is not None and not 0 <= chance <= 1:
            yield FieldError("p_win", "a win probability goes from 0% to 100%, not {p}", p=f"{chance:.0%}")
    if bid.price is not None:
        if not _is_money(bid.price):
            yield _no_money("price")
        elif bid.price.amount < 0:
            yield FieldError("price", "a price cannot be below zero")
    if bid.hours is not None and not 0 <= bid.hours <= MOST_HOURS:
        yield FieldError("hours", "a bid takes between 0 and {most} hours, not {n}", n=bid.hours, most=MOST_HOURS)
    if bid.cost is not None and (not _is_money(bid.cost) or bid.cost.amount < 0):
        yield _no_money("cost")
    for reason in bid.reasons:
        if reason.code is LostReason.OTHER and not reason.evidence:
            yield FieldError("reason", "the reason 'other' needs a note that says which")
    if bid.sheet is not None:
        yield from score_sheet.faults(bid.sheet)


def _award(award: Award) -> list[FieldError]:
    problems: list[FieldError] = []
    if award.value is not None and not _is_money(award.value):
        problems.append(_no_money("value"))
    if award.runner_up is not None and not _is_money(award.runner_up):
        problems.append(_no_money("runner_up"))
    if award.end is not None and award.start is not None and award.end < award.start:
        problems.append(_out_of_order("end", award.end, "start", award.start))
    if award.max_end is not None and award.end is not None and award.max_end < award.end:
        problems.append(_out_of_order("max_end", award.max_end, "end", award.end))
    if len(award.promises) > 1 and len({promise.number for promise in award.promises}) != len(award.promises):
        problems.append(FieldError("promises", "two promises have the same number"))
    if any(not 0 < odds.chance < 1 for odds in award.odds):
        problems.append(FieldError("odds", "a probability of outside odds lies between 0 and 1"))
    return problems


def _out_of_order(field: str, late: date, first: str, early: date) -> FieldError:
    return out_of_order(field, field, late, first, early)


def _signal(signal: Signal) -> Iterator[FieldError]:
    yield from _scale("severity", signal.severity, 3)
    yield from _scale("credibility", signal.credibility, 6)
    if not signal.award and not (signal.competitor and signal.buyer):
        yield FieldError("award", "a signal is about an award, or about a competitor at a buyer; name one")
    if signal.promise and not signal.award:
        yield FieldError("promise", "a promise belongs to a contract; name the contract too")


def _fact(fact: Fact) -> Iterator[FieldError]:
    yield from _name("text", fact.text)
    yield from _scale("confidence", fact.confidence, 6)
    if fact.kind.personal and not fact.person:
        yield FieldError("person", "{kind} is about a person; name whom, like person=P7", kind=fact.kind)


def _named(record: Favour | Hospitality) -> Iterator[FieldError]:
    yield from _name("text", record.text)
    if isinstance(record, Hospitality):
        yield from _price("value", record.value)
    elif record.returned is not None and record.returned < record.on:
        yield _out_of_order("returned", record.returned, "favour", record.on)


def _channel_change(change: ChannelChange) -> Iterator[FieldError]:
    yield from _name("was", change.was)
    yield from _name("becomes", change.becomes)


def _inquiry(inquiry: Inquiry) -> Iterator[FieldError]:
    if inquiry.due is not None and inquiry.due < inquiry.on:
        yield _out_of_order("due", inquiry.due, "asked", inquiry.on)
    if (inquiry.result is None) is not (inquiry.answered is None):
        yield FieldError("result", "what came of an inquiry has a day, and its day a result")


def _price(field: str, price: Money | None) -> Iterator[FieldError]:
    if price is not None and not _is_money(price):
        yield _no_money(field)
    elif price is not None and price.amount < 0:
        yield FieldError(field, "{field} cannot be below zero")


def _need(need: Need) -> Iterator[FieldError]:
    yield from _name("title", need.title)
    yield from _price("budget", need.budget)
    yield from _numbered("demands", [demand.number for demand in need.demands])
    for demand in need.demands:
        yield from _name("demands", demand.text)
    numbers = {demand.number for demand in need.demands}
    for match in need.matches:
        if match.demand not in numbers:
            yield FieldError("matches", "there is no demand number {n} in this need", n=match.demand)
    if len({(match.demand, match.offer) for match in need.matches}) != len(need.matches):
        yield FieldError("matches", "one offer fits one demand in one way; it is there twice")


def _offer(offer: Offer) -> Iterator[FieldError]:
    yield from _name("name", offer.name)
    yield from _price("price", offer.price)
    yield from _price("floor", offer.floor)


def _theme(theme: Theme) -> Iterator[FieldError]:
    yield from _name("text", theme.text)
    if theme.demand and not theme.need:
        yield FieldError("demand", "a demand belongs to a need; name the need too")
    if theme.promise and not theme.award:
        yield FieldError("promise", "a promise belongs to a contract; name the contract too")


def _quote(quote: Quote) -> Iterator[FieldError]:
    yield from _price("price", quote.price)
    yield from _price("floor", quote.floor)
    yield from _scale("confidence", quote.confidence, 6)
    if quote.competitor and quote.floor is not None:
        yield FieldError("floor", "a floor price is our own; this quote is a competitor's")
    for concession in quote.concessions:
        yield from _name("concessions", concession.gave)
        yield from _price("concessions", concession.amount)


def _numbered(field: str, numbers: list[int]) -> Iterator[FieldError]:
    if len(set(numbers)) != len(numbers):
        yield FieldError(field, "two {field} have the same number")


def _deal(deal: Deal) -> Iterator[FieldError]:
    yield from _numbered("changes", [change.number for change in deal.changes])
    for change in deal.changes:
        yield from _name("changes", change.text)
        yield from _price("changes", change.costs)
    yield from _numbered("milestones", [milestone.number for milestone in deal.milestones])
    if min(deal.clocks.report, deal.clocks.send_back, deal.clocks.replace) < 0:
        yield FieldError("clocks", "the days of a clock cannot be below zero")
    if deal.visits.every_months < 0 or any(days < 0 for days in deal.visits.days):
        yield FieldError("visits", "the days and months of a visit plan cannot be below zero")
    for milestone in deal.milestones:
        if milestone.amount is not None and not _is_money(milestone.amount):
            yield _no_money("milestones")
        if milestone.satisfaction is not None and not 1 <= milestone.satisfaction <= 5:
            yield FieldError("milestones", "satisfaction goes from 1 to 5, not {n}", n=milestone.satisfaction)


RULES: dict[type, Callable[[Any], Iterable[FieldError]]] = {
    Buyer: _organisation,
    Competitor: _organisation,
    Contact: _contact,
    Tender: _tender,
    Award: _award,
    Signal: _signal,
    Fact: _fact,
    Inquiry: _inquiry,
    Favour: _named,
    Hospitality: _named,
    ChannelChange: _channel_change,
    Need: _need,
    Offer: _offer,
    Theme: _theme,
    Quote: _quote,
    Deal: _deal,
}
