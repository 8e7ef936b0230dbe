"""The command that writes a list to a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bidtracker.cli.files import force, format_of, output
from bidtracker.cli.frame import opened
from bidtracker.cli.naming_fields import NamingFields, every
from bidtracker.cli.output import say_line, say_text
from bidtracker.cli.reports.lists import days, limit, read, sort, where
from bidtracker.cli.words import as_of_option
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import count
from bidtracker.exports import FORMATS, TEXTS, Sheet, document, lines, write
from bidtracker.exports.rows import LISTS, table_of


@click.command(cls=NamingFields, fields={name: every(table_of(name)) for name in LISTS if name != "agenda"})
@click.argument("name", type=click.Choice(LISTS), metavar="LIST")
@click.option(
    "--format", "file_format", type=click.Choice(FORMATS), help="What to write; as the file's name ends if not given."
)
@output
@force
@days
@where
@sort
@limit
@as_of_option
def export(name: str, file_format: str | None, output: Path | None, force: bool, **which: Any) -> None:
    """Write LIST to a file: radar, agenda, tenders, awards, signals, competitors, buyers …

    The radar as Markdown is the list of whom to call. The file appears whole or not at all.
    """
    file_format = format_of(file_format, output, FORMATS)
    with opened() as book:
        listing = read(book, name, **which)
        if output is None:
            _print(listing, file_format)
            return
        write(listing, file_format, output, overwrite=force)
    say_line(count("Wrote {n} row to {path}", "Wrote {n} rows to {path}", len(listing.records), path=str(output)))


def _print(listing: Sheet, file_format: str) -> None:
    """A list on standard output: as it is for a program, made safe for a terminal."""
    if file_format in TEXTS:
        for text in lines(listing, file_format):
            say_text(text)
    elif sys.stdout.isatty():
        raise BidtrackerError("{format} is nothing to read on a terminal; name a file with -o", format=file_format)
    else:
        for piece in document(listing, file_format):
            click.echo(piece, nl=False)
