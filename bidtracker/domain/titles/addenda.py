"""Titles that name a change to a contract that is already there."""

from __future__ import annotations

from functools import lru_cache

from bidtracker.domain.titles.stems import stems

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
