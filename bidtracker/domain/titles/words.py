"""The whole words of a title, folded, and lists of words that say nothing about what is bought."""

from __future__ import annotations

import re
from functools import lru_cache

from bidtracker.domain.text import fold

_WORDS = re.compile(r"[^\W\d_]{2,}")

# Words that every title has. Whole words in the forms that titles use, since their stems name other things too:
# "contra" is also contraceptives, "liefer" delivery vans, "projec" projectors.
_COMMON = """
provision provide providing supply supplies supplying service services contract contracts framework agreement
agreements tender tenders procurement purchase purchases purchasing delivery requirement requirements invitation
notice request proposal proposals quotation quotations award awards works goods project projects programme program
with from that this for the and of to in lot lots no nr
lieferung lieferungen leistung leistungen dienstleistung dienstleistungen vergabe beschaffung der die das den und fur
von zur zum im des dem
fourniture fournitures prestation prestations marche marches service services achat acquisition le la les de du et pour
suministro suministros servicio servicios contrato contratos contratacion adquisicion el los las del y para
fornitura forniture servizio servizi prestazione prestazioni affidamento appalto acquisto di il lo gli della dei per
fornecimento fornecimentos prestacao prestacoes servico servicos aquisicao aquisicoes do da dos das
dostawa dostawy uslugi usluga uslug zakup zakupu zamowienie swiadczenie na dla
dodavka dodavky sluzby sluzeb sluzba nakup zajisteni poskytovani poskytnuti pro ve
dodavka nakup poskytovanie zabezpecenie
levering leveringen levert dienst diensten het een voor
furnizimi furnizim me per dhe te
nabava nabavka isporuka usluga usluge za
furnizare servicii achizitie si
закупівля постачання послуги послуга поставка услуги услуга оказание закупка на для
"""


def whole_words(title: str) -> tuple[str, ...]:
    """The words of a title of two letters or more, without case and accents: `whole_words("Údržba č. 3")` is
    ("udrzba",)."""
    return tuple(_WORDS.findall(fold(title)))


@lru_cache(1)
def common_words() -> frozenset[str]:
    """Words that tell nothing about what is bought, folded."""
    return frozenset(fold(_COMMON).split())


@lru_cache(1)
def _empty_phrases() -> re.Pattern[str]:
    start, whole = (fold(words).strip().replace("\n", "|") for words in (_EMPTY, _EMPTY_ALONE))
    return re.compile(rf"\W*(?:{start})(?!\w)|[\W\d_]*(?:{whole})[\W\d_]*$")


# How titles begin that send the reader elsewhere; and words that are a whole title and say nothing.
_EMPTY = """
please (?:see|refer|find|read|note)
(?:see|refer to|as per|per|as described in|as specified in|details in) (?:the )?(?:attach|tender|document|notice|annex|\
description|specification|above|below|appendix|schedule|contract)\\w*
siehe (?:anlage|anhang|unterlagen|leistungs|vergabe|oben|unten|beschreibung)\\w*
voir (?:annexe|document|pieces?|cahier|dossier|ci)\\w*
vease|ver (?:anexo|documento|pliego)\\w*|veja|consultar (?:anexo|pliego|caderno)\\w*
vedi (?:allegat|document|disciplinare)\\w*
viz (?:prilo|zadavaci|dokument|popis|smlouv|vyse|nize)\\w*
patrz zalacznik\\w*|zgodnie z (?:zalacznik|siwz|swz)\\w*
zie (?:bijlage|bestek)\\w*
"""
_EMPTY_ALONE = """
tbc|tba|tbd|n/?a|test|various|miscellaneous|misc|other|others|sundry|unknown|no title|untitled|title|not specified|none
diverse|diverses|verschiedenes|sonstiges|divers|varios|otros|diversos|outros|varie|vari|ruzne|jine|rozne|ine|inne
不详|无|無|其他|其它|详见附件|見附件|見附件
"""


def says_nothing(title: str) -> bool:
    """Whether a title names nothing that could be bought: "Please see attached", "TBC", "Contract for services"."""
    words = whole_words(title)
    return bool(_empty_phrases().match(fold(title).strip())) or (bool(words) and common_words().issuperset(words))
