"""Categories by their names: the divisions and groups of the CPV, which is what public notices name most.

The names are in cpv.tsv, whose head says where they come from.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from bidtracker.domain.titles.categories import CPV, scheme_of
from bidtracker.locale import LANGUAGES, language

FILE = Path(__file__).with_name("cpv.tsv")
GROUP, DIVISION = 3, 2  # digits


@cache
def cpv_names(code: str) -> dict[str, str]:
    """Division or group -> its name, in the language of that code."""
    column = 1 + list(LANGUAGES).index(code)
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    return {row[0]: row[column] for row in rows}


def category_name(category: str, scheme: str = "") -> str:
    """The name of a code's group, else of its division, in the person's language; "" where none is known."""
    return _named(category, scheme, language())


@lru_cache(4096)
def _named(category: str, scheme: str, spoken: str) -> str:
    if not category or scheme_of(category, scheme) != CPV:
        return ""
    names, code = cpv_names(spoken), category.strip()
    return names.get(code[:GROUP]) or names.get(code[:DIVISION], "")


def categories_like(text: str) -> list[tuple[str, str]]:
    """The divisions and groups whose code begins so, or whose name holds this: code of eight digits and name."""
    plain = text.strip().casefold()
    names = cpv_names(language()).items()
    return [(code.ljust(8, "0"), name) for code, name in names if code.startswith(plain) or plain in name.casefold()]
