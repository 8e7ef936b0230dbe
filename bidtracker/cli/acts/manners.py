"""Commands on favours, hospitality and changes of channel."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.asking import as_given_option, asked_about
from bidtracker.cli.frame import act, opened, today
from bidtracker.cli.output import as_json
from bidtracker.cli.reports.lists import read, tell
from bidtracker.cli.words import DAY, MONEY, Id, WordType, on_day
from bidtracker.domain.message import label as _
from bidtracker.domain.records import ChannelChange, Favour, Hospitality
from bidtracker.domain.vocabulary import Side, TouchKind


@click.command()
@click.argument("about", type=Id("contacts", "favours"), metavar="P7|G3")
@click.argument("text", required=False)
@click.option("--ours/--theirs", "ours", default=False, help="We did it for them, or they for us (which is usual).")
@click.option("--returned", type=DAY, help="It was returned on that day.")
@on_day(_("The day it was done; today if not given."))
@act
def favour(book: Book, about: str, text: str | None, ours: bool, returned: date | None, on: date | None) -> Favour:
    """Note a favour of a contact (P7), theirs or --ours; or of a favour (G3) that it is --returned."""
    if about.startswith("G"):
        changes: dict[str, Any] = {"text": text, "returned": returned or (today() if text is None else None), "on": on}
        changed: Favour = book.set(about, **{field: value for field, value in changes.items() if value is not None})
        return changed
    if text is None:
        raise click.UsageError("say in words what was done", click.get_current_context())
    side = Side.OURS if ours else Side.THEIRS
    made: Favour = book.add("favours", contact=about, text=text, side=side, on=on or today(), returned=returned)
    return made


@click.command()
@click.argument("contact", type=Id("contacts"), required=False, metavar="[P7]")
@click.argument("text", required=False)
@click.option("--value", type=MONEY, help="What it was worth: 40 EUR.")
@click.option("--ours/--theirs", "ours", default=True, help="We gave it (which is usual), or they.")
@click.option("--by", default="", help="Who of us.")
@click.option("--note", "notes", default="", help="In words.")
@as_given_option
@on_day(_("The day it was; today if not given."))
@as_json
def hospitality(contact: str | None, text: str | None, as_json: bool, **given: Any) -> None:
    """Show the register of hospitality, or note a meal, a gift or a visit with a contact (P7).

    `settings --hospitality-limit` sets what one person may be given in twelve months; beyond it you are asked.
    """
    if contact is None:
        with opened() as book:
            tell(read(book, "hospitality"), as_json=as_json)
        return
    if text is None:
        raise click.UsageError("say in words what it was", click.get_current_context())
    _host(contact=contact, text=text, as_json=as_json, **given)


@act
def _host(book: Book, contact: str, text: str, ours: bool, as_given: bool, **given: Any) -> Hospitality:
    side = Side.OURS if ours else Side.THEIRS
    return asked_about(
        lambda kept: book.hospitality(contact, text, side=side, as_given=kept, **given),
        as_given,
    )


@click.command()
@click.argument("about", type=Id("buyers", "channel_changes"), metavar="B12|R2")
@click.argument("was", required=False)
@click.argument("becomes", required=False)
@click.option("--first", "contact", metavar="ID", help="Who hears of it first: P7, or a name.")
@click.option("--decided-by", default="", help="By whose decision.")
@click.option("--how", type=WordType(TouchKind), default=TouchKind.VISIT, help="How they are told: visit, call, mail …")
@click.option("--told", "told_on", type=DAY, help="They were told on that day.")
@click.option("--note", "notes", default="", help="In words.")
@on_day(_("The day from which it holds; today if not given."))
@act
def channel(book: Book, about: str, was: str | None, becomes: str | None, **given: Any) -> ChannelChange:
    """Plan that a buyer (B12) is served by WAS no longer but by BECOMES; or that it was told (R2 --told).

    The agenda says whom to tell first, how, and by whose decision, until they were told.
    """
    fields = {field: value for field, value in given.items() if value not in (None, "")}
    if about.startswith("R"):
        fields.pop("how", None)
        changed: ChannelChange = book.set(about, **fields | ({} if fields else {"told_on": today()}))
        return changed
    if not was or not becomes:
        raise click.UsageError("say by whom so far and by whom from then on", click.get_current_context())
    made: ChannelChange = book.add("channel_changes", buyer=about, was=was, becomes=becomes, **{"on": today()} | fields)
    return made
