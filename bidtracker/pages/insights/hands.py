"""The page on clean hands: bids of ours that others might ask about, said to nobody but us."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import count, say
from bidtracker.domain.message import label as _
from bidtracker.locale import listed
from bidtracker.pages.insights.figures import amounts
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import PageColumn, PageRow, PageTable
from bidtracker.radar.insights.clean_hands import JUST_ABOVE, LEAST, Pattern

DEFINITION = say(
    "Cover bidding, after the OECD's Guidelines for Fighting Bid Rigging in Public Procurement (2009): firms agree to"
    " submit a bid that is higher than the designated winner's, that is known to be too high to be accepted, or that"
    " holds terms known to be unacceptable to the buyer; it is to look like competition"
)


def hands_page(patterns: Sequence[Pattern], priced: int, holdings: Holdings) -> InsightPage:
    """Winners that we stand just above again and again. `priced` is the number of losses with both prices known."""
    if patterns:
        headline = count(
            "An authority might ask about the bids against {n} winner; keep a record of how each price was made",
            "An authority might ask about the bids against {n} winners; keep a record of how each price was made",
            len(patterns),
        )
    elif priced:
        headline = count(
            "In {n} loss with both prices known there is nothing that an authority would ask about",
            "In {n} losses with both prices known there is nothing that an authority would ask about",
            priced,
        )
    else:
        headline = say(
            "No loss has both prices: o on a tender, or `bidtracker lost T42 --amount 99k`, records the winner's;"
            " b, or `bidtracker bid T42 --price 118k`, ours"
        )
    return InsightPage(
        key="clean_hands",
        part="clean_hands",
        title=_("Clean hands"),
        headline=headline,
        enough=bool(priced),
        tables=tuple(_bids(pattern, holdings) for pattern in patterns),
        notes=(
            say(
                "Looked for: {least} losses or more to one winner by at most {percent} % in price, half of all priced"
                " losses to it or more, and never a win where it bid",
                least=LEAST,
                percent=round(100 * JUST_ABOVE),
            ),
            DEFINITION,
            say("Prices close together prove no agreement: in a keen market they do. Nobody but you is told this"),
        ),
    )


def _bids(pattern: Pattern, holdings: Holdings) -> PageTable:
    """The bids of one pattern, each with its price."""
    rows = []
    for tender_id in pattern.refs:
        tender = holdings.tenders[parse_ref(tender_id)[1]]
        prices = [bid.price for bid in tender.bids if bid.price is not None]
        ours = listed(amounts({price.currency: price.amount}) for price in prices)
        rows.append(PageRow((tender.title, holdings.name("buyers", tender.buyer), tender_id, ours), tender_id))
    return PageTable(
        title=say(
            "{winner}: {n} of {priced} losses at most {percent} % above its price",
            winner=holdings.name("competitors", pattern.competitor),
            n=pattern.just_above,
            priced=pattern.priced,
            percent=round(100 * JUST_ABOVE),
        ),
        columns=(
            PageColumn(_("Tender")),
            PageColumn(_("Buyer")),
            PageColumn(_("Id")),
            PageColumn(_("Our price"), True),
        ),
        rows=tuple(rows),
    )
