"""The command that replays history: would the ranking have been right?"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from bidtracker.backtest.audit import AuditPair, precision, questions
from bidtracker.backtest.ledger import book_awards
from bidtracker.backtest.report import RESAMPLES, Chances, MeasuredSpan, replay, report
from bidtracker.cli.frame import as_of, given_address, opened
from bidtracker.cli.output import say_json, say_line
from bidtracker.cli.reports.backtest_figures import as_document, print_report, print_yield
from bidtracker.cli.words import DAY, as_of_option
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import count
from bidtracker.domain.past_awards import PastAwards
from bidtracker.domain.records import Settings
from bidtracker.domain.text import fold
from bidtracker.exports.csv import guarded
from bidtracker.exports.whole import written
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.past_awards.awards import read_awards
from bidtracker.radar.insights.signal_yield import SignalYield, signal_yield

YES = frozenset(("y", "yes", "1", "true", "same", "right", "ja", "oui", "si", "ano", "да", "是"))
NO = frozenset(("n", "no", "0", "false", "other", "wrong", "nein", "non", "ne", "нет", "否"))
BESIDE = ".audit.csv"  # what the file with the verdicts is called, after the list's own name


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path())
@click.option("--ledger", "--book-history", "ledger", is_flag=True, help="The book's own history instead of files.")
@click.option("--from", "since", type=DAY, help="Measure only follow-ons from this day on.")
@click.option("--to", "until", type=DAY, help="Measure only follow-ons up to this day.")
@click.option("--split", type=DAY, help="Measure from this day on; what came before only feeds the habits.")
@click.option(
    "--audit", type=click.IntRange(1), metavar="N", help="Write N shuffled pairs of titles beside FILE, to be judged."
)
@click.option("--verdicts", type=click.Path(path_type=Path), metavar="FILE", help="Read the verdicts from this file.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column of the list is, or auto; as in import.",
)
@click.option("--set", "constants", multiple=True, metavar="FIELD=VALUE", help="What all its records have.")
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
    offers and end; or any list that `import` reads. The book is not changed. The first lines tell what was compared
    with what and by how much; docs/scoring.md explains each.
    """
    ctx = click.get_current_context()
    awards, settings, learned = _awards(ctx, files, ledger, Asked(how.pop("mapping"), how.pop("constants")))
    done = replay(awards.rows, as_of=ctx.meta.get("bidtracker.as_of"), settings=settings)
    asked = questions(done.past.rows, done.judged, how["seed"])
    beside = _beside(files)
    if audit is not None:
        if as_json or beside is None:
            say_json(asked[:audit]) if as_json else click.echo(as_csv(asked[:audit], {}), nl=False)
        else:
            _keep_questions(asked, audit, beside)
        return
    span = MeasuredSpan(since=how["since"], until=how["until"], split=how["split"])
    figures = report(
        done,
        seeded(how["seed"]),
        span,
        left_out=awards.left_out,
        resamples=how["resamples"],
        seed=how["seed"],
    )
    source = verdicts or (beside if beside is not None and beside.exists() else None)
    checked = precision(asked, read_verdicts(source)) if source else None
    if as_json:
        say_json(as_document(figures, checked, learned))
    else:
        print_report(figures, checked)
        if learned:
            print_yield(learned)


def _awards(
    ctx: click.Context, files: tuple[str, ...], ledger: bool, asked: Asked
) -> tuple[PastAwards, Settings | None, SignalYield | None]:
    """The awards to replay, the book's settings and what its signals were worth; the last two of a book only."""
    if ledger or (not files and given_address()):
        with opened() as book:
            return book_awards(book.holdings), book.holdings.settings, signal_yield(book.holdings, as_of())
    if not files:
        raise click.UsageError("name a FILE of past awards, or --ledger for the book's own", ctx)
    return read_awards(files, asked), None, None


def seeded(seed: int) -> Chances:
    """Draws n numbers below n with replacement, and puts them into any order, the same for a seed each time."""
    drawing, ordering = random.Random(seed), random.Random(seed)
    return Chances(
        # A 32-bit number modulo n favours none by more than n / 2**32, and is four times as fast as randrange.
        draw=lambda n: [x % n for x in memoryview(drawing.randbytes(4 * n)).cast("I")],
        permute=lambda n: ordering.sample(range(n), n),
    )


# ---------------------------------------------------------------- the matcher, judged by a person


def _beside(files: Sequence[str]) -> Path | None:
    """Where the verdicts about a list are kept; None for a book, a stream, or several lists."""
    return Path(files[0] + BESIDE) if len(files) == 1 and files[0] != "-" else None


def _keep_questions(asked: Sequence[AuditPair], most: int, path: Path) -> None:
    """Writes so many pairs into the file of verdicts, those first that are answered in it already."""
    given = dict(read_answers(path)) if path.exists() else {}
    answered = [pair for pair in asked if given.get(pair.pair)]
    open_pairs = [pair for pair in asked if not given.get(pair.pair)]
    chosen = [*answered, *open_pairs[: max(0, most - len(answered))]]
    with written(path, overwrite=True) as out:
        out.write(as_csv(chosen, given).encode())
    words = count(
        "{n} pair of titles is in {file}: write yes or no in its column verdict; the next backtest reads it",
        "{n} pairs of titles are in {file}: write yes or no in the column verdict; the next backtest reads them",
        len(chosen),
        file=str(path),
    )
    say_line(words)


def as_csv(asked: Sequence[AuditPair], given: dict[str, str]) -> str:
    """The questions as a table with a column for the verdict, empty but for those given already."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow((*AuditPair.__struct_fields__, "verdict"))
    for question in asked:
        cells = (str(getattr(question, field)) for field in AuditPair.__struct_fields__)
        table.writerow((*map(guarded, cells), guarded(given.get(question.pair, ""))))
    return text.getvalue()


def read_verdicts(path: Path) -> list[tuple[str, bool | None]]:
    """What a person answered about each pair: yes, no, or unsure (None)."""
    return [(pair, _verdict(answer)) for pair, answer in read_answers(path)]


def read_answers(path: Path) -> list[tuple[str, str]]:
    """The answers in a file of verdicts, as they were written: CSV or JSON with `pair` and `verdict`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable("{file} cannot be read: {why}", file=str(path), why=str(error)) from None
    try:
        rows = msgspec.json.decode(text) if text.lstrip()[:1] == "[" else list(csv.DictReader(io.StringIO(text)))
        return [(str(row["pair"]).strip(), str(row["verdict"])) for row in rows if _answered(row)]
    except (msgspec.DecodeError, csv.Error, KeyError, TypeError, AttributeError):
        raise Unreadable(
            "{file} holds no verdicts; it needs the columns pair and verdict, as --audit writes them", file=str(path)
        ) from None


def _answered(row: dict[str, Any]) -> bool:
    return bool(str(row["pair"]).strip()) and row.get("verdict") not in (None, "")


def _verdict(answer: str) -> bool | None:
    word = fold(answer.strip())
    return True if word in YES else False if word in NO else None
