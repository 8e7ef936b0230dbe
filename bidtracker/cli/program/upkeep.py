"""Commands that keep a book in order: verify, write out, read back, copy."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import click

from bidtracker import config
from bidtracker.book import Book
from bidtracker.cli.failure import telling
from bidtracker.cli.files import force, output
from bidtracker.cli.frame import given_address, now, opened
from bidtracker.cli.output import as_json, say_json, say_line
from bidtracker.cli.program.sealing import Joined, encrypt, encrypted, identity, readable
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import count, say
from bidtracker.exports import written
from bidtracker.locale import tr
from bidtracker.storage import is_server

SQLITE = b"SQLite format 3\0"


@click.command()
@as_json
@click.option(
    "--rescue",
    "target",
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="Save what can be read of a damaged book to the new file NEW, and list what cannot.",
)
@click.option("--rebuild", is_flag=True, help="First make anew what is kept beside the records to find them by.")
def check(as_json: bool, target: Path | None, rebuild: bool) -> None:
    """Verify the book: its file, each record and link, and that its history leads to what it holds.

    Each fault says what mends it. Damage to the file itself is mended by --rescue, which leaves the damaged book as
    it is.
    """
    if target is not None:
        _rescue(target, as_json)
        return
    with opened() as book:
        if rebuild:
            book.rebuild()
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
@encrypt
def dump(output: Path | None, force: bool, recipients: tuple[str, ...]) -> None:
    """Write the book as TinyDB's own JSON, which stock TinyDB opens."""
    with opened() as book:
        if output is None:
            _dump_to(book, sys.stdout.buffer, recipients)
            return
        with written(output, overwrite=force) as stream:
            _dump_to(book, stream, recipients)
    with telling():
        say_line(say("Wrote {path}", path=str(output)))


def _dump_to(book: Book, stream: BinaryIO, recipients: tuple[str, ...]) -> None:
    if not recipients:
        book.dump(stream)
        return
    plain = BytesIO()  # never on a disk
    book.dump(plain)
    stream.write(encrypted(plain.getvalue(), recipients))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@identity
@click.option("--anew", is_flag=True, help="Take a dump that was changed or cut; the history begins with it.")
def restore(file: Path, anew: bool, identity: Path | None) -> None:
    """Read a dump, an encrypted backup, or any TinyDB file that holds a book, into a new book.

    A dump is refused where its records are not those that its history leads to.
    """
    with ExitStack() as during:
        source = _opened_list(file, identity, during)
        start = source.read(len(SQLITE))
        source = Joined(start, source)
        if start == SQLITE:
            _put_back(source)
            return
        book = during.enter_context(opened(create=True))
        documents = book.restore(source, anew=anew)
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
@encrypt
def backup(output: Path | None, force: bool, recipients: tuple[str, ...]) -> None:
    """Copy the live book to a new file, whole or not at all."""
    with opened() as book:
        if output is None:
            output = _copy_of(book.address, ".age" if recipients else "")
        elif output.exists() and not force:
            raise BidtrackerError("{path} is already there; give another name, or --force", path=str(output))
        if recipients:
            _back_up_encrypted(book, output, force, recipients)
        else:
            book.backup(output, overwrite=force)
    with telling():
        say_line(say("Copied the book to {path}", path=str(output)))


def _back_up_encrypted(book: Book, output: Path, force: bool, recipients: tuple[str, ...]) -> None:
    """The copy is made where only we can read, and goes again; SQLite makes no copy but in a file."""
    with tempfile.TemporaryDirectory(prefix="bidtracker-") as folder, written(output, overwrite=force) as stream:
        plain = Path(folder) / "copy"
        book.backup(plain)
        stream.write(encrypted(plain.read_bytes(), recipients))


def _opened_list(file: Path, key: Path | None, during: ExitStack) -> BinaryIO:
    """A dump or a backup, decrypted where it is encrypted."""
    try:
        stream = sys.stdin.buffer if str(file) == "-" else during.enter_context(file.open("rb"))
    except OSError as error:
        raise BidtrackerError("{path} cannot be read: {reason}", path=str(file), reason=error.strerror) from error
    return readable(stream, key)


def _put_back(source: BinaryIO) -> None:
    """A backup becomes the book of this run, where there is none yet."""
    place = Path(given_address() or config.book_address())
    with written(place) as stream:
        shutil.copyfileobj(source, stream)
    with opened() as book:
        faults = book.check()
    with telling():
        for fault in faults:
            say_line(fault)
        say_line(say("Put the backup back as {book}", book=str(place)))


def _copy_of(address: str, ending: str) -> Path:
    """The name of a copy made now: beside a file; in this folder, called after its database, for a book on a server."""
    if is_server(address):
        database = urlsplit(address).path.strip("/")
        here = Path(re.sub(r"[^\w-]+", "-", database).strip("-") or config.APP).with_suffix(Path(config.BOOK).suffix)
    else:
        here = Path(address)
    return here.with_name(f"{here.stem}-{now():%Y%m%d-%H%M%S}{here.suffix}{ending}")
