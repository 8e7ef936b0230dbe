"""The page of a record in the detail pane."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.pages.page import Page
from bidtracker.pages.records import PAGES, record_page
from bidtracker.tui.desk import Desk
from bidtracker.tui.widgets.detail import PaneEntry
from bidtracker.tui.widgets.page import page_entries


def describe(desk: Desk, table: str, number: int) -> Sequence[PaneEntry]:
    """What the pane says of a record. Its head leads to itself: who stands on it means the record."""
    holdings = desk.holdings
    if table not in PAGES or number not in holdings.table(table):
        gone = say("this record is not in the book any more")
        return page_entries(Page(ref=ref(table, number), title=gone))
    record = desk.book.get((table, number)) if table == "tenders" else holdings.table(table)[number]
    return page_entries(record_page(record, holdings, desk.today), ref(table, number))
