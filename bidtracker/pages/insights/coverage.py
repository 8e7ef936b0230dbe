"""The page on what is not known of our losses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.locale import listed, tr
from bidtracker.pages.insights.figures import NO_LOSSES, RATE, interval, of
from bidtracker.pages.page import Column, Page, Row, Table
from bidtracker.radar.insights.coverage import Cover, LossFact

MOST = 50  # rows of the to-do list

ASKED = {
    LossFact.WINNER: _("winner"),
    LossFact.PRICE: _("price"),
    LossFact.END: _("end date"),
    LossFact.CONTACT: _("a contact"),
    LossFact.REASON: _("reason"),
}


def coverage_page(found: Sequence[Cover], holdings: Holdings) -> Page:
    """What is not known of our losses: the to-do list, those that lack most first."""
    n = found[0].rate.n if found else 0
    lacking: defaultdict[str, list[LossFact]] = defaultdict(list)
    for cover in found:
        for id in cover.missing:
            lacking[id].append(cover.what)
    shares = Table(
        columns=(Column(_("Known of a loss")), Column("n", True), *RATE),
        rows=tuple(Row((cover.what, of(cover.rate), interval(cover.rate))) for cover in found),
    )
    return Page(
        key="coverage",
        part="coverage",
        title=_("What is missing"),
        headline=_headline(found, n, len(lacking)),
        enough=bool(n),
        tables=((shares, _to_do(lacking, holdings)) if lacking else (shares,)) if n else (),
        notes=_notes(len(lacking)) if n else (),
    )


def _headline(found: Sequence[Cover], n: int, todo: int) -> Message:
    if not n:
        return NO_LOSSES
    if not todo:
        return say("Winner, price, end, contact and reason are known of all {n} losses", n=n)
    worst = found[0]
    return say(
        "{todo} of {n} losses lack something; most often: {what} ({missing})",
        todo=todo,
        n=n,
        what=say(ASKED[worst.what]),
        missing=len(worst.missing),
    )


def _to_do(lacking: Mapping[str, Sequence[LossFact]], holdings: Holdings) -> Table:
    order = sorted(lacking, key=lambda id: -len(lacking[id]))  # among equals as they came: the newest first
    return Table(
        title=_("To find out"),
        columns=(Column(_("Tender")), Column(_("Id")), Column(_("What is missing"))),
        rows=tuple(
            Row((holdings.name(*parse_ref(id)), id, listed(tr(ASKED[what]) for what in lacking[id])), id)
            for id in order[:MOST]
        ),
    )


def _notes(todo: int) -> tuple[Message, ...]:
    notes = (
        say("o on a tender (`bidtracker lost`) records winner, price, end and reason, c (`bidtracker add`) a contact"),
        say("Losses that nobody follows any more (watch: dead) are left out"),
    )
    if todo <= MOST:
        return notes
    return (say("{n} more are in `bidtracker insights coverage --json`", n=todo - MOST), *notes)
