"""One record that a lasting act and somebody beside it both changed. Pure: three states in, one out.

Where they changed different fields, both stay. Where they changed the same, what was typed beside the act stays, and
what the list says there is remembered as with any field that a person has typed over.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.bodies import encode, parse
from bidtracker.book.draft import LISTED
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import LETTERS, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import RECORDS
from bidtracker.domain.rules import faults
from bidtracker.storage import META

ABSENT: Any = object()  # what a field has that is not written, because it is as by default
JOINED = ("displaced", "extra", "settings", "mappings", "unfinished", "filters")  # what is joined key by key
GROWING = ("awards", "events", "tags", "tenderers", "identifiers", "aliases")  # lists that both may add to


def joined(table: str, number: int, before: bytes | None, ours: bytes | None, theirs: bytes | None) -> bytes:
    """The stored form of a record that was `before`; `ours` is the lasting act's, `theirs` what stands in the book.

    Raises Refused where one of them removed it, or where the two do not go together.
    """
    if ours == theirs and ours is not None:
        return ours
    if before is None and table == META:
        before = b"{}"  # nothing held for the book yet
    if before is None or ours is None or theirs is None:
        raise apart(table, number)
    was, mine, others = (msgspec.json.decode(body) for body in (before, ours, theirs))
    listed = LISTED.get(RECORDS[table], ()) if table in RECORDS else ()
    body = encode(_joined(was, mine, others, listed))
    if table in RECORDS:
        try:
            record = parse(table, number, body)
        except msgspec.MsgspecError as error:
            raise apart(table, number) from error
        if any(True for _ in faults(record)):
            raise apart(table, number)
    return body


def apart(table: str, number: int) -> Refused:
    """The error where what the act needs was taken away or changed beside it."""
    return Refused(
        "{id} was changed or removed while the import ran, so that nothing of it is in the book; import it again",
        id=ref(table, number) if table in LETTERS else say("what holds for the book"),
    )


def _joined(was: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], listed: tuple[str, ...]) -> Any:
    """The fields of `theirs` with what changed from `was` to `ours`."""
    result = dict(theirs)
    typed_over = {}
    for field in [field for field in was | ours if ours.get(field, ABSENT) != was.get(field, ABSENT)]:
        old, mine, other = (each.get(field, ABSENT) for each in (was, ours, theirs))
        if other == old or field == "source":
            _put(result, field, mine)
        elif field in JOINED:
            _put(result, field, _joined(_or(old, {}), _or(mine, {}), _or(other, {}), ()))
        elif field in GROWING:
            _put(result, field, _grown(_or(old, []), _or(mine, []), _or(other, [])))
        elif other != mine and field in listed:
            typed_over[field] = None if mine is ABSENT else mine
    if typed_over and isinstance(ours.get("source"), dict):
        result["displaced"] = result.get("displaced", {}) | typed_over
    return result


def _put(values: dict[str, Any], field: str, value: Any) -> None:
    if value is ABSENT:
        values.pop(field, None)
    else:
        values[field] = value


def _or(value: Any, default: Any) -> Any:
    return default if value is ABSENT else value


def _grown(was: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """What stands there, without what we took out, and with what we added."""
    return [each for each in theirs if each in ours or each not in was] + [
        each for each in ours if each not in was and each not in theirs
    ]
