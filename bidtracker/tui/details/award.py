"""What the pane says of an award and the contract that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import day, in_days
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.deal import steps
from bidtracker.tui.details.parts import kept, signals, title, touches
from bidtracker.tui.details.tender import promise_line
from bidtracker.tui.widgets.detail import Entry, heading, pair


def award(desk: Desk, number: int) -> Sequence[Entry]:
    """Everything about one award: to whom, what, how long, what was promised, what was heard."""
    return [*_page(desk, desk.holdings.awards[number])]


def _page(desk: Desk, record: Award) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "awards", record.id, holdings.name("awards", record.id), record.lot)
    yield pair(tr(_("Tender")), span(holdings.name("tenders", record.tender)), target=ref("tenders", record.tender))
    buyer = holdings.buyer_of(record)
    yield pair(tr(_("Buyer")), span(holdings.name("buyers", buyer)), target=ref("buyers", buyer) if buyer else "")
    for supplier in record.suppliers:
        yield pair(tr(_("Supplier")), span(holdings.name("competitors", supplier)), target=ref("competitors", supplier))
    if record.ours:
        yield pair(tr(_("Supplier")), span(tr(_("us")), "good"))
    yield pair(tr(_("Status")), span(tr(record.status)))
    yield pair(tr(_("Value")), span(record.value or ""))
    yield pair(tr(_("Awarded")), span(day(record.awarded)))
    yield pair(tr(_("Start")), span(day(record.start)))
    yield pair(tr(_("End")), span(day(record.end)), span("  " + in_days(record.end, desk.today), "muted"))
    yield pair(tr(_("Last end")), span(day(record.max_end)))
    if record.terminated:
        yield pair(
            tr(_("Terminated")), span(day(record.terminated)), span("  " + tr(record.termination_reason), "muted")
        )
    for option in record.options:
        used = {None: _("open"), True: _("used"), False: _("not used")}[option.exercised]
        yield pair(tr(_("Option")), span(day(option.decide_by)), span(f"  {tr(used)} → {day(option.new_end)}", "muted"))
    yield pair(tr(_("Snoozed until")), span(day(record.snoozed_until)))
    if record.dismissed:
        yield pair(tr(_("Radar")), span(tr(_("dismissed")), "warn"))
    yield pair(tr(_("Link")), span(record.url))
    if record.promises:
        yield heading(tr(_("Promises")))
    for promise in record.promises:
        yield promise_line(promise, record.id)
    yield from signals(desk, holdings.signals_of(record))
    yield from touches(desk, holdings.linked("touches", "award", record.id))
    for deal in holdings.linked("deals", "award", record.id):
        yield from steps(desk, deal)
    yield from kept(record)
