"""Commands that open the screen."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bidtracker import config
from bidtracker.book import Book
from bidtracker.cli.frame import as_of, given_address, given_as_of, now, opened
from bidtracker.cli.output import say_line
from bidtracker.cli.status import NOT_DONE
from bidtracker.cli.words import as_of_option
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import say


def open_screen() -> None:
    """Opens the screen on the book, which is made where there is none: an empty one says how to fill it."""
    _needs_terminal()
    with opened(create=True) as book:
        _run(book, demo=False)


@click.command("demo")
@click.option("--no-screen", is_flag=True, help="Only make the book; with --book.")
@as_of_option
def demo(no_screen: bool) -> None:
    """Open the screen on an invented book, fresh today; it is gone afterwards unless --book keeps it."""
    from bidtracker import demo as sample  # the readers of lists come with it, and the screen does without them

    if not no_screen:
        _needs_terminal()
    elif not given_address():
        raise click.UsageError("say with --book where the book is to be kept", click.get_current_context())
    with _stage() as book:
        sample.fill(book, as_of())
        if no_screen:
            say_line(say("The sample is in {book}", book=book.address))
        else:
            _run(book, demo=True)


@contextmanager
def _stage() -> Iterator[Book]:
    """The book that the demo plays in: the one named by --book, or a throw-away one."""
    if given_address():
        with opened(create=True) as book:
            yield book
        return
    for name in ("SIGTERM", "SIGHUP"):  # a terminal that is closed: the book goes then too
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: sys.exit(NOT_DONE))
    rules = config.inquiry_rules()
    with (
        tempfile.TemporaryDirectory(prefix="bidtracker-demo-", ignore_cleanup_errors=True) as folder,
        Book.open(Path(folder) / config.BOOK, create=True, who=config.who(), clock=now, rules=rules) as book,
    ):
        yield book


def _run(book: Book, *, demo: bool) -> None:
    gc.disable()  # until the first rows are there: what is loaded stays, and collections are an eighth of the time
    try:
        from bidtracker.tui.app import run  # the screen takes longer to load than most commands to run

        run(book, as_of=given_as_of(), demo=demo)
    finally:
        gc.enable()


def _needs_terminal() -> None:
    in_browser = "TEXTUAL_DRIVER" in os.environ  # `serve` speaks to the screen through pipes
    if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BidtrackerError("the screen needs a terminal; `bidtracker --help` lists the commands that do not")
