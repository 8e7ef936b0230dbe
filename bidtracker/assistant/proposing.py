"""What a helper would write: put to a person as a proposal, each value read as if it had been typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from bidtracker.book import Book
from bidtracker.book.acts.proposing import PROPOSED
from bidtracker.book.draft import LISTED
from bidtracker.domain.errors import FieldError
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import RECORDS, Proposal

SOURCE = "helper"  # where such a proposal says it is from


def record_proposed(book: Book, table: str, about: str, fields: dict[str, str], why: str) -> dict[str, Any]:
    """Proposes a record with these fields, given as texts."""
    typed = {name: read(table, name, text, book.today()) for name, text in fields.items()} if table in PROPOSED else {}
    grounds = say("A helper says: {why}", why=why)
    return _answer(book.propose(table, about, grounds=grounds, source=SOURCE, fields=typed))


def change_proposed(book: Book, record_id: str, field: str, value: str, why: str) -> dict[str, Any]:
    """Proposes another value, given as a text, for a field of a record."""
    table, _ = parse_ref(record_id)
    typed = read(table, field, value, book.today())
    grounds = say("A helper says: {why}", why=why)
    return _answer(book.propose_change(record_id, field, typed, grounds=grounds, source=SOURCE))


def read(table: str, name: str, text: str, today: date) -> Any:
    """The value of a field as a person types it; a part of a record that no form asks for is taken as it stands."""
    field = next((field for field in FIELDS.get(table, ()) if field.name == name), None)
    if field is not None and field.edit and not field.act:
        return field.parse(text, today)
    if field is None and table in RECORDS and name in LISTED[RECORDS[table]]:
        return int(text) if text.strip().isdigit() else text
    raise FieldError(name, "{table} have no field {field}", table=table, field=name)


def _answer(proposal: Proposal) -> dict[str, Any]:
    """What a helper is told of a proposal that it made."""
    return {"proposal": ref("proposals", proposal.id), "state": "waits for a person to accept or refuse it"}
