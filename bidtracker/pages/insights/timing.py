"""Pages on dates: whether we call in time, and when contracts end."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import FEW, in_words
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import PageColumn, PageRow, PageTable, Series
from bidtracker.radar.insights.discipline import Discipline
from bidtracker.radar.insights.ends import ContractEnds, MonthEnds
from bidtracker.radar.measures.rates import LEAST_SHOWN
from bidtracker.radar.score.timing import end_of

MOST = 50


def timing_page(dates: Discipline, holdings: Holdings) -> InsightPage:
    """Windows that opened, and whether somebody spoke with the buyer in them."""
    opened = dates.contacted
    if not opened.n:
        headline = say(
            "No window has opened on a contract that you follow: o on a tender, or `bidtracker lost T42 --end DATE`,"
            " records one, `bidtracker track A5` follows it"
        )
    elif opened.value is None:
        headline = count(
            "n too small: {n} window has opened, {least} are needed",
            "n too small: {n} windows have opened, {least} are needed",
            opened.n,
            least=LEAST_SHOWN,
        )
    else:
        missed = len(dates.missed)
        headline = count(
            "You spoke with the buyer in {rate} windows; {n} act-by day went by without",
            "You spoke with the buyer in {rate} windows; {n} act-by days went by without",
            missed,
            rate=in_words(opened),
        )
    rows = tuple(_ending(award_id, holdings) for award_id in reversed(dates.missed[-MOST:]))
    columns = (
        PageColumn(_("Act-by day missed")),
        PageColumn(_("Buyer")),
        PageColumn(_("Id")),
        PageColumn(_("Ends"), True),
    )
    return InsightPage(
        key="timing",
        part="discipline",
        title=_("Timing"),
        headline=headline,
        enough=opened.value is not None,
        tables=(PageTable(columns=columns, rows=rows),) if rows else (),
        notes=(
            say("Counted: windows on contracts of others that you follow; a call counts from the opening to the end"),
            FEW,
        )
        if opened.n
        else (),
    )


def _ending(award_id: str, holdings: Holdings) -> PageRow:
    """An award with its buyer and its end."""
    award = holdings.awards[parse_ref(award_id)[1]]
    buyer = holdings.name("buyers", holdings.buyer_of(award))
    return PageRow(
        (holdings.name("awards", award.id), buyer, award_id, str(award.terminated or end_of(award) or "")), award_id
    )


def ends_page(dates: ContractEnds, holdings: Holdings) -> InsightPage:
    """The contracts that end in the next two years, by month."""
    n = sum(len(month.followed) for month in dates.months)
    year = sum(len(month.followed) for month in dates.months[:12])
    if n:
        most = max(dates.months, key=lambda month: len(month.followed))
        headline = count(
            "{n} contract that you follow ends within 24 months, {year} of them within 12; most in {month}: {most}",
            "{n} contracts that you follow end within 24 months, {year} of them within 12; most in {month}: {most}",
            n,
            year=year,
            month=most.month,
            most=len(most.followed),
        )
    else:
        headline = say(
            "No contract that you follow ends within 24 months: o on a tender, or `bidtracker lost T42 --end DATE`,"
            " records one, `bidtracker track A5` follows one that is here"
        )
    notes = []
    if dates.later:
        notes.append(count("{n} followed contract ends later", "{n} followed contracts end later", dates.later))
    if dates.unknown:
        ids = " ".join(dates.unknown[:10]) + (" …" if len(dates.unknown) > 10 else "")
        notes.append(
            count(
                "{n} followed contract has no known end; E, or `bidtracker set A5 end=DATE`, gives it: {ids}",
                "{n} followed contracts have no known end; E, or `bidtracker set A5 end=DATE`, gives it: {ids}",
                len(dates.unknown),
                ids=ids,
            )
        )
    return InsightPage(
        key="contract_ends",
        part="contract_ends",
        title=_("Contract ends"),
        headline=headline,
        enough=bool(n),
        plots=(_by_month(dates.months),) if n else (),
        tables=_ends_tables(dates.months, holdings) if any(map(_filled, dates.months)) else (),
        notes=tuple(notes),
    )


def _by_month(months: Sequence[MonthEnds]) -> Series:
    counts = [len(month.followed) for month in months]
    return Series(
        title=_("Followed contracts that end, by month"),
        labels=tuple(month.month for month in months),
        values=tuple(map(float, counts)),
        most=max(counts),
        top=str(max(counts)),
    )


def _filled(month: MonthEnds) -> bool:
    return bool(month.followed or month.others or month.ours)


def _ends_tables(months: Sequence[MonthEnds], holdings: Holdings) -> tuple[PageTable, ...]:
    followed = [award_id for month in months for award_id in month.followed][:MOST]
    rows = tuple(_ending(award_id, holdings) for award_id in followed)
    columns = PageColumn(_("Contract")), PageColumn(_("Buyer")), PageColumn(_("Id")), PageColumn(_("Ends"), True)
    counts = PageTable(
        title=_("All contracts by month"),
        columns=(
            PageColumn(_("Month")),
            PageColumn(_("Followed"), True),
            PageColumn(_("Others"), True),
            PageColumn(_("Ours"), True),
        ),
        rows=tuple(
            PageRow((month.month, str(len(month.followed)), str(month.others), str(month.ours)))
            for month in months
            if _filled(month)
        ),
    )
    return (PageTable(columns=columns, rows=rows), counts) if rows else (counts,)
