"""The merge rules of OCDS: several releases of one process -> the one that stands; versioned releases -> plain ones.

A newer value replaces an older one, null removes it, what a release leaves out stays as it was. Objects merge member by
member, lists of objects by their ids; lists of anything else, and those of WHOLE, are replaced.
https://standard.open-contracting.org/1.1/en/schema/merging/

The reference library, ocdsmerge, gives the same. It is not used here: it flattens every release into paths and back,
which takes 3 to 5 times as long (150 us a release of Contracts Finder against 31), starts from a schema that it
fetches, raises where a list and an object stand in one place, and brings requests and jsonref along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bidtracker.intake.open.lenient_json import Object

# Lists that are replaced as a whole, wherever they stand: those that the schema says so of, and those of words.
WHOLE = frozenset(
    (
        *("additionalClassifications", "additionalIdentifiers", "additionalProcurementCategories", "changes"),
        *("eligibleLots", "relatedLots", "relationship", "roles", "submissionMethod", "suppliers", "tenderers"),
    )
)
_NAMED_WHOLE = re.compile(rb'"(?:%s)"\s*:\s*$' % b"|".join(key.encode() for key in sorted(WHOLE)))
_EMPTY = re.compile(rb"\[\]")
_NEAR = 60  # bytes before an empty list in which its name stands
OWN = ("id", "date", "tag")  # of one release, not of its process


def compiled(releases: Iterable[Object]) -> Object:
    """The compiled release of some releases of one process, in any order."""
    whole: Object = {}
    for release in sorted(releases, key=_when):
        whole = joined(whole, release)
        ocid, day = release.get("ocid"), release.get("date")
        whole |= {"tag": ["compiled"], "id": f"{ocid}-{day}", "date": day, "ocid": ocid}
    return whole


def joined(before: Object, release: Object) -> Object:
    """What stands of a process once a newer release of it is known; its own id, date and tag are left to the caller."""
    return _members(before, {key: value for key, value in release.items() if key not in OWN})


def takes_back(raw: bytes) -> bool:
    """Whether a release, as JSON, may take back what an earlier one said: a null, or an empty list that is replaced."""
    if b"null" in raw:
        return True
    # A search for the names in all of it takes as long as decoding it; each list has its name before it.
    emptied = (raw[max(0, at.start() - _NEAR) : at.start()] for at in _EMPTY.finditer(raw))
    return any(map(_NAMED_WHOLE.search, emptied))


def _when(release: Object) -> str:
    """The moment of a release as it is written, by which releases are ordered."""
    return str(release.get("date") or "")


def _members(before: Object, after: Object) -> Object:
    merged = dict(before)
    for key, value in after.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, (dict, list)):
            if (now := member(key, merged.get(key), value)) is not None:
                merged[key] = now
        else:
            merged[key] = value
    return merged


def member(key: str, held: Any, value: Any) -> Any:
    """What stands of a member of that name, held so far (None: not at all), once a newer release says `value`."""
    if isinstance(value, dict):
        return _members(held if isinstance(held, dict) else {}, value) or held
    if isinstance(value, list) and key not in WHOLE and all(isinstance(item, dict) for item in value):
        return _by_id(held if isinstance(held, list) else [], value) if value else held
    return value


def _by_id(before: list[Any], after: list[Object]) -> list[Any]:
    """Objects with the id of one that is there are merged into it; others, and those without an id, are added."""
    merged = list(before)
    places = {str(item["id"]): n for n, item in enumerate(before) if isinstance(item, dict) and "id" in item}
    for item in after:
        place = places.get(str(item["id"])) if "id" in item else None
        if place is None:
            if "id" in item:
                places[str(item["id"])] = len(merged)
            merged.append(_members({}, item))
        else:
            own = merged[place]
            merged[place] = {**_members(own, item), "id": own["id"]}
    return merged


def is_versioned(release: Object) -> bool:
    """Whether values stand as lists of their versions: [{"releaseID": ..., "releaseDate": ..., "value": ...}]."""
    tag = release.get("tag")
    if type(tag) is list and tag and isinstance(tag[0], str):
        return False  # the commonest case first: a tag is never empty, and is versioned like the rest
    tender, buyer = release.get("tender"), release.get("buyer")
    some = [release.get("tag"), release.get("language"), release.get("initiationType")]
    if isinstance(tender, dict):
        some += [tender.get("title"), tender.get("status")]
    if isinstance(buyer, dict):
        some.append(buyer.get("name"))
    return any(_versions(value) for value in some if type(value) is list)


def unversioned(value: Any) -> Any:
    """`value` with each list of versions replaced by the last one's value."""
    if _versions(value):
        return unversioned(value[-1].get("value"))
    if isinstance(value, list):
        return [unversioned(item) for item in value]
    if isinstance(value, dict):
        return {key: unversioned(item) for key, item in value.items()}
    return value


def _versions(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "releaseDate" in item and "value" in item for item in value)
    )
