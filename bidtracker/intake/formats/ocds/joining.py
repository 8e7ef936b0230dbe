"""What stands of a process once a release is joined to the state that a book keeps of it.

Most releases decode straight into their shape and take nothing back; joining the shapes is a third of the work of
merging dicts, which all others are. In a shape, what was left out and what is null are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
from msgspec import ValidationError

from bidtracker.intake.formats.ocds.merging import OWN, WHOLE, joined, member, takes_back
from bidtracker.intake.formats.ocds.release import OcdsRelease, Shape, fitted
from bidtracker.intake.open.lenient_json import Object

_decode_release = msgspec.json.Decoder(OcdsRelease, float_hook=Decimal).decode
_decode = msgspec.json.Decoder(float_hook=Decimal).decode

_latest: dict[str, OcdsRelease] = {}  # state -> its release: only the newest, whose process the next one mostly is of
Join = Callable[[Any, Any], Any]  # what is held (None: nothing) and what is newer -> what stands


class Whole(NamedTuple):
    """The whole release; whether the one that was joined is older than the state, whether something had been awarded
    before, and whether it says again all that stands."""

    release: OcdsRelease
    older: bool
    awarded: bool
    again: bool


def release_of(raw: bytes) -> OcdsRelease:
    """A release or a state that is written as JSON."""
    try:
        return _decode_release(raw)
    except ValidationError:
        return fitted(OcdsRelease, _decode(raw))


def remember(state: str, release: OcdsRelease) -> None:
    """Keeps the release of a state, which is used up by what is joined to it: decoding it again takes a tenth of the
    time of joining."""
    _latest.clear()
    _latest[state] = release


def standing(state: str, raw: bytes) -> Whole:
    """What stands of a process. The whole has the date of the newer of the two, and the tags of the release joined."""
    if not takes_back(raw):
        try:
            return by_shapes(state, raw)
        except ValidationError:
            pass
    return by_members(state.encode(), raw)


def by_shapes(state: str, raw: bytes) -> Whole:
    """What stands, where the release takes nothing back. Raises ValidationError where it has not the common shape."""
    release = _decode_release(raw)
    held = _latest.pop(state, None) or _decode_release(state)
    awarded = bool(held.awards or held.contracts)
    if _when(release.date) < _when(held.date):
        _put(release, held)
        release.date, release.tag = held.date, None
        return Whole(release, True, awarded, False)
    _put(held, release)
    held.date, held.tag = release.date, release.tag
    return Whole(held, False, awarded, held == release)


def by_members(state: bytes, raw: bytes) -> Whole:
    """What stands, whatever the release looks like."""
    held: Object = _decode(state)
    release: Object = _decode(raw)
    awarded = bool(held.get("awards") or held.get("contracts"))
    if _when(release.get("date")) < _when(held.get("date")):
        older = joined(release, held) | {"date": held.get("date"), "tag": None}
        return Whole(fitted(OcdsRelease, older), True, awarded, False)
    whole = joined(held, release) | {"date": release.get("date")}
    tags = release.get("tag") or None
    return Whole(fitted(OcdsRelease, whole | {"tag": tags}), False, awarded, whole == release)


def _when(day: Any) -> str:
    """The moment of a release as it is written, by which releases are ordered."""
    return str(day or "")


def _put(held: Shape, newer: Shape) -> None:
    listed, joins = _plan(type(newer))
    for value, (name, join) in zip(listed(newer), joins, strict=True):
        if value is None:
            continue
        if join is not None and type(value) is not str:
            own = getattr(held, name)
            if own == value:  # as most of a release is that says all that is known
                continue
            value = join(own, value)
        setattr(held, name, value)


@cache
def _plan(kind: type[Shape]) -> tuple[Callable[[Shape], tuple[Any, ...]], tuple[tuple[str, Join | None], ...]]:
    """How the members of a shape are read at once, and how each is joined; None: the newer one stands."""
    hints = {name: hint for name, hint in get_type_hints(kind).items() if hint is not type(None)}
    own = OWN if kind is OcdsRelease else ()
    joins = tuple((name, _join(name, hint)) for name, hint in hints.items() if name not in own)
    names = [name for name, _ in joins]
    listed = attrgetter(*names) if len(names) > 1 else lambda shape: (getattr(shape, names[0]),)
    return listed, joins


def _join(name: str, hint: Any) -> Join | None:
    inner, many = _within(hint)
    if inner is Any:
        return lambda held, value: member(name, held, value)
    if name in WHOLE:
        return None
    if many:
        return _by_id if issubclass(inner, Shape) else _unless_empty
    return _shape if issubclass(inner, Shape) else None


def _within(hint: Any) -> tuple[Any, bool]:
    """What stands in a member of this type, and whether in a list."""
    if isinstance(hint, UnionType):
        hint = get_args(hint)[0]
    return (get_args(hint)[0], True) if get_origin(hint) is list else (hint, False)


def _unless_empty(held: Any, value: list[Any]) -> Any:
    return value or held


def _shape(held: Shape | None, value: Shape) -> Shape | None:
    if held is None:
        empty, has_lists = _empty(type(value))
        if not has_lists:
            return None if value == empty else value
        held = type(value)()
    _put(held, value)
    return held


def _by_id(held: list[Any] | None, value: list[Any]) -> list[Any] | None:
    """Shapes with the id of one that is there are joined to it; others, and those without an id, are added."""
    if not value:
        return held
    merged = [] if held is None else held
    places = {str(item.id): item for item in merged if item.id is not None}
    for item in value:
        own: Any = None if item.id is None else places.get(str(item.id))
        if own is None:
            own = _shape(None, item) or item
            merged.append(own)
            if own.id is not None:
                places[str(own.id)] = own
        elif own != item:
            kept = own.id
            _put(own, item)
            own.id = kept
    return merged


@cache
def _empty(kind: type[Shape]) -> tuple[Shape, bool]:
    """One that says nothing; and whether a shape has a list within that is joined by ids, which one release may give
    twice."""
    hints = [(name, *_within(hint)) for name, hint in get_type_hints(kind).items()]
    shapes = [(name, inner, many) for name, inner, many in hints if inner is not Any and issubclass(inner, Shape)]
    return kind(), any((many and name not in WHOLE) or _empty(inner)[1] for name, inner, many in shapes)
