"""Commands on what a book holds of people: show all of it, take them out, and keep no more than is needed."""

from __future__ import annotations

from pathlib import Path

import click

from bidtracker import config
from bidtracker.book import Book
from bidtracker.cli.failure import telling
from bidtracker.cli.files import force, output
from bidtracker.cli.frame import now, opened
from bidtracker.cli.output import as_json, say_json, say_line, say_table
from bidtracker.cli.words import Id
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.ids import ref
from bidtracker.domain.message import count, say
from bidtracker.domain.message import label as _
from bidtracker.exports import json, written

PERSON = Id("contacts")
NOT_SHRUNK = say(
    "the file is as large as before, because another program has the book open; `bidtracker compact` shrinks it later"
)


@click.command()
@click.argument("contact", type=PERSON, required=False, metavar="[P7]")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A name to erase, with or without a card.")
@click.option("--copies", is_flag=True, help="Do the same in the copies that lie beside the book.")
@as_json
def erase(contact: str | None, names: tuple[str, ...], copies: bool, as_json: bool) -> None:
    """Take a person out of the book for good; nothing brings them back.

    The card goes, and what names them in other records, in titles and in the history. That a person was erased, and
    when, stays. Without a person: whom we have not met for as long as `settings --forget-after` says.
    """
    with opened() as book:
        if not contact and not names:
            _propose(book, as_json)
            return
        called = book.person_names(contact or "", *names)
        done = {book.address: book.erase(contact or "", *names)}
        config.forget_half_typed(book.address, called.are_in)
        beside = book.copies_beside()
    if copies:
        done |= {str(path): _in_copy(path, contact or "", names) for path in beside}
        beside = []
    with telling():
        if as_json:
            say_json({"erased": done, "copies": [str(path) for path in beside]})
            return
        for place, records in done.items():
            erased = count("Erased from {n} record of {book}", "Erased from {n} records of {book}", records, book=place)
            say_line(erased)
        if not book.shrunk:
            say_line(NOT_SHRUNK)
        for path in beside:
            remedy = "{path} is a copy that still has the person; erase with --copies, or delete it"
            say_line(say(remedy, path=str(path)))
        say_line(say("backups and dumps elsewhere, and deleted data that the disk still holds, are not erased by this"))


def _in_copy(path: Path, contact: str, names: tuple[str, ...]) -> int:
    with Book.open(path, who=config.who(), clock=now) as book:
        has_card = not contact or bool(book.db.table("contacts").body(int(contact[1:])))
        return book.erase(contact if has_card else "", *names) if has_card or names else 0


def _propose(book: Book, as_json: bool) -> None:
    """Whom to look at; nobody is erased by itself."""
    years = book.settings.forget_after
    if not years:
        raise BidtrackerError("name whom to erase: P7, or --name; `settings --forget-after 3` lets old ones be listed")
    contacts = book.not_met(years)
    if as_json:
        say_json({"not_met_for_years": years, "contacts": [ref("contacts", contact.id) for contact in contacts]})
    elif contacts:
        say_table([_("Id"), _("Full name")], [[ref("contacts", contact.id), contact.name] for contact in contacts])
    else:
        say_line(count("everybody was met within {n} year", "everybody was met within {n} years", years))


@click.command()
@click.argument("contact", type=PERSON)
@click.option("--export", is_flag=True, help="As one JSON document, to hand out; this is what is printed anyway.")
@output
@force
def person(contact: str, output: Path | None, force: bool, export: bool) -> None:
    """Print all that the book holds on one person: the card, what names them, and the acts that did."""
    with opened() as book:
        held = book.person(contact)
    if output is None:
        say_json(held)
        return
    with written(output, overwrite=force) as stream:
        stream.write(json.document(held))
    with telling():
        say_line(say("Wrote {path}", path=str(output)))


@click.command()
@as_json
def compact(as_json: bool) -> None:
    """Drop what undo needs of acts older than a day, of which the titles stay, and shrink the file."""
    with opened() as book:
        acts = book.compact()
    with telling():
        if as_json:
            say_json({"acts": acts})
        else:
            say_line(count("of {n} act only the title is kept", "of {n} acts only the titles are kept", acts))
            if not book.shrunk:
                say_line(NOT_SHRUNK)
