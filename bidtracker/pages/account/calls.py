"""The list of whom to call: one short paragraph an opportunity, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from bidtracker.domain.figures import signed
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import CLAUSES, label, listed, say
from bidtracker.domain.records import Contact
from bidtracker.pages.account.focus import focus_on
from bidtracker.pages.account.reasons import because
from bidtracker.pages.account.subjects import went_wrong
from bidtracker.pages.lines.people import by_say
from bidtracker.pages.page import Page, PageItem, Pair, Section, WaterfallStep, Words, phrases, section
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.reason_rows import ReasonRow
from bidtracker.radar.score.relations import relations
from bidtracker.radar.score.structure import ReasonKind

TOP_REASONS = 4
WRONG = 3  # of what went wrong, the newest
FRAME = (ReasonKind.BASE, ReasonKind.TIMING)  # rows that every opportunity has, and that nobody needs to read
LITTLE = 0.5  # points


def call_list(title: Words, opportunities: Iterable[Opportunity], holdings: Holdings, as_of: date) -> Page:
    """Whom to call, in the order given."""
    sections = (_call(place, each, holdings, as_of) for place, each in enumerate(opportunities, 1))
    return Page(title=title, sections=tuple(sections))


def _call(place: int, opportunity: Opportunity, holdings: Holdings, as_of: date) -> Section:
    buyer = holdings.name("buyers", opportunity.buyer) or "?"
    heading = say("{place}. {buyer}: {score}", place=place, buyer=buyer, score=f"{opportunity.score:.1f}")
    return section("call", heading, _items(opportunity, holdings, as_of))


def _items(opportunity: Opportunity, holdings: Holdings, as_of: date) -> Iterator[PageItem]:
    """One opportunity: contract, when, what went wrong, why, what to do next, and whom to call."""
    award, window = holdings.awards[opportunity.award], opportunity.window
    contract = say("{id} {contract}", id=ref("awards", award.id), contract=holdings.name("awards", award.id))
    parts = (contract, str(award.value or ""), listed(holdings.suppliers(award)))
    yield Pair(label=label("Contract"), words=phrases(listed(parts, CLAUSES)))
    dates = (
        say(window.state.label),
        say("opens {day}", day=window.opens) if window.opens else "",
        say("act by {day}", day=window.act_by) if window.act_by else "",
        say("ends {day}", day=window.closes) if window.closes else "",
    )
    yield Pair(label=label("Window"), words=phrases(listed(dates, CLAUSES)))
    yield from islice(went_wrong(focus_on(opportunity, holdings, as_of)), WRONG)
    for row in top_reasons(opportunity):
        words = phrases(because(row, opportunity, holdings))
        yield WaterfallStep(words=words, number=signed(row.points, 0), before=0, after=row.points, most=100)
    yield Pair(label=label("Next"), words=phrases(opportunity.action.message))
    contact = caller(opportunity, holdings, as_of)
    if contact is not None:
        reach = listed((contact.name, contact.title, contact.phone, contact.email), CLAUSES)
        yield Pair(label=label("Contact"), words=phrases(reach))


def top_reasons(opportunity: Opportunity) -> list[ReasonRow]:
    """The reasons that move the score most, apart from those that each opportunity has."""
    moving = [row for row in opportunity.reasons if row.kind not in FRAME and abs(row.points) >= LITTLE]
    return sorted(moving, key=lambda row: -abs(row.points))[:TOP_REASONS]


def caller(opportunity: Opportunity, holdings: Holdings, as_of: date) -> Contact | None:
    """Whom to call: the one whom the next step is about, else who has most to say of those who may be called."""
    for target in opportunity.action.refs:
        table, number = parse_ref(target)
        if table == "contacts" and number in holdings.contacts:
            return holdings.contacts[number]
    people = relations(holdings.contacts_of(opportunity.buyer), holdings.touches_of(opportunity.buyer), as_of)
    reachable = [relation for relation in people if not relation.contact.do_not_contact]
    return min(reachable, key=by_say).contact if reachable else None
