"""The page of a record, one file a kind of record; the command line and the screen draw the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import TABLE_OF, Record
from bidtracker.pages.page import Page

# What makes the page of a table's record, and the file beside this one that it is loaded from with the first of them.
PAGES: Mapping[str, tuple[str, str]] = {
    "awards": ("award", "award_page"),
    "buyers": ("buyer", "buyer_page"),
    "competitors": ("competitor", "competitor_page"),
    "contacts": ("contact", "contact_page"),
    "deals": ("deal", "deal_page"),
    "facts": ("fact", "fact_page"),
    "inquiries": ("inquiry", "inquiry_page"),
    "needs": ("need", "need_page"),
    "offers": ("need", "offer_page"),
    "quotes": ("quote", "quote_page"),
    "signals": ("signal", "signal_page"),
    "tenders": ("tender", "tender_page"),
    "themes": ("quote", "theme_page"),
    "touches": ("signal", "touch_page"),
}
PLAIN = ("plain", "plain_page")


def record_page(record: Record, holdings: Holdings, as_of: date) -> Page:
    """All about one record on a day. A tender is given whole, with its long texts."""
    file, make = PAGES.get(TABLE_OF[type(record)], PLAIN)
    page: Page = getattr(import_module(f"{__name__}.{file}"), make)(record, holdings, as_of)
    return page
