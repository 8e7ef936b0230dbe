"""Commands on what was done: see it, take it back, do it again."""

from __future__ import annotations

from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.failure import telling
from bidtracker.cli.frame import opened
from bidtracker.cli.output import as_json, say_json, say_line, say_table
from bidtracker.cli.words import ANY_ID
from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import HistoryEntry
from bidtracker.exports.json import history_entry

steps = click.option("--steps", type=click.IntRange(1, 1000), default=1, help="How many acts.")


@click.command()
@steps
@as_json
def undo(steps: int, as_json: bool) -> None:
    """Take back your last act, or the last --steps of them; an import is one."""
    with opened() as book:
        entries = book.undo(steps)
        with telling():
            _tell(_("Undone: {act}"), entries, as_json)


@click.command()
@steps
@as_json
def redo(steps: int, as_json: bool) -> None:
    """Do again what was last undone."""
    with opened() as book:
        entries = book.redo(steps)
        with telling():
            _tell(_("Done again: {act}"), entries, as_json)


def _tell(template: str, entries: list[HistoryEntry], as_json: bool) -> None:
    if as_json:
        say_json([history_entry(entry) for entry in entries])
        return
    for entry in entries:
        say_line(say(template, act=entry.title))


@click.command()
@click.argument("record_id", type=ANY_ID, required=False, metavar="[ID]")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many at most.")
@as_json
def history(record_id: str | None, limit: int, as_json: bool) -> None:
    """Who changed what, and when, newest first; of one record (T42) where its ID is given."""
    with opened() as book:
        if record_id:
            _ensure_has_history(book, record_id)
        entries = book.history(record_id, limit)
    if as_json:
        say_json([history_entry(entry) for entry in entries])
    elif entries:
        say_history(entries)
    else:
        say_line(say("nothing was done in this book yet"))


def _ensure_has_history(book: Book, record_id: str) -> None:
    """Raises NotFound for an id that the book never had; one that was deleted has a history."""
    if not book.history(record_id, 1):
        book.get(record_id)


def say_history(entries: list[HistoryEntry]) -> None:
    """Acts as a table."""
    say_table([_("Act"), _("When"), _("Who"), _("What"), ""], [_row(entry) for entry in entries])


def _row(entry: HistoryEntry) -> list[Any]:
    note = say("undone by {id}", id=ref("history", entry.undone_by)) if entry.undone_by else ""
    if entry.undoes:
        note = say("takes back {id}", id=ref("history", entry.undoes))
    return [ref("history", entry.id), entry.at.astimezone().strftime("%Y-%m-%d %H:%M"), entry.who, entry.title, note]
