"""The command that shows one record, what hangs on it, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.frame import as_of, opened
from bidtracker.cli.output import as_entry, as_json, say_json, say_page
from bidtracker.cli.reports.why import with_reasons
from bidtracker.cli.words import ANY_ID, as_of_option
from bidtracker.domain.fields import FIELDS, row
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.links import LINKS
from bidtracker.domain.records import Award, HistoryEntry, Record
from bidtracker.exports import json
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
        record = book.get(record_id)
        if as_json:
            say_json(_document(book, record_id, record))
            return
        page = record_page(record, book.holdings, as_of())
        if isinstance(record, Award):
            why = why_page(judge(book.holdings, record, as_of()), book.holdings, as_of())
            page = with_sections(page, *(section for section in why.sections if section.name != "head"))
        say_page(with_sections(page, past(book.history(record_id, HISTORY))))


def _document(book: Book, record_id: str, record: Record) -> dict[str, Any]:
    table, _number = parse_ref(record_id)
    values = as_entry(record) if isinstance(record, HistoryEntry) else json.record(record)
    hanging = {
        name: [row(each, FIELDS[name], book.holdings) for each in records]
        for name, records in _hanging(book.holdings, record_id)
    }
    whole = {"id": record_id, "table": table, "record": values, "linked": hanging}
    if isinstance(record, Award):
        chance = judge(book.holdings, record, as_of())
        whole["opportunity"] = row(chance, FIELDS["opportunities"], book.holdings) | with_reasons(chance)
    return whole | {"history": [as_entry(entry) for entry in book.history(record_id, HISTORY)]}


def _hanging(holdings: Holdings, record_id: str) -> Iterator[tuple[str, list[Any]]]:
    """The records that point to this one, table by table."""
    table, number = parse_ref(record_id)
    pointing: dict[str, dict[int, Any]] = {name: {} for name in LINKS}
    for name, _link, record in holdings.naming(table, number):
        pointing[name][record.id] = record
    if table == "awards":
        pointing["signals"] |= {signal.id: signal for signal in holdings.signals_of(holdings.awards[number])}
    yield from ((name, list(records.values())) for name, records in pointing.items() if records)
