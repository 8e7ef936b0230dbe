"""What runs at an account: contracts, ours and others', and our deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Deal
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.locale import CLAUSES, listed, tr
from bidtracker.pages.account.focus import Focus, short
from bidtracker.radar.account.deliveries import standing
from bidtracker.radar.score.timing import end_of


def contracts(focus: Focus) -> Iterator[Message]:
    """Our own contracts, the others' in the order of the radar, those that nobody follows; then our deliveries."""
    holdings = focus.holdings
    ranked = [holdings.awards[found.award] for found in focus.found]
    rest = [award for tender in focus.tenders for award in holdings.awards_of(tender.id)]
    numbers = dict.fromkeys(award.id for award in sorted([*ranked, *rest], key=lambda award: not award.ours))
    running = [award for award in map(holdings.awards.__getitem__, numbers) if _running(award, focus.as_of)]
    for award in running:
        yield _contract(focus, award)
    for award in running:
        for deal in holdings.deals_of(award.id):
            yield from _delivery(focus, deal)


def _running(award: Award, as_of: date) -> bool:
    end = end_of(award)
    over = award.status in (AwardStatus.CANCELLED, AwardStatus.ENDED) or (end is not None and end < as_of)
    return not over and (award.awarded or as_of) <= as_of


def _contract(focus: Focus, award: Award) -> Message:
    holdings, end = focus.holdings, end_of(award)
    who = tr(_("ours")) if award.ours else listed(holdings.suppliers(award)) or tr(_("supplier not known"))
    words = {"what": holdings.name("awards", award.id), "who": who, "value": _worth(award.value)}
    until = say("until {day}", day=end) if end else say("end not known")
    broken = [promise.text for promise in award.promises if promise.kept is False]
    said = say("{what}: {who}{value}, {until}", until=until, **words)
    if not broken:
        return said
    return say("{contract}; broken: {promises}", contract=said, promises=short(listed(broken, CLAUSES)))


def _worth(value: Money | None) -> str:
    return f", {value}" if value is not None else ""


def _delivery(focus: Focus, deal: Deal) -> Iterator[Message]:
    now = standing(deal, focus.as_of)
    if now.next is not None:
        step = now.next
        words = (
            say("{step} due on {day}", step=step.step, day=step.due)
            if step.due
            else say("{step}, no day set", step=step.step)
        )
        yield (
            count(
                "our delivery: {step}; {n} step overdue",
                "our delivery: {step}; {n} steps overdue",
                len(now.overdue),
                step=words,
            )
            if now.overdue
            else say("our delivery: {step}", step=words)
        )
    if now.visited is not None:
        words = say("satisfaction {n} of 5 on {day}", n=now.visited.satisfaction, day=now.visited.done)
        words = say("{satisfaction}, {trend}", satisfaction=words, trend=now.trend) if now.trend else words
        wish = short(now.visited.improve)
        yield say("{satisfaction}; to improve: {wish}", satisfaction=words, wish=wish) if wish else words
