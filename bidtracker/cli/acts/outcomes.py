"""Commands on how a competition ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from bidtracker.book import Book
from bidtracker.cli.amounts import with_currency
from bidtracker.cli.frame import act
from bidtracker.cli.words import CURRENCY, DAY, MONEY, Command, Id, WordType, on_day
from bidtracker.domain.bids import ContractTerms, loss_reasons, win_reasons
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Tender
from bidtracker.domain.vocabulary import LostReason, NoAwardReason, Outcome, SaidBy, Structure, WonReason, Word

W = TypeVar("W", bound=Word)

ENDED = Id("tenders", "awards")


CONTRACT: list[Callable[[Command], Command]] = [
    click.option("--amount", type=MONEY, help="What it is worth: 120000, 1.2m EUR."),
    click.option("--currency", type=CURRENCY, help="The amount's currency, else the tender's."),
    click.option("--start", type=DAY, help="The contract's first day."),
    click.option("--end", type=DAY, help="Its last day."),
    click.option("--max-end", type=DAY, help="Its last day with every extension used."),
    click.option("--promise", "promises", multiple=True, metavar="TEXT", help="What it was won on; again for more."),
    click.option("--lot", default="", help="The part of the tender that ended."),
    on_day(_("The day it was decided; today if not given.")),
]


def contract(command: Command) -> Command:
    """The options that say what the winner got."""
    for option in reversed(CONTRACT):
        command = option(command)
    return command


def terms(book: Book, tender: str, given: Mapping[str, Any]) -> ContractTerms:
    """What these options say of the contract."""
    amount: Money | None = given["amount"]
    return ContractTerms(
        lot=given["lot"],
        awarded=given["on"],
        value=amount and with_currency(book, tender, amount, given["currency"]),
        start=given["start"],
        end=given["end"],
        max_end=given["max_end"],
        promises=given["promises"],
        structure=given.get("structure"),
    )


@click.command()
@click.argument("tender", type=ENDED)
@click.option("--to", metavar="NAME", help="The winner: a name, or an id like C3. It may stay unknown.")
@click.option("--reason", type=WordType(LostReason), required=True, help="Why: price, technical_fit … or unknown.")
@click.option("--also", type=WordType(LostReason), multiple=True, help="A contributing reason; again for more.")
@click.option("--said-by", type=WordType(SaidBy), default=SaidBy.OURS, help="Who says so: ours, debrief, public.")
@click.option("--evidence", default="", help="What that rests on; needed with the reason other.")
@click.option("--structure", type=WordType(Structure), help="contract, framework or open_framework.")
@contract
@act
def lost(book: Book, tender: str, **loss: Any) -> tuple[Tender, Award | None]:
    """Record that TENDER (T42, or one of its awards, A5) was lost, and the competitor's win."""
    reasons = loss_reasons(loss["reason"], loss["also"], loss["said_by"], loss["evidence"])
    return book.lose(tender, to=loss["to"], reasons=reasons, terms=terms(book, tender, loss))


@click.command()
@click.argument("tender", type=ENDED)
@click.option("--reason", type=WordType(WonReason), help="Why: price, quality, rival_disappointed …")
@click.option("--also", type=WordType(WonReason), multiple=True, help="A contributing reason; again for more.")
@click.option("--said-by", type=WordType(SaidBy), default=SaidBy.OURS, help="Who says so: ours, debrief, public.")
@click.option("--evidence", default="", help="What that rests on.")
@contract
@act
def won(book: Book, tender: str, **win: Any) -> tuple[Tender, Award]:
    """Record that we won TENDER (T42); the amount is our bid's price where none is given."""
    reason = win["reason"] or (WonReason.UNKNOWN if win["also"] or win["evidence"] else None)
    reasons = win_reasons(reason, win["also"], win["said_by"], win["evidence"]) if reason else ()
    return book.win(tender, terms(book, tender, win), reasons)


@click.command()
@click.argument("tender", type=Id("tenders"))
@click.option(
    "--reason", type=WordType(NoAwardReason), required=True, help="Why, as eForms has it: chan-need, no-rece …"
)
@on_day(_("The day it was decided; today if not given."))
@act
def no_award(book: Book, tender: str, **end: Any) -> Tender:
    """Record that nobody got TENDER (T42). That is not a loss."""
    return book.no_award(tender, **end)


@click.command()
@click.argument("tender", type=Id("tenders"))
@click.option(
    "--as", "outcome", type=WordType(Outcome), default=Outcome.WITHDRAWN,
    help="withdrawn, disqualified, no_bid; or pending, which opens it again.",
)  # fmt: skip
@click.option("--lot", default="", help="The part of the tender meant.")
@on_day(_("The day it ended; today if not given."))
@act
def withdraw(book: Book, tender: str, **end: Any) -> Tender:
    """Record that our bid on TENDER (T42) ended without a decision on it."""
    return book.end_bid(tender, **end)


@click.command()
@click.argument("tender", type=ENDED)
@click.argument("codes", nargs=-1, required=True, metavar="REASON…")
@click.option("--said-by", type=WordType(SaidBy), default=SaidBy.OURS, help="Who says so: ours, debrief, public.")
@click.option("--evidence", default="", help="What that rests on.")
@click.option("--lot", default="", help="The part of the tender meant.")
@act
def reason(book: Book, tender: str, codes: tuple[str, ...], said_by: SaidBy, evidence: str, lot: str) -> Tender:
    """Replace the reasons why TENDER (T42) was lost, or won; the first is the primary one."""
    table, number = parse_ref(tender)
    about = book.get((table, number))
    line = book.get(("tenders", about.tender)) if isinstance(about, Award) else about
    bid = next((each for each in line.bids if not lot or each.lot == lot), None)
    context = click.get_current_context()

    def words(kind: type[W]) -> list[W]:
        return [WordType(kind).convert(code, None, context) for code in codes]

    if bid is not None and bid.outcome is Outcome.WON:
        won_for, *also = words(WonReason)
        return book.give_reasons(tender, win_reasons(won_for, also, said_by, evidence), lot=lot)
    first, *others = words(LostReason)
    return book.give_reasons(tender, loss_reasons(first, others, said_by, evidence), lot=lot)
