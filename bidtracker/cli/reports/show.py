"""The command that shows one record, what hangs on it, and its history."""

from __future__ import annotations

import click

from bidtracker.cli.frame import as_of, opened, stood
from bidtracker.cli.output import as_json, say_json, say_page
from bidtracker.cli.words import ANY_ID, as_of_option
from bidtracker.domain.as_it_stood import as_it_stood
from bidtracker.domain.records import Award
from bidtracker.exports.record_document import record_document
from bidtracker.pages.account.why import why_page
from bidtracker.pages.page import with_sections
from bidtracker.pages.records import record_page
from bidtracker.pages.records.past import past
from bidtracker.radar.score.opportunity import judge

HISTORY = 10  # acts shown; `bidtracker history T42` has them all


@click.command()
@click.argument("record_id", type=ANY_ID, metavar="ID")
@as_json
@as_of_option
def show(record_id: str, as_json: bool) -> None:
    """The record ID (T42, B12, A5 …), what hangs on it, why it scores as it does, and its history."""
    with opened() as book:
        record = as_it_stood(book.get(record_id), as_of())
        if as_json:
            say_json(record_document(record, stood(book), as_of(), book.history(record_id, HISTORY)))
            return
        page = record_page(record, stood(book), as_of())
        if isinstance(record, Award):
            why = why_page(judge(stood(book), record, as_of()), stood(book), as_of())
            page = with_sections(page, *(section for section in why.sections if section.name != "head"))
        say_page(with_sections(page, past(book.history(record_id, HISTORY))))
