"""Pages on losses: why, what became of them, and what is not known of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money, in_base
from bidtracker.domain.records import Settings
from bidtracker.domain.vocabulary import LostReason, SaidBy
from bidtracker.exports.insights.figures import (
    FEW,
    NO_LOSSES,
    RATE,
    SEEN,
    amounts,
    in_words,
    interval,
    of,
    percent,
    within,
)
from bidtracker.exports.insights.page import Bar, Bars, Column, Page, Row, Table
from bidtracker.locale import tr
from bidtracker.radar.insights.coverage import Cover, Known
from bidtracker.radar.insights.funnel import RIPE_DAYS, Funnel, Stage, Step
from bidtracker.radar.insights.rates import LEAST_SHOWN, rate
from bidtracker.radar.insights.reasons import LostReasons, ReasonBar

MOST = 50  # rows of the to-do list


# ---------------------------------------------------------------- reasons


def reasons_page(found: LostReasons, settings: Settings) -> Page:
    """The Pareto of primary reasons, who says so, and how often a debriefing says otherwise."""
    known = [bar for bar in found.bars if bar.n and bar.code is not LostReason.UNKNOWN]
    enough = found.n >= LEAST_SHOWN and bool(known)
    if not found.n:
        headline = NO_LOSSES
    elif not known:
        headline = say(
            "No reason is known of {n} losses: o on a tender, or `bidtracker reason T42 CODE`, says it", n=found.n
        )
    elif not enough:
        headline = say("n too small: {n} losses, {least} are needed", n=found.n, least=LEAST_SHOWN)
    else:
        headline = say(
            "{reason} is the reason of {rate} losses; a buyer or a record says so in {sure}",
            reason=known[0].code,
            rate=in_words(rate(known[0].n, found.n)),
            sure=_sure(known[0]),
        )
    return Page(
        key="lost_reasons",
        part="lost_reasons",
        title=_("Lost reasons"),
        headline=headline,
        enough=enough,
        plots=(*_pareto(found), *_by_value(found, settings)),
        tables=_reason_tables(found) if found.n else (),
        notes=_reason_notes(found) if found.n else (),
    )


def _sure(bar: ReasonBar) -> int:
    """How many of a reason's losses somebody else than we says it of."""
    return sum(n for who, n in bar.said_by.items() if who != SaidBy.OURS)


def _pareto(found: LostReasons) -> tuple[Bars, ...]:
    bars = tuple(
        Bar(label=bar.code, value=bar.n, sure=_sure(bar), mark=bar.cumulative * found.n, text=str(bar.n))
        for bar in found.bars
        if bar.n
    )
    title = say("Primary reasons (█ by buyer or record, ▒ by us, ┃ cumulative)")
    return (Bars(title=title, bars=bars, most=found.n),) if bars else ()


def _by_value(found: LostReasons, settings: Settings) -> tuple[Bars, ...]:
    """The same by value: in the book's base currency where rates are set, else in the one that most reasons have."""
    used = Counter(code for bar in found.bars for code in bar.value)
    code = settings.base_currency or min(used, key=lambda code: (-used[code], code), default="")
    rates = {of: Decimal(rate) for of, rate in settings.rates.items()}
    sums: dict[LostReason, Decimal] = {}
    for bar in found.bars:
        parts = [in_base(Money(amount, of), code, rates) for of, amount in bar.value.items()]
        sums[bar.code] = sum((part for part in parts if part is not None), Decimal())
    rows = sorted(((word, value) for word, value in sums.items() if value), key=lambda row: -row[1])
    if not code or not rows:
        return ()
    bars = tuple(
        Bar(label=word, value=float(value), text=str(Money(value.quantize(Decimal(1)), code))) for word, value in rows
    )
    return (Bars(title=say("By value lost, so far as it is known in {currency}", currency=code), bars=bars),)


def _reason_tables(found: LostReasons) -> tuple[Table, ...]:
    primary = Table(
        columns=(
            Column(_("Primary reason")),
            Column("n", True),
            Column(_("We"), True),
            Column(_("Debrief"), True),
            Column(_("Public"), True),
            Column(_("Cumulative"), True),
            Column(_("Value lost")),
        ),
        rows=tuple(
            Row(
                (
                    bar.code,
                    str(bar.n),
                    *(str(bar.said_by.get(who, "")) for who in (SaidBy.OURS, SaidBy.DEBRIEF, SaidBy.PUBLIC)),
                    percent(bar.cumulative if found.n >= LEAST_SHOWN else None),
                    amounts(bar.value),
                )
            )
            for bar in found.bars
            if bar.n
        ),
    )
    also = sorted((bar for bar in found.bars if bar.contributing), key=lambda bar: -bar.contributing)
    contributing = Table(
        title=_("Contributing reasons"),
        columns=(Column(_("Reason")), Column(_("Losses"), True)),
        rows=tuple(Row((bar.code, str(bar.contributing))) for bar in also),
    )
    return (primary, contributing) if also else (primary,)


def _reason_notes(found: LostReasons) -> tuple[Message, ...]:
    unknown = sum(bar.n for bar in found.bars if bar.code is LostReason.UNKNOWN)
    told = (
        say("Where we and a debriefing both gave a reason, they differ in {rate}", rate=in_words(found.disagree))
        if found.disagree.n
        else say("No loss has both a reason of ours and a debriefing's: `bidtracker reason` takes down the buyer's")
    )
    missing = count("{n} loss has no known reason yet", "{n} losses have no known reason yet", unknown)
    return (told, missing) if unknown else (told,)


# ---------------------------------------------------------------- funnel


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
            contacted=stages[Step.CONTACTED].n,
            invited=stages[Step.INVITED].n,
            won=stages[Step.WON].n,
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


def _steps(stages: Sequence[Stage]) -> tuple[Bars, ...]:
    bars = tuple(Bar(label=stage.step, value=stage.n, text=str(stage.n)) for stage in stages)
    return (Bars(title=_("Ripe losses that reached each step"), bars=bars, most=stages[0].n),)


def _stage_table(stages: Sequence[Stage]) -> Table:
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
    wanted = (Step.SIGNAL, Step.CONTACTED, Step.INVITED, Step.WON)
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


# ---------------------------------------------------------------- coverage

ASKED = {
    Known.WINNER: _("winner"),
    Known.PRICE: _("price"),
    Known.END: _("end date"),
    Known.CONTACT: _("a contact"),
    Known.REASON: _("reason"),
}


def coverage_page(found: Sequence[Cover], holdings: Holdings) -> Page:
    """What is not known of our losses: the to-do list, those that lack most first."""
    n = found[0].rate.n if found else 0
    lacking: defaultdict[str, list[Known]] = defaultdict(list)
    for cover in found:
        for id in cover.missing:
            lacking[id].append(cover.what)
    order = sorted(lacking, key=lambda id: -len(lacking[id]))  # among equals as they came: the newest first
    if not n:
        headline = NO_LOSSES
    elif not order:
        headline = say("Winner, price, end, contact and reason are known of all {n} losses", n=n)
    else:
        worst = found[0]
        headline = say(
            "{todo} of {n} losses lack something; most often: {what} ({missing})",
            todo=len(order),
            n=n,
            what=say(ASKED[worst.what]),
            missing=len(worst.missing),
        )
    shares = Table(
        columns=(Column(_("Known of a loss")), Column("n", True), *RATE),
        rows=tuple(Row((cover.what, of(cover.rate), interval(cover.rate))) for cover in found),
    )
    todo = Table(
        title=_("To find out"),
        columns=(Column(_("Tender")), Column(_("Id")), Column(_("What is missing"))),
        rows=tuple(
            Row((holdings.name(*parse_ref(id)), id, ", ".join(tr(ASKED[what]) for what in lacking[id])), id)
            for id in order[:MOST]
        ),
    )
    notes = [
        say("o on a tender (`bidtracker lost`) records winner, price, end and reason, c (`bidtracker add`) a contact"),
        say("Losses that nobody follows any more (watch: dead) are left out"),
    ]
    if len(order) > MOST:
        notes.insert(0, say("{n} more are in `bidtracker insights coverage --json`", n=len(order) - MOST))
    return Page(
        key="coverage",
        part="coverage",
        title=_("What is missing"),
        headline=headline,
        enough=bool(n),
        tables=((shares, todo) if order else (shares,)) if n else (),
        notes=tuple(notes) if n else (),
    )
