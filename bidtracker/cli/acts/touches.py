"""Commands on contacts with a buyer."""

from __future__ import annotations

from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.frame import act
from bidtracker.cli.words import DAY, Id, WordType, on_day
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Record, Touch
from bidtracker.domain.vocabulary import TouchKind, TouchOutcome

by = click.option("--by", default="", metavar="NAME", help="Who of us; you if not given.")


@click.command()
@click.argument("about", type=Id("buyers", "awards", "tenders", "contacts"))
@click.option("--contact", metavar="ID", help="With whom: P7, or a name.")
@click.option("--on", type=DAY, required=True, help="The day: fri, +2w, 2026-12-01.")
@click.option(
    "--kind", type=WordType(TouchKind), default=TouchKind.CALL, help="call, visit, mail, meeting, message, event."
)
@click.option("--note", default="", help="What it is to be about.")
@by
@act
def touch(book: Book, about: str, **plan: Any) -> Touch:
    """Plan a contact with a buyer (B12), or about an award (A5) or tender (T42), or with a contact (P7)."""
    return book.plan_touch(about, **plan)[0]


@click.command()
@click.argument("touch", type=Id("touches"))
@click.argument("outcome", type=WordType(TouchOutcome))
@click.option("--note", default="", help="What came up, in words.")
@click.option("--callback", type=DAY, help="When they want to be called again.")
@on_day(_("The day it was done; today if not given."))
@by
@act
def done(book: Book, touch: str, outcome: TouchOutcome, **how: Any) -> list[Record]:
    """Record how TOUCH (F4) went: no_answer, pain_shared, meeting_booked …"""
    record, made = book.done(touch, outcome, **how)
    return [record, *made]


@click.command()
@click.argument("awards", type=Id("awards"), nargs=-1, required=True, metavar="AWARD…")
@click.option("--of", metavar="ID", help="Whom we asked: P7, or a name.")
@on_day(_("The day we asked; today if not given."))
@click.option(
    "--kind", type=WordType(TouchKind), default=TouchKind.CALL, help="call, visit, mail, meeting, message, event."
)
@click.option("--note", default="", help="What came up all the same, in words.")
@by
@act
def asked(book: Book, awards: tuple[str, ...], **how: Any) -> list[Touch]:
    """Record that we asked how awards (A5) go and heard nothing of note: silence counts only where somebody asked."""
    return book.asked(*awards, **how)
