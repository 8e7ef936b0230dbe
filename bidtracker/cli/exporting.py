"""The command that writes a list to a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bidtracker.cli.frame import opened
from bidtracker.cli.lists import limit, read, sort, where
from bidtracker.cli.output import say_line
from bidtracker.cli.words import as_of_option
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import count, say
from bidtracker.domain.text import safe_lines
from bidtracker.exports import FORMATS, TEXTS, Sheet, document, lines, write
from bidtracker.exports.rows import LISTS
from bidtracker.locale import tr


@click.command()
@click.argument("list", type=click.Choice(LISTS), metavar="LIST")
@click.option("--format", type=click.Choice(FORMATS), help="What to write; as the file's name ends if not given.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="The file; - or nothing is standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.option(
    "--days", type=click.IntRange(0, 3660), default=14, show_default=True, help="How far the agenda looks ahead."
)
@where
@sort
@limit
@as_of_option
def export(list: str, format: str | None, output: Path | None, force: bool, **which: Any) -> None:
    """Write LIST to a file: radar, agenda, tenders, awards, signals, competitors, buyers …

    The radar as Markdown is the list of whom to call. The file appears whole or not at all.
    """
    if format is None:
        format = output.suffix.removeprefix(".").lower() if output else ""
        if format not in FORMATS:
            words = say("say a --format: {known}", known=", ".join(FORMATS))
            raise click.UsageError(tr(words), click.get_current_context())
    with opened() as book:
        found = read(book, list, **which)
        if output is None or str(output) == "-":
            _print(found, format)
            return
        write(found, format, output, overwrite=force)
    say_line(count("Wrote {n} row to {path}", "Wrote {n} rows to {path}", len(found.records), path=str(output)))


def _print(found: Sheet, format: str) -> None:
    """A list on standard output: as it is for a program, made safe for a terminal."""
    if not sys.stdout.isatty():
        for piece in document(found, format):
            click.echo(piece, nl=False)
    elif format in TEXTS:
        for text in lines(found, format):
            click.echo(safe_lines(text))
    else:
        raise BidtrackerError("{format} is nothing to read on a terminal; name a file with -o", format=format)
