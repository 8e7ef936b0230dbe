"""The page on what became of losses."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.message import count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import FEW, NO_LOSSES, RATE, SEEN, interval, percent, within
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import Bars, PageColumn, PageRow, PageTable, PlotBar
from bidtracker.radar.insights.funnel import RIPE_DAYS, Funnel, FunnelStage, FunnelStep
from bidtracker.radar.measures.rates import LEAST_SHOWN


def funnel_page(funnel: Funnel) -> InsightPage:
    """What became of losses, step by step."""
    ripe = funnel.n - funnel.maturing
    stages = {stage.step: stage for stage in funnel.stages}
    if not funnel.n:
        headline = NO_LOSSES
    elif ripe < LEAST_SHOWN:
        headline = say("n too small: {ripe} ripe losses, maturing {maturing}", ripe=ripe, maturing=funnel.maturing)
    else:
        headline = say(
            "Of {ripe} ripe losses: contacted in time {contacted}, invited {invited}, won again {won};"
            " maturing {maturing}",
            ripe=ripe,
            contacted=stages[FunnelStep.CONTACTED].n,
            invited=stages[FunnelStep.INVITED].n,
            won=stages[FunnelStep.WON].n,
            maturing=funnel.maturing,
        )
    return InsightPage(
        key="funnel",
        part="funnel",
        title=_("Re-engagement"),
        headline=headline,
        enough=ripe >= LEAST_SHOWN,
        plots=_steps(funnel.stages) if ripe else (),
        tables=((_stage_table(funnel.stages),) if ripe else ())
        + _returns(funnel)
        + ((_cohorts(funnel),) if funnel.n else ()),
        notes=(
            say(
                "A loss is ripe {days} days after its contract's next decision; until then it is maturing and in no"
                " percentage",
                days=RIPE_DAYS,
            ),
            say("Each step counts for itself; “from before” are those that also reached the step above"),
            FEW,
        )
        if funnel.n
        else (),
    )


def _steps(stages: Sequence[FunnelStage]) -> tuple[Bars, ...]:
    bars = tuple(PlotBar(label=stage.step, value=stage.n, text=str(stage.n)) for stage in stages)
    return (Bars(title=_("Ripe losses that reached each step"), bars=bars, most=stages[0].n),)


def _stage_table(stages: Sequence[FunnelStage]) -> PageTable:
    return PageTable(
        columns=(
            PageColumn(_("Step")),
            PageColumn("n", True),
            *RATE,
            PageColumn(_("from before"), True),
            PageColumn(_("median days"), True),
        ),
        rows=tuple(
            PageRow(
                (
                    stage.step,
                    str(stage.n),
                    interval(stage.of_all),
                    say("{rate} of {all}", rate=percent(stage.of_before.value), all=stage.of_before.n),
                    "" if stage.days is None else f"{stage.days:.0f}",
                )
            )
            for stage in stages
        ),
    )


def _returns(funnel: Funnel) -> tuple[PageTable, ...]:
    """How soon losses turn, where there are enough to tell it."""
    rows = [
        PageRow((count("{n} month", "{n} months", together[0].months), *map(within, together)))
        for together in zip(*(turn.reached for turn in funnel.returns), strict=True)
        if any(cell.value is not None for cell in together)
    ]
    columns = (PageColumn(_("Within")), *(PageColumn(turn.step.label, True) for turn in funnel.returns))
    return (PageTable(title=SEEN, columns=columns, rows=tuple(rows)),) if rows else ()


def _cohorts(funnel: Funnel) -> PageTable:
    wanted = (FunnelStep.SIGNAL, FunnelStep.CONTACTED, FunnelStep.INVITED, FunnelStep.WON)
    rows = []
    for cohort in reversed(funnel.cohorts):
        reached = {stage.step: str(stage.n) for stage in cohort.stages}
        ripe = cohort.n > cohort.maturing
        steps = (reached[step] if ripe else "" for step in wanted)
        rows.append(PageRow((cohort.quarter or say("day not known"), str(cohort.n), str(cohort.maturing), *steps)))
    columns = (PageColumn(step.label, True) for step in wanted)
    return PageTable(
        title=_("By quarter of the loss"),
        columns=(PageColumn(_("Quarter")), PageColumn(_("Losses"), True), PageColumn(_("Maturing"), True), *columns),
        rows=tuple(rows),
    )
