"""Commands that keep a book in order: verify, write out, read back, copy."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from bidtracker import config
from bidtracker.book import Book
from bidtracker.cli.failure import telling
from bidtracker.cli.files import force, output
from bidtracker.cli.frame import given_address, now, opened
from bidtracker.cli.output import as_json, say_json, say_line
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import count, say
from bidtracker.exports import written
from bidtracker.locale import tr
from bidtracker.storage import is_server


@click.command()
@as_json
@click.option(
    "--rescue",
    "target",
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="Save what can be read of a damaged book to the new file NEW, and list what cannot.",
)
def check(as_json: bool, target: Path | None) -> None:
    """Verify the book: its file, each record and link, and that its history leads to what it holds.

    Each fault says what mends it. Damage to the file itself is mended by --rescue, which leaves the damaged book as
    it is.
    """
    if target is not None:
        _rescue(target, as_json)
        return
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
        counted = count("{n} fault was found", "{n} faults were found", len(faults))
        remedy = "{faults}; what no edit mends is left out of the new book that `bidtracker check --rescue NEW` makes"
        raise BidtrackerError(say(remedy, faults=counted))


def _rescue(target: Path, as_json: bool) -> None:
    """Makes a new, sound book of a damaged one."""
    if target.exists():
        raise BidtrackerError("{path} is already there; give another name", path=str(target))
    lost = Book.rescue(given_address() or config.book_address(), target, who=config.who())
    if as_json:
        say_json({"book": str(target), "lost": [str(tr(each)) for each in lost]})
        return
    for each in lost:
        say_line(each)
    say_line(say("Saved what could be read to {path}", path=str(target)))


@click.command()
@output
@force
def dump(output: Path | None, force: bool) -> None:
    """Write the book as TinyDB's own JSON, which stock TinyDB opens."""
    with opened() as book:
        if output is None:
            book.dump(sys.stdout.buffer)
            return
        with written(output, overwrite=force) as stream:
            book.dump(stream)
    with telling():
        say_line(say("Wrote {path}", path=str(output)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--anew", is_flag=True, help="Take a dump that was changed or cut; the history begins with it.")
def restore(file: Path, anew: bool) -> None:
    """Read a dump, or any TinyDB file that holds a book, into a new book.

    A dump is refused where its records are not those that its history leads to.
    """
    with opened(create=True) as book:
        documents = book.restore(sys.stdin.buffer if str(file) == "-" else file, anew=anew)
        into = count(
            "Restored {n} document into {book}", "Restored {n} documents into {book}", documents, book=book.address
        )
        with telling():
            say_line(into)


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The new file; if not given, beside the book, or here for a book on a server, with the date.",
)
@force
def backup(output: Path | None, force: bool) -> None:
    """Copy the live book to a new file, whole or not at all."""
    with opened() as book:
        if output is None:
            output = _copy_of(book.address)
        elif output.exists() and not force:
            raise BidtrackerError("{path} is already there; give another name, or --force", path=str(output))
        book.backup(output, overwrite=force)
    with telling():
        say_line(say("Copied the book to {path}", path=str(output)))


def _copy_of(address: str) -> Path:
    """The name of a copy made now: beside a file; in this folder, called after its database, for a book on a server."""
    if is_server(address):
        database = urlsplit(address).path.strip("/")
        here = Path(re.sub(r"[^\w-]+", "-", database).strip("-") or config.APP).with_suffix(Path(config.BOOK).suffix)
    else:
        here = Path(address)
    return here.with_name(f"{here.stem}-{now():%Y%m%d-%H%M%S}{here.suffix}")
