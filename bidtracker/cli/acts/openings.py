"""Commands on what a person decides of an opportunity."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.frame import act
from bidtracker.cli.words import DAY, Id, WordType
from bidtracker.domain.records import Award, Tender
from bidtracker.domain.vocabulary import Watch

awards = click.argument("awards", type=Id("awards"), nargs=-1, required=True, metavar="AWARD…")
tenders = click.argument("tenders", type=Id("tenders"), nargs=-1, required=True, metavar="TENDER…")


@click.command()
@awards
@click.option("--off", is_flag=True, help="Stop following.")
@act
def track(book: Book, awards: tuple[str, ...], off: bool) -> list[Award]:
    """Follow awards (A5), so that the radar ranks them."""
    return book.track(*awards, off=off)


@click.command()
@awards
@click.option("--until", type=DAY, required=True, help="The day on which it returns: +3m, 2027-01-15.")
@act
def snooze(book: Book, awards: tuple[str, ...], until: date) -> list[Award]:
    """Take awards (A5) off the radar until a day."""
    return book.snooze(*awards, until=until)


@click.command()
@awards
@click.option("--off", is_flag=True, help="Put it back.")
@act
def dismiss(book: Book, awards: tuple[str, ...], off: bool) -> list[Award]:
    """Take awards (A5) off the radar for good, or put them back."""
    return book.dismiss(*awards, off=off)


@click.command()
@tenders
@click.option("--until", type=DAY, required=True, help="The day on which it returns: +3m, 2027-01-15.")
@act
def park(book: Book, tenders: tuple[str, ...], until: date) -> list[Tender]:
    """Leave lost tenders (T42) alone until a day."""
    return book.watch(*tenders, word=Watch.PARKED, until=until)


@click.command()
@tenders
@click.argument("word", type=WordType(Watch))
@click.option("--until", type=DAY, help="The day on which it returns, for parked.")
@act
def watch(book: Book, tenders: tuple[str, ...], word: Watch, until: date | None) -> list[Tender]:
    """Say what we do about lost tenders: watching, contacted, re_engaged, invited, converted, parked, dead."""
    return book.watch(*tenders, word=word, until=until)


@click.command()
@click.argument("award", type=Id("awards"))
@click.option("--title", default="", help="What the next one is called; as the last one if not given.")
@click.option("--deadline", type=DAY, help="Its deadline, where known.")
@act
def reengage(book: Book, award: str, **fields: Any) -> Tender:
    """Make the next tender out of AWARD (A5); the loss stays as it is."""
    return book.reengage(award, **fields)
