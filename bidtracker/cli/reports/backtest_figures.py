"""The figures of a backtest in words: first what they mean together, then tables, then how they were made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from bidtracker.backtest.audit import LinkPrecision
from bidtracker.backtest.baselines import OTHERS, RankedBy
from bidtracker.backtest.calibration import ChanceBin, ChanceCalibration
from bidtracker.backtest.figures import SMALL_LEAD, BacktestReport, Comparison, RankingFigures
from bidtracker.backtest.matching import LEAD_DAYS
from bidtracker.backtest.report import LEAST_SHOWN, METHOD, SURE
from bidtracker.cli.output import say_heading, say_line, say_table
from bidtracker.domain.figures import figure
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.domain.message import label as _
from bidtracker.domain.spans import bar
from bidtracker.domain.text import safe
from bidtracker.exports.json import plain
from bidtracker.locale import tr
from bidtracker.pages.words import percent as per_cent
from bidtracker.radar.insights.signal_yield import NEEDED, SignalYield
from bidtracker.radar.measures.bootstrap import LEAST_BUYERS_TO_CLUSTER, Estimate

PLOT = 40  # cells for a chance of 100 %


def print_report(figures: BacktestReport, checked: LinkPrecision | None) -> None:
    """The whole report; its first ten lines hold all that a reader must know."""
    for words in summary(figures, checked):
        say_line(words)
    if figures.rankings:
        print_rankings(figures)
    if figures.panel:
        print_panel(figures)
    if figures.calibration:
        print_calibration(figures.calibration, curve=figures.enough)
    say_heading("How this was made")
    say_line(METHOD)
    if figures.learned:
        say_line(count("{n} pair before only fed the habits", "{n} pairs before only fed the habits", figures.learned))
    if figures.doubtful:
        say_line(
            count(
                "{n} of these changes is between names one letter apart: perhaps one supplier, misspelled",
                "{n} of these changes are between names one letter apart: perhaps one supplier, misspelled",
                figures.doubtful,
            )
        )
    if figures.left_out:
        say_heading("Left out")
        say_table(("Reason", "Records"), [(reason, str(n)) for reason, n in figures.left_out.items()], (False, True))


def summary(figures: BacktestReport, checked: LinkPrecision | None) -> list[Message]:
    """What was compared with what, ahead of which lists and by how much, and how far it can be believed."""
    words = [_extent(figures)]
    if figures.silent:
        return [*words, say("Nothing to measure: {why}.", why=figures.silent)]
    words.append(
        say("{rate} changed hands ({k} of {n})", rate=percent(figures.rate), k=figures.changed, n=figures.pairs)
    )
    if figures.short:
        words.append(_shortage(figures))
    if not figures.rankings:
        return [*words, _links(checked)]
    if figures.comparison:
        words += _compared(figures, figures.comparison)
    words += [_nulls(figures), _links(checked)]
    if figures.surest:
        words.append(
            say(
                "On the {n} surest links (titles alike from {sure} on) the radar's AUC is {auc}",
                n=figures.surest.pairs,
                sure=f"{SURE:.2f}",
                auc=number(figures.surest.auc),
            )
        )
    return words


def _shortage(figures: BacktestReport) -> Message:
    first, *others = figures.short
    why = say("{first}; {second}", first=first, second=others[0]) if others else first
    if figures.rankings:
        return say("Not enough data for a verdict: {why}. What follows is an indication only.", why=why)
    return say("Not enough data for a verdict: {why}.", why=why)


def _extent(figures: BacktestReport) -> Message:
    return say(
        "{records} records, {awards} awards to ask about, {events} needs, {pairs} bought again by {buyers} buyers,"
        " {first} to {last}",
        records=figures.records,
        awards=figures.awards,
        events=figures.events,
        pairs=figures.pairs,
        buyers=figures.buyers,
        first=figures.first or "–",
        last=figures.last or "–",
    )


def _compared(figures: BacktestReport, comparison: Comparison) -> list[Message]:
    """The lead over the best of the other lists and over the rest, and what so many pairs can tell."""
    lines = {line.by: line for line in figures.rankings}
    best, name = lines[comparison.best], say(comparison.best.label)
    if comparison.shown:
        verdict = say("The radar is ahead of every other list")
    elif comparison.lead.high is not None and comparison.lead.high < 0:
        verdict = say("The radar is behind {name}", name=name)
    else:
        verdict = say("The radar is not shown better than {name}", name=name)
    rest = [
        say("{name} {lead}", name=say(by.label), lead=number(lines[by].ahead)) for by in OTHERS if by is not best.by
    ]
    power = say(
        "With these pairs a true lead of {small} shows {power} % of the time at best",
        small=f"{SMALL_LEAD:.2f}",
        power=round(100 * comparison.power),
    )
    needed = (
        say("{n} pairs are needed to tell the lead that was measured", n=comparison.needed)
        if comparison.needed
        else say("there is no lead to tell")
    )
    return [
        say(
            "Compared: the radar's chance of change, {lead} days before each follow-on, with {n} other lists on the"
            " same pairs",
            lead=LEAD_DAYS,
            n=len(OTHERS),
        ),
        say(
            "{verdict}: AUC {ours} against {theirs}, ahead by {lead}",
            verdict=verdict,
            ours=number(lines[RankedBy.OURS].auc),
            theirs=number(best.auc),
            lead=number(comparison.lead),
        ),
        say("Ahead of the other lists by: {rest}", rest=listed(rest)),
        say("{power}; {needed}", power=power, needed=needed),
        _intervals(figures),
    ]


def _nulls(figures: BacktestReport) -> Message:
    share = next(line for line in figures.rankings if line.by is RankedBy.SHARE)
    if figures.null is None:
        return say("Concentration alone (incumbent's share) reaches an AUC of {share}", share=number(share.auc))
    return say(
        "Concentration alone (incumbent's share) reaches an AUC of {share}; with suppliers shuffled within buyer and"
        " class the radar reaches {mean} ({least} to {most} in {n} shuffles); chance is .500",
        share=number(share.auc),
        mean=f"{figures.null.mean:.3f}",
        least=f"{figures.null.least:.3f}",
        most=f"{figures.null.most:.3f}",
        n=figures.null.shuffles,
    )


def _links(checked: LinkPrecision | None) -> Message:
    """How many of the links a person found right."""
    if checked is None or not checked.judged:
        return say("Nobody has judged the links of this list: `--audit 40` writes pairs of titles to judge")
    return say(
        "{rate} of the judged pairs are one need ({k} of {n}; {unsure} unsure, {unknown} of other pairs)",
        rate=percent(checked.rate),
        k=checked.right,
        n=checked.judged,
        unsure=checked.unsure,
        unknown=checked.unknown,
    )


def _intervals(figures: BacktestReport) -> Message:
    if figures.clustered:
        return say("Intervals: 95 %, {n} bootstrap samples of whole buyers", n=figures.resamples)
    return say(
        "Intervals: 95 %, {n} bootstrap samples of pairs, since {buyers} buyers are fewer than {least}: they are too"
        " narrow, as pairs of one buyer are alike",
        n=figures.resamples,
        buyers=figures.buyers,
        least=LEAST_BUYERS_TO_CLUSTER,
    )


def print_rankings(figures: BacktestReport) -> None:
    """One line a ranking."""
    say_heading("Rankings")
    _print_rankings(figures.rankings, _("Changed in the top tenth"))


def print_panel(figures: BacktestReport) -> None:
    """The rankings of all live contracts, quarter by quarter."""
    panel = figures.panel
    if panel is None:
        return
    say_heading("All live contracts, each quarter")
    if not panel.ends:
        say_line(
            say(
                "No award of this list has an end, so live contracts cannot be ranked: nothing is known of what a"
                " seller would have faced"
            )
        )
        return
    say_line(
        say(
            "{cases} places of contracts with a real end in {quarters} quarters, ranked by timing, chance of change and"
            " our chance together; {hits} changed hands 3 to 15 months later",
            cases=panel.cases,
            quarters=panel.quarters,
            hits=panel.hits,
        )
    )
    if panel.beside:
        say_line(
            count(
                "{n} contract was bought alike long before its end: that was bought beside it and is no hit",
                "{n} contracts were bought alike long before their end: that was bought beside them and is no hit",
                panel.beside,
            )
        )
    if panel.rankings:
        _print_rankings(panel.rankings, _("Hits in the top tenth"))
    else:
        say_line(say("Too few hits to rank by: {least} are needed", least=LEAST_SHOWN))


def _print_rankings(rankings: Sequence[RankingFigures], top: str) -> None:
    rows = [
        (
            say(line.by.label),
            number(line.auc),
            number(line.top, 2),
            number(line.lift, 2),
            "" if line.by is RankedBy.OURS else number(line.ahead),
        )
        for line in rankings
    ]
    say_table(("Ranked by", "AUC", top, "Lift", "Radar ahead by (AUC)"), rows)


def print_calibration(figures: ChanceCalibration, *, curve: bool) -> None:
    """Whether the chances can be believed, and the curve where there is enough for one."""
    say_heading("Calibration")
    say_table(
        ("Measure", "Value"),
        [
            (say("Brier score"), number(figures.brier)),
            (say("Brier score of the base rate"), number(figures.base_brier)),
            (say("Better than the base rate by"), number(figures.gain)),
            (say("Slope (1 is right)"), number(figures.slope, 2)),
            (say("Intercept (0 is right)"), number(figures.intercept, 2)),
        ],
    )
    if curve:
        say_heading("Foretold and what came (┃ foretold, bar came)")
        for line in figures.bins:
            click.echo(safe(plotted(line)))


def print_yield(learned: SignalYield) -> None:
    """What the signals in the own book turned out to be worth."""
    say_heading("What signals were worth")
    n = learned.changed + learned.kept
    if not learned.kinds:
        say_line(
            count(
                "{n} re-tender is decided in the book, none with a signal before it",
                "{n} re-tenders are decided in the book, none with a signal before it",
                n,
            )
        )
        return
    say_table(
        ("Signal", "Before a change", "Before none", "Factor used", "Factor observed", "Moved"),
        [
            (
                say(line.kind.label),
                f"{line.changed} / {learned.asked_changed}",
                f"{line.kept} / {learned.asked_kept}",
                f"{line.shipped:.2f}",
                f"{line.observed:.2f} [{line.low:.2f}..{line.high:.2f}]",
                f"{line.moved:.2f}" if line.shown else "–",
            )
            for line in learned.kinds
        ],
        (False, True, True, True, True, True),
    )
    if not any(line.shown for line in learned.kinds):
        say_line(
            count(
                "Nothing shown by {n} re-tender: every interval holds 1; about {needed} tell a factor of 2 from none",
                "Nothing shown by {n} re-tenders: every interval holds 1; about {needed} tell a factor of 2 from none",
                learned.asked_changed + learned.asked_kept,
                needed=NEEDED,
            )
        )


def plotted(line: ChanceBin) -> str:
    """One line of the reliability plot: the chance, a bar as long as what came of it, a mark where it should end."""
    cells = bar(line.hits / line.n, PLOT).ljust(PLOT + 1)
    at = min(PLOT, round(line.chance * PLOT))
    return f"{line.chance:4.0%} {cells[:at]}┃{cells[at + 1 :]} {percent(line.rate)} n {line.n}"


def number(estimate: Estimate, places: int = 3) -> str:
    """An estimate with its interval: 0.630 [0.532..0.674]."""
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return figure(f"{estimate.value:.{places}f}")
    value, low, high = (figure(f"{each:.{places}f}") for each in (estimate.value, estimate.low, estimate.high))
    return f"{value} [{low}..{high}]"


def percent(estimate: Estimate) -> str:
    """A rate with its interval: 47 % [41..53]."""
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return per_cent(estimate.value)
    return f"{per_cent(estimate.value)} [{100 * estimate.low:.0f}..{100 * estimate.high:.0f}]"


# ---------------------------------------------------------------- JSON


def as_document(figures: BacktestReport, checked: LinkPrecision | None, learned: SignalYield | None) -> dict[str, Any]:
    """The report as JSON has it."""
    whole: dict[str, Any] = plain(figures)
    whole["left_out"] = {str(reason): n for reason, n in figures.left_out.items()}
    whole["enough"] = figures.enough
    whole["short"] = [tr(why) for why in figures.short]
    whole["silent"] = tr(figures.silent) if figures.silent else None
    whole["rankings"] = {
        line.by.value: {name: value for name, value in plain(line).items() if name != "by"} for line in figures.rankings
    }
    whole["audit"] = plain(checked) if checked else None
    whole["signal_yield"] = plain(learned) if learned else None
    return whole
