"""The command that lets a reading helper at the book."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bidtracker import config
from bidtracker.book import Book
from bidtracker.cli.frame import given_address, given_as_of, now, opened, today
from bidtracker.domain.errors import BidtrackerError


@click.command("mcp")
@click.option("--read-only", is_flag=True, help="Offer nothing that proposes.")
def mcp(read_only: bool) -> None:
    """Serve this book to a reading helper, by the Model Context Protocol on standard input and output.

    It reads lists, records, the radar with its reasons, briefs and insights of this one book. It changes nothing: what
    it would write waits among the proposals (`bidtracker proposals`) until a person accepts or refuses it.
    """
    try:
        from bidtracker.assistant.server import server  # a library that few want
    except ModuleNotFoundError as error:
        raise BidtrackerError(
            "helpers are served by the package {package}, which is not installed here", package=error.name
        ) from None
    with opened():
        pass  # what keeps the book from opening is said here, not to the helper
    address, day = given_address() or config.book_address(), given_as_of()

    @contextmanager
    def opened_again() -> Iterator[Book]:
        book = Book.open(address, who=config.who(), clock=now, rules=config.inquiry_rules())
        try:
            yield book
        finally:
            book.close()

    server(opened_again, lambda: day or today(), proposing=not read_only).run("stdio")
