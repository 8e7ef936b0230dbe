"""The page of a deal: its steps and clocks, what is not yet paid, and what the visits found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, count, label, listed, say
from bidtracker.domain.records import Deal
from bidtracker.pages.lines.delivery import delivery
from bidtracker.pages.lines.linked import linked
from bidtracker.pages.page import Page, Pair, phrases
from bidtracker.pages.records.plain import fields, page_of


def deal_page(deal: Deal, holdings: Holdings, as_of: date) -> Page:
    """One delivery of ours."""
    return page_of(
        deal,
        fields(deal, holdings, as_of, last=_terms(deal, holdings)),
        delivery(deal, as_of),
        title=holdings.name("awards", deal.award),
    )


def _terms(deal: Deal, holdings: Holdings) -> Iterator[Pair]:
    yield linked(label("Buyer"), "buyers", holdings.buyer_of(deal), holdings)
    yield Pair(label=label("Clocks"), words=phrases(_clocks(deal)))
    yield Pair(label=label("Visits"), words=phrases(_visits(deal)))


def _clocks(deal: Deal) -> Message:
    clocks = deal.clocks
    return say(
        "faulty on arrival: report within {report} days, send back within {back}, replaced within {replace}",
        report=clocks.report,
        back=clocks.send_back,
        replace=clocks.replace,
    )


def _visits(deal: Deal) -> Message | str:
    """On which days after a delivery, and how often from then on."""
    days = listed(f"+{days}" for days in deal.visits.days)
    months = deal.visits.every_months
    if not days:
        return count("a visit every month", "a visit every {n} months", months) if months else ""
    then = count("then every month", "then every {n} months", months) if months else ""
    return listed((say("{days} days after delivery", days=days), then))
