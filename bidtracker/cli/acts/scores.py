"""The command on how a bid was scored."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.asking import as_given_option, asked_about
from bidtracker.cli.frame import act
from bidtracker.cli.words import Id, Typed, WordType, on_day
from bidtracker.domain.errors import FieldError
from bidtracker.domain.losses.score_sheet import read_band, read_criterion, with_price
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Criterion, PriceBand, ScoreSheet, Tender
from bidtracker.domain.vocabulary import PriceFormula, SaidBy


@click.command()
@click.argument("tender", type=Id("tenders"))
@click.argument("criteria", type=Typed("criterion", read_criterion), nargs=-1, metavar="CRITERION=WEIGHT:OURS/WINNERS…")
@click.option("--lot", default="", help="The part of the tender that was scored.")
@click.option("--said-by", type=WordType(SaidBy), help="debrief, public (an assessment summary), or ours: inferred.")
@click.option("--price", metavar="CRITERION", help="The criterion that scores the price, if its name does not say so.")
@click.option("--formula", type=WordType(PriceFormula), help="How a price became points: lowest, linear or banded.")
@click.option(
    "--band", "bands", type=Typed("band", read_band), multiple=True, metavar="5%=90%",
    help="Up to 5 % above the lowest gets 90 % of the points; again for more.",
)  # fmt: skip
@click.option("--drop", is_flag=True, help="Take the scores off the bid.")
@as_given_option
@on_day(_("The day we were told; today if not given."))
@act
def scores(
    book: Book,
    tender: str,
    criteria: tuple[Criterion, ...],
    bands: tuple[PriceBand, ...],
    price: str | None,
    on: date | None,
    **given: Any,
) -> Tender:
    """Record how our bid on TENDER (T42) was scored: a line a criterion, in place of those it had.

    \b
    bidtracker scores T42 "Quality = 60: 45/52" "Price = 40: 38/40"
    bidtracker scores T42 "Quality = 60: 7/9/10 | few references" "Price = 40: 8/10/10" --formula lowest

    The numbers are the weight in %, our points and the winner's, and the most points where that is not the weight; ?
    is not known. Where the formula is known, the points for price give the winner's price.
    """
    lot: str = given["lot"]
    if given["drop"]:
        return book.drop_scores(tender, lot=lot)
    if not criteria:
        raise FieldError("scores", 'name at least one criterion, like "Quality = 60: 45/52"; or --drop')
    formula = given["formula"] or (PriceFormula.BANDED if bands else None)
    said_by = given["said_by"] or SaidBy.DEBRIEF
    sheet = ScoreSheet(criteria=with_price(criteria, price), said_by=said_by, formula=formula, bands=bands)
    return asked_about(lambda kept: book.score(tender, sheet, lot=lot, on=on, as_given=kept), given["as_given"])
