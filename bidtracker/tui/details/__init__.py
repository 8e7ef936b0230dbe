"""The details: what the pane says of one record, one file a kind of record."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.award import award
from bidtracker.tui.details.buyer import buyer
from bidtracker.tui.details.competitor import competitor
from bidtracker.tui.details.contact import contact
from bidtracker.tui.details.deal import deal
from bidtracker.tui.details.need import need, offer
from bidtracker.tui.details.signal_history import fact, signal, touch
from bidtracker.tui.details.tender import tender
from bidtracker.tui.details.value_and_price import quote, theme
from bidtracker.tui.widgets.detail import Entry, text

PAGES = {
    "tenders": tender,
    "awards": award,
    "signals": signal,
    "touches": touch,
    "facts": fact,
    "needs": need,
    "offers": offer,
    "themes": theme,
    "quotes": quote,
    "deals": deal,
    "contacts": contact,
    "buyers": buyer,
    "competitors": competitor,
}


def describe(desk: Desk, table: str, number: int) -> Sequence[Entry]:
    """What the pane says of a record."""
    page = PAGES.get(table)
    if page is None or number not in desk.holdings.table(table):
        gone = tr(_("this record is not in the book any more"))
        return [text(span(ref(table, number), "title"), ("  ", ""), span(gone, "muted"))]
    return page(desk, number)
