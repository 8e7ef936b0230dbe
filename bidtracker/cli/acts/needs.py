"""Commands on what a buyer needs, and how our offers fit."""

from __future__ import annotations

from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.amounts import in_currency
from bidtracker.cli.frame import act, as_of, opened
from bidtracker.cli.output import as_json, say_json, say_line, say_page
from bidtracker.cli.words import DAY, MONEY, Id, PartId, WordType, as_of_option, on_day, other_fields
from bidtracker.domain.ids import parse_part, part_ref, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Demand, Need
from bidtracker.domain.vocabulary import Channel, DemandKind, Fit
from bidtracker.exports import json
from bidtracker.pages.lines.paid import paid_line
from bidtracker.pages.records.need import fit_page
from bidtracker.radar.account.fit import Fitting
from bidtracker.radar.account.fit import fit as fitting

NEED = PartId("needs")


@click.command()
@click.argument("about", type=Id("buyers", "tenders", "contacts"))
@click.argument("title")
@click.option("--job", default="", help="The job behind it: what they will do with it.")
@click.option("--budget", type=MONEY, help="What they can spend: 120k EUR.")
@click.option("--wanted-by", type=DAY, help="By when they want it.")
@click.option("--tender", metavar="ID", help="The tender that asks for it: T42.")
@click.option("--contact", metavar="ID", help="Who told it: P7, or a name.")
@click.option("--source", "channel", type=WordType(Channel), help="inside, side or public.")
@click.option("--note", "notes", help="In words.")
@on_day(_("The day we heard of it; today if not given."))
@act
def need(book: Book, about: str, title: str, budget: Money | None, **typed: Any) -> Need:
    """Record what a buyer needs (B12), what a tender asks for (T42), or what a contact told of it (P7)."""
    if budget is not None:
        budget = in_currency(book, typed["tender"] or about, budget)
    fields = {field: value for field, value in typed.items() if value is not None}
    return book.need(about, title, budget=budget, **fields)


@click.command()
@other_fields(Demand)
@click.argument("need", type=NEED)
@click.argument("kind", type=WordType(DemandKind), required=False)
@click.argument("text", required=False)
@click.option("--must/--wish", default=None, help="Whether it must be met; a new one must, if not said.")
@click.option("--drop", is_flag=True, help="Take the demand out, with what was matched with it.")
@act
def demand(book: Book, need: str, kind: DemandKind | None, text: str | None, drop: bool, **typed: Any) -> Need:
    """Add what a need (N1) asks for, or change a demand of it (N1.2): function, after_sales, urgency …"""
    if drop:
        return book.drop_demand(need)
    return book.demand(need, kind, text, **typed)


@click.command()
@click.argument("need", type=NEED)
@click.argument("offer", required=False)
@click.argument("word", type=WordType(Fit), required=False, metavar="[fits|partly|misses]")
@click.option("--note", default="", help="What would make it fit.")
@click.option("--drop", is_flag=True, help="Take back what was said of that offer.")
@as_json
@as_of_option
def fit(need: str, offer: str | None, word: Fit | None, note: str, drop: bool, as_json: bool) -> None:
    """Show how our offers fit a need (N1), or say how OFFER (O3) fits a demand of it (N1.2)."""
    if offer is not None:
        if (word is None) is not drop:
            raise click.UsageError("say how it fits: fits, partly, misses; or --drop", click.get_current_context())
        _match(need=need, offer=offer, word=word, note=note, as_json=as_json)
        return
    table, number, part = parse_part(need)
    if part:
        raise click.UsageError("name the offer that fits it, like O3", click.get_current_context())
    with opened() as book:
        held = fitting(book.holdings, book.get((table, number)), as_of())
        if as_json:
            say_json(fit_json(held))
        else:
            say_page(fit_page(held, book.holdings))
            say_line(paid_line(book.holdings, as_of()))


@act
def _match(book: Book, need: str, offer: str, word: Fit | None, note: str) -> Need:
    return book.match(need, offer, word, note)


def fit_json(page: Fitting) -> dict[str, Any]:
    """A need held against our offers, as JSON has it."""
    need = page.need
    plan = {field: json.plain(getattr(page.plan, field)) for field in page.plan.__struct_fields__}
    return {
        "need": ref("needs", need.id),
        "offer": ref("offers", page.offer) if page.offer else None,
        "demands": [
            {
                "id": part_ref("needs", need.id, each.demand.number),
                "kind": each.demand.kind,
                "text": each.demand.text,
                "must": each.demand.must,
                "met": each.met,
                "matches": [
                    {"offer": ref("offers", match.offer), "fit": match.fit, "note": match.note or None}
                    for match in each.matches
                ],
            }
            for each in page.demands
        ],
        "unmet": [part_ref("needs", need.id, each.demand.number) for each in page.unmet],
        "plan": plan | {"open": page.plan.open},
    }
