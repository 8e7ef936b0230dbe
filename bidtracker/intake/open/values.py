"""Raw JSON of one record -> its value, with what had to be mended.

Numbers with a fraction become Decimal, never float. msgspec decodes; what it refuses is looked at a second time by
the standard library, which says where the mistake is and lets half characters pass that are then replaced.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, say
from bidtracker.intake.open.lenient_json import Doubt

decode = msgspec.json.Decoder(float_hook=Decimal).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
LEVELS = 64  # of a value that is kept as it is; a document of a book may have 500
REFUSED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidOperation)

DEEPEST = 64  # objects and lists within each other; real records have 12
MOST = 100  # doubts told of one record
SIGN = "\N{REPLACEMENT CHARACTER}"
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_BRACKETS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
NUL = say("it holds a NUL character, which no text has, as damaged files do")
_SURROGATES = re.compile("[\ud800-\udfff]")


def is_too_deep(raw: bytes) -> bool:
    """Whether a record is nested deeper than DEEPEST, which neither it nor a dump of it could be read again.

    What is left of it but brackets loses its innermost pairs in each round: 1 us for most records, which have few.
    """
    if raw.count(b"{") + raw.count(b"[") <= DEEPEST:
        return False
    brackets = raw.translate(None, _NO_BRACKETS)
    for _ in range(DEEPEST):
        outer = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(outer) == len(brackets):  # none is left, or a text has brackets too
            break
        brackets = outer
    return bool(brackets) and _goes_deeper(raw)


def has_nul(raw: bytes) -> bool:
    """Whether a record's JSON writes a NUL character, which no database keeps in a text."""
    return b"\\u0000" in raw and _NUL.search(raw) is not None


def _goes_deeper(raw: bytes) -> bool:
    """Whether more than DEEPEST brackets are open at once, those within texts left aside."""
    depth = 0
    for token in _BRACKETS.finditer(raw):
        depth += 1 if token[0] in (b"[", b"{") else -1 if token[0] in (b"]", b"}") else 0
        if depth > DEEPEST:
            return True
    return False


def mend(raw: bytes) -> tuple[Any, list[Doubt]]:
    """The value of a record that `decode` refused, and what was read otherwise than it stands. Raises Unreadable."""
    doubts: dict[str, Doubt] = {}
    try:
        text = bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        text = bytes(raw).decode("cp1252", "replace")
        note = say("it is not UTF-8 like the rest and was read as {encoding}", encoding="cp1252")
        doubts[""] = Doubt("", "", note)
    try:
        value = _sound(json.loads(text, parse_float=_fraction), "", doubts)
    except RecursionError:
        raise Unreadable("it is nested too deeply to be read") from None
    except json.JSONDecodeError as error:
        raise Unreadable("it is not JSON: {why} at character {at}", why=error.msg.lower(), at=error.pos) from None
    except ValueError:  # an integer of thousands of digits
        raise Unreadable("a number in it is too long to be read") from None
    return value, list(doubts.values())


def _fraction(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Unreadable("a number in it is too large to be read") from None


def _sound(value: Any, path: str, doubts: dict[str, Doubt]) -> Any:
    """The value without what no JSON has: NaN and Infinity are not known, half characters are replaced."""
    if isinstance(value, str):
        whole = _SURROGATES.sub(SIGN, value)
        if whole != value:
            _tell(doubts, path, whole, say("half a character in it was replaced by {sign}", sign=SIGN))
        return whole
    if isinstance(value, float):  # numbers come as Decimal; only NaN and Infinity are left to be one
        name = json.dumps(value)
        if not path:
            raise Unreadable("{name} is no number that JSON knows", name=name)
        _tell(doubts, path, name, say("{name} is no number that JSON knows; it was read as null, not known", name=name))
        return None
    if isinstance(value, list):
        return [_sound(item, path, doubts) for item in value]
    if isinstance(value, dict):
        before = f"{path}." if path else ""
        return {_sound(key, path, doubts): _sound(item, f"{before}{key}", doubts) for key, item in value.items()}
    return value


def _tell(doubts: dict[str, Doubt], path: str, value: str, message: Message) -> None:
    """Keeps the first doubt of each path."""
    if path not in doubts and len(doubts) < MOST:
        doubts[path] = Doubt(path, value, message)


def key_twice(raw: bytes, keys_read: int) -> str:
    """The key that a record of JSON has twice, or "". `keys_read` of its keys were read as columns; only a record with
    more colons than that is looked at closer."""
    colons = bytes(raw).count(b'":')
    if colons <= keys_read:
        return ""
    try:
        if colons <= len(_members(raw)):  # null is keys_read by the others
            return ""
        twice: list[str] = []

        def pairs(members: list[tuple[str, Any]]) -> Any:
            keys = [key for key, _ in members]
            twice[:] = [key for key in keys if keys.count(key) > 1] if len(set(keys)) < len(keys) else []

        json.loads(bytes(raw), object_pairs_hook=pairs)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return ""
    return twice[0] if twice else ""


def plain(value: Any, levels: int = LEVELS) -> Any:
    """A value of an unknown key as any JSON holds it: fractions as floats, or as text where that loses digits.

    Raises Unreadable where it is nested deeper than `levels`: a book could not write it out and read it back.
    """
    if levels < 0:
        raise Unreadable("a value is nested deeper than {n} levels, which a book does not keep", n=LEVELS)
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(repr(number)) == value else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 63:
        return str(value)
    if isinstance(value, list):
        return [plain(item, levels - 1) for item in value]
    if isinstance(value, dict):
        return {key: plain(item, levels - 1) for key, item in value.items()}
    return value
