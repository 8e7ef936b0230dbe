"""The page on sealed lists: what came of each, beside the lists sealed with it."""

from __future__ import annotations

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import FEW, HIDDEN, in_words, number, of
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import PageColumn, PageRow, PageTable
from bidtracker.radar.seals.grading import OURS, RIPE_MONTHS, AucInterval, ListGrade, SealGrade
from bidtracker.radar.seals.sealing import SealedList

NOTHING_SEALED = say(
    "No list is sealed yet: Z on a list, or `bidtracker seal`, keeps the radar as it stands, and later this page says"
    " what came of it"
)


def sealed_page(grades: tuple[SealGrade, ...]) -> InsightPage:
    """Each sealed list with what came of it, and its order beside the others'."""
    ripe = next((grade for grade in grades if grade.ripe), None)
    if not grades:
        headline = NOTHING_SEALED
    elif ripe is None or ripe.again.value is None:
        headline = say(
            "n too small: {lists}; a list can be judged {months} months after its seal",
            lists=count("{n} list is sealed", "{n} lists are sealed", len(grades)),
            months=RIPE_MONTHS,
        )
    else:
        headline = say(
            "Of the list sealed on {day} {again} were tendered again, {changed} changed hands and {won} are ours",
            day=ripe.day,
            again=in_words(ripe.again),
            changed=of(ripe.changed),
            won=of(ripe.won),
        )
    return InsightPage(
        key="sealed",
        part="sealed",
        title=_("Sealed lists"),
        headline=headline,
        enough=ripe is not None and ripe.again.value is not None,
        tables=(_outcomes(grades), _orders(grades)) if grades else (),
        notes=(
            say(
                "A contract is graded once it was competed again, or {months} months after the seal; until then a list"
                " has counts only. Called in time: a touch that reached the buyer by the sealed act-by day",
                months=RIPE_MONTHS,
            ),
            say(
                "AUC with its 95 % interval by Hanley and McNeil; contracts of one buyer are alike, so it is too narrow"
            ),
            FEW,
        )
        if grades
        else (),
    )


def _outcomes(grades: tuple[SealGrade, ...]) -> PageTable:
    return PageTable(
        columns=(
            PageColumn(_("List")),
            PageColumn(_("Sealed on")),
            PageColumn(_("Named"), True),
            PageColumn(_("Graded"), True),
            PageColumn(_("Called in time"), True),
            PageColumn(_("Invited"), True),
            PageColumn(_("Tendered again"), True),
            PageColumn(_("Changed hands"), True),
            PageColumn(_("Won by us"), True),
        ),
        rows=tuple(
            PageRow(
                (
                    ref("seals", grade.seal),
                    str(grade.day),
                    str(grade.named),
                    str(grade.graded),
                    *map(in_words, (grade.called, grade.invited, grade.again, grade.changed, grade.won)),
                )
            )
            for grade in grades
        ),
    )


def _orders(grades: tuple[SealGrade, ...]) -> PageTable:
    return PageTable(
        columns=(
            PageColumn(_("List")),
            PageColumn(_("Ranked by")),
            PageColumn(_("Changed hands, of the first ten"), True),
            PageColumn(_("Of the first tenth"), True),
            PageColumn(_("AUC, changed"), True),
            PageColumn(_("AUC, won"), True),
            PageColumn(_("Brier score of C (constant)"), True),
        ),
        rows=tuple(
            PageRow(
                (
                    ref("seals", grade.seal) if line.by == OURS else "",
                    _named(line),
                    in_words(line.top_ten),
                    in_words(line.top_tenth),
                    _auc(line.auc_changed),
                    _auc(line.auc_won),
                    f"{number(grade.brier)} ({number(grade.brier_constant)})" if line.by == OURS else "",
                )
            )
            for grade in grades
            for line in grade.lists
        ),
    )


def _named(line: ListGrade) -> Message:
    return say("Radar") if line.by == OURS else say(next(by.label for by in SealedList if by == line.by))


def _auc(auc: AucInterval) -> str:
    if auc.value is None or auc.low is None or auc.high is None:
        return HIDDEN
    return f"{auc.value:.3f} [{auc.low:.3f}..{auc.high:.3f}]"
