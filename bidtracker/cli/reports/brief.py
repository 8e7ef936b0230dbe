"""The command that writes one page on an account."""

from __future__ import annotations

from pathlib import Path

import click

from bidtracker.cli.files import force, format_of, output
from bidtracker.cli.frame import as_of, opened, stood
from bidtracker.cli.output import as_json, say_json, say_line, say_text
from bidtracker.cli.words import Id, as_of_option
from bidtracker.domain.message import say
from bidtracker.exports.page_file import PAGES, page_text, write_page
from bidtracker.pages.brief import brief as page_on


@click.command()
@click.argument("about", type=Id("buyers", "tenders", "awards"), metavar="B12|T42|A5")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(PAGES),
    help="md or html; as the file's name ends if not given, else md.",
)
@click.option("--no-personal", is_flag=True, help="Leave out what is known of people beyond their work.")
@output
@force
@as_json
@as_of_option
def brief(
    about: str, file_format: str | None, no_personal: bool, output: Path | None, force: bool, as_json: bool
) -> None:
    """One page on an account before a call: a buyer (B12), or the one behind a tender (T42) or an award (A5).

    As HTML it prints well on A4. The file appears whole or not at all.
    """
    file_format = format_of(file_format, output, PAGES, default=PAGES[0])
    with opened() as book:
        page = page_on(stood(book), about, as_of(), personal=not no_personal)
    if output is not None:
        write_page(page, output, file_format, overwrite=force)
    if as_json:
        path = str(output) if output else None
        say_json({"about": about, "format": file_format, "path": path, "text": page_text(page, file_format)})
    elif output is not None:
        say_line(say("Wrote {path}", path=str(output)))
    else:
        say_text(page_text(page, file_format))
