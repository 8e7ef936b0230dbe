"""The page of a buyer: people by layer, facts, tenders, touches, and everything in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Buyer
from bidtracker.pages.account.checklist import checklist
from bidtracker.pages.account.people import people_sections
from bidtracker.pages.lines.needs import need_lines
from bidtracker.pages.lines.signals import signed
from bidtracker.pages.lines.tenders import holder, tender_line
from bidtracker.pages.lines.touches import touches
from bidtracker.pages.page import Page, Phrases, Remark, Section, phrases, section
from bidtracker.pages.records.axis import axis
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import day, lead, outcome_of
from bidtracker.radar.account.fit import fit

MOST_EVENTS = 60

TimedLine = tuple[date, str, Phrases]


def buyer_page(buyer: Buyer, holdings: Holdings, as_of: date) -> Page:
    """One buyer."""
    tenders = sorted(
        holdings.tenders_of(buyer.id), key=lambda line: line.deadline or line.published or date.min, reverse=True
    )
    return page_of(
        buyer,
        fields(buyer, holdings, as_of, skip=("name", "country")),
        *people_sections(holdings, buyer.id, as_of),
        *checklist(holdings, buyer.id, as_of),
        needs(holdings, buyer.id, as_of),
        touches(holdings.touches_of(buyer.id), holdings, as_of),
        section("tenders", say("Tenders"), (tender_line(line, holdings) for line in tenders), str(len(tenders))),
        axis(buyer, holdings, as_of),
        _timeline(buyer, holdings, as_of),
        title=buyer.name,
        note=buyer.country,
    )


def needs(holdings: Holdings, buyer: int, as_of: date) -> Section:
    """What a buyer needs, what is wanted first at the top."""
    wanted = sorted(holdings.needs_of(buyer), key=lambda need: (need.wanted_by or date.max, need.id))
    lines = (line for need in wanted for line in need_lines(fit(holdings, need, as_of), holdings))
    return section("needs", say("What they need"), lines)


def _timeline(buyer: Buyer, holdings: Holdings, as_of: date) -> Section:
    """Everything that happened or is to come at this buyer, the newest first, today marked."""
    events = sorted(_events(buyer, holdings), key=lambda event: event[0], reverse=True)[:MOST_EVENTS]
    return section("timeline", say("Timeline"), _dated(events, as_of))


def _dated(events: list[TimedLine], as_of: date) -> Iterator[Remark]:
    passed = False
    for on, target, words in events:
        if not passed and on <= as_of:
            passed = True
            yield Remark(words=((say("{day} ━━ today ━━", day=as_of), "accent"),))
        tone = "" if on > as_of else "muted"
        yield Remark(words=phrases((f"{day(on)}  ", tone), *words), target=target, brief=True)


def _events(buyer: Buyer, holdings: Holdings) -> Iterator[TimedLine]:
    for tender in holdings.tenders_of(buyer.id):
        target = ref("tenders", tender.id)
        if tender.deadline:
            yield tender.deadline, target, phrases("► ", (say("deadline: "), "muted"), tender.title)
        if tender.bid and tender.bid.outcome_on:
            yield tender.bid.outcome_on, target, phrases(*outcome_of(tender, holdings), " ", tender.title)
        for award in holdings.awards_of(tender.id):
            yield from _contract_days(award.id, holdings)
            for signal in holdings.signals_of(award):
                yield signal.on, ref("signals", signal.id), phrases(signed(signal), signal.kind)
    for touch in holdings.touches_of(buyer.id):
        who = holdings.name("contacts", touch.contact)
        outcome = (say(" · {outcome}", outcome=touch.outcome), "muted") if touch.outcome else None
        yield (
            touch.done or touch.on,
            ref("touches", touch.id),
            phrases("✓ " if touch.done else "◷ ", touch.kind, (f" {who}", "muted") if who else None, outcome),
        )
    for fact in holdings.facts_of(buyer.id):
        if fact.kind.personal:  # that stands on the person's own page
            continue
        yield fact.on, ref("facts", fact.id), phrases("i ", (lead(fact.kind), "muted"), fact.text)


def _contract_days(number: int, holdings: Holdings) -> Iterator[TimedLine]:
    award = holdings.awards[number]
    target, who = ref("awards", number), holder(award, holdings)
    if award.start:
        yield award.start, target, phrases("├ ", (say("starts: "), "muted"), who)
    if award.end:
        yield award.end, target, phrases("┤ ", (say("ends: "), "muted"), who)
