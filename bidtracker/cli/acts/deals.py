"""Commands on what we deliver: deals, their steps, faults on arrival, visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click
import msgspec

from bidtracker.book import Book
from bidtracker.cli.amounts import in_currency
from bidtracker.cli.frame import act
from bidtracker.cli.words import DAY, MONEY, Id, PartId, Typed, WordType, on_day, other_fields
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.ids import parse_part, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Clocks, Deal, Milestone, Record, VisitPlan
from bidtracker.domain.vocabulary import DealStep

STEP = PartId("deals")
LONGEST = 3660  # days and months of a plan


def days(text: str) -> tuple[int, ...]:
    """The days of a visit plan, "7,30,90"; "" or "none" is none."""
    parts = [part.strip() for part in text.split(",") if part.strip() and part.strip().casefold() != "none"]
    for part in parts:
        if not (part.isascii() and part.isdigit() and 0 < int(part[:9]) <= LONGEST and len(part) < 9):
            raise Unreadable("{text} is no number of days; write them like 7,30,90, or none", text=repr(part))
    return tuple(sorted({int(part) for part in parts}))


@click.command()
@click.argument("award", type=Id("awards", "deals"))
@click.option("--signed", type=DAY, help="The day the contract was signed.")
@click.option("--deposit", type=MONEY, help="The deposit to be paid.")
@click.option("--deposit-due", type=DAY, help="When it is due.")
@click.option("--delivery", type=DAY, help="When we are to deliver.")
@click.option("--report", type=click.IntRange(0, LONGEST), metavar="DAYS", help="To report what arrived faulty: 7.")
@click.option("--send-back", type=click.IntRange(0, LONGEST), metavar="DAYS", help="To send it back: 14.")
@click.option("--replace", type=click.IntRange(0, LONGEST), metavar="DAYS", help="To replace it: 30.")
@click.option("--visits", type=Typed("days", days), help="Days after a delivery on which to visit: 7,30,90, or none.")
@click.option("--every", type=click.IntRange(0, LONGEST), metavar="MONTHS", help="And then each so many months; 0 not.")
@click.option("--note", "notes", help="In words.")
@act
def deal(book: Book, award: str, **given: Any) -> Deal:
    """Open the delivery of AWARD (A5), which is ours, or change a DEAL (D1)."""
    record: Any = book.get(award)
    held: Deal = record if isinstance(record, Deal) else Deal(award=record.id)
    if given["deposit"] is not None:
        given["deposit"] = in_currency(book, ref("awards", held.award), given["deposit"])
    clocks = {"report": given["report"], "send_back": given["send_back"], "replace": given["replace"]}
    visits = {"days": given["visits"], "every_months": given["every"]}
    fields = {"notes": given["notes"]} if given["notes"] is not None else {}
    return book.deal(
        award,
        steps=list(_steps(given["signed"], given["deposit"], given["deposit_due"], given["delivery"])),
        clocks=_with(held.clocks, clocks),
        visits=_with(held.visits, visits),
        **fields,
    )


def _steps(
    signed: date | None, deposit: Money | None, deposit_due: date | None, delivery: date | None
) -> Iterator[Milestone]:
    """The first steps of a deal, as far as they are known; the book numbers them."""
    if signed is not None:
        yield Milestone(number=0, step=DealStep.SIGNED, done=signed)
    if deposit is not None or deposit_due is not None:
        yield Milestone(number=0, step=DealStep.DEPOSIT, due=deposit_due, amount=deposit)
    if delivery is not None:
        yield Milestone(number=0, step=DealStep.DELIVERY, due=delivery)


def _with(plan: Clocks | VisitPlan, changes: dict[str, Any]) -> Any:
    """The plan with what was said of it."""
    return msgspec.structs.replace(plan, **{field: value for field, value in changes.items() if value is not None})


@click.command()
@other_fields(Milestone)
@click.argument("deal", type=STEP)
@click.argument("step", type=WordType(DealStep), required=False)
@click.option("--due", type=DAY, help="When it is due.")
@click.option("--done", type=DAY, help="When it was done.")
@click.option("--undone", is_flag=True, help="It is not done after all.")
@click.option("--amount", type=MONEY, help="What it is worth: a deposit, a payment.")
@click.option("--party", help="With whom, where it is an order of ours: the supplier.")
@click.option("--note", help="In words.")
@click.option("--drop", is_flag=True, help="Take the step out.")
@act
def step(book: Book, deal: str, step: DealStep | None, undone: bool, drop: bool, **typed: Any) -> Deal:
    """Add a step to a deal (D3): deposit, delivery, payment …; or change one of its steps (D3.2)."""
    if drop:
        return book.drop_step(deal)
    changes = {field: value for field, value in typed.items() if value is not None}
    if "amount" in changes and not changes["amount"].currency:
        changes["amount"] = _priced(book, deal, changes["amount"])
    return book.step(deal, step, **changes | ({"done": None} if undone else {}))


def _priced(book: Book, deal: str, amount: Money) -> Money:
    """An amount of a deal without a currency of its own: in that of its contract."""
    table, number, _step = parse_part(deal)
    record: Deal = book.get((table, number))
    return in_currency(book, ref("awards", record.award), amount)


@click.command()
@click.argument("deal", type=Id("deals"))
@click.argument("text", default="")
@click.option("--number", type=click.IntRange(0), default=0, help="An earlier change, to say how it stands.")
@click.option("--costs", type=MONEY, help="What it costs them.")
@click.option("--days", type=click.IntRange(0, LONGEST), help="How many days later it comes.")
@click.option("--agreed", type=DAY, help="The day on which they took that.")
@on_day(_("The day they asked for it; today if not given."))
@act
def change(book: Book, deal: str, text: str, number: int, **terms: Any) -> Deal:
    """Note what a buyer wants otherwise than ordered (D3), what it costs them and how much later it comes."""
    if not text and not number:
        raise click.UsageError("say in words what they want otherwise", click.get_current_context())
    if terms["costs"] is not None and not terms["costs"].currency:
        terms["costs"] = _priced(book, deal, terms["costs"])
    return book.change_order(deal, text, number=number, **terms)


@click.command()
@click.argument("deal", type=Id("deals"))
@on_day(_("The day it was found; today if not given."))
@click.option("--note", default="", help="What arrived faulty.")
@click.option("--contact", metavar="ID", help="Who told it: P7, or a name.")
@act
def faulty(book: Book, deal: str, **given: Any) -> list[Record]:
    """Something of DEAL (D3) arrived faulty: the clocks to report, return and replace it start."""
    return list(book.faulty(deal, **given))


@click.command()
@click.argument("deal", type=STEP)
@click.argument("satisfaction", type=click.IntRange(1, 5), required=False)
@click.option("--improve", default="", help="What to do better.")
@click.option("--next-need", default="", help="What they will need next; it becomes a fact about them.")
@click.option("--contact", metavar="ID", help="Whom we visited: P7, or a name.")
@on_day(_("The day of the visit; today if not given."))
@act
def visited(book: Book, deal: str, satisfaction: int | None, **given: Any) -> list[Record]:
    """Record a visit after delivery, a planned one (D3.4) or another (D3), and how satisfied they are: 1 to 5."""
    record, made = book.visited(deal, satisfaction, **given)
    return [record, *made]
