"""The command that seals the radar."""

from __future__ import annotations

import click

from bidtracker.book import Book
from bidtracker.cli.frame import act
from bidtracker.domain.records import Seal


@click.command()
@act
def seal(book: Book) -> Seal:
    """Write the radar as it stands into the book, with a hash over it; `insights sealed` later grades it.

    A sealed list is never changed: undo takes back what was done before it, and `check` verifies every hash. The first
    act of a quarter seals by itself, unless `settings --no-seal-quarterly` says no.
    """
    return book.seal()
