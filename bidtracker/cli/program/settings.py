"""The command that shows and changes what holds for one book."""

from __future__ import annotations

from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from bidtracker.cli.failure import telling
from bidtracker.cli.frame import opened, today
from bidtracker.cli.output import as_json, say_json, say_pairs
from bidtracker.cli.words import CURRENCY, MONEY, PERCENT, Typed
from bidtracker.domain.amounts import read_amount, read_currency, read_money
from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.domain.message import CLAUSES, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import PooledFactor, Settings
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.intake.counts import read_counts
from bidtracker.locale import listed, tr
from bidtracker.radar.insights.costs import is_estimate
from bidtracker.radar.pooling.pool import pool, taken


def rate(text: str) -> tuple[str, Decimal | None]:
    """A rate as it is typed: "USD=0.92" is what one dollar is worth in the base currency; "USD=" takes it away."""
    code, sign, number = text.partition("=")
    if not sign:
        raise Unreadable("{text} is no rate; write it like USD=0.92", text=repr(text))
    worth = read_amount(number) if number.strip() else None
    if worth is not None and worth <= 0:
        raise Unreadable("{text} is no rate; it must be above zero", text=repr(text))
    return read_currency(code), worth


def hour_rate(text: str) -> str:
    """What an hour of ours costs, with its currency; "" takes it away."""
    if text and not read_money(text).currency:
        raise Unreadable("{text} names no currency; write one, like {text} EUR", text=text)
    return text


def bid_cost(text: str) -> tuple[str, str]:
    """What a bid takes: "40 h" for all, "CPV:331=80 h" for a class; nothing after the sign takes it away."""
    kind, sign, cost = text.rpartition("=")
    if cost and not is_estimate(cost):
        raise Unreadable('{text} is no cost; write "40 h" or "5000 EUR"', text=repr(text))
    return (kind if sign else ""), cost.strip()


def pooled_from(files: tuple[Path, ...]) -> dict[SignalKind, PooledFactor]:
    """The factors that the counts of some books give. Raises BidtrackerError where one of the files is none."""
    given = read_counts(files)
    if given.left_out:
        raise BidtrackerError(given.left_out[0])
    factors = taken(pool(given.books), tr(count("{n} file", "{n} files", len(files))), today())
    if not factors:
        raise BidtrackerError("these counts move no factor; the shipped ones stand")
    return factors


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
@click.option("--hour-rate", type=Typed("MONEY", hour_rate), help='What an hour of ours costs: "80 EUR"; "" none.')
@click.option(
    "--bid-cost", "bid_costs", type=Typed("[CLASS=]COST", bid_cost), multiple=True, metavar="[CLASS=]COST",
    help='What a bid takes that does not say so: "40 h", "5000 EUR"; CPV:331="80 h" for a class.',
)  # fmt: skip
@click.option(
    "--personal-facts/--no-personal-facts", default=None,
    help="Whether briefs and call sheets have what is known of people beyond their work.",
)  # fmt: skip
@click.option(
    "--pooled-from", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
    help="Score signals by the counts of several books, as `odds --from` shows them; again for each file.",
)  # fmt: skip
@click.option("--no-pooled", is_flag=True, help="Score signals by the shipped factors again.")
@click.option("--hospitality-limit", type=MONEY, help="What one person may be given in twelve months: 100 EUR.")
@as_json
def settings(
    as_json: bool,
    us: tuple[str, ...],
    not_us: tuple[str, ...],
    rates: tuple[Any, ...],
    bid_costs: tuple[tuple[str, str], ...],
    **given: Any,
) -> None:
    """Show what holds for the book, or change it: our own names, the threshold, rates, what bids cost."""
    files, shipped = given.pop("pooled_from"), given.pop("no_pooled")
    given["pooled"] = {} if shipped else pooled_from(files) if files else None
    changing = bool(us or not_us or rates or bid_costs or any(value is not None for value in given.values()))
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
            if bid_costs:
                costs = current.bid_costs | dict(bid_costs)
                fields["bid_costs"] = {kind: cost for kind, cost in costs.items() if cost}
            current = book.set_settings(**fields)
        address = book.address
    with telling() if changing else nullcontext():
        _show(address, current, as_json)


def _show(address: str, current: Settings, as_json: bool) -> None:
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
        (_("Hour rate"), current.hour_rate),
        (_("A bid takes"), listed(f"{kind}={cost}" if kind else cost for kind, cost in current.bid_costs.items())),
        (_("Personal facts"), tr(say("yes") if current.personal_facts else say("no"))),
        (_("Hospitality limit"), str(current.hospitality_limit or "")),
        (_("Pooled factors"), listed(current.pooled)),
        (_("Rates"), listed(f"{code}={rate}" for code, rate in current.rates.items())),
    ]
    say_pairs(rows)
