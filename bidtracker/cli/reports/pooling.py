"""The commands that give a book's counts away, and show what the counts of several books say."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from bidtracker.cli.files import force, output
from bidtracker.cli.frame import as_of, opened
from bidtracker.cli.output import as_json, say_json, say_line, say_page
from bidtracker.cli.status import DONE, NOT_DONE, PARTLY
from bidtracker.cli.words import as_of_option
from bidtracker.domain.message import say
from bidtracker.domain.text import safe
from bidtracker.exports.json import plain
from bidtracker.exports.whole import written
from bidtracker.intake.counts import read_counts
from bidtracker.locale import tr
from bidtracker.pages.insights.pooling import counts_page, in_force_page, pool_page
from bidtracker.radar.pooling.book_counts import book_counts
from bidtracker.radar.pooling.pool import pool
from bidtracker.radar.score.evidence import Pooled


@click.command()
@output
@force
@as_of_option
@click.pass_context
def contribute(context: click.Context, output: Path | None, force: bool) -> None:
    """Write the counts of this book that can be given away: what signals were worth, and bids expected to be lost.

    No names, places, dates or amounts; nothing that rests on fewer than 5. Without -o they are only shown. Nothing is
    sent: whom you give the file is up to you.
    """
    with opened() as book:
        counts, small = book_counts(book.holdings, as_of())
    if output is None:
        say_page(counts_page(counts, small), ids=False)
        return
    if counts.empty:
        click.echo(safe(tr(counts_page(counts, small).headline)), err=True)
        context.exit(NOT_DONE)
    with written(output, overwrite=force) as out:
        out.write(msgspec.json.format(msgspec.json.encode(counts), indent=2) + b"\n")
    say_page(counts_page(counts, small), ids=False)
    say_line(say("Wrote it to {path}", path=str(output)))


@click.command()
@click.option(
    "--from", "first", type=click.Path(path_type=Path), multiple=True, metavar="FILE…",
    help="Files that `contribute` wrote; without them, the factors that this book uses.",
)  # fmt: skip
@click.argument("more", nargs=-1, type=click.Path(path_type=Path), metavar="")
@as_json
@as_of_option
@click.pass_context
def odds(context: click.Context, first: tuple[Path, ...], more: tuple[Path, ...], as_json: bool) -> None:
    """Pool the counts of several books, and show what the factors of signals would become, within their caps.

    `settings --pooled-from FILE` takes them. A file that is none is left out, with a sentence.
    """
    if more and not first:
        raise click.UsageError(tr(say("name the files after --from")), context)
    if not first:
        with opened() as book:
            pooled = Pooled.of(book.settings, as_of())
        say_json(plain(pooled)) if as_json else say_page(in_force_page(pooled), ids=False)
        return
    given = read_counts((*first, *more))
    for words in given.left_out:
        click.echo(safe(tr(words)), err=True)
    if not given.books:
        context.exit(NOT_DONE)
    figures = pool(given.books)
    say_json(plain(figures)) if as_json else say_page(pool_page(figures), ids=False)
    context.exit(PARTLY if given.left_out else DONE)
