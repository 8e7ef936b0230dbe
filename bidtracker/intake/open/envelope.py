"""Where the records of a JSON object stand: in a list under a known key, or in whatever a publisher wraps around it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bidtracker.intake.open.json_tables import UNREADABLE, Raw, begins, heads_of, is_rows

LIST_KEYS = frozenset(
    ["releases", "records", "tenders", "notices", "data", "results", "opportunitiesData", "procnotices", "pages"]
)
RECORD_KEYS = frozenset(["title", "name", "buyer", "subject", "reference", "ocid", "description", "tenderid"])
MOST_OF_AN_ENVELOPE = 12  # members

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def members_of(whole: Raw) -> dict[str, msgspec.Raw]:
    """The members of an object; none where it cannot be read as one."""
    try:
        return _members(whole)
    except UNREADABLE:
        return {}


def is_record(keys: Iterable[str]) -> bool:
    """Whether an object with these keys is one tender, whatever lists it holds."""
    names = {key.lower() for key in keys}
    return "ocid" in names or names >= {"title", "buyer"}


def is_like_a_record(keys: Iterable[str]) -> bool:
    """Whether an object with these keys has at least something of a record."""
    return not RECORD_KEYS.isdisjoint(key.lower() for key in keys)


def enveloped(whole: Raw, left: list[str], depth: int = 2) -> list[tuple[str, msgspec.Raw]]:
    """The longest list of objects in what a publisher wraps around it, whatever it is called, and those beside it with
    objects of much the same members; none where the object itself has more of a record than what is in it. `left` gets
    the names of other lists."""
    members = members_of(whole)
    if is_like_a_record(members) or (len(members) > MOST_OF_AN_ENVELOPE and not _are_alike(members.values())):
        return []
    lists = [(key, raw) for key, raw in members.items() if _holds_records(raw)]
    rows = [] if lists else [(key, raw) for key, raw in members.items() if is_rows(raw)]
    if rows:
        return [max(rows, key=_length)]
    if lists:
        own = _keys_of(max(lists, key=_length)[1])
        alike = [item for item in lists if 2 * len(own & _keys_of(item[1])) >= min(len(own), len(_keys_of(item[1])))]
        left.extend(key for key, raw in lists if (key, raw) not in alike and not heads_of(key, raw))
        return alike
    if _are_alike(members.values()):  # records under their ids: {"101": {...}, "102": {...}}
        return [("", msgspec.Raw(b"[" + b",".join(map(bytes, members.values())) + b"]"))]
    inner = (raw for raw in members.values() if begins(raw) == b"{") if depth else ()
    return next((lists for raw in inner if (lists := enveloped(raw, left, depth - 1))), [])


def _length(item: tuple[str, msgspec.Raw]) -> int:
    """The bytes of a member."""
    return len(memoryview(item[1]))


def _are_alike(values: Iterable[msgspec.Raw]) -> bool:
    """Whether these are several objects, of which each has most of the first one's members, and more than one."""
    objects = [set(members_of(raw)) for raw in values]
    if len(objects) < 2:
        return False
    first, *others = objects
    return len(first) > 1 and all(2 * len(first & other) > len(first | other) for other in others)


def _keys_of(raw: msgspec.Raw) -> set[str]:
    """The members of a list's first object."""
    return set(_first_of(raw))


def _holds_records(raw: msgspec.Raw) -> bool:
    """Whether this is a list of objects with two members or more, each perhaps alone in another object."""
    members = _first_of(raw)
    if len(members) == 1 and begins(only := next(iter(members.values()))) == b"{":
        members = members_of(only)
    return len(members) > 1


def _first_of(raw: msgspec.Raw) -> dict[str, msgspec.Raw]:
    """The members of a list's first element; none where this is no list, or that no object."""
    try:
        elements = _elements(raw) if begins(raw) == b"[" else []
    except UNREADABLE:
        return {}
    return members_of(elements[0]) if elements else {}
