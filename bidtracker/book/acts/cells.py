"""One field of one record or of many, changed by the act that the field takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bidtracker.book.acts.bids import bid
from bidtracker.book.acts.records import set_fields
from bidtracker.book.acts.signals import believe
from bidtracker.book.draft import Draft
from bidtracker.book.ledger import Ledger
from bidtracker.domain.errors import FieldError, Refused
from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.fields.field import OF_A_BELIEF, OF_A_BID, typed_alone
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import count, say
from bidtracker.domain.records import Record


def field_of(table: str, name: str) -> Field:
    """A field of a table by its name. Raises Refused where it cannot be changed alone."""
    field = next((field for field in FIELDS.get(table, ()) if field.name == name), None)
    if field is None or not typed_alone(field):
        raise Refused("{field} cannot be changed by itself", field=say(field.label) if field else name)
    return field


def value_in(record: Any, field: Field) -> Any:
    """What a record has in a field: a link's number, and for what is our bid's, that of the first bid."""
    if field.act.partition(" ")[0] == OF_A_BID:
        return getattr(record.bids[0], field.name) if record.bids else None
    return getattr(record, field.name)


def set_cells(book: Ledger, ids: Sequence[str], name: str, value: Any, base: Record | None = None) -> None:
    """Gives a field of all these records one value, as one act. With `base`, the one record as the caller read it, a
    change by somebody else since raises ValueConflict."""
    field = field_of(parse_ref(ids[0])[0], name)
    if field.needed and value in (None, "", ()):
        raise FieldError(name, "{field} is missing; it must be given", field=say(field.label))
    with book.acting(field.act.partition(" ")[0] or "set") as draft:
        for record_id in ids:
            _set_cell(book, draft, record_id, field, value, base)
        if len(ids) > 1:
            named = {"field": say(field.label), "id": ids[0]}
            draft.title = count("Changed {field} of {id}", "Changed {field} of {n} records", len(ids), **named)


def _set_cell(book: Ledger, draft: Draft, record_id: str, field: Field, value: Any, base: Record | None) -> None:
    match field.act.partition(" ")[0]:
        case "":
            set_fields(book, record_id, base, **{field.name: value})
        case verb:
            if value is None:
                raise FieldError(field.name, "this was set before and cannot be left empty; undo takes it back")
            if verb == OF_A_BELIEF:
                believe(book, record_id, **{field.name: value})
            else:
                bids = draft.get(*parse_ref(record_id)).bids
                bid(book, record_id, lot=bids[0].lot if bids else "", **{field.name: value})
