"""Acts on records of any table: add, set, delete, tag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from bidtracker.book.acts.themes import alone
from bidtracker.book.cross_checks import agree
from bidtracker.book.draft import Draft
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, called, changed, resolve
from bidtracker.domain.errors import Refused, ValueConflict
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.links import relinked
from bidtracker.domain.message import count, listed, say
from bidtracker.domain.records import Record, Theme


def add(book: Ledger, table: str, **fields: Any) -> Any:
    """A new record. A link may be given as a number, an id ("B12") or, for buyers and competitors, a name."""
    with book.acting("add") as draft:
        record = draft.add(build(table, resolve(draft, table, fields)))
        _settle(draft, record)
        draft.title = say("Added {id} {name}", id=ref(table, record.id), name=called(draft, record))
    return record


def set_fields(book: Ledger, record_id: str, base: Record | None = None, **fields: Any) -> Any:
    """Changes fields of a record. With `base`, the record as the caller read it, a field that somebody else has
    changed since raises ValueConflict; other people's changes to other fields are kept."""
    table, number = parse_ref(record_id)
    with book.acting("set") as draft:
        current = draft.get(table, number)
        fields = resolve(draft, table, fields)
        for field, value in fields.items():
            theirs = getattr(current, field, None)
            if base is not None and theirs not in (getattr(base, field), value):
                raise ValueConflict(ref(table, number), field, theirs, value)
        record = draft.put(changed(current, fields))
        _settle(draft, record, current)
        labels = {field.name: field.label for field in FIELDS[table]}
        draft.title = say(
            "Changed {fields} of {id} {name}",
            fields=listed(say(labels.get(field, field)) for field in fields),
            id=ref(table, number),
            name=called(draft, record),
        )
    return record


def delete(book: Ledger, *ids: str) -> int:
    """Removes records and everything that hangs on them; returns how many records went."""
    with book.acting("delete") as draft:
        keys = [parse_ref(record_id) for record_id in ids]
        names = [called(draft, draft.get(*key)) for key in keys]
        gone = dict.fromkeys(book.holdings.going(keys))
        for table, number in gone:
            for other, link, naming in book.holdings.naming(table, number):
                here = draft.find(other, naming.id) if (other, naming.id) not in gone else None
                if here is not None:
                    draft.put(relinked(here, link, number))
        for key in gone:
            draft.drop(*key)
        if len(ids) > 1:
            draft.title = count("Deleted {n} record", "Deleted {n} records", len(gone))
        else:
            many = "Deleted {id} {name} and what hung on it ({n} records)"
            draft.title = count("Deleted {id} {name}", many, len(gone), id=ids[0], name=names[0])
    return len(gone)


def tag(book: Ledger, ids: Iterable[str], tag: str, *, off: bool = False) -> None:
    """Puts one tag on records, or takes it off."""
    keys = [parse_ref(record_id) for record_id in ids]
    with book.acting("tag") as draft:
        for table, number in keys:
            record = draft.get(table, number)
            if not hasattr(record, "tags"):
                raise Refused("{id} takes no tags", id=ref(table, number))
            tags = [t for t in record.tags if t != tag] + ([] if off else [tag])
            draft.put(msgspec.structs.replace(record, tags=tuple(tags)))
        first = ref(*keys[0])
        draft.title = count("Tagged {id} “{tag}”", "Tagged {n} records “{tag}”", len(keys), id=first, tag=tag)


def _settle(draft: Draft, record: Record, before: Record | None = None) -> None:
    """What a record that was added or changed means for others: it must agree with them, and one bid has one main
    theme."""
    agree(draft, record, before)
    if isinstance(record, Theme):
        alone(draft, record)
