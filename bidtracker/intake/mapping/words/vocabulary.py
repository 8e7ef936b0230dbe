"""Finding a known word in a cell: the cell as a whole first, then the longest word that stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bidtracker.domain.text import fold

# "Not", right before a word that it turns into its opposite; those of Chinese and Japanese stand against it.
_NOT = re.compile(
    r"(?:^|[\s(])(?:not(?: yet)?|no|non|never|nicht|kein(?:e[mnrs]?)?|pas|nao|niet|geen|nie|ne|nebyla?|не|нет|ні|без"
    r"|inte|ej|ikke|ei)"
    r"\s+"
    r"(?:been |be |have |has |ete |sido |stat[ao] |być |byl[aio]? |был[аио]? |worden )?$|[未没沒不無无非미불]$"
)

_LETTER = re.compile(r"[^\W\d_]")
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u2500-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff]"
)


class WordTable(dict[str, str]):
    """The code of each word of a table; its words the longest first, and their places by the first three signs of
    each: few of them need a look at any one cell."""

    def __init__(self, codes: Iterable[tuple[str, str]]) -> None:
        super().__init__(codes)
        self.by_length = sorted(self, key=len, reverse=True)
        self.beginnings: dict[str, list[int]] = {}
        for place, word in enumerate(self.by_length):
            self.beginnings.setdefault(word[:3], []).append(place)


def words_of(table: dict[str, str]) -> WordTable:
    """The code of each word, folded, out of a table of the words of each code."""
    return WordTable((fold(word.strip()), code) for code, words in table.items() for word in words.split(","))


def plain(text: str) -> str:
    """A cell as it is compared: folded, without the signs and pictures that stand around its words.

    >>> plain("❌ Lost."), plain("✓")
    ('lost', '✓')
    """
    if not text.isascii() and _LETTER.search(text):
        text = _PICTURES.sub(" ", text)
    return " ".join(fold(text).strip(" .!-–_*:;\"'()[]（）【】").replace("_", " ").split())


def word_in(cell: str, words: WordTable) -> str:
    """The longest word of a table that stands in a plain cell, "" where none does."""
    begun = words.beginnings.keys() & {cell[at : at + long] for at in range(len(cell)) for long in (1, 2, 3)}
    places = sorted(place for beginning in begun for place in words.beginnings[beginning])
    within = (word for word in map(words.by_length.__getitem__, places) if word in cell)
    return next((word for word in within if stands_alone(word, cell)), "")


def is_negated(word: str, cell: str) -> bool:
    """Whether a "not" stands right before the word."""
    return _NOT.search(cell[: cell.index(word)]) is not None


def stands_alone(word: str, cell: str) -> bool:
    """Whether a word is no part of another in a plain cell."""
    if not word.isascii() and not any("a" <= char <= "z" or "\u0400" <= char <= "\u04ff" for char in word):
        return len(word) > 1  # Chinese and Japanese have no spaces
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", cell) is not None
