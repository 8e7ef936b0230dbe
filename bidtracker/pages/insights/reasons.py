"""The page on why we lose."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money, in_base
from bidtracker.domain.records import Settings
from bidtracker.domain.vocabulary import LostReason, SaidBy
from bidtracker.pages.insights.figures import NO_LOSSES, amounts, in_words, percent
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import Bars, PageColumn, PageRow, PageTable, PlotBar
from bidtracker.radar.insights.reasons import LostReasons, ReasonBar
from bidtracker.radar.measures.rates import LEAST_SHOWN, rate


def reasons_page(losses: LostReasons, settings: Settings) -> InsightPage:
    """The Pareto of primary reasons, who says so, and how often a debriefing says otherwise."""
    given = [bar for bar in losses.bars if bar.n and bar.code is not LostReason.UNKNOWN]
    enough = losses.n >= LEAST_SHOWN and bool(given)
    if not losses.n:
        headline = NO_LOSSES
    elif not given:
        headline = count(
            "No reason is known of {n} loss: o on a tender, or `bidtracker reason T42 CODE`, says it",
            "No reason is known of {n} losses: o on a tender, or `bidtracker reason T42 CODE`, says it",
            losses.n,
        )
    elif not enough:
        headline = count(
            "n too small: {n} loss, {least} are needed",
            "n too small: {n} losses, {least} are needed",
            losses.n,
            least=LEAST_SHOWN,
        )
    else:
        headline = say(
            "{reason} is the reason for {rate} losses; a buyer or a record says so in {sure}",
            reason=given[0].code,
            rate=in_words(rate(given[0].n, losses.n)),
            sure=_sure(given[0]),
        )
    return InsightPage(
        key="lost_reasons",
        part="lost_reasons",
        title=_("Lost reasons"),
        headline=headline,
        enough=enough,
        plots=(*_pareto(losses), *_by_value(losses, settings)),
        tables=_reason_tables(losses) if losses.n else (),
        notes=_reason_notes(losses) if losses.n else (),
    )


def _sure(bar: ReasonBar) -> int:
    """How many of a reason's losses somebody else than we says it of."""
    return sum(n for who, n in bar.said_by.items() if who != SaidBy.OURS)


def _pareto(losses: LostReasons) -> tuple[Bars, ...]:
    bars = tuple(
        PlotBar(label=bar.code, value=bar.n, sure=_sure(bar), mark=bar.cumulative * losses.n, text=str(bar.n))
        for bar in losses.bars
        if bar.n
    )
    title = say("Primary reasons (█ by buyer or record, ▒ by us, ┃ cumulative)")
    return (Bars(title=title, bars=bars, most=losses.n),) if bars else ()


def _by_value(losses: LostReasons, settings: Settings) -> tuple[Bars, ...]:
    """The same by value: in the book's base currency where rates are set, else in the one that most reasons have."""
    used = Counter(code for bar in losses.bars for code in bar.value)
    code = settings.base_currency or min(used, key=lambda code: (-used[code], code), default="")
    rates = {of: Decimal(rate) for of, rate in settings.rates.items()}
    sums: dict[LostReason, Decimal] = {}
    for bar in losses.bars:
        parts = [in_base(Money(amount, of), code, rates) for of, amount in bar.value.items()]
        sums[bar.code] = sum((part for part in parts if part is not None), Decimal())
    rows = sorted(((word, value) for word, value in sums.items() if value), key=lambda row: -row[1])
    if not code or not rows:
        return ()
    bars = tuple(
        PlotBar(label=word, value=float(value), text=str(Money(value.quantize(Decimal(1)), code)))
        for word, value in rows
    )
    return (Bars(title=say("By value lost, so far as it is known in {currency}", currency=code), bars=bars),)


def _reason_tables(losses: LostReasons) -> tuple[PageTable, ...]:
    primary = PageTable(
        columns=(
            PageColumn(_("Primary reason")),
            PageColumn("n", True),
            PageColumn(_("We"), True),
            PageColumn(_("Debrief"), True),
            PageColumn(_("Public"), True),
            PageColumn(_("Cumulative"), True),
            PageColumn(_("Value lost")),
        ),
        rows=tuple(
            PageRow(
                (
                    bar.code,
                    str(bar.n),
                    *(str(bar.said_by.get(who, "")) for who in (SaidBy.OURS, SaidBy.DEBRIEF, SaidBy.PUBLIC)),
                    percent(bar.cumulative if losses.n >= LEAST_SHOWN else None),
                    amounts(bar.value),
                )
            )
            for bar in losses.bars
            if bar.n
        ),
    )
    also = sorted((bar for bar in losses.bars if bar.contributing), key=lambda bar: -bar.contributing)
    contributing = PageTable(
        title=_("Contributing reasons"),
        columns=(PageColumn(_("Reason")), PageColumn(_("Losses"), True)),
        rows=tuple(PageRow((bar.code, str(bar.contributing))) for bar in also),
    )
    return (primary, contributing) if also else (primary,)


def _reason_notes(losses: LostReasons) -> tuple[Message, ...]:
    unknown = sum(bar.n for bar in losses.bars if bar.code is LostReason.UNKNOWN)
    differing = (
        say("Where we and a debriefing both gave a reason, they differ in {rate}", rate=in_words(losses.disagree))
        if losses.disagree.n
        else say("No loss has both a reason of ours and a debriefing's: `bidtracker reason` takes down the buyer's")
    )
    missing = count("{n} loss has no known reason yet", "{n} losses have no known reason yet", unknown)
    return (differing, missing) if unknown else (differing,)
