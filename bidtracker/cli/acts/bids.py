"""Commands on our own part in a tender."""

from __future__ import annotations

from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.amounts import with_currency
from bidtracker.cli.frame import act
from bidtracker.cli.words import DAY, MONEY, PERCENT, Id, WordType, other_fields
from bidtracker.domain.money import Money
from bidtracker.domain.records import Bid, Tender
from bidtracker.domain.vocabulary import Decision, Intent, NoBidReason


@click.command()
@other_fields(Bid)
@click.argument("tender", type=Id("tenders"))
@click.option("--p-win", type=PERCENT, help="Our probability of winning, 10% or 0.1; locked once submitted.")
@click.option("--intent", type=WordType(Intent), help="win, position (be known), benchmark (learn the price), defend.")
@click.option("--price", type=MONEY, help="What we ask; the tender's currency where none is named.")
@click.option("--submitted", type=DAY, help="The day the bid went out.")
@click.option("--lot", default="", help="The part of the tender that we bid on.")
@click.option("--why", help="What we bid for, in words.")
@act
def bid(book: Book, tender: str, price: Money | None, **bid: Any) -> Tender:
    """Record our bid on TENDER (T42)."""
    if price is not None:
        price = with_currency(book, tender, price)
    return book.bid(tender, price=price, **bid)


@click.command()
@click.argument("tender", type=Id("tenders"))
@click.argument("decision", type=WordType(Decision))
@click.option("--intent", type=WordType(Intent), help="Why we bid.")
@click.option("--reason", type=WordType(NoBidReason), help="Why not: capacity, cost_of_bidding, risk …; with no_go.")
@click.option("--why", default="", help="In words.")
@act
def decide(book: Book, tender: str, decision: Decision, **why: Any) -> Tender:
    """Decide on TENDER (T42): go, no_go, or pending again."""
    return book.decide(tender, decision, **why)
