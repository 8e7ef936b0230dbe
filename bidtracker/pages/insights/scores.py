"""Pages on the radar itself: what signals turned out to be worth, and whether its order is any good."""

from __future__ import annotations

import math
from collections.abc import Iterator

from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import FEW, HIDDEN, estimate, in_words, number, percent, resampled
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import PageColumn, PageRow, PageTable
from bidtracker.radar.insights.quality import AHEAD_DAYS, LEAST, Quality
from bidtracker.radar.insights.signal_yield import NEEDED, PSEUDO, KindYield, SignalYield
from bidtracker.radar.measures.bootstrap import LEAST_BUYERS_TO_CLUSTER
from bidtracker.radar.measures.rates import LEAST_SHOWN

NOTHING_AGAIN = say(
    "No contract that you know was tendered again yet: r on an award, or `bidtracker reengage A5`, links the next one"
)
SMALL = 0.05  # a factor that moves by less is not worth a headline


def yield_page(yields: SignalYield) -> InsightPage:
    """Each kind of signal: the factor it ships with, the one observed here, and the shipped one moved toward it."""
    every, n = yields.changed + yields.kept, yields.asked_changed + yields.asked_kept
    return InsightPage(
        key="signal_yield",
        part="signal_yield",
        title=_("Signal yield"),
        headline=_found(yields, every, n),
        enough=n >= LEAST_SHOWN and bool(yields.kinds),
        tables=(_kinds(yields),) if yields.kinds else (),
        notes=(
            count(
                "Changed hands: {changed} of {n} re-tender. A factor says how much likelier a change is once the"
                " signal is heard (for content: how much less likely)",
                "Changed hands: {changed} of {n} re-tenders. A factor says how much likelier a change is once the"
                " signal is heard (for content: how much less likely)",
                n,
                changed=yields.asked_changed,
            ),
            *_reach(yields, every - n),
            say(
                "Moved: toward the observed one, the shipped one counting as {n} re-tenders; within 1 and 10",
                n=PSEUDO,
            ),
            say("Scores use the shipped factor, or one pooled over several books: `bidtracker odds`"),
        )
        if n
        else (),
    )


def _found(yields: SignalYield, every: int, n: int) -> Message:
    """What the re-tenders say of the factors: of all of them, and of those before which somebody asked."""
    if not every:
        return NOTHING_AGAIN
    if not n:
        return count(
            "Nobody asked before {n} re-tender how it went: `bidtracker asked A5` records that you asked,"
            " `bidtracker signal A5` what you heard",
            "Nobody asked before {n} re-tenders how they went: `bidtracker asked A5` records that you asked,"
            " `bidtracker signal A5` what you heard",
            every,
        )
    if n < LEAST_SHOWN:
        return count(
            "n too small: {n} contract that you asked about was tendered again; the shipped factors stand",
            "n too small: {n} contracts that you asked about were tendered again; the shipped factors stand",
            n,
        )
    if not yields.kinds:
        return count(
            "No signal was heard before any of {n} re-tender: n on an award, or `bidtracker signal A5`, logs one",
            "No signal was heard before any of {n} re-tenders: n on an award, or `bidtracker signal A5`, logs one",
            n,
        )
    claims = [row for row in yields.kinds if row.shown]
    if not claims:
        return count(
            "Nothing shown by {n} re-tender: every interval holds 1; about {needed} tell a factor of 2 from none",
            "Nothing shown by {n} re-tenders: every interval holds 1; about {needed} tell a factor of 2 from none",
            n,
            needed=NEEDED,
        )
    most = max(claims, key=_moved)
    if _moved(most) < SMALL:
        return count(
            "Your {n} re-tender move no factor by {percent} % or more",
            "Your {n} re-tenders move no factor by {percent} % or more",
            n,
            percent=round(100 * SMALL),
        )
    return count(
        "{kind} moves most: by your {n} re-tender it is worth a factor of {moved}, not {shipped}",
        "{kind} moves most: by your {n} re-tenders it is worth a factor of {moved}, not {shipped}",
        n,
        kind=most.kind,
        moved=number(most.moved, 2),
        shipped=number(most.shipped, 2),
    )


def _reach(yields: SignalYield, silent: int) -> Iterator[Message]:
    """What the factors are taken over, and within what."""
    if silent:
        yield count(
            "Not counted: {n} re-tender that nobody asked about; silence says something only where somebody asked:"
            " `bidtracker asked A5`",
            "Not counted: {n} re-tenders that nobody asked about; silence says something only where somebody asked:"
            " `bidtracker asked A5`",
            silent,
        )
    if yields.kinds and yields.buyers < LEAST_BUYERS_TO_CLUSTER:
        yield count(
            "The intervals take re-tenders as independent; those of one buyer are alike, and {n} buyer is fewer than"
            " {least}, so they are too narrow",
            "The intervals take re-tenders as independent; those of one buyer are alike, and {n} buyers are fewer than"
            " {least}, so they are too narrow",
            yields.buyers,
            least=LEAST_BUYERS_TO_CLUSTER,
        )
    if yields.stratified:
        yield say("Observed within thirds of the chance of a change by the record alone (Mantel and Haenszel)")


def _moved(row: KindYield) -> float:
    return abs(math.log(row.moved / row.shipped))


def _kinds(yields: SignalYield) -> PageTable:
    few = yields.asked_changed + yields.asked_kept < LEAST_SHOWN
    return PageTable(
        columns=(
            PageColumn(_("Signal")),
            PageColumn(_("in changed"), True),
            PageColumn(_("in kept"), True),
            PageColumn(_("Shipped"), True),
            PageColumn(_("Factor observed"), True),
            PageColumn(_("95 %"), True),
            PageColumn(_("Moved"), True),
        ),
        rows=tuple(
            PageRow(
                (
                    row.kind,
                    say("{hits} of {all}", hits=row.changed, all=yields.asked_changed),
                    say("{hits} of {all}", hits=row.kept, all=yields.asked_kept),
                    number(row.shipped, 2),
                    HIDDEN if few else number(row.observed, 2),
                    HIDDEN if few else f"{number(row.low, 2)} .. {number(row.high, 2)}",
                    HIDDEN if few else number(row.moved, 2),
                )
            )
            for row in yields.kinds
        ),
    )


def quality_page(quality: Quality) -> InsightPage:
    """The radar's order beside that of the nearest end, on re-tenders whose outcome is known."""
    if not quality.n:
        headline = NOTHING_AGAIN
    elif quality.auc is None:
        headline = count(
            "n too small: {n} contract of others was tendered again, {least} are needed, some changed and some kept",
            "n too small: {n} contracts of others were tendered again, {least} are needed, some changed and some kept",
            quality.n,
            least=LEAST,
        )
    else:
        headline = say(
            "The radar puts {auc} of pairs in the right order, the nearest end {by_end} (n {n})",
            auc=percent(quality.auc),
            by_end=percent(quality.auc_by_end or 0),
            n=quality.n,
        )
    return InsightPage(
        key="score_quality",
        part="quality",
        title=_("Score quality"),
        headline=headline,
        enough=quality.auc is not None,
        tables=(_measures(quality),) if quality.top else (),
        notes=(
            say(
                "Replayed as of the quarter that begins {days} days or more before each decision, from what was dated"
                " before it",
                days=AHEAD_DAYS,
            ),
            say("AUC: the chance that one that changed hands stands above one that was kept; 0.5 is chance"),
            *resampled(quality.intervals),
            FEW,
        )
        if quality.n
        else (),
    )


def _measures(quality: Quality) -> PageTable:
    top, by_end, spans = quality.top, quality.top_by_end, quality.intervals
    return PageTable(
        columns=(
            PageColumn(_("Measure")),
            PageColumn(_("Radar"), True),
            PageColumn(_("Nearest end, or a constant"), True),
        ),
        rows=(
            PageRow((say("AUC"), estimate(spans.auc) if spans else number(quality.auc), number(quality.auc_by_end))),
            *(
                (PageRow((say("slope of C (1 is right, less is too bold)"), estimate(spans.slope, 2), "")),)
                if spans
                else ()
            ),
            PageRow(
                (say("changed hands in the top"), in_words(top) if top else "", in_words(by_end) if by_end else "")
            ),
            PageRow(
                (say("Brier score of C, “it changes hands”"), number(quality.brier_c), number(quality.brier_c_constant))
            ),
            PageRow(
                (
                    say("Brier score of C × A, “we win it”"),
                    number(quality.brier_win),
                    number(quality.brier_win_constant),
                )
            ),
        ),
    )
