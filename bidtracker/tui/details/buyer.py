"""What the pane says of a buyer: people by layer, facts, tenders, touches, and everything in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Buyer
from bidtracker.domain.spans import SpanLine, Tone
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import day, named, outcome
from bidtracker.radar.account.coverage import coverage
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.account import checklist, introductions
from bidtracker.tui.details.need import need_lines
from bidtracker.tui.details.parts import kept, signed, tender_line, title, touches
from bidtracker.tui.details.people import people
from bidtracker.tui.details.timeline import axis
from bidtracker.tui.widgets.detail import Entry, heading, pair, row

MOST_EVENTS = 60

Event = tuple[date, str, SpanLine]


def buyer(desk: Desk, number: int) -> Sequence[Entry]:
    """One buyer."""
    return [*_page(desk, desk.holdings.buyers[number])]


def _page(desk: Desk, record: Buyer) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "buyers", record.id, record.name, record.country)
    yield pair(tr(_("Also called")), span(listed(record.aliases)))
    yield pair(tr(_("Registered")), span(listed(f"{i.scheme} {i.id}" for i in record.identifiers)))
    yield pair(tr(_("Link")), span(record.url))
    covered = coverage(holdings, record.id, desk.today)
    yield from people(holdings.contacts_of(record.id), covered.gaps)
    yield from introductions(covered)
    yield from checklist(desk, record.id)
    yield from need_lines(desk, holdings.needs_of(record.id))
    yield from touches(desk, holdings.touches_of(record.id))
    tenders = sorted(holdings.tenders_of(record.id), key=lambda t: t.deadline or t.published or date.min, reverse=True)
    if tenders:
        yield heading(tr(_("Tenders")), str(len(tenders)))
    for tender in tenders:
        yield tender_line(desk, tender)
    yield from axis(desk, record)
    yield from _timeline(desk, record)
    yield from kept(record)


def _timeline(desk: Desk, record: Buyer) -> Iterator[Entry]:
    """Everything that happened or is to come at this buyer, the newest first, today marked."""
    events = sorted(_events(desk, record), key=lambda event: event[0], reverse=True)[:MOST_EVENTS]
    if not events:
        return
    yield heading(tr(_("Timeline")))
    passed = False
    for on, target, line in events:
        if not passed and on <= desk.today:
            passed = True
            yield row((span(f"{day(desk.today)} ━━ {tr(_('today'))} ━━", "accent"),), ())
        tone: Tone = "" if on > desk.today else "muted"
        yield row((span(day(on), tone), ("  ", ""), *line), (), target=target)


def _events(desk: Desk, record: Buyer) -> Iterator[Event]:
    holdings = desk.holdings
    for tender in holdings.tenders_of(record.id):
        id = ref("tenders", tender.id)
        if tender.deadline:
            yield tender.deadline, id, (span("► "), span(tr(_("deadline: ")), "muted"), span(tender.title))
        if tender.bid and tender.bid.outcome_on:
            word, tone = outcome(tender)
            yield tender.bid.outcome_on, id, ((word + " ", tone), span(tender.title))
        for award in holdings.awards_of(tender.id):
            names = listed(holdings.suppliers(award)) or tr(_("us"))
            if award.start:
                yield award.start, ref("awards", award.id), (span("├ "), span(tr(_("starts: ")), "muted"), span(names))
            if award.end:
                yield award.end, ref("awards", award.id), (span("┤ "), span(tr(_("ends: ")), "muted"), span(names))
            for signal in holdings.signals_of(award):
                sign, tone = signed(signal)
                yield signal.on, ref("signals", signal.id), ((sign + " ", tone), span(tr(signal.kind)))
    for touch in holdings.touches_of(record.id):
        who = holdings.name("contacts", touch.contact)
        came = f" · {tr(touch.outcome)}" if touch.outcome else ""
        sign = "✓ " if touch.done else "◷ "
        yield (
            touch.done or touch.on,
            ref("touches", touch.id),
            (span(sign), span(tr(touch.kind)), span(f" {who}{came}", "muted")),
        )
    for fact in holdings.facts_of(record.id):
        yield fact.on, ref("facts", fact.id), (span("i "), span(named(tr(fact.kind)), "muted"), span(fact.text))
