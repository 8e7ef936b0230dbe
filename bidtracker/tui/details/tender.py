"""What the pane says of a tender."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Bid, Promise, Tender, TenderEvent
from bidtracker.domain.spans import Span
from bidtracker.domain.text import cells
from bidtracker.domain.vocabulary import Outcome
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import EXPECTED_LOST, OUTCOMES, day, due, named, outcome, percent
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.deal import steps
from bidtracker.tui.details.need import need_lines
from bidtracker.tui.details.parts import award_line, long, signals, tender_line, title, touches
from bidtracker.tui.details.value_and_price import price_lines, theme_lines
from bidtracker.tui.widgets.detail import Entry, heading, pair, row, text


def tender(desk: Desk, number: int) -> Sequence[Entry]:
    """Everything about one tender: the competition, our bid, what came of it."""
    record: Tender = desk.book.get(("tenders", number))
    return [*_page(desk, record)]


def _page(desk: Desk, record: Tender) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "tenders", record.id, record.title, record.reference)
    yield pair(tr(_("Buyer")), span(holdings.name("buyers", record.buyer)), target=ref("buyers", record.buyer))
    yield pair(tr(_("Outcome")), outcome(record, holdings.settings.expected_lost_below), *_no_award(record))
    yield pair(tr(_("Stage")), span(tr(record.stage)))
    yield pair(tr(_("Questions")), span(day(record.enquiries_until)), *_to_go(desk, record, record.enquiries_until))
    yield pair(tr(_("Deadline")), span(day(record.deadline)), *_to_go(desk, record, record.deadline))
    yield pair(tr(_("Decision on")), span(day(record.decision_date)))
    yield pair(tr(_("Standstill")), span(day(record.standstill_until)))
    yield pair(tr(_("Value")), span(record.value or ""))
    yield pair(tr(_("Published")), span(day(record.published)))
    yield pair(tr(_("Category")), span(f"{record.category_scheme} {record.category}".strip()))
    yield pair(tr(_("Method")), span(tr(record.method) if record.method else ""))
    yield pair(tr(_("Offers")), span("" if record.offers is None else record.offers))
    yield pair(tr(_("Country")), span(record.country))
    if record.watch:
        until = say(" until {day}", day=record.park_until) if record.park_until else say("")
        yield pair(tr(_("Watch")), span(tr(record.watch) + tr(until)))
    yield pair(tr(_("Tags")), span(listed(record.tags)))
    yield pair(tr(_("Link")), span(record.url))
    for bid in record.bids:
        yield from _bid(desk, record, bid)
    yield from need_lines(desk, holdings.linked("needs", "tender", record.id))
    yield from theme_lines(desk, record.id)
    yield from price_lines(desk, record.id, ("", *(lot.id for lot in record.lots)))
    awards = holdings.awards_of(record.id)
    if awards:
        yield heading(tr(_("Awarded to")), tr(_("until")))
    for award in awards:
        yield award_line(desk, award)
        for promise in award.promises:
            yield promise_line(promise, award.id)
        for deal in holdings.deals_of(award.id):
            yield from steps(desk, deal)
    yield from signals(desk, [signal for award in awards for signal in holdings.signals_of(award)])
    yield from touches(desk, holdings.linked("touches", "tender", record.id))
    follows = [holdings.tenders[record.follows]] if record.follows in holdings.tenders else []
    for label, others in ((_("Competes again"), follows), (_("Competed again as"), holdings.next_of(record.id))):
        if others:
            yield heading(tr(label))
            yield from (tender_line(desk, other) for other in others)
    if record.events:
        yield heading(tr(_("Published changes")))
        yield from (_event(event) for event in sorted(record.events, key=lambda event: event.on, reverse=True))
    for link in record.links:
        yield pair(tr(_("Link")), span(link, "accent"))
    yield from long(_("Notes"), record.notes)
    yield from long(_("Description"), record.description)


def _event(event: TenderEvent) -> Entry:
    """What a list changed: the day, what, from what to what."""
    moved = " → ".join(filter(None, (event.before, event.after)))
    said = f"  {moved or event.note}" if moved or event.note else ""
    return text(span(f"{day(event.on)}  {tr(event.kind)}"), span(said, "muted"), indent=2)


def _to_go(desk: Desk, record: Tender, end: date | None) -> tuple[Span, ...]:
    """The days that are left; that they are over is no alarm once the tender is decided."""
    left, tone = due(end, desk.today)
    return (("  ", ""), (left, tone if record.outcome is Outcome.PENDING else "muted")) if left else ()


def _no_award(record: Tender) -> tuple[Span, ...]:
    return (("  ", ""), span(tr(record.no_award_reason), "muted")) if record.no_award_reason else ()


def _bid(desk: Desk, record: Tender, bid: Bid) -> Iterator[Entry]:
    below = desk.holdings.settings.expected_lost_below
    note = f"{EXPECTED_LOST} {tr(_('expected lost'))}" if record.expected_lost(below) else ""
    name = tr(say("Our bid on lot {lot}", lot=bid.lot)) if bid.lot else tr(_("Our bid"))
    yield heading(name, note)
    yield pair(tr(_("Intent")), span(tr(bid.intent) if bid.intent else ""))
    locked = bid.p_win if bid.p_win_locked is None else bid.p_win_locked
    held = say(" at submission, now {p}", p=percent(bid.p_win)) if locked != bid.p_win else say("")
    yield pair(tr(_("P(win)")), span(percent(locked) + tr(held) if locked is not None else ""))
    yield pair(tr(_("Price")), span(bid.price or ""))
    yield pair(tr(_("Submitted")), span(day(bid.submitted)))
    if bid.outcome is not Outcome.PENDING:
        sign, tone = OUTCOMES[bid.outcome]
        yield pair(tr(_("Outcome")), (f"{sign} {tr(bid.outcome)}", tone), span("  " + day(bid.outcome_on), "muted"))
    for number, reason in enumerate(bid.reasons):
        label = tr(_("Because of")) if number == 0 else tr(_("also"))
        who = tr(reason.said_by)
        said = f"  {named(who)}{reason.evidence}" if reason.evidence else f"  {who}"
        yield pair(label, span(tr(reason.code), "strong" if number == 0 else ""), span(said, "muted"))
    yield pair(tr(_("Why we bid")), span(bid.why))


def promise_line(promise: Promise, award: int) -> Entry:
    """A promise of the winner of an award, and whether it was kept."""
    target = part_ref("awards", award, promise.number)
    kept = {None: ("? ", "muted"), True: ("✓ ", "good"), False: ("✗ ", "bad")}
    words = {None: _("open"), True: _("kept"), False: _("broken")}
    sign, tone = kept[promise.kept]
    right = f"{tr(words[promise.kept])} {day(promise.due)}".strip()
    if cells(promise.text) > 40:
        return text((sign, tone), span(promise.text), span("  " + right, "muted"), target=target, indent=2)
    return row(((sign, tone), span(promise.text)), (span(right, "muted"),), target=target)
