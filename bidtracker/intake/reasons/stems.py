"""Stems of words as a pattern that finds them in a folded text; a word with a full stop behind it is a whole one."""

from __future__ import annotations

import re
from functools import lru_cache

from bidtracker.domain.text import fold

_UNSPACED = "\u2e80"  # from here on scripts that put no space between words


@lru_cache(32)
def stems(words: str) -> re.Pattern[str]:
    """Any of the stems, parted by | or line breaks: at the beginning of a word where the script has words."""
    each = (stem.strip() for stem in words.strip().replace("\n", "|").split("|"))
    alternatives = [re.escape(fold(stem.removesuffix("."))) + r"\b" * stem.endswith(".") for stem in each]
    spaced = [stem for stem in alternatives if stem and stem[0] < _UNSPACED]
    unspaced = [stem for stem in alternatives if stem and stem[0] >= _UNSPACED]
    return re.compile("|".join(filter(None, (rf"\b(?:{'|'.join(spaced)})" if spaced else "", *unspaced))))
