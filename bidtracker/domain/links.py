"""The links between records: which of their fields name other records, and what becomes of a link that is cut."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import msgspec

from bidtracker.domain.records import TABLE_OF, Record

R = TypeVar("R", bound=Record)


class RecordLink(NamedTuple):
    """A field with the number of a record of the table `to` (0: none), or with several numbers.

    Where the field holds parts, each has the number in its field `within`. `beside` is the field with the number of a
    part of the record named, which means nothing without it. A record, or the part, cannot be without one that is
    `needed`, and a record that `hangs` on another is not kept without it.
    """

    field: str
    to: str
    within: str = ""
    beside: str = ""
    needed: bool = False
    hangs: bool = False

    @property
    def goes(self) -> bool:
        """Whether a record that has the link goes with the one that it names."""
        return not self.within and (self.needed or self.hangs)


# table -> the links by which its records are found from another record
LINKS: dict[str, tuple[RecordLink, ...]] = {
    "contacts": (
        RecordLink("buyer", "buyers", needed=True),
        RecordLink("reports_to", "contacts"),
        RecordLink("introduced_by", "contacts"),
    ),
    "tenders": (
        RecordLink("buyer", "buyers", needed=True),
        RecordLink("follows", "tenders"),
        RecordLink("tenderers", "competitors"),
    ),
    "awards": (
        RecordLink("tender", "tenders", needed=True),
        RecordLink("suppliers", "competitors"),
    ),
    "signals": (
        RecordLink("award", "awards", beside="promise", hangs=True),
        RecordLink("buyer", "buyers", hangs=True),
        RecordLink("competitor", "competitors", hangs=True),
        RecordLink("contact", "contacts"),
    ),
    "touches": (
        RecordLink("buyer", "buyers", needed=True),
        RecordLink("contact", "contacts"),
        RecordLink("award", "awards"),
        RecordLink("tender", "tenders"),
    ),
    "facts": (
        RecordLink("buyer", "buyers", needed=True),
        RecordLink("contact", "contacts"),
        RecordLink("person", "contacts", hangs=True),
    ),
    "inquiries": (
        RecordLink("tender", "tenders", needed=True),
        RecordLink("award", "awards"),
        RecordLink("contact", "contacts"),
    ),
    "favours": (RecordLink("contact", "contacts", needed=True),),
    "hospitality": (RecordLink("contact", "contacts", needed=True),),
    "channel_changes": (
        RecordLink("buyer", "buyers", needed=True),
        RecordLink("contact", "contacts"),
    ),
    "needs": (
        RecordLink("buyer", "buyers", needed=True),
        RecordLink("tender", "tenders"),
        RecordLink("contact", "contacts"),
        RecordLink("matches", "offers", within="offer", needed=True),
    ),
    "themes": (
        RecordLink("tender", "tenders", needed=True),
        RecordLink("need", "needs", beside="demand"),
        RecordLink("award", "awards", beside="promise"),
    ),
    "quotes": (
        RecordLink("tender", "tenders", needed=True),
        RecordLink("competitor", "competitors", hangs=True),  # a quote of nobody would be ours
        RecordLink("offer", "offers"),
        RecordLink("contact", "contacts"),
    ),
    "deals": (
        RecordLink("award", "awards", needed=True),
        RecordLink("milestones", "contacts", within="contact"),
    ),
}
# Every link that must lead somewhere. A tender's events name its own awards, which lead to it already; a line of the
# list of tenders carries no events.
EVENTS = RecordLink("events", "awards", within="award")
REFERENCES = LINKS | {"tenders": (*LINKS["tenders"], EVENTS)}


def numbers(record: Record, link: RecordLink) -> tuple[int, ...]:
    """The numbers of the records that a link names; none where it is not known."""
    value: int | tuple[Any, ...] = getattr(record, link.field)
    if not isinstance(value, tuple):
        return (value,) if value else ()
    if link.within:
        return tuple(dict.fromkeys(filter(None, map(attrgetter(link.within), value))))
    return value


def named(record: Record) -> Iterator[tuple[RecordLink, int]]:
    """The records that a record names, each with the link that names it."""
    for link in REFERENCES.get(TABLE_OF[type(record)], ()):
        for number in numbers(record, link):
            yield link, number


def lacking(record: Record) -> Iterator[str]:
    """The fields of links that a record needs and does not have."""
    for link in LINKS.get(TABLE_OF[type(record)], ()):
        if link.needed and not link.within and not getattr(record, link.field):
            yield link.field


def relinked(record: R, link: RecordLink, old: int, new: int = 0) -> R:
    """The record with a link to `new` wherever it has one to `old`. With 0 it lets go of that: a number among several,
    and a part that cannot be without one, leaves the row, and what stood beside the link goes."""
    value = getattr(record, link.field)
    changes: dict[str, Any] = {link.field: new if value == old else value}
    if link.within:
        changes[link.field] = tuple(
            msgspec.structs.replace(part, **{link.within: new}) if getattr(part, link.within) == old else part
            for part in value
            if new or not link.needed or getattr(part, link.within) != old
        )
    elif isinstance(value, tuple):
        moved = dict.fromkeys(new if number == old else number for number in value)
        changes[link.field] = tuple(filter(None, moved))
    elif link.beside and value == old and not new:
        changes[link.beside] = 0
    return msgspec.structs.replace(record, **changes)


# ---------------------------------------------------------------- what a book keeps an index of

PAST = "_past"  # the table of what each tender tells of the past; see `book/kept/past.py`
USUAL = "_usual"  # the table of what the re-tenders of a book come to, in its document 1
DERIVED = (PAST, USUAL)
"""Tables that are made of the others, and that no dump has."""

ASKED: dict[str, tuple[str, ...]] = {
    "tenders": (
        "bids",
        "watch",
        "park_until",
        "deadline",
        "deadline_at",
        "stage",
        "decision",
        "outcome",
        "earlier.until",
        "ocid",
        "source.key",
    ),
    "awards": ("tracked", "ours", "status", "earlier.until"),
    "signals": ("earlier.until",),
    "contacts": ("earlier.until",),
    "facts": ("earlier.until",),
    PAST: ("around", "texts", "event"),
}
"""Fields besides the links."""


def _paths() -> dict[str, tuple[str, ...]]:
    paths = dict(ASKED)
    for table, links in LINKS.items():
        names = [f"{link.field}.{link.within}" if link.within else link.field for link in links]
        paths[table] = (*names, *paths.get(table, ()))
    return paths


INDEXED = _paths()
"""Every indexed field: the links between records, and what else is asked for."""
