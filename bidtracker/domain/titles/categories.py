"""Which classification a category's code belongs to, and which part of it names a class or a sector."""

from __future__ import annotations

CPV = "CPV"
# How much of a code names a class of alike purchases: CPV group, UNSPSC family, NAICS industry group, PSC/FSC group.
CODE_LENGTHS = {CPV: 3, "UNSPSC": 4, "NAICS": 4, "PSC": 2, "FSC": 2, "CPC": 3}
SECTOR_LENGTH = 2  # the digits that name a division of the CPV, a segment of UNSPSC, a sector of NAICS


def scheme_of(category: str, scheme: str = "") -> str:
    """The classification of a code, in capitals; eight digits without one are CPV, words are of none."""
    named = scheme.strip().upper()
    if named in CODE_LENGTHS:
        return named
    text = category.strip()
    return CPV if text[:8].isdigit() and (len(text) == 8 or text[8:9] == "-") else named


def sector_of(category: str, scheme: str = "", sector: str = "") -> tuple[str, str]:
    """Classification and head of the code that name a purchase's sector, or "" and the words that a list has for it."""
    classification = scheme_of(category, scheme)
    if category and classification in CODE_LENGTHS:
        return classification, category.strip()[:SECTOR_LENGTH]
    return "", sector.strip() or category.strip()
