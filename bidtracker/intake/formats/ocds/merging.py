"""Several releases of one process -> the one that stands; versioned releases -> plain ones.

As the OCDS standard merges: newer values replace older ones, null removes, objects merge member by member, lists of
objects with ids merge by id, other lists are replaced. https://standard.open-contracting.org/1.1/en/schema/merging/
"""

from __future__ import annotations

from typing import Any

from bidtracker.intake.open.lenient_json import Object


def merged(releases: list[Object]) -> Object:
    """The compiled release of some releases in any order; their own id, date and tag are the newest's."""
    compiled: Object = {}
    for release in sorted(releases, key=lambda release: str(release.get("date") or "")):
        compiled = _merge_objects(compiled, release)
    return compiled


def _merge_objects(old: Object, new: Object) -> Object:
    found = dict(old)
    for key, value in new.items():
        if value is None:
            found.pop(key, None)
        elif key == "tag":
            found[key] = value
        else:
            found[key] = _merge(found.get(key), value)
    return found


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return _merge_objects(old, new)
    if isinstance(new, list) and isinstance(old, list) and _have_ids(old) and _have_ids(new):
        found = {str(item["id"]): item for item in old}
        for item in new:
            id = str(item["id"])
            found[id] = _merge_objects(found.get(id, {}), item)
        return list(found.values())
    return new


def _have_ids(items: list[Any]) -> bool:
    return all(isinstance(item, dict) and item.get("id") is not None for item in items)


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
