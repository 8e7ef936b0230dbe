"""Pages on dates: whether we call in time, and when contracts end."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import FEW, in_words
from bidtracker.pages.page import Column, Page, Row, Series, Table
from bidtracker.radar.insights.discipline import Discipline
from bidtracker.radar.insights.ends import ContractEnds, MonthEnds
from bidtracker.radar.insights.rates import LEAST_SHOWN
from bidtracker.radar.score.timing import end_of

MOST = 50


def timing_page(found: Discipline, holdings: Holdings) -> Page:
    """Windows that opened, and whether somebody spoke with the buyer in them."""
    opened = found.contacted
    if not opened.n:
        headline = say(
            "No window has opened on a contract that you follow: o on a tender, or `bidtracker lost T42 --end DATE`,"
            " records one, `bidtracker track A5` follows it"
        )
    elif opened.value is None:
        headline = say("n too small: {n} windows have opened, {least} are needed", n=opened.n, least=LEAST_SHOWN)
    else:
        missed = len(found.missed)
        headline = count(
            "You spoke with the buyer in {rate} windows; {n} act-by day went by without",
            "You spoke with the buyer in {rate} windows; {n} act-by days went by without",
            missed,
            rate=in_words(opened),
        )
    rows = tuple(_ending(id, holdings) for id in reversed(found.missed[-MOST:]))
    columns = Column(_("Act-by day missed")), Column(_("Buyer")), Column(_("Id")), Column(_("Ends"), True)
    return Page(
        key="timing",
        part="discipline",
        title=_("Timing"),
        headline=headline,
        enough=opened.value is not None,
        tables=(Table(columns=columns, rows=rows),) if rows else (),
        notes=(
            say("Counted: windows on contracts of others that you follow; a call counts from the opening to the end"),
            FEW,
        )
        if opened.n
        else (),
    )


def _ending(id: str, holdings: Holdings) -> Row:
    """An award with its buyer and its end."""
    award = holdings.awards[parse_ref(id)[1]]
    buyer = holdings.name("buyers", holdings.buyer_of(award))
    return Row((holdings.name("awards", award.id), buyer, id, str(award.terminated or end_of(award) or "")), id)


def ends_page(found: ContractEnds, holdings: Holdings) -> Page:
    """The contracts that end in the next two years, by month."""
    n = sum(len(month.followed) for month in found.months)
    year = sum(len(month.followed) for month in found.months[:12])
    if n:
        most = max(found.months, key=lambda month: len(month.followed))
        headline = say(
            "{n} contracts that you follow end within 24 months, {year} of them within 12; most in {month}: {most}",
            n=n,
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
    if found.later:
        notes.append(count("{n} followed contract ends later", "{n} followed contracts end later", found.later))
    if found.unknown:
        ids = " ".join(found.unknown[:10]) + (" …" if len(found.unknown) > 10 else "")
        notes.append(
            count(
                "{n} followed contract has no known end; e, or `bidtracker set A5 end=DATE`, gives it: {ids}",
                "{n} followed contracts have no known end; e, or `bidtracker set A5 end=DATE`, gives it: {ids}",
                len(found.unknown),
                ids=ids,
            )
        )
    return Page(
        key="contract_ends",
        part="contract_ends",
        title=_("Contract ends"),
        headline=headline,
        enough=bool(n),
        plots=(_by_month(found.months),) if n else (),
        tables=_ends_tables(found.months, holdings) if any(map(_filled, found.months)) else (),
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


def _ends_tables(months: Sequence[MonthEnds], holdings: Holdings) -> tuple[Table, ...]:
    followed = [id for month in months for id in month.followed][:MOST]
    rows = tuple(_ending(id, holdings) for id in followed)
    columns = Column(_("Contract")), Column(_("Buyer")), Column(_("Id")), Column(_("Ends"), True)
    counts = Table(
        title=_("All contracts by month"),
        columns=(
            Column(_("Month")),
            Column(_("Followed"), True),
            Column(_("Others"), True),
            Column(_("Ours"), True),
        ),
        rows=tuple(
            Row((month.month, str(len(month.followed)), str(month.others), str(month.ours)))
            for month in months
            if _filled(month)
        ),
    )
    return (Table(columns=columns, rows=rows), counts) if rows else (counts,)
