"""From what a caller gives to a record: types checked, links by id or name resolved."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.bodies import decode
from bidtracker.book.draft import Draft, missing
from bidtracker.domain.errors import FieldError, Unreadable
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.links import LINKS
from bidtracker.domain.message import listed
from bidtracker.domain.names import normal
from bidtracker.domain.records import RECORDS, Award, ChannelChange, Deal, Inquiry, Quote, Record, Settings, defaults_of
from bidtracker.domain.vocabulary import Word


def build(table: str, fields: dict[str, Any]) -> Any:
    """A record from plain or typed values, or one FieldError."""
    kind = RECORDS[table]
    unknown = [field for field in fields if field not in kind.__struct_fields__ or field == "id"]
    if unknown:
        raise FieldError(unknown[0], "{table} have no field {field}", table=table, field=unknown[0])
    try:
        return msgspec.convert({k: plain(v) for k, v in fields.items() if v is not None}, kind)
    except msgspec.ValidationError as error:
        raise _field_error(error) from None


def changed(record: Record, fields: dict[str, Any]) -> Any:
    """A record with some fields replaced, checked against its types."""
    table = next(table for table, kind in RECORDS.items() if isinstance(record, kind))
    whole = {field: getattr(record, field) for field in record.__struct_fields__ if field != "id"} | fields
    defaults = defaults_of(type(record))
    kept = {k: v for k, v in whole.items() if v is not None or k not in defaults or defaults[k] is not None}
    return msgspec.structs.replace(build(table, kept), id=record.id)


def settled(settings: Settings, fields: dict[str, Any]) -> Settings:
    """What holds for a book with some of it replaced, checked against its types."""
    try:
        return msgspec.convert(plain(msgspec.structs.replace(settings, **fields)), Settings)
    except msgspec.ValidationError as error:
        raise _field_error(error) from None


def plain(value: Any) -> Any:
    """A value as JSON would have it, for msgspec to check against the record's types."""
    return msgspec.to_builtins(value)


def _field_error(error: msgspec.ValidationError) -> FieldError:
    reason, _, path = str(error).partition(" - at `$.")
    field = path.rstrip("`").split(".")[0].split("[")[0]
    if reason.startswith("Object missing required field"):
        field = reason.split("`")[1]
        return missing(field)
    return FieldError(field or "?", "{field}: {reason}", field=field or "?", reason=reason)


def resolve(draft: Draft, table: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Links given as ids or names become numbers; a buyer or competitor not known yet is added."""
    done = dict(fields)
    for field, target, *_ in LINKS.get(table, ()):
        value = done.get(field)
        if isinstance(value, str):
            done[field] = number_of(draft, target, value, field) if value else 0
        elif isinstance(value, (tuple, list)):
            done[field] = tuple(number_of(draft, target, v, field) if isinstance(v, str) else v for v in value)
    return done


def number_of(draft: Draft, table: str, text: str, field: str) -> int:
    """The number of a record meant by an id or a name. A buyer or competitor of that name is added if there is none."""
    try:
        table_named, number = parse_ref(text)
    except Unreadable:
        pass
    else:
        if table_named == table:
            if draft.find(table, number) is None:
                raise FieldError(field, "there is no {id} in this book", id=ref(table, number))
            return number
    if table in ("buyers", "competitors"):
        return draft.organisation(table, text)
    asked, records = normal(text), (decode(table, number, body) for number, body in draft.db.table(table).rows())
    named: list[int] = [
        record.id for record in records if normal(getattr(record, "name", "") or getattr(record, "title", "")) == asked
    ]
    if len(named) == 1:
        return named[0]
    if not named:
        raise FieldError(field, "there is no {text} among the {table}; give its id", text=text, table=table)
    ids = listed(ref(table, n) for n in named[:5])
    raise FieldError(
        field, "{text} is the name of several {table} ({ids}); give the id", text=text, table=table, ids=ids
    )


def called(draft: Draft, record: Any) -> str | Word:
    """What a record is called on a line of history: its name, its title, the word for its kind, or what it says. A
    contract without a title is called like its tender, and a deal like its contract."""
    if isinstance(record, Deal):
        return called(draft, draft.find("awards", record.award))
    if isinstance(record, Award) and not record.title:
        return called(draft, draft.find("tenders", record.tender))
    if isinstance(record, Inquiry):
        return called(draft, draft.find("tenders", record.tender))
    if isinstance(record, Quote):
        return str(record.price)
    if isinstance(record, ChannelChange):
        return f"{record.was} → {record.becomes}"
    return next((text for field in ("name", "title", "kind", "text") if (text := getattr(record, field, ""))), "")
