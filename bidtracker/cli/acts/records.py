"""Commands that make, change and remove records of any sort."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.amounts import in_currency
from bidtracker.cli.frame import act, founding, today
from bidtracker.cli.naming_fields import NamingFields, editable
from bidtracker.cli.words import ANY_ID, Id
from bidtracker.domain.errors import FieldError
from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.locale import listed, tr

ADDED = {
    "tender": "tenders",
    "buyer": "buyers",
    "contact": "contacts",
    "competitor": "competitors",
    "fact": "facts",
    "need": "needs",
    "offer": "offers",
}
pairs = click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE…")


@click.command(cls=NamingFields, fields={what: editable(table) for what, table in ADDED.items()})
@click.argument("what", type=click.Choice(list(ADDED)))
@pairs
@founding
def add(book: Book, what: str, pairs: tuple[str, ...]) -> Any:
    """Add a tender, buyer, contact, competitor, fact, need or offer.

    \b
    bidtracker add tender title="Road salt" buyer="Ashby Council" deadline=fri value="120k GBP"
    bidtracker add contact name="M. Reyes" buyer=B12 layer=decision roles=decides,approves
    bidtracker add fact buyer=B12 kind=upcoming_need text="New hub opens in spring"
    bidtracker add offer name="Scan One" tier=standard price="900 EUR" floor="800 EUR"
    """
    fields = typed(ADDED[what], pairs)
    if what in ("fact", "need"):
        fields.setdefault("on", today())
    return book.add(ADDED[what], **fields)


@click.command(cls=NamingFields, fields={table: editable(table) for table in FIELDS})
@click.argument("record_id", type=ANY_ID, metavar="ID")
@pairs
@act
def set_(book: Book, record_id: str, pairs: tuple[str, ...]) -> Any:
    """Change fields of the record ID (T42); an empty value (KEY=) takes one away."""
    table, _ = parse_ref(record_id)
    fields = typed(table, pairs)
    record = book.get(record_id)
    for name, value in fields.items():
        if isinstance(value, Money):
            fields[name] = in_currency(book, record_id, value)
    return book.set(record_id, base=record, **fields)


@click.command()
@click.argument("ids", type=ANY_ID, nargs=-1, required=True, metavar="ID…")
@act
def delete(book: Book, ids: tuple[str, ...]) -> None:
    """Remove records and everything that hangs on them; undo brings them back."""
    book.delete(*ids)


@click.command()
@click.argument("ids", type=ANY_ID, nargs=-1, required=True, metavar="ID…")
@click.argument("tag")
@click.option("--off", is_flag=True, help="Take it off.")
@act
def tag(book: Book, ids: tuple[str, ...], tag: str, off: bool) -> None:
    """Put TAG on records, or take it off."""
    book.tag(ids, tag, off=off)


@click.command()
@click.argument("record_id", type=ANY_ID, metavar="ID")
@click.argument("links", nargs=-1, required=True, metavar="LINK…")
@click.option("--off", is_flag=True, help="Take them off.")
@act
def attach(book: Book, record_id: str, links: tuple[str, ...], off: bool) -> Any:
    """Put LINKs, the addresses of pages or files, on the record ID; what they lead to stays where it is."""
    return book.detach(record_id, *links) if off else book.attach(record_id, *links)


@click.command()
@click.argument("keep", type=Id("buyers", "competitors"))
@click.argument("gone", type=Id("buyers", "competitors"))
@act
def merge(book: Book, keep: str, gone: str) -> Any:
    """Make one organisation of two spellings: what hung on GONE hangs on KEEP."""
    return book.merge(keep, gone)


def typed(table: str, pairs: tuple[str, ...]) -> dict[str, Any]:
    """KEY=VALUE arguments as the fields of a record; what cannot be read is wrong usage."""
    fields = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            words = say("{pair} is not KEY=VALUE, like title='Road salt'", pair=repr(pair))
            raise click.UsageError(tr(words), click.get_current_context())
        field = _field(table, key.strip().casefold().replace("-", "_"))
        try:
            fields[field.name] = field.parse(value, today())
        except FieldError as error:
            raise click.UsageError(f"{field.name}: {tr(error.message)}", click.get_current_context()) from None
    return fields


def _field(table: str, key: str) -> Field:
    """The field of that name. One that there is not is answered with the nearest, or with the act that changes it."""
    columns = {field.name: field for field in FIELDS.get(table, ())}
    field = columns.get(key)
    if field is not None and field.act:
        words = say("{key} is changed by `bidtracker {act}`", key=key, act=field.act)
        raise click.UsageError(tr(words), click.get_current_context())
    if field is None or not field.edit:
        open_ones = editable(table)
        if not open_ones:
            raise click.UsageError(tr(say("{table} are never changed", table=table)), click.get_current_context())
        near = get_close_matches(key, open_ones, 1)
        words = (
            say(
                "{table} have no field {key} to be typed; did you mean {near}?",
                table=table,
                key=repr(key),
                near=near[0],
            )
            if near
            else say(
                "{table} have no field {key} to be typed; there are {known}",
                table=table,
                key=repr(key),
                known=listed(open_ones),
            )
        )
        raise click.UsageError(tr(words), click.get_current_context())
    return field
