"""Commands on value and price: win themes, quotes, concessions."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.amounts import in_currency, with_currency
from bidtracker.cli.failure import complain
from bidtracker.cli.frame import act, today
from bidtracker.cli.output import id_of
from bidtracker.cli.words import CURRENCY, MONEY, Id, PartId, WordType, on_day
from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Quote, Theme
from bidtracker.domain.vocabulary import Channel, Lever, Tier
from bidtracker.radar.account.pricing import pricing
from bidtracker.radar.account.value import cautions, rivals

TENDER = Id("tenders")


@click.command()
@click.argument("tender", type=TENDER)
@click.argument("lever", type=WordType(Lever))
@click.argument("text")
@click.option("--need", type=PartId("needs"), help="What it answers: a need (N1), or a demand of one (N1.2).")
@click.option(
    "--promise", type=PartId("awards"), help="What of a rival's it answers: a contract (A5), a promise (A5.1)."
)
@click.option("--proof", default="", help="What bears it out.")
@click.option("--main", is_flag=True, help="Say it first; it takes that from the one before.")
@click.option("--lot", default="", help="The part of the tender meant.")
@act
def theme(book: Book, tender: str, lever: Lever, text: str, **answered: Any) -> Theme:
    """Say in TEXT what our bid on TENDER (T42) is worth to them by one LEVER: quality, service, price …"""
    made = book.theme(tender, lever, text, **answered)
    for caution in cautions(f"{made.text}\n{made.proof}", rivals(book.holdings, made)):
        complain(
            say(
                "{id} is saved, but do not say it to the buyer as it stands: {caution}", id=id_of(made), caution=caution
            )
        )
    return made


@click.command()
@click.argument("tender", type=TENDER)
@click.argument("price", type=MONEY)
@click.option("--by", metavar="NAME", help="The competitor who named it: a name, or C3; ours if not given.")
@click.option("--currency", type=CURRENCY, help="The price's currency, else the tender's.")
@click.option("--tier", type=WordType(Tier), help="The class of what is priced: basic, standard, premium.")
@click.option("--offer", metavar="ID", help="Which offer of ours it is a price of: O1, or a name.")
@click.option("--floor", type=MONEY, help="The price below which we do not go.")
@click.option("--terms", default="", help="What it holds for: 30 days to pay, delivery included …")
@click.option("--lot", default="", help="The part of the tender that it is for.")
@click.option("--source", "channel", type=WordType(Channel), help="Where we have it from: inside, side or public.")
@click.option("--confidence", type=click.IntRange(1, 6), help="1 sure … 6 cannot be judged.")
@click.option("--contact", metavar="ID", help="Who told it: P7, or a name.")
@click.option("--note", "notes", help="In words.")
@on_day(_("The day it was named; today if not given."))
@act
def quote(book: Book, tender: str, price: Money, currency: str | None, floor: Money | None, **typed: Any) -> Quote:
    """Record a PRICE named for TENDER (T42): ours, or one that a competitor named."""
    price = with_currency(book, tender, price, currency)
    if floor is not None and not floor.currency:
        floor = with_currency(book, tender, floor, price.currency)
    given = {field: value for field, value in typed.items() if value is not None}
    made = book.quote(tender, price, floor=floor, **given)
    _warn(book, made)
    return made


@click.command()
@click.argument("quote", type=Id("quotes"))
@on_day(_("The day both sides took it; today if not given."))
@act
def agreed(book: Book, quote: str, on: date | None) -> Quote:
    """A price (M3) is agreed: the agenda asks for the contract and the deposit at once, until both are done."""
    done: Quote = book.set(quote, agreed=on or today())
    return done


@click.command()
@click.argument("quote", type=Id("quotes"))
@click.argument("gave")
@click.option("--got", default="", help="What we got for it.")
@click.option("--amount", type=MONEY, help="What it cost us.")
@on_day(_("The day it was agreed; today if not given."))
@act
def concede(book: Book, quote: str, gave: str, amount: Money | None, **made: Any) -> Quote:
    """Record what we GAVE up in a negotiation about QUOTE (M3), and what we got for it."""
    if amount is not None:
        amount = in_currency(book, quote, amount)
    conceded = book.concede(quote, gave, amount=amount, **made)
    if not made["got"].strip():
        complain(say("nothing was got for it; ask for something in return, and note it with --got"))
    return conceded


def _warn(book: Book, made: Quote) -> None:
    """Says what speaks against a quote: a price below our floor, a comparison with a lower class."""
    prices = pricing(book.holdings, made.tender, today(), made.lot)
    ours = prices.newest
    if ours is None:
        return
    if prices.below is not None and prices.floor is not None and not made.competitor:
        complain(say("{id} lies {amount} below the floor of {floor}", id=ours.ref, amount=str(prices.below),
                     floor=str(prices.floor)))  # fmt: skip
    for gap in prices.gaps:
        lower = gap.theirs.tier and ours.tier and gap.theirs.tier.rank < ours.tier.rank
        if lower and (not made.competitor or gap.theirs.ref == ref("quotes", made.id)):
            complain(say("{ours} against {theirs}: {gap}", ours=ours.ref, theirs=gap.theirs.ref, gap=gap.message))
