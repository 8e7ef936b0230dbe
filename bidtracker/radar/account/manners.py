"""What to mind with people: favours open either way, contact too often, hospitality near its limit, who has a grievance
near whoever decides.

Measured, not felt: contact is too often where somebody was reached OFTEN times in the time in which the closeness of
the relation asks for one (CADENCE).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Contact, Fact
from bidtracker.domain.vocabulary import DealStep, FactKind, Rating, Side, SignalState
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.case import Survey
from bidtracker.radar.score.months import shift
from bidtracker.radar.score.relations import CADENCE, NOT_REACHED, Relation, relations

OFTEN = 4  # times reached within one interval of the rhythm: a friend's, not a seller's
RHYTHM = 60  # days where the relation has no rhythm of its own yet
RETURN_AFTER = 90  # days after which a favour that we owe is to be returned
YEAR = 365
NEAR_LIMIT = Decimal("0.8")


# What an agreed price is worth nothing without.
AT_ONCE = {
    DealStep.SIGNED: (Due.DEAL_MILESTONE, _("The price is agreed: have the contract signed now, {title}")),
    DealStep.DEPOSIT: (Due.DEPOSIT_DUE, _("The price is agreed: have the deposit paid now, {title}")),
}


class Caution(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to mind before a call, and the record that it rests on."""

    message: Message
    target: str
    grave: bool = False


def cautions(holdings: Holdings, buyer: int, as_of: date) -> Iterator[Caution]:
    """What to mind with the people of a buyer, the gravest first."""
    people = relations(holdings.contacts_of(buyer), holdings.touches_of(buyer), as_of)
    yield from grievances(holdings, buyer, as_of)
    yield from _owed(holdings, buyer, as_of)
    yield from _too_often(holdings, people, as_of)
    yield from _near_limit(holdings, buyer, as_of)


# ---------------------------------------------------------------- grievances


def grievances(holdings: Holdings, buyer: int, as_of: date) -> Iterator[Caution]:
    """Who has a grievance, and how near to whoever decides they stand; the nearest first."""
    deciders = [
        each.contact.id
        for each in relations(holdings.contacts_of(buyer), holdings.touches_of(buyer), as_of)
        if each.decides
    ]
    rows = []
    for fact in standing_facts(holdings, buyer, as_of):
        person = holdings.contacts.get(fact.person)
        if fact.kind is FactKind.GRIEVANCE and person is not None and person.left is None:
            near = _nearest(holdings, person, deciders)
            rows.append((near[0] if near else 9, fact.id, _grievance(holdings, fact, person, near)))
    yield from (caution for _steps, _id, caution in sorted(rows, key=lambda row: row[:2]))


def _grievance(holdings: Holdings, fact: Fact, person: Contact, near: tuple[int, int] | None) -> Caution:
    words = {"who": person.name, "what": " ".join(fact.text.split())}
    if near is None:
        message = say("{who} has a grievance: {what}", **words)
    elif near[0] == 0:
        message = say("{who}, who decides, has a grievance: {what}", **words)
    else:
        decider = holdings.name("contacts", near[1])
        text = "{who}, {n} step from {decider}, who decides, has a grievance: {what}"
        many = "{who}, {n} steps from {decider}, who decides, has a grievance: {what}"
        message = count(text, many, near[0], **words, decider=decider)
    return Caution(message=message, target=ref("facts", fact.id), grave=near is not None and near[0] <= 1)


def _nearest(holdings: Holdings, person: Contact, deciders: list[int]) -> tuple[int, int] | None:
    """How many steps of reporting or introduction lie between a person and the nearest who decides, and who that is."""
    seen, edge, steps = {person.id}, [person.id], 0
    while edge:
        for number in edge:
            if number in deciders:
                return steps, number
        steps += 1
        beside = {other for number in edge for other in _beside(holdings, number)} - seen
        seen |= beside
        edge = sorted(beside)
    return None


def _beside(holdings: Holdings, number: int) -> Iterator[int]:
    """Whom a person reports to or was introduced by, and the other way round."""
    contact = holdings.contacts.get(number)
    if contact is None:
        return
    yield from (other for other in (contact.reports_to, contact.introduced_by) if other in holdings.contacts)
    for field in ("reports_to", "introduced_by"):
        yield from (other.id for other in holdings.linked("contacts", field, number))


def standing_facts(holdings: Holdings, buyer: int, as_of: date) -> list[Fact]:
    """The facts of a buyer that were known by a day and are not refuted."""
    return [fact for fact in holdings.facts_of(buyer) if fact.on <= as_of and fact.state is not SignalState.REFUTED]


def known_well(holdings: Holdings, buyer: int, as_of: date) -> bool:
    """Whether our name is well known there, by the newest fact that judges it."""
    judged = [fact for fact in standing_facts(holdings, buyer, as_of) if fact.kind is FactKind.OUR_NAME and fact.rating]
    return bool(judged) and max(judged, key=lambda fact: (fact.on, fact.id)).rating is Rating.GOOD


# ---------------------------------------------------------------- favours, contact, hospitality


def _owed(holdings: Holdings, buyer: int, as_of: date) -> Iterator[Caution]:
    """Open favours: a call while they owe us one feels like calling it in; what we owe is not to be forgotten."""
    for favour in sorted(holdings.favours.values(), key=lambda each: (each.on, each.id)):
        open_then = favour.on <= as_of and (favour.returned is None or favour.returned > as_of)
        if not open_then or holdings.buyer_of(favour) != buyer:
            continue
        words = {"who": holdings.name("contacts", favour.contact), "what": favour.text, "day": favour.on}
        if favour.side is Side.OURS:
            message = say(
                "{who} owes us one ({what}, {day}): a call may feel like calling it in; do not mention it", **words
            )
        else:
            message = say("We owe {who} one ({what}, {day}): return it", **words)
        yield Caution(message=message, target=ref("favours", favour.id))


def _too_often(holdings: Holdings, people: Sequence[Relation], as_of: date) -> Iterator[Caution]:
    for each in people:
        days = CADENCE.get(each.level, RHYTHM)
        reached = [
            touch.done
            for touch in holdings.linked("touches", "contact", each.contact.id)
            if touch.done and shift(as_of, -days) < touch.done <= as_of and touch.outcome not in NOT_REACHED
        ]
        if len(reached) >= OFTEN:
            message = say(
                "{who} was met or called {n} times in {days} days: too often; leave them alone until {day}",
                who=each.contact.name,
                n=len(reached),
                days=days,
                day=shift(max(reached), days // 2),
            )
            yield Caution(message=message, target=ref("contacts", each.contact.id))


def given_to(holdings: Holdings, contact: int, side: Side, currency: str, as_of: date) -> Decimal:
    """What a person was given (or gave us) in the twelve months up to a day, in a currency."""
    return sum(
        (
            each.value.amount
            for each in holdings.linked("hospitality", "contact", contact)
            if each.value is not None
            and each.value.currency == currency
            and each.side is side
            and shift(as_of, -YEAR) < each.on <= as_of
        ),
        Decimal(),
    )


def _near_limit(holdings: Holdings, buyer: int, as_of: date) -> Iterator[Caution]:
    limit = holdings.settings.hospitality_limit
    if limit is None or not limit.amount:
        return
    for contact in holdings.contacts_of(buyer):
        for side in Side:
            total = given_to(holdings, contact.id, side, limit.currency, as_of)
            if total >= limit.amount * NEAR_LIMIT:
                message = say(
                    "Hospitality with {who} ({side}): {total} of {limit} in twelve months",
                    who=contact.name,
                    side=side,
                    total=f"{total:,f}",
                    limit=limit,
                )
                yield Caution(message=message, target=ref("contacts", contact.id), grave=total > limit.amount)


# ---------------------------------------------------------------- what is due


def manners_due(survey: Survey) -> Iterator[DueItem]:
    """Favours to return, and changes of channel of which somebody is to hear first."""
    holdings, as_of = survey.holdings, survey.as_of
    for favour in holdings.favours.values():
        if favour.side is Side.THEIRS and favour.returned is None and favour.on <= as_of:
            on = shift(favour.on, RETURN_AFTER)
            who = holdings.name("contacts", favour.contact)
            text = say("Return the favour of {who}: {what}", who=who, what=favour.text)
            refs, buyer = (ref("favours", favour.id),), holdings.buyer_of(favour)
            yield DueItem(on=on, kind=Due.FAVOUR, text=text, refs=refs, buyer=buyer, overdue=on < as_of)
    for change in holdings.channel_changes.values():
        if change.told_on is None:
            who = holdings.name("contacts", change.contact) or holdings.name("buyers", change.buyer)
            words = {"who": who, "was": change.was, "becomes": change.becomes, "how": change.how}
            if change.decided_by:
                text = say(
                    "Tell {who} first ({how}): {becomes} instead of {was}, as {by} decided",
                    **words,
                    by=change.decided_by,
                )
            else:
                text = say("Tell {who} first ({how}): {becomes} instead of {was}", **words)
            refs = (ref("channel_changes", change.id),)
            late = change.on < as_of
            yield DueItem(on=change.on, kind=Due.TELL_FIRST, text=text, refs=refs, buyer=change.buyer, overdue=late)


def agreed_due(survey: Survey) -> Iterator[DueItem]:
    """Once a price of ours is agreed, the contract and the deposit, at once, until both are done."""
    holdings, as_of = survey.holdings, survey.as_of
    for quote in holdings.quotes.values():
        if quote.competitor or quote.agreed is None or quote.agreed > as_of:
            continue
        done = {
            step.step
            for award in holdings.awards_of(quote.tender)
            if award.ours
            for deal in holdings.deals_of(award.id)
            for step in deal.milestones
            if step.done is not None and step.done <= as_of
        }
        title = holdings.name("tenders", quote.tender)
        refs, buyer = (ref("quotes", quote.id), ref("tenders", quote.tender)), holdings.buyer_of(quote)
        for step, kind, text in (
            (
                DealStep.SIGNED,
                Due.DEAL_MILESTONE,
                say("The price is agreed: have the contract signed now, {title}", title=title),
            ),
            (
                DealStep.DEPOSIT,
                Due.DEPOSIT_DUE,
                say("The price is agreed: have the deposit paid now, {title}", title=title),
            ),
        ):
            if step not in done:
                yield DueItem(
                    on=quote.agreed, kind=kind, text=text, refs=refs, buyer=buyer, overdue=quote.agreed < as_of
                )
