"""The command that replays history: would the ranking have been right?"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
import msgspec

from bidtracker.backtest.baselines import RankedBy
from bidtracker.backtest.ledger import book_awards
from bidtracker.backtest.measures import ChanceBin, Estimate, Resampling
from bidtracker.backtest.report import (
    METHOD,
    RESAMPLES,
    AuditPair,
    BacktestReport,
    ChanceCalibration,
    LinkPrecision,
    precision,
    questions,
    replay,
    report,
)
from bidtracker.cli.frame import as_of, given_address, opened
from bidtracker.cli.output import say_heading, say_json, say_line, say_table
from bidtracker.cli.words import DAY, as_of_option
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.spans import bar
from bidtracker.domain.text import fold, safe
from bidtracker.exports.csv import guarded
from bidtracker.exports.json import plain
from bidtracker.intake.past_awards.awards import read_awards
from bidtracker.locale import tr
from bidtracker.radar.insights.signal_yield import SignalYield, signal_yield

YES = frozenset(("y", "yes", "1", "true", "same", "right", "ja", "oui", "si", "ano", "да", "是"))
NO = frozenset(("n", "no", "0", "false", "other", "wrong", "nein", "non", "ne", "нет", "否"))
PLOT = 40  # cells for a chance of 100 %


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--ledger", "--book-history", "ledger", is_flag=True, help="The book's own history instead of files.")
@click.option("--from", "since", type=DAY, help="Measure only follow-ons from this day on.")
@click.option("--to", "until", type=DAY, help="Measure only follow-ons up to this day.")
@click.option("--split", type=DAY, help="Measure from this day on; what came before only feeds the habits.")
@click.option("--audit", type=click.IntRange(1), metavar="N", help="Write N shuffled pairs of titles to be judged.")
@click.option("--verdicts", type=click.Path(path_type=Path), metavar="FILE", help="Read back what that person said.")
@click.option("--seed", type=int, default=0, show_default=True, help="For resamples and shuffling.")
@click.option(
    "--resamples", type=click.IntRange(20, 100_000), default=RESAMPLES, show_default=True, help="For intervals."
)
@as_of_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def backtest(
    files: tuple[str, ...],
    ledger: bool,
    audit: int | None,
    verdicts: Path | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Replay the awards in FILE…: who held a contract, was it tendered again, and would the radar have known?

    A table (CSV) with one award a row and columns for buyer, supplier and date, better also title, class, value,
    offers and end; or any list that `import` reads. Nothing is changed.
    """
    ctx = click.get_current_context()
    day: date | None = ctx.meta.get("bidtracker.as_of")
    settings = learned = None
    if ledger or (not files and given_address()):
        with opened() as book:
            awards, settings = book_awards(book.holdings), book.holdings.settings
            learned = signal_yield(book.holdings, as_of())
    elif files:
        awards = read_awards(files)
    else:
        raise click.UsageError("name a FILE of past awards, or --ledger for the book's own", ctx)
    done = replay(awards.rows, as_of=day, settings=settings)
    asked = questions(done, how["seed"])
    if audit is not None:
        say_json(asked[:audit]) if as_json else click.echo(as_csv(asked[:audit]), nl=False)
        return
    figures = report(done, seeded(how["seed"]), left_out=awards.left_out, **how)
    checked = precision(asked, read_verdicts(verdicts)) if verdicts else None
    if as_json:
        say_json(as_document(figures, checked, learned))
    else:
        print_report(figures, checked)
        if learned:
            print_yield(learned)


def seeded(seed: int) -> Resampling:
    """Draws n numbers below n with replacement, the same ones for a seed each time."""
    chance = random.Random(seed)
    # A 32-bit number modulo n favours none by more than n / 2**32, and is four times as fast as randrange.
    return lambda n: [x % n for x in memoryview(chance.randbytes(4 * n)).cast("I")]


# ---------------------------------------------------------------- the matcher, judged by a person


def as_csv(asked: Sequence[AuditPair]) -> str:
    """The questions as a table with an empty column for the verdict."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow((*AuditPair.__struct_fields__, "verdict"))
    for line in asked:
        cells = (str(getattr(line, field)) for field in AuditPair.__struct_fields__)
        table.writerow((*map(guarded, cells), ""))
    return text.getvalue()


def read_verdicts(path: Path) -> list[tuple[str, bool | None]]:
    """What a person said of each pair: CSV or JSON with `pair` and `verdict` (yes, no; anything else is unsure)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable("{file} cannot be read: {why}", file=str(path), why=str(error)) from None
    try:
        rows = msgspec.json.decode(text) if text.lstrip()[:1] == "[" else list(csv.DictReader(io.StringIO(text)))
        return [(str(row["pair"]).strip(), _verdict(row.get("verdict"))) for row in rows if _answered(row)]
    except (msgspec.DecodeError, csv.Error, KeyError, TypeError, AttributeError):
        raise Unreadable(
            "{file} holds no verdicts; it needs the columns pair and verdict, as --audit writes them", file=str(path)
        ) from None


def _answered(row: dict[str, Any]) -> bool:
    return bool(str(row["pair"]).strip()) and row.get("verdict") not in (None, "")


def _verdict(answer: Any) -> bool | None:
    word = fold(str(answer).strip())
    return True if word in YES else False if word in NO else None


# ---------------------------------------------------------------- words


def print_report(figures: BacktestReport, checked: LinkPrecision | None) -> None:
    """The report as tables."""
    say_line(
        say(
            "{records} records, {awards} awards to ask about, {events} needs, {pairs} bought again by {buyers} buyers",
            records=figures.records,
            awards=figures.awards,
            events=figures.events,
            pairs=figures.pairs,
            buyers=figures.buyers,
        )
    )
    if figures.first and figures.last:
        say_line(say("from {first} to {last}", first=figures.first, last=figures.last))
    if figures.learned:
        say_line(count("{n} pair before only fed the habits", "{n} pairs before only fed the habits", figures.learned))
    if figures.left_out:
        say_heading("Left out")
        say_table(("Reason", "Records"), [(reason, str(n)) for reason, n in figures.left_out.items()], (False, True))
    if figures.silent:
        click.echo()
        say_line(say("Nothing to measure: {why}.", why=figures.silent))
        return
    click.echo()
    say_line(say("{rate} changed hands ({k} of {n})", rate=percent(figures.rate), k=figures.changed, n=figures.pairs))
    if figures.doubtful:
        say_line(
            count(
                "{n} of these changes is between names one letter apart: perhaps one supplier, misspelled",
                "{n} of these changes are between names one letter apart: perhaps one supplier, misspelled",
                figures.doubtful,
            )
        )
    say_line(METHOD)
    if figures.short:
        for why in figures.short:
            say_line(say("Not enough data for a verdict: {why}.", why=why))
        if figures.rankings:
            say_line("What follows is an indication only.")
    if figures.rankings:
        print_rankings(figures)
    if figures.calibration:
        print_calibration(figures.calibration, curve=figures.enough)
    if checked:
        say_heading("The pairs, judged by a person")
        say_line(in_words(checked))


def print_rankings(figures: BacktestReport) -> None:
    """One line a ranking."""
    say_heading("Rankings")
    say_table(
        ("Ranked by", "AUC", "Changed in the top tenth", "Lift", "Radar ahead by (AUC)"),
        [
            (
                say(line.by.label),
                number(line.auc),
                number(line.top, 2),
                number(line.lift, 2),
                "" if line.by is RankedBy.OURS else number(line.ahead),
            )
            for line in figures.rankings
        ],
    )
    words = (
        say("Intervals: 95 %, {n} bootstrap samples of whole buyers", n=figures.resamples)
        if figures.clustered
        else say("Intervals: 95 %, {n} bootstrap samples of pairs, as there are few buyers", n=figures.resamples)
    )
    say_line(words)


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
        ("Signal", "Before a change", "Before none", "Factor used", "Observed", "Moved"),
        [
            (
                say(line.kind.label),
                f"{line.changed} / {learned.changed}",
                f"{line.kept} / {learned.kept}",
                *(f"{factor:.2f}" for factor in (line.shipped, line.observed, line.moved)),
            )
            for line in learned.kinds
        ],
        (False, True, True, True, True, True),
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
        return f"{estimate.value:.{places}f}"
    return f"{estimate.value:.{places}f} [{estimate.low:.{places}f}..{estimate.high:.{places}f}]"


def percent(estimate: Estimate) -> str:
    """A rate with its interval: 47 % [41..53]."""
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{100 * estimate.value:.0f} %"
    return f"{100 * estimate.value:.0f} % [{100 * estimate.low:.0f}..{100 * estimate.high:.0f}]"


def in_words(checked: LinkPrecision) -> Message:
    """What the verdicts say of the matcher."""
    return say(
        "{rate} of the judged pairs are one need ({k} of {n}; {unsure} unsure, {unknown} of other pairs)",
        rate=percent(checked.rate),
        k=checked.right,
        n=checked.judged,
        unsure=checked.unsure,
        unknown=checked.unknown,
    )


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
