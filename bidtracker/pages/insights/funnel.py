"""The page on what became of losses."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.message import count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import FEW, NO_LOSSES, RATE, SEEN, interval, percent, within
from bidtracker.pages.page import Bar, Bars, Column, Page, Row, Table
from bidtracker.radar.insights.funnel import RIPE_DAYS, Funnel, FunnelStage, FunnelStep
from bidtracker.radar.insights.rates import LEAST_SHOWN


def funnel_page(found: Funnel) -> Page:
    """What became of losses, step by step."""
    ripe = found.n - found.maturing
    stages = {stage.step: stage for stage in found.stages}
    if not found.n:
        headline = NO_LOSSES
    elif ripe < LEAST_SHOWN:
        headline = say("n too small: {ripe} ripe losses, maturing {maturing}", ripe=ripe, maturing=found.maturing)
    else:
        headline = say(
            "Of {ripe} ripe losses: contacted in time {contacted}, invited {invited}, won again {won};"
            " maturing {maturing}",
            ripe=ripe,
            contacted=stages[FunnelStep.CONTACTED].n,
            invited=stages[FunnelStep.INVITED].n,
            won=stages[FunnelStep.WON].n,
            maturing=found.maturing,
        )
    return Page(
        key="funnel",
        part="funnel",
        title=_("Re-engagement"),
        headline=headline,
        enough=ripe >= LEAST_SHOWN,
        plots=_steps(found.stages) if ripe else (),
        tables=((_stage_table(found.stages),) if ripe else ())
        + _returns(found)
        + ((_cohorts(found),) if found.n else ()),
        notes=(
            say(
                "A loss is ripe {days} days after its contract's next decision; until then it is maturing and in no"
                " percentage",
                days=RIPE_DAYS,
            ),
            say("Each step counts for itself; “from before” are those that also reached the step above"),
            FEW,
        )
        if found.n
        else (),
    )


def _steps(stages: Sequence[FunnelStage]) -> tuple[Bars, ...]:
    bars = tuple(Bar(label=stage.step, value=stage.n, text=str(stage.n)) for stage in stages)
    return (Bars(title=_("Ripe losses that reached each step"), bars=bars, most=stages[0].n),)


def _stage_table(stages: Sequence[FunnelStage]) -> Table:
    return Table(
        columns=(
            Column(_("Step")),
            Column("n", True),
            *RATE,
            Column(_("from before"), True),
            Column(_("median days"), True),
        ),
        rows=tuple(
            Row(
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


def _returns(found: Funnel) -> tuple[Table, ...]:
    """How soon losses turn, where there are enough to tell it."""
    rows = [
        Row((count("{n} month", "{n} months", together[0].months), *map(within, together)))
        for together in zip(*(turn.reached for turn in found.returns), strict=True)
        if any(one.value is not None for one in together)
    ]
    columns = (Column(_("Within")), *(Column(turn.step.label, True) for turn in found.returns))
    return (Table(title=SEEN, columns=columns, rows=tuple(rows)),) if rows else ()


def _cohorts(found: Funnel) -> Table:
    wanted = (FunnelStep.SIGNAL, FunnelStep.CONTACTED, FunnelStep.INVITED, FunnelStep.WON)
    rows = []
    for cohort in reversed(found.cohorts):
        reached = {stage.step: str(stage.n) for stage in cohort.stages}
        ripe = cohort.n > cohort.maturing
        steps = (reached[step] if ripe else "" for step in wanted)
        rows.append(Row((cohort.quarter or say("day not known"), str(cohort.n), str(cohort.maturing), *steps)))
    columns = (Column(step.label, True) for step in wanted)
    return Table(
        title=_("By quarter of the loss"),
        columns=(Column(_("Quarter")), Column(_("Losses"), True), Column(_("Maturing"), True), *columns),
        rows=tuple(rows),
    )
