"""Titles that name a change to a contract that is already there, or the use of an option in it: nothing is competed.

By whole words, since their stems name other things: "nachtr" is also night cleaning, "aditiv" additives, "modifi"
modified starch, "dodatk" haberdashery.
"""

from __future__ import annotations

from functools import lru_cache

from bidtracker.domain.text import fold
from bidtracker.domain.titles.words import whole_words

# Words that suffice.
_ALONE = """
addendum addenda adendum adenda addendums amendment amendments amandman aneks aneksa aneksi annexe dodatek dodatku
dodatkem dodatok dodatkom dodatecne dodatecnych dodatecny dodatecna nachtrag nachtrage nachtrags
nachtragsvereinbarung avenant avenants prorroga prorrogas aditamento aditamentos viceprace vicepraci viacprace
szerzodesmodositas szerzodesmodositasa tillaggsavtal meerwerk допсоглашение
"""
# Words of which all are needed.
_TOGETHER = """
contract extension|contract modification|modification contract|additional works|change order|variation order
annex contract|annex agreement|supplement contract|supplementary agreement|supplemental agreement|termo aditivo
atto aggiuntivo|variante opera|act aditional|trabalhos complementares|obras complementarias|obras adicionales
modificacion contrato|modificado contrato|modificativo contrato|ampliacion contrato|contrato aditivo
дополнительное соглашение|додаткова угода|opdracht meerwerk|tillaggs avtal|pune shtese|aneks kontrata
dodatni radovi|dodatna dela|dodatne gradnje|robot dodatkowych|roboty dodatkowe|zamowienie uzupelniajace
doplneni smlouvy|doplnok zmluvy|zmena smlouvy|zmluvy zmena
exercise option|exercised option|exercising option|option year|option period|option years|renewal option
extension option|option extension|uplatneni opce|vyuziti opce|opcni pravo|opcniho prava|prawo opcji|prawa opcji
verlangerungsoption|option verlangerung|leve option|levee option|tranche optionnelle|reconduction marche
ejercicio opcion|esercizio opzione|opzione rinnovo|opcao renovacao|optie verlenging|uitoefening optie
prodlouzeni smlouvy|predlzenie zmluvy|przedluzenie umowy|vertragsverlangerung|vertrag verlangerung
renovacao contrato|prolongation contrat|proroga contratto|contratto rinnovo|renouvellement contrat
"""
_WIDE = ("补充协议", "補充協議", "变更协议", "変更契約", "변경계약", "续签", "續約")


@lru_cache(1)
def _lists() -> tuple[frozenset[str], tuple[frozenset[str], ...], frozenset[str]]:
    """Words that suffice, sets of words of which all are needed, and all words of both."""
    alone = frozenset(fold(_ALONE).split())
    together = tuple(frozenset(words.split()) for words in fold(_TOGETHER).strip().replace("\n", "|").split("|"))
    return alone, together, alone.union(*together)


def is_addendum(title: str) -> bool:
    """Whether a title names a change to a contract that is already there, or an option of it."""
    alone, together, either = _lists()
    words = frozenset(whole_words(title))
    if not either.isdisjoint(words) and (not alone.isdisjoint(words) or any(each <= words for each in together)):
        return True
    return not title.isascii() and any(word in title for word in _WIDE)
