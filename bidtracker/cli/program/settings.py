"""The command that shows and changes what holds for one book."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from bidtracker.cli.frame import opened
from bidtracker.cli.output import as_json, say_json, say_pairs
from bidtracker.cli.words import CURRENCY, PERCENT, Typed
from bidtracker.domain.amounts import read_amount, read_currency
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import CLAUSES, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Settings
from bidtracker.locale import listed, tr


def rate(text: str) -> tuple[str, Decimal | None]:
    """A rate as it is typed: "USD=0.92" is what one dollar is worth in the base currency; "USD=" takes it away."""
    code, sign, number = text.partition("=")
    if not sign:
        raise Unreadable("{text} is no rate; write it like USD=0.92", text=repr(text))
    worth = read_amount(number) if number.strip() else None
    if worth is not None and worth <= 0:
        raise Unreadable("{text} is no rate; it must be above zero", text=repr(text))
    return read_currency(code), worth


@click.command()
@click.option("--us", multiple=True, metavar="NAME", help="A name of our own company in tender lists; again for more.")
@click.option("--not-us", multiple=True, metavar="NAME", help="A name that is not ours after all.")
@click.option("--expected-lost-below", type=PERCENT, help="From which chance on a bid does not count as expected lost.")
@click.option("--base-currency", type=CURRENCY, help="The currency that rates are given in.")
@click.option(
    "--rate",
    "rates",
    type=Typed("CODE=RATE", rate),
    multiple=True,
    metavar="CODE=RATE",
    help="What one unit of CODE is worth in it.",
)
@click.option(
    "--forget-after", type=click.IntRange(0, 99), metavar="YEARS",
    help="After how many years without a contact `erase` lists a person; 0 never.",
)  # fmt: skip
@click.option(
    "--seal-quarterly/--no-seal-quarterly", default=None, help="Whether a quarter's first act seals the radar."
)
@as_json
def settings(as_json: bool, us: tuple[str, ...], not_us: tuple[str, ...], rates: tuple[Any, ...], **given: Any) -> None:
    """Show what holds for the book, or change it: our own names, the threshold, rates."""
    changing = bool(us or not_us or rates or any(value is not None for value in given.values()))
    with opened(create=changing) as book:
        current: Settings = book.settings
        if changing:
            fields = {name: value for name, value in given.items() if value is not None}
            if us or not_us:
                fields["us"] = tuple(name for name in dict.fromkeys((*current.us, *us)) if name not in not_us)
            if rates:
                worth = {code: str(number) for code, number in rates if number is not None}
                gone = {code for code, number in rates if number is None}
                fields["rates"] = {code: r for code, r in (current.rates | worth).items() if code not in gone}
            current = book.set_settings(**fields)
        address = book.address
    if as_json:
        say_json({"book": address, **{field: getattr(current, field) for field in current.__struct_fields__}})
        return
    rows = [
        (_("Book"), address),
        (_("Our names"), listed(current.us, CLAUSES)),
        (_("Expected lost below"), f"{current.expected_lost_below:.0%}"),
        (_("Base currency"), current.base_currency),
        (_("Forget after years"), str(current.forget_after or "")),
        (_("Seal each quarter"), tr(say("yes") if current.seal_quarterly else say("no"))),
        (_("Rates"), listed(f"{code}={rate}" for code, rate in current.rates.items())),
    ]
    say_pairs(rows)
