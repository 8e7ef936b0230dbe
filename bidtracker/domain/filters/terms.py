"""How the terms of a filter are written, and what a value of one is like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import translate

from bidtracker.domain.dates import read_period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import fold

# A term: "!" or "-", then key and operator, then pieces in quotes or out of them.
TERM = r'(?P<not>[!-]?)(?:(?P<key>[^\W\d][\w-]*)(?P<op>:(?!//)|!=|>=|<=|=|>|<))?(?P<value>(?:"[^"]*"?|[^\s"])*)'
_PIECE = r'"([^"]*)"?|([^\s"]+)'
PLAIN = re.compile(r"[^!\-\"|*?:=<>][^\"|*?:=<>]*")  # a term that is a word and nothing else


def terms_of(text: str) -> Iterator[re.Match[str]]:
    """The terms of a filter, as `TERM` has them."""
    return (match for match in re.finditer(TERM, text) if match[0].strip("!-"))


def as_key(text: str) -> str:
    """A name or label as it is written before a colon: "Next action" is next_action."""
    return fold(text).replace("-", "_").replace(" ", "_")


def is_length_ahead(value: str) -> bool:
    """Whether a date is written as a length of time from today: "30d", "+6m"."""
    try:
        read_period(value.strip().removeprefix("+"))
    except Unreadable:
        return False
    return True


def alternatives(value: str) -> list[str]:
    """The parts between "|" that stand outside quotes."""
    return re.findall(r'(?:"[^"]*"?|[^|"])+', value)


def unquoted(part: str) -> tuple[str, bool]:
    """A value without its quotes, and whether it began with one."""
    pieces = re.findall(_PIECE, part)
    return "".join(inside or outside for inside, outside in pieces), part.startswith('"')


def is_pattern(value: str) -> bool:
    """Whether a value has signs that stand for any others."""
    return "*" in value or "?" in value


def alike(value: str, *, exact: bool, glob: bool) -> Callable[[str], bool]:
    """Whether folded text is the value, is like it if it is a pattern, or else holds it."""
    plain = fold(value)
    if is_pattern(value) and (glob or not exact):
        matches = re.compile(translate(plain)).match
        return lambda text: matches(text) is not None
    if exact:
        return plain.__eq__
    return lambda text: plain in text
