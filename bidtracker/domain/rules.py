"""What must hold within one record, whoever writes it. Links to other records are the book's to check."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bidtracker.domain.errors import FieldError
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    Award,
    Buyer,
    Competitor,
    Contact,
    Deal,
    Fact,
    Record,
    Signal,
    Tender,
    TenderLine,
)
from bidtracker.domain.vocabulary import Decision, LostReason, Outcome, Watch

LONGEST_NAME = 2_000
LARGEST_AMOUNT = Decimal(10) ** 18
NAMED_BY = {Buyer: "name", Contact: "name", Competitor: "name", Tender: "title", Fact: "text"}


def faults(record: Record) -> Iterator[FieldError]:
    """Everything that is wrong with a record by itself, field by field; nothing where it is sound."""
    field = NAMED_BY.get(type(record))
    if field is not None:
        name: str = getattr(record, field)
        if not name or name.isspace():
            yield FieldError(field, "{field} is empty; give it a few words")
        elif len(name) > LONGEST_NAME:
            too_long = "{field} has {n} characters; the longest is {longest}"
            yield FieldError(field, too_long, n=len(name), longest=LONGEST_NAME)
    value = getattr(record, "value", None)
    if isinstance(value, Money):
        yield from _money("value", value)
    match record:
        case TenderLine():
            yield from _tender(record)
        case Award():
            yield from _award(record)
        case Signal():
            yield from _scale(record, "severity", 3)
            yield from _scale(record, "credibility", 6)
            if not record.award and not (record.competitor and record.buyer):
                yield FieldError("award", "a signal is about an award, or about a competitor at a buyer; name one")
        case Fact():
            yield from _scale(record, "confidence", 6)
        case Contact():
            days = [belief.on for belief in record.believed]
            if days != sorted(days):
                yield FieldError("believed", "what we believed of a contact must run from old to new")
        case Deal():
            for milestone in record.milestones:
                if milestone.satisfaction is not None and not 1 <= milestone.satisfaction <= 5:
                    yield FieldError("milestones", "satisfaction goes from 1 to 5, not {n}", n=milestone.satisfaction)
        case Buyer() | Competitor():
            pass


def _money(field: str, money: Money) -> Iterator[FieldError]:
    if not (money.amount.is_finite() and abs(money.amount) < LARGEST_AMOUNT):
        yield FieldError(field, "{field} is not an amount that money comes in")


def _scale(record: Signal | Fact, field: str, top: int) -> Iterator[FieldError]:
    value: int = getattr(record, field)
    if not 1 <= value <= top:
        yield FieldError(field, "{field} goes from 1 to {top}, not {n}", top=top, n=value)


def _tender(tender: TenderLine) -> Iterator[FieldError]:
    for bid in tender.bids:
        for chance in (bid.p_win, bid.p_win_locked):
            if chance is not None and not 0 <= chance <= 1:
                yield FieldError("p_win", "a win probability goes from 0% to 100%, not {p}", p=f"{chance:.0%}")
        if bid.price is not None:
            yield from _money("price", bid.price)
            if bid.price.amount < 0:
                yield FieldError("price", "a price cannot be below zero")
        if bid.outcome is Outcome.LOST and any(r.code is LostReason.OTHER and not r.evidence for r in bid.reasons):
            yield FieldError("reason", "the reason 'other' needs a note that says which")
    if len({bid.lot for bid in tender.bids}) != len(tender.bids):
        yield FieldError("bids", "there are two bids on one lot; one lot takes one bid")
    if tender.bids and tender.decision is Decision.NO_GO:
        yield FieldError("decision", "there is a bid on this tender, so the decision cannot be no_go")
    if tender.watch is Watch.PARKED and tender.park_until is None:
        yield FieldError("park_until", "a parked tender needs the date on which it returns")
    if tender.offers is not None and tender.offers < 0:
        yield FieldError("offers", "the number of offers cannot be below zero")


def _award(award: Award) -> Iterator[FieldError]:
    yield from ordered(award, "start", "end")
    yield from ordered(award, "end", "max_end")
    numbers = [promise.number for promise in award.promises]
    if len(set(numbers)) != len(numbers):
        yield FieldError("promises", "two promises have the same number")


def ordered(record: Record, first: str, then: str) -> Iterator[FieldError]:
    """A fault where the date in field `then` lies before the one in field `first`."""
    early: Any = getattr(record, first)
    late: Any = getattr(record, then)
    if early is not None and late is not None and late < early:
        yield FieldError(
            then,
            "{then} {late} lies before {first} {early}; check which is right",
            then=then,
            late=late,
            first=first,
            early=early,
        )
