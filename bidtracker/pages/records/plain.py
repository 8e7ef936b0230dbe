"""What every page of a record has: its head, its fields, the texts that a person keeps with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.kinds import DAY, PROSE
from bidtracker.domain.message import say
from bidtracker.domain.records import TABLE_OF, Record
from bidtracker.domain.text import safe_lines
from bidtracker.pages.page import Page, Pair, Phrases, Remark, Section, Words, filled, phrases, record_ref, section
from bidtracker.pages.words import distance

LONGEST = 4_000  # characters of a long text that a page shows


def plain_page(record: Record, holdings: Holdings, as_of: date) -> Page:
    """A page of the record's fields alone."""
    table = TABLE_OF[type(record)]
    title = getattr(record, "title", "") or getattr(record, "grounds", "") or holdings.name(table, record.id)
    names = {field.name for field in FIELDS[table]}
    asked = [
        field
        for field in FIELDS[table]
        if field.name not in ("id", "title", "grounds")
        and field.kind is not PROSE
        and not (field.name.endswith("_ref") and field.name.removesuffix("_ref") in names)  # its name leads there
    ]
    return page_of(record, section("fields", "", pairs(record, asked, holdings, as_of, {})), title=title)


def page_of(record: Record, *sections: Section | None, title: Words, note: Words = "") -> Page:
    """A page under a record's id and title, with the long texts at its end."""
    return Page(
        title=title,
        ref=ref(TABLE_OF[type(record)], record.id),
        note=note,
        sections=filled(*sections, *long_texts(record, without=title)),
    )


def fields(
    record: Any,
    holdings: Holdings,
    as_of: date,
    *,
    skip: Collection[str] = (),
    special: Mapping[str, Phrases] | None = None,
    first: Iterable[Pair] = (),
    last: Iterable[Pair] = (),
) -> Section:
    """The record's own fields in their order, each with its label and what is known; `special` ones are worded by the
    page, those to `skip` stand elsewhere on it.

    `first` and `last` are what stands before and after them.
    """
    table = FIELDS[TABLE_OF[type(record)]]
    asked = [field for field in table if field.name in (special or {}) or not (field.name in skip or _apart(field))]
    return section("fields", "", (*first, *pairs(record, asked, holdings, as_of, special or {}), *last))


def _apart(field: Field) -> bool:
    """Whether a field is derived, or a text that has its own place on a page."""
    return not field.edit or field.kind is PROSE


def pairs(
    record: Any, fields: Iterable[Field], holdings: Holdings, as_of: date, special: Mapping[str, Phrases]
) -> Iterator[Pair]:
    """Fields of a record, or of a part of one, in their order, each with its label and what is known."""
    by_name = {field.name: field for field in FIELDS.get(TABLE_OF.get(type(record), ""), ())}
    for field in fields:
        words = special[field.name] if field.name in special else worded(field, record, holdings, as_of)
        if words:
            number = by_name.get(f"{field.name}_ref")
            linked = number.get(record, holdings) if number else 0
            yield Pair(label=field.label, words=words, target=record_ref(field.kind.table, linked or 0))


def worded(field: Field, record: Any, holdings: Holdings, as_of: date) -> Phrases:
    """A field of a record as a page has it; a day to come says how far away it is."""
    value = field.get(record, holdings)
    words = phrases(field.show(value))
    if words and field.kind is DAY and value >= as_of:
        words += phrases(("  ", ""), (distance(value, as_of), "muted"))
    return words


def long_texts(record: Any, without: Words = "") -> Iterator[Section]:
    """Texts of several lines, each under its own heading; the one `without` a heading is the title."""
    for field in FIELDS[TABLE_OF[type(record)]]:
        text = getattr(record, field.name, "") if field.kind is PROSE else ""
        if text and text.strip() and text != without:
            lines = safe_lines(text[:LONGEST]).split("\n")
            yield section(field.name, say(field.label), (Remark(words=((line, ""),)) for line in lines))
