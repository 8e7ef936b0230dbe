"""Commands that keep a book in order: verify, write out, read back, copy."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bidtracker.cli.frame import now, opened
from bidtracker.cli.output import say_json, say_line
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import count, say
from bidtracker.exports import written
from bidtracker.locale import tr

FILE = click.Path(path_type=Path, allow_dash=True)
force = click.option("--force", is_flag=True, help="Overwrite the file if it is there.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Verify the book from the file's structure to each record."""
    with opened() as book:
        faults, address = book.check(), book.address
    if as_json:
        say_json({"book": address, "sound": not faults, "faults": [str(tr(fault)) for fault in faults]})
    elif not faults:
        say_line(say("{book} is sound", book=address))
    else:
        for fault in faults:
            say_line(fault)
    if faults:
        raise BidtrackerError(count("{n} fault was found", "{n} faults were found", len(faults)))


@click.command()
@click.option("-o", "--output", type=FILE, help="The file to write; - or nothing is standard output.")
@force
def dump(output: Path | None, force: bool) -> None:
    """Write the book as TinyDB's own JSON, which stock TinyDB opens."""
    with opened() as book:
        if output is None or str(output) == "-":
            book.dump(sys.stdout.buffer)
            return
        with written(output, overwrite=force) as stream:
            book.dump(stream)
    say_line(say("Wrote {path}", path=str(output)))


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Read a dump, or any TinyDB file that holds a book, into a new book."""
    with opened(create=True) as book:
        documents = book.restore(sys.stdin.buffer if str(file) == "-" else file)
        say_line(
            count(
                "Restored {n} document into {book}", "Restored {n} documents into {book}", documents, book=book.address
            )
        )


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The new file; beside the book, with the date, if not given.",
)
@force
def backup(output: Path | None, force: bool) -> None:
    """Copy the live book to a new file, whole or not at all."""
    with opened() as book:
        if output is None:
            here = Path(book.address)
            output = here.with_name(f"{here.stem}-{now():%Y%m%d-%H%M%S}{here.suffix}")
        elif output.exists() and not force:
            raise BidtrackerError("{path} is already there; give another name, or --force", path=str(output))
        book.backup(output, overwrite=force)
    say_line(say("Copied the book to {path}", path=str(output)))
