"""Documents as JSON bytes and back; what would not come back as it went in is refused."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from bidtracker.domain.message import say
from bidtracker.storage.errors import Unstorable

MAX_DEPTH = 500  # half of where any JSON reader gives up, so that what is stored can always be read again

_encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(dict[str, Any]).decode
"""The document of a stored body. Raises msgspec.DecodeError where it is no JSON object."""


def encode(document: Mapping[str, Any]) -> bytes:
    """The body to store for `document`, or Unstorable.

    The body is read back and compared: NaN, tuples, sets, dates, Decimals and keys that are no
    strings would all change on the way. That costs 3 us for 1 KB.
    """
    document = dict(document)
    try:
        body = _encode(document)
        # Brackets inside strings are counted too: the quick count may only send us to look closer.
        deep = body.count(b"[") + body.count(b"{") > MAX_DEPTH and _depth(document) > MAX_DEPTH
        if not deep and decode(body) == document:
            return body
    except RecursionError:
        deep = True
    except (TypeError, ValueError, msgspec.MsgspecError):  # no JSON type, a lone surrogate, an integer past all bounds
        deep = False
    if deep:
        raise Unstorable(say("a document is nested deeper than {n} levels, which is not kept", n=MAX_DEPTH))
    path, value = next(_culprits(document, ""), ("", document))
    raise Unstorable(
        say("{path} is {value}, which JSON cannot keep exactly", path=path or say("the document"), value=_shown(value))
    )


def _depth(value: Any) -> int:
    """How deep lists and dicts are nested in `value`."""
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
    return depth


def _culprits(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The parts of `value` that JSON cannot keep, each with the path to it."""
    if type(value) is dict:
        for key, child in value.items():
            if type(key) is not str or not _kept(key):
                yield f"a key of {path}" if path else "a key", key
            else:
                yield from _culprits(child, f"{path}.{key}" if path else key)
    elif type(value) is list:
        for index, child in enumerate(value):
            yield from _culprits(child, f"{path}[{index}]")
    elif not _kept(value):
        yield path, value


def _shown(value: Any) -> str:
    """A few words of a value for a sentence."""
    try:
        return reprlib.repr(value)
    except ValueError:  # an integer so long that Python will not spell it out
        return type(value).__name__


def _kept(value: Any) -> bool:
    """Whether one value comes back from JSON equal to what it was."""
    try:
        return bool(msgspec.json.decode(_encode(value)) == value)
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        return False
