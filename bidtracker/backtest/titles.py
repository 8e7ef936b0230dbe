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

LONGEST_STEM, SHORTEST_STEM, LEAST_LETTERS = 6, 4, 2

_WORDS = re.compile(r"[^\W\d_]+")
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
    return (word[: min(LONGEST_STEM, max(SHORTEST_STEM, len(word) - 1))],)


# Words that name a change to a contract that is already there; and words that do so together.
_ALONE = """
addendum addenda adendum adenda amendment amandman aneks annexe dodatek dodatku dodatkem dodatok dodatky dodatečné
dodatečných Nachtrag Nachträge avenant modificación prórroga ampliación aditivo aditamento viceprace vícepráce viacpráce
szerződésmódosítás допсоглашение
"""
_TOGETHER = """
contract extension|contract modification|additional works|change order|variation order|annex contract
supplement contract|atto aggiuntivo|variante opera|act adițional|trabalhos complementares|obras complementarias
obras adicionales|дополнительное соглашение|додаткова угода|meerwerk opdracht|tilläggs avtal|punë shtesë
aneks kontrata|dodatni radovi|dodatna dela|dodatne gradnje|robót dodatkowych|zamówienie uzupełniające
doplnění smlouvy|doplnok zmluvy
"""
_WIDE_WORDS = ("补充协议", "補充協議", "変更契約", "변경계약")


@lru_cache(1)
def _addenda() -> tuple[frozenset[str], tuple[frozenset[str], ...], frozenset[str]]:
    """The stems of words that suffice, sets of stems of which all are needed, and all stems of both."""
    alone = frozenset(stems(_ALONE))
    together = [frozenset(stems(words)) for words in _TOGETHER.strip().replace("\n", "|").split("|")]
    return alone, tuple(together), alone.union(*together)


def is_addendum(title: str, words: tuple[str, ...]) -> bool:
    """Whether a title, whose stems are `words`, names a change to a contract that is already there."""
    alone, together, either = _addenda()
    if not either.isdisjoint(words) and (not alone.isdisjoint(words) or any(some.issubset(words) for some in together)):
        return True
    return not title.isascii() and any(word in title for word in _WIDE_WORDS)


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
