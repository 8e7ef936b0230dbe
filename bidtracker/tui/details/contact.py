"""What the pane says of a contact: the stakeholder card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Contact
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import day, dots, stance
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import kept, signals, title, touches
from bidtracker.tui.widgets.detail import Entry, heading, pair, row


def contact(desk: Desk, number: int) -> Sequence[Entry]:
    """One person: place, part in the buying, how close, for or against, and since when."""
    return [*_page(desk, desk.holdings.contacts[number])]


def _page(desk: Desk, record: Contact) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "contacts", record.id, record.name, record.title)
    yield pair(tr(_("Buyer")), span(holdings.name("buyers", record.buyer)), target=ref("buyers", record.buyer))
    yield pair(tr(_("Layer")), span(tr(record.layer)))
    yield pair(tr(_("Roles")), span(listed(record.roles)))
    yield pair(tr(_("Level")), (dots(record.level), "accent"), span(" " + tr(record.level)))
    yield pair(tr(_("Stance")), stance(record.stance))
    if record.do_not_contact:
        yield pair(tr(_("Note")), span(tr(_("do not contact")), "bad"))
    if record.left:
        yield pair(tr(_("Left")), span(day(record.left), "warn"))
    if record.reports_to:
        name = holdings.name("contacts", record.reports_to)
        yield pair(tr(_("Reports to")), span(name), target=ref("contacts", record.reports_to))
    if record.introduced_by:
        name = holdings.name("contacts", record.introduced_by)
        yield pair(tr(_("Introduced by")), span(name), target=ref("contacts", record.introduced_by))
    yield pair(tr(_("Phone")), span(record.phone))
    yield pair(tr(_("Mail")), span(record.email))
    if record.believed:
        yield heading(tr(_("What we believed")))
    for belief in reversed(record.believed):
        line = ((dots(belief.level), "accent"), span(f" {tr(belief.level)}  "), stance(belief.stance))
        yield row(line, (span(day(belief.on), "muted"),))
    yield from signals(desk, holdings.linked("signals", "contact", record.id))
    yield from touches(desk, holdings.linked("touches", "contact", record.id))
    yield from kept(record)
