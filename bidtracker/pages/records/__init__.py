"""The page of a record, one file a kind of record; the command line and the screen draw the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import TABLE_OF, Record
from bidtracker.pages.page import Page
from bidtracker.pages.records.award import award_page
from bidtracker.pages.records.buyer import buyer_page
from bidtracker.pages.records.competitor import competitor_page
from bidtracker.pages.records.contact import contact_page
from bidtracker.pages.records.deal import deal_page
from bidtracker.pages.records.fact import fact_page
from bidtracker.pages.records.inquiry import inquiry_page
from bidtracker.pages.records.need import need_page, offer_page
from bidtracker.pages.records.plain import plain_page
from bidtracker.pages.records.quote import quote_page, theme_page
from bidtracker.pages.records.signal import signal_page, touch_page
from bidtracker.pages.records.tender import tender_page

PAGES: dict[str, Callable[[Any, Holdings, date], Page]] = {
    "awards": award_page,
    "buyers": buyer_page,
    "competitors": competitor_page,
    "contacts": contact_page,
    "deals": deal_page,
    "facts": fact_page,
    "inquiries": inquiry_page,
    "needs": need_page,
    "offers": offer_page,
    "quotes": quote_page,
    "signals": signal_page,
    "tenders": tender_page,
    "themes": theme_page,
    "touches": touch_page,
}


def record_page(record: Record, holdings: Holdings, as_of: date) -> Page:
    """All about one record on a day. A tender is given whole, with its long texts."""
    return PAGES.get(TABLE_OF[type(record)], plain_page)(record, holdings, as_of)
