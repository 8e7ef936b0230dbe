"""What the pane says of a signal, a touch and a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Fact, Signal, Touch
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import CHANNELS, STATES, aged, day, source, sure
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import kept, long, signed, title, told, touch_when
from bidtracker.tui.widgets.detail import Entry, pair


def signal(desk: Desk, number: int) -> Sequence[Entry]:
    """One signal: what, how grave, from whom, how sure."""
    return [*_signal(desk, desk.holdings.signals[number])]


def _signal(desk: Desk, record: Signal) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "signals", record.id, tr(record.kind))
    sign, tone = signed(record)
    speaks = tr(_("discontent")) if record.kind.sign > 0 else tr(_("content"))
    yield pair(tr(_("Speaks of")), (f"{sign} {speaks}", tone), span(f"  {tr(record.kind.strength)}", "muted"))
    yield pair(tr(_("Severity")), span("●" * record.severity + "○" * (3 - record.severity)))
    yield pair(tr(_("State")), span(f"{STATES[record.state]} {tr(record.state)}"))
    if record.award:
        yield pair(tr(_("About")), span(holdings.name("awards", record.award)), target=ref("awards", record.award))
        award = holdings.awards.get(record.award)
        promise = next((p for p in award.promises if p.number == record.promise), None) if award else None
        yield pair(tr(_("Breaks")), span(promise.text if promise else ""))
    if record.competitor:
        name = holdings.name("competitors", record.competitor)
        yield pair(tr(_("About")), span(name), target=ref("competitors", record.competitor))
    yield pair(tr(_("Observed")), span(day(record.on)), span("  " + aged((desk.today - record.on).days), "muted"))
    yield pair(tr(_("Happened")), span(day(record.happened)))
    yield pair(tr(_("Source")), span(f"{CHANNELS[record.channel]} {tr(record.channel)}"))
    yield pair(tr(_("Reliability")), span(f"{source(record)}  {tr(record.reliability)}"))
    if record.contact:
        yield pair(
            tr(_("From")), span(holdings.name("contacts", record.contact)), target=ref("contacts", record.contact)
        )
    yield pair(tr(_("Link")), span(record.url))
    if record.grounds is not None:
        yield from long(_("Grounds"), tr(record.grounds))
    yield from kept(record)


def touch(desk: Desk, number: int) -> Sequence[Entry]:
    """One touch: with whom, when, what came of it."""
    return [*_touch(desk, desk.holdings.touches[number])]


def _touch(desk: Desk, record: Touch) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "touches", record.id, tr(record.kind))
    yield pair(tr(_("When")), *touch_when(desk, record))
    yield pair(tr(_("Buyer")), span(holdings.name("buyers", record.buyer)), target=ref("buyers", record.buyer))
    if record.contact:
        yield pair(
            tr(_("With")), span(holdings.name("contacts", record.contact)), target=ref("contacts", record.contact)
        )
    if record.award:
        yield pair(tr(_("About")), span(holdings.name("awards", record.award)), target=ref("awards", record.award))
    elif record.tender:
        yield pair(tr(_("About")), span(holdings.name("tenders", record.tender)), target=ref("tenders", record.tender))
    if record.done:
        planned = tr(say("planned for {day}", day=record.on)) if record.on != record.done else ""
        yield pair(tr(_("Done")), span(day(record.done)), span("  " + planned, "muted"))
    yield pair(tr(_("By")), span(record.by))
    yield pair(tr(_("Outcome")), span(tr(record.outcome) if record.outcome else ""))
    yield from kept(record)


def fact(desk: Desk, number: int) -> Sequence[Entry]:
    """One fact about a buyer, and where it is from."""
    return [*_fact(desk, desk.holdings.facts[number])]


def _fact(desk: Desk, record: Fact) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "facts", record.id, record.text, tr(record.kind))
    yield pair(tr(_("Buyer")), span(holdings.name("buyers", record.buyer)), target=ref("buyers", record.buyer))
    yield pair(tr(_("Source")), span(f"{CHANNELS[record.channel]} {tr(record.channel)}"))
    yield pair(tr(_("Confidence")), span(f"{record.confidence} · {sure(record.confidence)}"))
    yield pair(tr(_("State")), span(f"{STATES[record.state]} {tr(record.state)}"))
    yield pair(tr(_("Told")), *told(record))
    yield pair(tr(_("On")), span(day(record.on)), span("  " + aged((desk.today - record.on).days), "muted"))
    if record.contact:
        yield pair(
            tr(_("From")), span(holdings.name("contacts", record.contact)), target=ref("contacts", record.contact)
        )
    yield pair(tr(_("Link")), span(record.url))
    yield from kept(record)
