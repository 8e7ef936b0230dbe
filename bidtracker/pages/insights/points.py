"""The page on points: where we lose them, by criterion, buyer, rival and year."""

from __future__ import annotations

from bidtracker.domain.figures import figure, signed
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import HIDDEN
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import Bars, PageColumn, PageRow, PageTable, PlotBar, Series
from bidtracker.radar.insights.points import NEAR, PointsInsight, PointsLost
from bidtracker.radar.measures.rates import LEAST_SHOWN

MOST_ROWS = 12


def points_page(lost: PointsInsight, holdings: Holdings) -> InsightPage:
    """How far off we were, and in what."""
    enough = lost.compared >= LEAST_SHOWN
    notes = (
        say("Points are per cent of all that there were; behind is the winner's less ours, as a median"),
        say("{n} of {all} losses have a score sheet; {compared} name all points of both", **_counts(lost)),
    )
    return InsightPage(
        key="points",
        part="points",
        title=_("Points lost"),
        headline=_headline(lost),
        enough=enough,
        plots=(*_bars(lost), *_years(lost)),
        tables=tuple(_tables(lost, holdings)),
        notes=notes if lost.n or lost.compared else (),
    )


def _counts(lost: PointsInsight) -> dict[str, int]:
    return {"n": lost.n, "all": lost.losses, "compared": lost.compared}


def _headline(lost: PointsInsight) -> Message:
    if not lost.n and not lost.compared:
        return say(
            "No loss has its scores yet: ask for a debrief; Q on a tender, or `bidtracker scores T42`, records them"
        )
    if lost.compared < LEAST_SHOWN or lost.behind is None:
        return count(
            "n too small: {n} loss has all points of both, {least} are needed",
            "n too small: {n} losses have all points of both, {least} are needed",
            lost.compared,
            least=LEAST_SHOWN,
        )
    worst = next((group for group in lost.criteria if group.n >= LEAST_SHOWN), None)
    far = figure(f"{lost.behind:.1f}")
    if worst is None:
        return say("Your median loss is by {far} points; no criterion has enough losses to say where", far=far)
    return say(
        "Your median loss is by {far} points; most in {name}, {points} behind (n = {n})",
        far=far,
        name=worst.name,
        points=f"{worst.median:.1f}",
        n=worst.n,
    )


def _bars(lost: PointsInsight) -> tuple[Bars, ...]:
    bars = tuple(
        PlotBar(label=group.name, value=max(group.median, 0.0), text=say("{points} (n = {n})", **_words(group)))
        for group in lost.criteria[:MOST_ROWS]
    )
    return (Bars(title=_("Points behind the winner, by criterion"), bars=bars),) if bars else ()


def _years(lost: PointsInsight) -> tuple[Series, ...]:
    """The medians year by year, where there is more than one; a year with few losses has no column."""
    values = tuple(max(year.median, 0.0) if year.n >= LEAST_SHOWN else None for year in lost.years)
    most = max((value for value in values if value is not None), default=0.0)
    if len(values) < 2 or not most:
        return ()
    return (
        Series(
            title=say("Points behind the winner by year, and overall ({all})", all=figure(f"{lost.behind or 0:.1f}")),
            labels=tuple(year.name for year in lost.years),
            values=values,
            most=most,
            top=f"{most:.1f}",
            level=lost.behind,
            newest=True,
        ),
    )


def _words(group: PointsLost) -> dict[str, str | int]:
    return {"points": signed(group.median), "n": group.n}


def _tables(lost: PointsInsight, holdings: Holdings) -> list[PageTable]:
    tables = []
    if lost.compared:
        parted = lost.by_price + lost.by_quality
        tables.append(
            PageTable(
                title=_("How far off"),
                columns=(PageColumn(_("Losses")), PageColumn(_("n"), True)),
                rows=(
                    PageRow((say("within {n} points of the winner", n=f"{NEAR:g}"), _of(lost.close, lost.compared))),
                    PageRow((say("most of the distance in price"), _of(lost.by_price, parted))),
                    PageRow((say("most of the distance in quality"), _of(lost.by_quality, parted))),
                ),
            )
        )
    for title, groups, by_id in (
        (_("By criterion"), lost.criteria, False),
        (_("By buyer"), lost.buyers, True),
        (_("By rival"), lost.rivals, True),
        (_("By year"), lost.years, False),
    ):
        if groups:
            tables.append(_table(title, groups, holdings, by_id=by_id))
    return tables


def _of(n: int, all_of_them: int) -> Message | str:
    return say("{hits} of {all}", hits=n, all=all_of_them) if all_of_them else HIDDEN


def _table(title: str, groups: tuple[PointsLost, ...], holdings: Holdings, *, by_id: bool) -> PageTable:
    rows = (
        PageRow(
            (
                holdings.name(*parse_ref(group.name)) if by_id else group.name,
                signed(group.median),
                _of(group.behind, group.n),
            ),
            target=group.name if by_id else "",
        )
        for group in groups[:MOST_ROWS]
    )
    return PageTable(
        title=title,
        columns=(PageColumn(_("Group")), PageColumn(_("Behind"), True), PageColumn(_("Behind in"), True)),
        rows=tuple(rows),
    )
