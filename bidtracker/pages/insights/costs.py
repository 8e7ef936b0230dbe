"""The page on what bids cost us, and what they brought."""

from __future__ import annotations

from decimal import Decimal

from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.pages.insights.figures import HIDDEN
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import PageColumn, PageRow, PageTable
from bidtracker.radar.insights.costs import BidCosts
from bidtracker.radar.insights.payoff import MONTHS


def cost_page(costs: BidCosts) -> InsightPage:
    """Cost per win, per position bid that paid off, and of bids that led to nothing."""
    priced = costs.recorded + costs.estimated
    if not priced:
        headline = say(
            "What bids cost is not known: b on a tender, or `bidtracker bid T42 --hours 40`, says it; one estimate for"
            ' all: `bidtracker settings --hour-rate "80 EUR" --bid-cost "40 h"`'
        )
    elif costs.per_win is None:
        headline = count(
            "{total} for {n} bid, and no win among them",
            "{total} for {n} bids, and no win among them",
            priced,
            total=_money(costs.total, costs),
        )
    else:
        headline = say(
            "A win costs {per_win} of bidding ({wins} of {n} bids won); bids that led to nothing took {hopeless}",
            per_win=_money(costs.per_win, costs),
            wins=costs.wins,
            n=priced,
            hopeless=_money(costs.hopeless, costs),
        )
    return InsightPage(
        key="bid_costs",
        part="bid_costs",
        title=_("Cost of bidding"),
        headline=headline,
        enough=costs.per_win is not None,
        tables=(_table(costs),) if priced else (),
        notes=_notes(costs) if priced else (),
    )


def _money(amount: Decimal | None, costs: BidCosts) -> str:
    return HIDDEN if amount is None else str(Money(amount.quantize(Decimal(1)), costs.currency))


def _table(costs: BidCosts) -> PageTable:
    return PageTable(
        columns=(PageColumn(_("What")), PageColumn(_("Cost"), True), PageColumn(_("n"), True)),
        rows=(
            PageRow((say("all decided bids"), _money(costs.total, costs), str(costs.recorded + costs.estimated))),
            PageRow((say("per win"), _money(costs.per_win, costs), str(costs.wins))),
            PageRow((say("per bid expected to be lost that paid off"), _money(costs.per_paid, costs), str(costs.paid))),
            PageRow(
                (
                    say("bids expected to be lost that led to nothing"),
                    _money(costs.hopeless, costs),
                    str(costs.hopeless_bids),
                )
            ),
        ),
    )


def _notes(costs: BidCosts) -> tuple[Message, ...]:
    unknown = costs.n - costs.recorded - costs.estimated
    left = (count("{n} bid has no cost", "{n} bids have no cost", unknown),) if unknown else ()
    return (
        say(
            "{recorded} by their own record, {estimated} by the estimates of the settings",
            recorded=costs.recorded,
            estimated=costs.estimated,
        ),
        *left,
        say("Paid off: an invitation or a contract within {months} months after the loss", months=MONTHS),
    )
