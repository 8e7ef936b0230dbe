"""What every command stands in: the moment, the book it works on, and how an act is told."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bidtracker import config
from bidtracker.book import Book
from bidtracker.cli.failure import telling
from bidtracker.cli.output import as_json, tell_act
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, say
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.storage import NoSuchBook, is_server

NO_BOOK = (
    "there is no book at {path} yet; `bidtracker import FILE` or `bidtracker add` makes one, "
    "`bidtracker demo` shows a sample"
)


def now() -> datetime:
    """The moment, with its offset; the one place where a command asks for it."""
    return datetime.now().astimezone()


def today() -> date:
    """The local date."""
    return now().date()


def given_as_of() -> date | None:
    """The day after `--as-of`, before or after the command; None where none was given."""
    day: date | None = click.get_current_context().meta.get("bidtracker.as_of")
    return day


def as_of() -> date:
    """The day that judgements hold for."""
    return given_as_of() or today()


def stood(book: Book) -> Holdings:
    """The records of a book as they stood on the day that judgements hold for."""
    return book.holdings.as_of(as_of())


def given_address() -> str | None:
    """The book that was named on the command line, None where none was."""
    address: str | None = click.get_current_context().meta.get("bidtracker.address")
    return address


def _debugging() -> bool:
    """Whether this run was asked to write a log."""
    return "--debug" in sys.argv[1:]


@contextmanager
def opened(*, create: bool = False) -> Iterator[Book]:
    """The book of this run. `create` makes it where there is none, and takes it away again if the command fails."""
    address = given_address() or config.book_address()
    if _debugging():
        from bidtracker.cli import log  # seldom wanted

        log.start()
        log.logger.info("%s on a book %s", _command(), "on a server" if is_server(address) else "in a file")
    try:
        book, made = _open(address), False
    except NoSuchBook:
        if not create:
            raise BidtrackerError(say(NO_BOOK, path=str(address))) from None
        book, made = _open(address, create=True), True
    try:
        yield book
        for doubt in book.doubts:
            _say_beside(doubt.message)
        for sealed in book.newly_sealed:
            click.echo(safe(tr(sealed)), err=True)
    finally:
        if made:
            book.discard()  # only if nothing was written to it
        book.close()


def _open(address: str | Path, *, create: bool = False) -> Book:
    return Book.open(
        address, create=create, who=config.who(), clock=now, rules=config.inquiry_rules(), waiting=_say_beside
    )


def _say_beside(message: Message) -> None:
    """Says what is no output."""
    click.echo(safe(tr(say("note: {doubt}", doubt=message))), err=True)


def _command() -> str:
    """The name of the command that runs."""
    return click.get_current_context().info_name or "bidtracker"


def act(command: Callable[..., Any]) -> Callable[..., None]:
    """A command that changes the book: called with the book open, it returns what it made or changed.

    What was done is told in the words of the book's history, or as JSON with `--json`.
    """
    return _act(command, create=False)


def founding(command: Callable[..., Any]) -> Callable[..., None]:
    """An act that makes the book where there is none."""
    return _act(command, create=True)


def _act(command: Callable[..., Any], *, create: bool) -> Callable[..., None]:
    @as_json
    @functools.wraps(command)
    def run(*, as_json: bool, **given: Any) -> None:
        with opened(create=create) as book:
            before = book.history(limit=1)
            made = command(book, **given)
            after = book.history(limit=1)
            with telling():
                tell_act(after[0] if after != before else None, made, as_json=as_json)

    return run
