"""Records as they stood on a day: what a judgement reads is kept with the day on which it was changed.

A signal made severer once the result is out, or an end set right after it, must not change what the radar would have
said before. So each change of such a field leaves what stood there, with its day, in the record's own `earlier`: it
lasts as long as the record does, also where the history is dropped. So it is with how far a tender was, how it ended
and which one it competes again; who is meant by a buyer, a supplier or a contact is no judgement and stays as it is.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import msgspec

from bidtracker.domain.records import Award, Contact, Earlier, Fact, Record, Signal, Tender, TenderLine

R = TypeVar("R", bound=Record)

_TENDER = (
    "category",
    "category_scheme",
    "value",
    "published",
    "deadline",
    "decision_date",
    "standstill_until",
    "method",
    "structure",
    "offers",
    "stage",
    "decision",
    "outcome",
    "follows",
)

# What a judgement reads of a record and has no day of its own.
JUDGED: dict[type[Record], tuple[str, ...]] = {
    Signal: ("kind", "on", "happened", "severity", "channel", "reliability", "credibility", "state"),
    Award: (
        "status",
        "value",
        "awarded",
        "start",
        "end",
        "max_end",
        "options",
        "terminated",
        "termination_reason",
        "incumbent_before",
    ),
    Contact: ("roles", "left", "do_not_contact"),
    Fact: ("kind", "text", "on", "figure", "rating", "confidence", "state"),
    Tender: _TENDER,
    TenderLine: _TENDER,
}

_encode = msgspec.json.Encoder().encode


def earlier_of(record: Record) -> tuple[Earlier, ...]:
    """What a record keeps of what it was, from old to new."""
    kept: tuple[Earlier, ...] = getattr(record, "earlier", ())
    return kept


def as_it_stood(record: R, day: date) -> R:
    """A record as it was at the end of a day; itself where nothing was changed later."""
    kept = earlier_of(record)
    if not kept or kept[-1].until <= day:
        return record
    fields: dict[str, Any] = {}
    for change in reversed(kept):
        if change.until > day:
            fields |= change.fields
    whole = _plain(record) | fields | {"earlier": [each for each in kept if each.until <= day]}
    stood = msgspec.json.decode(_encode(whole), type=type(record))
    msgspec.structs.force_setattr(stood, "id", record.id)
    return stood


def keeping(before: Record, after: R, today: date) -> R:
    """`after`, with what a judgement read of it until today. Nothing is kept of a record that was itself written down
    today: no judgement of an earlier day reads it."""
    fields = JUDGED.get(type(after), ())
    if not fields or getattr(before, "written", None) == today:
        return after
    changed = {f: _plain(getattr(before, f)) for f in fields if getattr(before, f) != getattr(after, f)}
    if not changed:
        return after
    kept = list(earlier_of(before))
    if kept and kept[-1].until == today:
        changed |= kept.pop().fields
    changed = {field: value for field, value in changed.items() if value != _plain(getattr(after, field))}
    new = (Earlier(until=today, fields=changed),) if changed else ()
    return msgspec.structs.replace(after, earlier=(*kept, *new))


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return msgspec.json.decode(_encode(value))
