"""What a list says anew against what a record holds: the list's word, unless a person has typed something since.

The record itself remembers what is needed for that: for each field a person has typed, the value the list had
(`displaced`). What a list says instead is proposed.
"""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from bidtracker.book.bodies import as_stored
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import TABLE_OF, Sourced, Tender, defaults_of
from bidtracker.domain.vocabulary import ProposalKind
from bidtracker.intake.merge.questions import Proposing, key_of
from bidtracker.intake.notice import LISTED_AWARD, LISTED_TENDER, Notice, NoticeAward

# All of them at once: field by field takes twice as long.
_of_tender = attrgetter(*LISTED_TENDER)
_of_award = attrgetter(*LISTED_AWARD)

R = TypeVar("R", bound=Sourced | Tender)


def tender_values(notice: Notice) -> dict[str, Any]:
    """The fields of a tender that a list tells."""
    return _given(LISTED_TENDER, _of_tender(notice)) | notice.others


def award_values(award: NoticeAward) -> dict[str, Any]:
    """The fields of an award that a list tells."""
    return _given(LISTED_AWARD, _of_award(award)) | award.others


def _given(fields: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    """Without what a list does not say; 0 offers and amounts of 0 are something said."""
    return {field: value for field, value in zip(fields, values, strict=True) if value or value == 0}


def reconcile(record: R, values: dict[str, Any], list_name: str, proposing: Proposing, *, fill_only: bool) -> R:
    """The record with what the list says anew; what a person typed stays, and the difference is proposed.

    With `fill_only` (an older statement, or another list's) only what is not known yet is taken.
    """
    changes: dict[str, Any] = {}
    displaced = dict(record.displaced)
    for field, theirs in values.items():
        ours = getattr(record, field)
        if ours == theirs:
            continue
        if (ours is None or ours == "" or ours == ()) and field not in displaced:
            changes[field] = theirs
            continue
        if fill_only:
            continue
        plain = as_stored(theirs)
        if field in displaced:
            if displaced[field] == plain:
                continue  # the list says what it said before the person typed something else
        elif record.source is not None or ours == _default(record, field):
            changes[field] = theirs
            continue
        displaced[field] = plain
        if field == "stage":
            continue  # how far our own work has come is ours to say; an award is proposed as an outcome
        grounds = say("{list} now says {value}", list=list_name, value=_words(theirs))
        about = ref(TABLE_OF[type(record)], record.id)
        proposing.propose(ProposalKind.CHANGED_FIELD, about, grounds, field=field, value=plain, source=list_name)
    if displaced != record.displaced:
        changes["displaced"] = displaced
    return msgspec.structs.replace(record, **changes) if changes else record


def clear(record: R, fields: tuple[str, ...]) -> R:
    """The record without the fields that its list takes back; what a person typed stays."""
    changes: dict[str, Any] = {}
    displaced = dict(record.displaced)
    for field in fields:
        if field in displaced:
            displaced[field] = None
        elif getattr(record, field) != (plain := _default(record, field)):
            changes[field] = plain
    if displaced != record.displaced:
        changes["displaced"] = displaced
    return msgspec.structs.replace(record, **changes) if changes else record


def as_listed(record: R) -> R:
    """The record as the list last had it: what a person typed over is put back."""
    if not record.displaced:
        return record
    fields = record.__struct_fields__
    plain = {field: msgspec.to_builtins(getattr(record, field)) for field in fields if field not in record.displaced}
    plain |= record.displaced
    plain = {field: value for field, value in plain.items() if value is not None}
    needed = {field: getattr(record, field) for field in fields if field not in defaults_of(type(record))}
    return msgspec.convert(needed | plain, type(record))


def _default(record: Any, field: str) -> Any:
    return defaults_of(type(record)).get(field)


def _words(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    text = str(value) if not isinstance(value, (tuple, dict)) else key_of(msgspec.to_builtins(value))
    return text if len(text) <= 80 else text[:79] + "…"
