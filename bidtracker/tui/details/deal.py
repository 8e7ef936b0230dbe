"""What the pane says of a deal: its steps and clocks, what is not yet paid, and what the visits found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Deal, Milestone
from bidtracker.domain.spans import Span
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import day, due
from bidtracker.radar.account.deliveries import Standing, done, standing
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import kept, title
from bidtracker.tui.widgets.detail import Entry, ending, heading, pair, text

STARS = 5


def deal(desk: Desk, number: int) -> Sequence[Entry]:
    """One delivery of ours."""
    return [*_deal(desk, desk.holdings.deals[number])]


def _deal(desk: Desk, record: Deal) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "deals", record.id, holdings.name("awards", record.award))
    yield pair(tr(_("Contract")), span(ref("awards", record.award)), target=ref("awards", record.award))
    buyer = holdings.buyer_of(record)
    yield pair(tr(_("Buyer")), span(holdings.name("buyers", buyer)), target=ref("buyers", buyer) if buyer else "")
    yield pair(tr(_("Clocks")), span(tr(_clocks(record))))
    yield pair(tr(_("Visits")), span(tr(_visits(record))))
    yield from steps(desk, record)
    yield from kept(record)


def _clocks(record: Deal) -> Message:
    given = record.clocks
    words = "faulty on arrival: report within {report} days, send back within {back}, replaced within {replace}"
    return say(words, report=given.report, back=given.send_back, replace=given.replace)


def _visits(record: Deal) -> Message:
    days = listed(f"+{one}" for one in record.visits.days)
    if record.visits.every_months:
        return say("{days} days after delivery, then every {n} months", days=days, n=record.visits.every_months)
    return say("{days} days after delivery", days=days)


def steps(desk: Desk, record: Deal) -> Iterator[Entry]:
    """The steps by day, what is overdue marked; then the money that is out, and how content they are."""
    now = standing(record, desk.today)
    yield heading(tr(_("Delivery")), tr(_("E step  v visit  X faulty")))
    for step in sorted(record.milestones, key=lambda one: (one.done or one.due or date.max, one.number)):
        yield from _step(desk, record, step, now)
    unpaid = listed(str(Money(owed, currency)) for currency, owed in now.unpaid.items())
    yield pair(tr(_("Not yet paid")), span(unpaid, "warn" if unpaid else ""))
    if now.visited is not None:
        found = (span(stars(now.visited.satisfaction or 0)),)
        trend = (span("  " + tr(now.trend), "muted"),) if now.trend else ()
        yield pair(tr(_("Last visit")), *found, *trend)


def _step(desk: Desk, record: Deal, step: Milestone, now: Standing) -> Iterator[Entry]:
    over = done(step, desk.today)
    late = step in now.overdue
    sign: Span = ("✓ ", "good") if over else ("! ", "bad") if late else ("◷ ", "accent")
    what = (sign, span(f"{part_ref('deals', record.id, step.number)} ", "muted"), span(tr(step.step)))
    beside: tuple[Span, ...] = (
        span(str(step.amount or ""), "strong"),
        span(stars(step.satisfaction) if step.satisfaction else "", "accent"),
        _when(step, desk.today, over),
        span(day(step.done or step.due), "bad" if late else "muted"),
    )
    right = [part for one in beside if one[0] for part in (("  ", ""), one)]
    yield ending(what, tuple(right[1:]), target=ref("deals", record.id), indent=4)
    for said in (step.note, step.improve and tr(say("to improve: {what}", what=step.improve))):
        if said:
            yield text(span(f"    {said}", "muted"), indent=4)
    if step.next_need:
        yield text(span("    " + tr(say("next need: {what}", what=step.next_need)), "accent"), indent=4)


def _when(step: Milestone, today: date, over: bool) -> Span:
    """How far away a step is, or by how much it came late."""
    if not over:
        return due(step.due, today)
    late = (step.done - step.due).days if step.done and step.due else 0
    return span(tr(count("{n} day late", "{n} days late", late)) if late > 0 else "", "warn")


def stars(satisfaction: int) -> str:
    """How satisfied they were, of five."""
    return "★" * satisfaction + "☆" * (STARS - satisfaction)
