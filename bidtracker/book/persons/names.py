"""How texts name a person, whatever way the name is written, and the same texts without it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import msgspec

from bidtracker.domain.money import Money

GONE = "[erased]"  # what stands where a person was named
SHORTEST = 3  # letters of a word that is looked for; shorter ones are in too many others
DIGITS = 6  # of a telephone number; fewer are in too many others
LOCAL = 9  # digits of a number by which it is known without its country and the 0 before it
CODES = {"country", "category_scheme", "format", "digest", "key", "scheme", "before", "salt", "seal", "keys"}
FREE = {"extra", "filters"}  # fields whose keys a person has chosen
BETWEEN = r"[\s_.,-]+"  # what may stand between two words of a name
BETWEEN_DIGITS = r"[\s().\-/]*"


class PersonNames:
    """What a person is called, and a telephone number, a mail address or whatever else names them."""

    def __init__(self, words: Iterable[str]) -> None:
        words = {_plain(word).strip() for word in words}
        numbers = [word for word in words if _is_number(word)]
        spelled = [_named(word) for word in sorted(words, key=len, reverse=True) if word not in numbers]
        self._pattern = _any((*filter(None, spelled), *map(_dialled, numbers)))
        # What each of them has in common with every way to write it, in JSON too.
        hints = {max(re.findall(r"\w+", word), key=len) for word in words if word not in numbers and _named(word)}
        self._hint = _any((*map(re.escape, hints), *(BETWEEN_DIGITS.join(_digits(each)[-4:]) for each in numbers)))

    def may_be_in(self, stored: bytes) -> bool:
        """Whether it is worth looking closer at stored JSON."""
        return self._hint.search(_plain(stored.decode(errors="replace"))) is not None

    def are_in(self, value: Any) -> bool:
        """Whether a text, or any text of a value, names the person."""
        return bool(self.taken_out(value) != value)

    def taken_out(self, value: Any, *, free: bool = False) -> Any:
        """A value of any kind without what names the person; with `free` the keys of dicts are such texts too.

        What only codes stand in is left as it is, or a record could not be read any more.
        """
        if type(value) is str:
            plain = _plain(value)
            return self._pattern.sub(GONE, plain) if self._pattern.search(plain) else value
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            return type(value)([self.taken_out(item, free=free) for item in value])
        if isinstance(value, dict):
            return {
                self.taken_out(key) if free else key: self.taken_out(item, free=free or key in FREE)
                for key, item in value.items()
            }
        if isinstance(value, msgspec.Struct) and not isinstance(value, Money):
            fields = ((name, getattr(value, name)) for name in value.__struct_fields__ if name not in CODES)
            after = {name: self.taken_out(was, free=name in FREE) for name, was in fields}
            changed = {name: now for name, now in after.items() if now != getattr(value, name)}
            return msgspec.structs.replace(value, **changed) if changed else value
        return value


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)


def _named(word: str) -> str:
    """What finds a word, one in ASCII only where it is no part of a longer one; "" where it is too short."""
    if len(word) < SHORTEST and (word.isascii() or len(word) < 2):
        return ""
    parts = list(filter(None, re.split(BETWEEN, word)))
    if not parts or "@" in word:
        parts = [word]
    before, after = (r"(?<![^\W_])", r"(?![^\W_])") if word.isascii() else ("", "")
    return before + BETWEEN.join(map(re.escape, parts)) + after


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _is_number(word: str) -> bool:
    return len(_digits(word)) >= DIGITS and re.fullmatch(r"[\d\s()+.\-/]+", word) is not None


def _dialled(number: str) -> str:
    """What finds a telephone number, with the code of its country or without."""
    digits = _digits(number)
    local = BETWEEN_DIGITS.join(digits[-min(LOCAL, len(digits)) :])
    return rf"(?<!\d)(?:(?:\+|00)\d{{1,3}}[\s().\-/]*)?(?:\(?0\)?[\s().\-/]*)?(?:\d{{1,3}}[\s().\-/]*)?{local}(?!\d)"
