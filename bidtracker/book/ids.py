"""Ids as acts are given them: of a record of the one kind that the act is about, or of a part of such a record."""

from __future__ import annotations

from typing import Any, TypeVar

from bidtracker.book.draft import Draft
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.ids import PARTS, parse_part, parse_ref, part_ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import TABLE_OF, Record

R = TypeVar("R", bound=Record)

WRONG = {
    "tenders": _("{id} is no tender; tenders have ids like T42"),
    "awards": _("{id} is no award; awards have ids like A5"),
    "contacts": _("{id} is no contact; contacts have ids like P7"),
    "touches": _("{id} is no touch; touches have ids like F4"),
    "quotes": _("{id} is no quote; quotes have ids like M3"),
    "inquiries": _("{id} is no inquiry; inquiries have ids like I3"),
    "proposals": _("{id} is no proposal; proposals have ids like Q3"),
    "needs": _("{id} is no need; needs have ids like N1, and their demands like N1.2"),
    "deals": _("{id} is no deal; deals have ids like D3, and their steps like D3.2"),
}


def record_in(draft: Draft, kind: type[R], record_id: str) -> R:
    """The record of that kind that an id names. Refused where the id is of another, NotFound where there is none."""
    return _got(draft, kind, record_id, *parse_ref(record_id))


def part_in(draft: Draft, kind: type[R], record_id: str) -> tuple[R, Any]:
    """The record of that kind and the part of it that an id names ("N1.2"); no part for the record's own id ("N1").

    Refused where the id is of another kind, NotFound where there is no such record or part.
    """
    table, number, part = parse_part(record_id)
    record = _got(draft, kind, record_id, table, number)
    if not part:
        return record, None
    for candidate in getattr(record, PARTS[table]):
        if candidate.number == part:
            return record, candidate
    raise NotFound("there is no {id} in this book", id=part_ref(table, number, part))


def _got(draft: Draft, kind: type[R], record_id: str, table: str, number: int) -> R:
    if table != TABLE_OF[kind]:
        raise Refused(WRONG[TABLE_OF[kind]], id=record_id)
    record: R = draft.get(table, number)
    return record
