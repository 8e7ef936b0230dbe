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

decode = msgspec.json.Decoder(float_hook=Decimal).decode
REFUSED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidOperation)

_SURROGATES = re.compile("[\ud800-\udfff]")


def mend(raw: bytes) -> tuple[Any, Message]:
    """The value of a record that `decode` refused, and what was wrong with it. Raises Unreadable."""
    note = say("half a character in it was replaced by {sign}", sign="\N{REPLACEMENT CHARACTER}")
    try:
        text = bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        text = bytes(raw).decode("cp1252", "replace")
        note = say("it is not UTF-8 like the rest and was read as {encoding}", encoding="cp1252")
    try:
        value = json.loads(text, parse_float=_fraction, parse_constant=_constant)
    except RecursionError:
        raise Unreadable("it is nested too deeply to be read") from None
    except json.JSONDecodeError as error:
        raise Unreadable("it is not JSON: {why} at character {at}", why=error.msg.lower(), at=error.pos) from None
    except ValueError:  # an integer of thousands of digits
        raise Unreadable("a number in it is too long to be read") from None
    return _whole(value), note


def _fraction(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Unreadable("a number in it is too large to be read") from None


def _constant(name: str) -> Any:
    raise Unreadable("{name} is no number that JSON knows; write null where a number is not known", name=name)


def _whole(value: Any) -> Any:
    """The value with lone surrogates, which no file can hold, replaced."""
    if isinstance(value, str):
        return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value
