"""How the terms of a filter are written, and what a value of one is like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import translate

from bidtracker.domain.dates import read_period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import fold
from bidtracker.later import late_pattern

# A term: "!" or "-", then key and operator, then pieces in quotes or out of them.
TERM = r'(?P<not>[!-]?)(?:(?P<key>[^\W\d][\w-]*)(?P<op>:(?!//)|!=|>=|<=|=|>|<))?(?P<value>(?:"[^"]*"?|[^\s"])*)'
_PIECE = r'"([^"]*)"?|([^\s"]+)'
# What is in quotes, the closing one of which may still be to come; Chinese quotes only where a value begins, since they
# stand in names, too.
_QUOTED = late_pattern(r'"[^"]*"?|(?<![^\s:=<>|!\-：＝＜＞｜！－《》〈〉])[“「＂]([^"“”「」＂]*)([”」＂]?)')
_WIDE = {ord("\u3000"): " "} | {sign + 0xFEE0: sign for sign in range(0x21, 0x7F)}
_ANGLES = str.maketrans("《〈》〉", "<<>>")  # what the keys "<" and ">" give while Chinese is typed
_BEFORE_NUMBER = late_pattern(r"(?<=\w)[《》〈〉](?==?[\d+-])")
PLAIN = late_pattern(r"[^!\-\"|*?:=<>][^\"|*?:=<>]*")  # a term that is a word and nothing else


def narrowed(text: str) -> str:
    """A filter with the wide signs and digits of a Chinese keyboard as plain ones, each in its place: `金额＞１００万`
    is `金额>100万`, `“acme ltd”` is `"acme ltd"`. What is in plain quotes stays."""
    if text.isascii():
        return text
    parts, end = [], 0
    for match in _QUOTED.finditer(text):
        quoted = match[0] if match[1] is None else '"' + match[1] + '"' * len(match[2])
        parts += [_narrow(text[end : match.start()]), quoted]
        end = match.end()
    return "".join((*parts, _narrow(text[end:])))


def _narrow(text: str) -> str:
    return _BEFORE_NUMBER.sub(lambda match: match[0].translate(_ANGLES), text.translate(_WIDE))


def terms_of(text: str) -> Iterator[re.Match[str]]:
    """The terms of a filter, as `TERM` has them."""
    return (match for match in re.finditer(TERM, narrowed(text)) if match[0].strip("!-"))


def as_key(text: str) -> str:
    """A name or label as it is written before a colon: "Next action" is next_action."""
    return fold(text).replace("-", "_").replace(" ", "_")


def as_typed(code: str, label: str, say: Callable[[str], str]) -> str:
    """A key or a word as a person types it: its label in their language, in English its code."""
    spoken = say(label)
    return code if spoken == label else spoken


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
