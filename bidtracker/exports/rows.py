"""A list of the book as rows of fields: what is printed and what is exported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import islice
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.fields import FIELDS, Field, row
from bidtracker.domain.filters.query import where_globs
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import DAY, FLAG, MESSAGE, SPOKEN, TEXT, TEXTS, Kind, id_of, link
from bidtracker.domain.message import CLAUSES
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Contact
from bidtracker.locale import listed, shown, tr
from bidtracker.radar.agenda import DAYS, agenda
from bidtracker.radar.due import DueItem
from bidtracker.radar.score.opportunity import Opportunity, defended, opportunities


def _of_item(
    name: str, label: str, kind: Kind, width: int, priority: int, get: Callable[[DueItem, Holdings], Any]
) -> Field:
    return Field(name=name, label=label, kind=kind, width=width, priority=priority, get=get, edit=False)


AGENDA = (
    _of_item("on", _("On"), DAY, 10, 1, lambda item, h: item.on),
    _of_item("overdue", _("Overdue"), FLAG, 7, 3, lambda item, h: item.overdue),
    _of_item("kind", _("What"), SPOKEN, 18, 1, lambda item, h: item.kind),
    _of_item("text", _("About"), MESSAGE, 50, 1, lambda item, h: item.text),
    _of_item("buyer", _("Buyer"), link("buyers"), 26, 2, lambda item, h: h.name("buyers", item.buyer)),
    _of_item("buyer_ref", _("Buyer"), id_of("buyers"), 6, 0, lambda item, h: item.buyer or None),
    _of_item("refs", _("Ids"), TEXTS, 12, 3, lambda item, h: item.refs),
    _of_item("quiet", _("Quiet"), MESSAGE, 20, 0, lambda item, h: item.quiet.message if item.quiet else None),
)
TABLES = (
    "tenders",
    "awards",
    "signals",
    "buyers",
    "contacts",
    "competitors",
    "touches",
    "facts",
    "inquiries",
    "favours",
    "hospitality",
    "channel_changes",
    "needs",
    "offers",
    "themes",
    "quotes",
    "deals",
    "proposals",
)
LISTS = ("radar", "defend", "agenda", *TABLES)


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One list at one moment: its records, and the fields that they are shown by.

    `whole` gives the full record for one of a list's lines, so that long texts are written too. `book` is the book's
    own id, by which its entries in a calendar are told from another book's.
    """

    name: str
    fields: tuple[Field, ...]
    records: Sequence[Any]
    holdings: Holdings
    as_of: date
    whole: Callable[[Any], Any]
    book: str = ""

    @property
    def written(self) -> tuple[Field, ...]:
        """The fields of a file for people: also who is to be called, and why."""
        return (*self.fields, *(_call_fields(self.as_of) if table_of(self.name) == "opportunities" else ()))

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that a list shows where there is no room for all."""
        return tuple(field for field in self.fields if field.priority)

    def rows(self) -> Iterator[list[Any]]:
        """The raw values of all fields that are written, record by record."""
        fields = self.written
        for line in self.records:
            record = self.whole(line)
            yield [field.get(record, self.holdings) for field in fields]

    def objects(self) -> Iterator[dict[str, Any]]:
        """The records as flat JSON objects, with all fields."""
        for line in self.records:
            yield row(self.whole(line), self.fields, self.holdings)


class ListChoices(msgspec.Struct, frozen=True, kw_only=True):
    """What of a list is wanted, and in which order.

    `where` are KEY=GLOB conditions; `sort` is a field's name, with "-" before it the other way round; `days` is for the
    agenda.
    """

    where: Sequence[str] = ()
    sort: str = ""
    limit: int | None = None
    days: int = DAYS


ALL = ListChoices()


def sheet(
    name: str,
    holdings: Holdings,
    as_of: date,
    choices: ListChoices = ALL,
    *,
    whole: Callable[[Any], Any] = lambda line: line,
    book: str = "",
) -> Sheet:
    """The list `name`, one of LISTS. Raises Unreadable for a condition or a field that there is not."""
    fields = AGENDA if name == "agenda" else FIELDS[table_of(name)]
    where, sort = choices.where, choices.sort
    early = choices.limit if not where and not sort else None  # the radar spells out no more than are shown
    match name:
        case "radar":
            records: list[Any] = opportunities(holdings, as_of, limit=early)
        case "defend":
            records = defended(holdings, as_of, limit=early)
        case "agenda":
            records = list(agenda(holdings, as_of, choices.days))
        case _:
            records = list(holdings.table(name).values())
    if where:
        fits = where_globs(where, table_of(name), holdings, as_of, tr)
        records = [record for record in records if fits(record)]
    if sort:
        _sort(records, sort, fields, holdings)
    return Sheet(
        name=name,
        fields=fields,
        records=records[: choices.limit],
        holdings=holdings,
        as_of=as_of,
        whole=whole,
        book=book,
    )


def _call_fields(as_of: date) -> tuple[Field, ...]:
    """What a caller wants beside an opportunity: what went wrong, and whom to reach how."""
    # Seldom wanted, and most of what is said of an account hangs on it.
    from bidtracker.pages.account.calls import WRONG, caller
    from bidtracker.pages.account.focus import focus_on
    from bidtracker.pages.account.subjects import went_wrong
    from bidtracker.pages.draw.markdown import remark_text

    def contact(read: Callable[[Contact], str]) -> Callable[[Opportunity, Holdings], str]:
        def get(opportunity: Opportunity, holdings: Holdings) -> str:
            person = caller(opportunity, holdings, as_of)
            return read(person) if person else ""

        return get

    def wrong(opportunity: Opportunity, holdings: Holdings) -> str:
        remarks = went_wrong(focus_on(opportunity, holdings, as_of))
        return listed(map(remark_text, islice(remarks, WRONG)), CLAUSES)

    def field(name: str, heading: str, get: Callable[[Any, Holdings], Any]) -> Field:
        return Field(name=name, label=heading, kind=TEXT, width=20, priority=0, get=get, edit=False)

    return (
        field("went_wrong", _("What went wrong"), wrong),
        field("contact", _("Contact"), contact(lambda person: person.name)),
        field("phone", _("Phone"), contact(lambda person: person.phone)),
        field("email", _("Mail"), contact(lambda person: person.email)),
    )


def shown_field(field: Field, record: Any, holdings: Holdings) -> str:
    """A field of a record as the person reads it."""
    return shown(field.show(field.get(record, holdings)))


def table_of(name: str) -> str:
    """The table of FIELDS whose rows a list has."""
    return "opportunities" if name in ("radar", "defend") else name


def _sort(records: list[Any], key: str, fields: Iterable[Field], holdings: Holdings) -> None:
    """Puts records in order; what is not known comes last either way."""
    falling, name = key.startswith("-"), key.removeprefix("-")
    by_name = {field.name: field for field in fields}
    field = by_name.get(name)
    if field is None:
        near = get_close_matches(name, by_name, 1)
        hint = near[0] if near else listed(by_name)
        raise Unreadable("there is no field {key} to sort by; did you mean {near}?", key=repr(name), near=hint)
    ordered = [(*field.order(field.get(record, holdings)), record) for record in records]
    here = sorted((each for each in ordered if not each[0]), key=lambda each: each[1], reverse=falling)
    records[:] = [each[2] for each in here] + [each[2] for each in ordered if each[0]]
