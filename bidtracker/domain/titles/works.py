"""Classes and titles of construction, which is built once and not bought again."""

from __future__ import annotations

import re
from functools import lru_cache

from bidtracker.domain.text import fold
from bidtracker.domain.titles.stems import stems

# Construction in the classifications that radar.priors knows, bare digits read as CPV; or in words.
_WORKS = re.compile(r"cpv:45|45\d{0,7}(-\d)?$|naics:23|psc:[yz]|unspsc:721[1-5]")
_WORKS_WORDS = re.compile(
    r"\b(works\b|construction|civil engineering|travaux|bauleist|bauarbeit|bauauftr|obras?\b|lavori\b|empreitada"
    r"|roboty budowl|budownictw|stavebn|stavby\b|gradevin|gradben|gradnj|constructii|lucrari\b|epites|ehitus|buvdarb"
    r"|statyb|byggeri|bygg- och|bouwwerk|строит|будівел|εργα\b|insaat|yapim)|工程|建设|建設|建築|공사"
)
# Words with which the title of something built begins.
_BUILDING = """
construction reconstruction building refurbishment rehabilitation renovation stavba stavby stavební výstavba
rekonstrukce rekonštrukcia přestavba dostavba přístavba prestavba budowa przebudowa rozbudowa remont construcción
reconstrucción rehabilitación obras construção reabilitação remodelação costruzione ristrutturazione rifacimento
travaux réhabilitation Neubau Umbau Ausbau Sanierung Erweiterungsbau bouw nieuwbouw ndërtimi ndërtim rindërtimi
izgradnja gradnja rekonstrukcija adaptacija construire reabilitare építés felújítás строительство реконструкция
будівництво реконструкція изграждане κατασκευή inşaatı yapım
"""
LEADING = 2  # words


def builds(words: tuple[str, ...]) -> bool:
    """Whether a title, whose stems are `words`, begins by naming something built."""
    return not _built().isdisjoint(words[:LEADING])


@lru_cache(1)
def _built() -> frozenset[str]:
    return frozenset(stems(_BUILDING))


def is_works(kind: str) -> bool:
    """Whether a class of purchases is construction, which is built once and not bought again."""
    kind = fold(kind)
    return bool(_WORKS.match(kind) or _WORKS_WORDS.search(kind))
