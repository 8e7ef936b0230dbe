"""The pages on why we win, and why we do not bid."""

from __future__ import annotations

from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import in_words
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import Bars, PageColumn, PageRow, PageTable, PlotBar
from bidtracker.radar.insights.whys import Whys
from bidtracker.radar.measures.rates import LEAST_SHOWN, rate


def won_page(whys: Whys) -> InsightPage:
    """Why we won, and who says so."""
    given = whys.n - whys.unknown
    if not whys.n:
        headline = say("No win is recorded yet: o on a tender, or `bidtracker won`, records one")
    elif not given:
        headline = count(
            "No reason is known of {n} win: o on a tender, or `bidtracker reason T42 CODE`, says it",
            "No reason is known of {n} wins: o on a tender, or `bidtracker reason T42 CODE`, says it",
            whys.n,
        )
    else:
        first = whys.reasons[0]
        headline = say(
            "{reason} is the reason for {rate} wins; a buyer or a record says so in {sure}",
            reason=say(first.label),
            rate=in_words(rate(first.n, whys.n)),
            sure=first.sure,
        )
    title = say("Primary reasons of wins (█ by buyer or record, ▒ by us)")
    return _page("won_reasons", _("Won reasons"), headline, whys, title)


def no_bid_page(whys: Whys) -> InsightPage:
    """Why we did not bid."""
    given = whys.n - whys.unknown
    if not whys.n:
        headline = say(
            "No tender was left alone: o on a tender, or `bidtracker decide T42 no_go --reason`, says why not"
        )
    elif not given:
        headline = count(
            "No reason is known why {n} tender was left alone: `bidtracker decide T42 no_go --reason` says it",
            "No reason is known why {n} tenders were left alone: `bidtracker decide T42 no_go --reason` says it",
            whys.n,
        )
    else:
        first = whys.reasons[0]
        headline = say(
            "{reason} is why we did not bid in {rate}",
            reason=say(first.label),
            rate=in_words(rate(first.n, whys.n)),
        )
    return _page("no_bid_reasons", _("Reasons not to bid"), headline, whys, say("Why we did not bid"))


def _page(key: str, title: str, headline: Message, whys: Whys, plot: Message) -> InsightPage:
    bars = tuple(
        PlotBar(label=say(reason.label), value=reason.n, sure=reason.sure, text=str(reason.n))
        for reason in whys.reasons
        if reason.n
    )
    rows = tuple(
        PageRow((say(reason.label), str(reason.n), in_words(rate(reason.n, whys.n)), str(reason.contributing)))
        for reason in whys.reasons
    )
    columns = (
        PageColumn(_("Reason")),
        PageColumn(_("Primary"), True),
        PageColumn(_("Of all"), True),
        PageColumn(_("Contributing"), True),
    )
    note = count("{n} has no reason", "{n} have no reason", whys.unknown) if whys.unknown else None
    return InsightPage(
        key=key,
        part=key,
        title=title,
        headline=headline,
        enough=whys.n - whys.unknown >= LEAST_SHOWN,
        plots=(Bars(title=plot, bars=bars, most=whys.n),) if bars else (),
        tables=(PageTable(columns=columns, rows=rows),) if rows else (),
        notes=(note,) if note else (),
    )
