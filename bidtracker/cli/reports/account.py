"""The account that a command looks at before a call: a buyer, or the one behind a record."""

from __future__ import annotations

import click

from bidtracker.book import Book
from bidtracker.cli.words import Id
from bidtracker.domain.ids import parse_ref

about_account = click.argument("about", type=Id("buyers", "tenders", "awards", "contacts"), metavar="B12|T42|A5|P7")


def buyer_of(book: Book, about: str) -> int:
    """The number of the buyer that a record is about. Raises NotFound for a record that there is not."""
    table, number = parse_ref(about)
    record = book.get(about)
    return number if table == "buyers" else book.holdings.buyer_of(record)
