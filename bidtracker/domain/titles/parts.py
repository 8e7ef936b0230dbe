"""Which part of a whole a title names: lots, stages, sections by number or letter.

    named_parts("Winter service, lot II")       == {"2"}
    named_parts("Úklid – část A")               == {"a"}
    named_parts("Transport, pj. IV, V, VI")     == {"4", "5", "6"}
    named_parts("Park, 2. etapa + 3. etapa")    == {"2", "3"}
    named_parts("Cleaning of offices")          == frozenset()

Two titles that name parts and share none are about different things, however alike their words are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

_WORD = (
    r"(?i:\b(?:lots?|los|lose|lote|lotto|lotti|lotul|sublot|teillos|fachlos|perceel|percelen|phase|stage|section|part"
    r"|package|blok|block|bloc|bloque|zone|zona|sector|sektor|úsek|usek|oblast|část(?:i|ech)?|cast|časť|díl|dil|część|czesc|zadanie|pakiet"
    r"|etap[ay]?|et\.|fase|faza|fáze|parte|partie|tranche|teil|bauabschnitt|pjesa|pj\.?|rész|resz|sklop|partija|dio"
    r"|лот|частина|часть|етап|этап|партида|τμήμα|kısım|osa|daļa|dalis))"
)
_MARK = r"(?:[IVX]{1,5}|0\d{3}|\d{1,3}|[A-HJ-Z])(?!\w)"
_NUMBER = r"(?:\s*(?i:no|nr|num|č|c|n|číslo)\b)?[\s.:°º#–-]*"
_BETWEEN = r"\s*(?:[,;+&/]|\b(?:a|and|dhe|e|et|und|y|i)\b)\s*"
_AFTER = re.compile(rf"{_WORD}{_NUMBER}(?:[ei]\s+)?({_MARK}(?:{_BETWEEN}{_MARK})*)")
_BEFORE = re.compile(rf"(?<![\d.])(\d{{1,2}}|[IVX]{{1,4}})(?:\.|st|nd|rd|th|ª|º|ème|e)?\s*{_WORD}(?!\w)")
_YEAR = r"(?:19|20)\d\d"
# Numbers of a title that count nothing: a year, a number within a year ("114/2023"), a span of years ("2024-26").
_DATED = re.compile(rf"(?<!\d)(?:\d+\s*[/.-]\s*)*{_YEAR}(?:\s*[/.–-]\s*\d+)*(?!\d)")
_DIGITS = re.compile(r"\d+")
_ONE = re.compile(_MARK)
_CHINESE = re.compile("第?([一二三四五六七八九十\\dA-Z]{1,3})(?:标段|標段|分包|包|标|標|期)")
_VALUES = {"I": 1, "V": 5, "X": 10}


def named_parts(title: str) -> frozenset[str]:
    """The numbers and letters of the parts that a title names, Roman numbers as Arabic ones, letters small."""
    if title.isascii() and title.isalpha():
        return frozenset()
    return _parts(normalize("NFC", title))


@lru_cache(1 << 14)
def _parts(title: str) -> frozenset[str]:
    marks = [mark for several in _AFTER.findall(title) for mark in _ONE.findall(several)]
    marks += _BEFORE.findall(title)
    marks += _CHINESE.findall(title)
    return frozenset(map(_plain, marks))


def counting_numbers(title: str) -> frozenset[str]:
    """The numbers of a title that tell it from others of the same words, without years, numbers within a year and
    leading zeros.

    counting_numbers("School 12, from 2024 to 2027") == {"12"}
    """
    if title.isalpha():
        return frozenset()
    return frozenset(number.lstrip("0") for number in _DIGITS.findall(_DATED.sub(" ", normalize("NFKC", title))))


def _plain(mark: str) -> str:
    """`_plain("IV") == "4"`, `_plain("0006") == "6"`, `_plain("B") == "b"`."""
    if mark.isdigit():
        return str(int(mark))
    if set(mark) <= _VALUES.keys():
        values = [_VALUES[letter] for letter in mark]
        return str(sum(-v if v < max(values[at:]) else v for at, v in enumerate(values)))
    return mark.lower()


def same_parts(one_side: frozenset[str], other_side: frozenset[str]) -> bool:
    """Whether two titles may be about one thing by the parts they name."""
    return not one_side or not other_side or not one_side.isdisjoint(other_side)
