"""What a title is about, in any language and without a dictionary: the stems of its words.

A stem is what is left of a word without case, accents and digits when its ending is cut; cutting every word to a short
prefix does about as well as real stemmers over the languages of Europe. Scripts without spaces give pairs of letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from sys import intern
from unicodedata import is_normalized, normalize

from bidtracker.domain.text import fold
from bidtracker.domain.titles.words import common_words

LONGEST_STEM, SHORTEST_STEM, LEAST_LETTERS = 6, 4, 2

_WORDS = re.compile(r"[^\W\d_]+")
_ASCII_WORDS = re.compile(f"[a-z]{{{LEAST_LETTERS},}}")
# The stems of an ASCII text in small letters: what `parts` does to each of its words, all at once.
_ASCII_STEMS = re.compile("([a-z]{6}(?=[a-z])|[a-z]{4,5}(?=[a-z](?![a-z]))|[a-z]{2,4}(?![a-z]))[a-z]*")
_WIDE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def stems(title: str) -> tuple[str, ...]:
    """The stems of a title in their order, each as often as it occurs; empty where there is no word in it."""
    if title.isascii():
        return tuple(map(intern, _ASCII_STEMS.findall(title.lower())))  # one object for all that are equal
    if not is_normalized("NFC", title):
        title = normalize("NFC", title)  # an accent that stands alone would cut its word in two
    return tuple(chain.from_iterable(map(parts, _WORDS.findall(title))))


def telling_stems(title: str) -> frozenset[str]:
    """The stems of a title's words without those that every title has (contract, supply, services)."""
    common = common_words()
    if title.isascii():
        return frozenset(_cut(word) for word in _ASCII_WORDS.findall(title.lower()) if word not in common)
    if not is_normalized("NFC", title):
        title = normalize("NFC", title)
    return frozenset(chain.from_iterable(parts(word) for word in _WORDS.findall(title) if fold(word) not in common))


@lru_cache(1 << 16)
def parts(word: str) -> tuple[str, ...]:
    """The stem of a word: of "Služby" and "sluzba" it is "sluzb", of "zajištěním" "zajist"; none of a lone letter.

    Kept from title to title, since folding a word costs ten times as much as looking it up.
    """
    word = fold(word)
    if _WIDE.match(word):
        return tuple(word[at : at + 2] for at in range(len(word) - 1)) or (word,)
    if len(word) < LEAST_LETTERS:
        return ()
    return (_cut(word),)


def _cut(word: str) -> str:
    return word[: min(LONGEST_STEM, max(SHORTEST_STEM, len(word) - 1))]
