"""Commands on what we hear, and what we believe."""

from __future__ import annotations

import re
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.frame import act
from bidtracker.cli.words import DAY, Id, PartId, Typed, WordType, on_day
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.ids import parse_part, part_ref, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Contact, Fact, Signal
from bidtracker.domain.vocabulary import Channel, Level, PromiseKind, Reliability, SignalKind, Stance
from bidtracker.locale import tr


def admiralty(text: str) -> tuple[Reliability, int]:
    """The Admiralty code, a letter and a digit: "B2" is usually reliable, probably true."""
    if not re.fullmatch("[A-Fa-f][1-6]", text.strip()):
        raise Unreadable("{text} is no reliability; it is a letter A to F and a digit 1 to 6, like B2", text=repr(text))
    code = text.strip().upper()
    return Reliability[code[0]], int(code[1])


def promise_number(text: str) -> tuple[int, int]:
    """The number of a promise's award and its own, typed with it ("A5.2") or bare ("2": the award is 0)."""
    bare = text.strip()
    if bare.isascii() and bare.isdigit() and 0 < len(bare) < 5:
        return 0, int(bare)
    try:
        table, award, promise = parse_part(bare)
    except Unreadable:
        table, award, promise = "", 0, 0
    if table != "awards" or not promise:
        raise Unreadable("{text} is no promise; it is a number like 2, or A5.2", text=repr(text))
    return award, promise


SIGNAL_OR_FACT = Id("signals", "facts")


@click.command()
@click.argument("about", type=Id("awards", "tenders", "competitors"))
@click.argument("kind", type=WordType(SignalKind))
@click.option("--severity", type=click.IntRange(1, 3), help="1 slight, 2 as usual, 3 grave.")
@click.option("--source", "channel", type=WordType(Channel), help="inside, side or public.")
@click.option(
    "--reliability", type=Typed("code", admiralty), metavar="A1..F6", help="How sure, as the Admiralty code: B2."
)
@on_day(_("The day it was observed; today if not given."))
@click.option("--happened", type=DAY, help="The day it happened, where that is another.")
@click.option("--promise", type=Typed("number", promise_number), help="The promise it breaks: 2, or A5.2.")
@click.option("--contact", metavar="ID", help="Who said it: P7, or a name.")
@click.option("--buyer", metavar="ID", help="Where, for a signal about a competitor: B12, or a name.")
@click.option("--note", "notes", help="In words.")
@click.option("--url", help="Where it can be read.")
@act
def signal(
    book: Book,
    about: str,
    kind: SignalKind,
    reliability: tuple[Reliability, int] | None,
    promise: tuple[int, int] | None,
    **typed: Any,
) -> Signal:
    """Log a signal of KIND about an award (A5): delivery_late, service_slow, satisfied_statement …"""
    if reliability:
        typed["reliability"], typed["credibility"] = reliability
    if promise:
        award, typed["promise"] = promise
        if award and about.startswith("A") and about != ref("awards", award):
            words = say(
                "{promise} is a promise of another award than {about}",
                promise=part_ref("awards", *promise),
                about=about,
            )
            raise click.UsageError(tr(words), click.get_current_context())
    given = {field: value for field, value in typed.items() if value is not None}
    return book.observe(about, kind, **given)


@click.command()
@click.argument("record_id", type=SIGNAL_OR_FACT, metavar="SIGNAL|FACT")
@act
def confirm(book: Book, record_id: str) -> Signal | Fact:
    """A second source says the same as a signal (S9), or a fact (K4) is still so today."""
    return book.confirm(record_id)


@click.command()
@click.argument("record_id", type=SIGNAL_OR_FACT, metavar="SIGNAL|FACT")
@act
def refute(book: Book, record_id: str) -> Signal | Fact:
    """A signal (S9) or a fact (K4) is not true; it stays in the book and no longer counts."""
    return book.refute(record_id)


@click.command()
@click.argument("record_id", type=SIGNAL_OR_FACT, metavar="SIGNAL|FACT")
@act
def reopen(book: Book, record_id: str) -> Signal | Fact:
    """A signal (S9) or a fact (K4) is neither confirmed nor refuted."""
    return book.reopen(record_id)


@click.command()
@click.argument("award", type=PartId("awards"))
@click.argument("text", required=False)
@click.option("--kind", type=WordType(PromiseKind), help="delivery_time, warranty, staff …")
@click.option("--due", type=DAY, help="When it can be checked.")
@click.option("--kept/--broken", default=None, help="Whether the promise (A5.2) was kept.")
@click.option("--unknown", is_flag=True, help="Take back whether it was.")
@act
def promise(book: Book, award: str, text: str | None, kept: bool | None, unknown: bool, **promise: Any) -> Award:
    """Add a promise that the winner of AWARD (A5) made, or say whether one of them (A5.2) was kept."""
    given = {field: value for field, value in promise.items() if value is not None}
    answers = (kept is not None) + unknown
    if parse_part(award)[2]:
        if answers != 1 or text is not None or given:
            raise click.UsageError("say whether it was: --kept, --broken or --unknown", click.get_current_context())
        return book.promise_kept(award, kept)
    if answers:
        raise click.UsageError("name the promise that was kept or not, like A5.2", click.get_current_context())
    if text is None:
        raise click.UsageError("say what was promised, in words", click.get_current_context())
    return book.promise(award, text, **given)


@click.command()
@click.argument("contact", type=Id("contacts"))
@click.option("--level", type=WordType(Level), help="unknown, acquainted, familiar, trusted, allied.")
@click.option("--stance", type=WordType(Stance), help="supports, neutral, opposes.")
@on_day(_("The day from which we believe it; today if not given."))
@act
def believe(book: Book, contact: str, level: Level | None, stance: Stance | None, **on: Any) -> Contact:
    """What we now believe of CONTACT (P7): how close we are, and whether they are for us."""
    if level is None and stance is None:
        raise click.UsageError("say a --level or a --stance", click.get_current_context())
    return book.believe(contact, level=level, stance=stance, **on)
