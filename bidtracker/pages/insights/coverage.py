"""The page on what is not known of our losses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.locale import listed, tr
from bidtracker.pages.insights.figures import NO_LOSSES, RATE, interval, of
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import PageColumn, PageRow, PageTable
from bidtracker.radar.insights.coverage import Cover, LossFact

MOST = 50  # rows of the to-do list

ASKED = {
    LossFact.WINNER: _("winner"),
    LossFact.PRICE: _("price"),
    LossFact.END: _("end date"),
    LossFact.CONTACT: _("a contact"),
    LossFact.REASON: _("reason"),
}


def coverage_page(covers: Sequence[Cover], holdings: Holdings) -> InsightPage:
    """What is not known of our losses: the to-do list, those that lack most first."""
    n = covers[0].rate.n if covers else 0
    lacking: defaultdict[str, list[LossFact]] = defaultdict(list)
    for cover in covers:
        for record_id in cover.missing:
            lacking[record_id].append(cover.what)
    shares = PageTable(
        columns=(PageColumn(_("Known of a loss")), PageColumn("n", True), *RATE),
        rows=tuple(PageRow((cover.what, of(cover.rate), interval(cover.rate))) for cover in covers),
    )
    return InsightPage(
        key="coverage",
        part="coverage",
        title=_("What is missing"),
        headline=_headline(covers, n, len(lacking)),
        enough=bool(n),
        tables=((shares, _to_do(lacking, holdings)) if lacking else (shares,)) if n else (),
        notes=_notes(len(lacking)) if n else (),
    )


def _headline(covers: Sequence[Cover], n: int, todo: int) -> Message:
    if not n:
        return NO_LOSSES
    if not todo:
        return count(
            "Winner, price, end, contact and reason are known of your one loss",
            "Winner, price, end, contact and reason are known of all {n} losses",
            n,
        )
    worst = covers[0]
    return count(
        "{todo} of {n} loss lacks something; most often: {what} ({missing})",
        "{todo} of {n} losses lack something; most often: {what} ({missing})",
        n,
        todo=todo,
        what=say(ASKED[worst.what]),
        missing=len(worst.missing),
    )


def _to_do(lacking: Mapping[str, Sequence[LossFact]], holdings: Holdings) -> PageTable:
    order = sorted(
        lacking, key=lambda record_id: -len(lacking[record_id])
    )  # among equals as they came: the newest first
    return PageTable(
        title=_("To find out"),
        columns=(PageColumn(_("Tender")), PageColumn(_("Id")), PageColumn(_("What is missing"))),
        rows=tuple(
            PageRow(
                (
                    holdings.name(*parse_ref(record_id)),
                    record_id,
                    listed(tr(ASKED[what]) for what in lacking[record_id]),
                ),
                record_id,
            )
            for record_id in order[:MOST]
        ),
    )


def _notes(todo: int) -> tuple[Message, ...]:
    notes = (
        say("o on a tender (`bidtracker lost`) records winner, price, end and reason, c (`bidtracker add`) a contact"),
        say("Losses that nobody follows any more (watch: dead) are not counted"),
    )
    if todo <= MOST:
        return notes
    return (say("{n} more are in `bidtracker insights coverage --json`", n=todo - MOST), *notes)
