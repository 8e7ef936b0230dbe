"""What a column is called, as words, and what its name says of the numbers in it: "Value (£k)", "Preis in TEUR"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bidtracker.domain.text import fold

_THOUSAND = r"k|tsd\.?|tausend|thousands?|000(?:'?s)?|milliers?|miles?|migliaia|milhares|duizend(?:en)?|tys\.?|tis\.?"
_THOUSAND += r"|тыс\.?|тис\.?|千"
_MILLION = r"m|mn|mio\.?|mill?\.?|mln\.?|millions?|millionen|millones|milion[ie]|milhões|milhoes|miljoen|milion[yůu]?"
_MILLION += r"|млн\.?|百万|百萬"
_TIMES = (
    (1_000, _THOUSAND), (1_000_000, _MILLION), (10_000, "万|萬"), (100_000_000, "亿|億"), (100_000, "lakhs?|lacs?"),
    (10_000_000, "crores?"), (1_000_000_000, r"bn|mrd\.?|billions?|milliards?|млрд\.?"),
)  # fmt: skip
_SIGN = (
    r"[€£$¥₹₴₽₩₺₪]|eur|euros?|gbp|usd|chf|pln|zł|zl|czk|kč|kc|rub|руб(?:\.|лей)?|uah|грн\.?|cny|rmb|twd|jpy|元|円|圓"
)
_SIGN += r"|sek|nok|dkk|kr"
_UNIT = "|".join(f"(?P<t{times}>{words})" for times, words in _TIMES)
# Thousands written right against the currency: "TEUR", "T€", "k€", "MEUR", "£000", "万元".
_TIGHT = re.compile(
    rf"(?<![^\W\d_])(?:{_SIGN})\s?['’]?(?:{_UNIT})(?![^\W_])"
    rf"|(?<![^\W\d_])(?:{_UNIT.replace('?P<t', '?P<u')})\s?(?:de |di |d'|of )?(?:{_SIGN})(?![^\W_])"
    r"|(?<![^\W\d_])t\s?(?:eur|€)(?![^\W_])|\bx ?1[.,]?000\b"
)
# Thousands alone, where nothing else can be meant: in brackets, or behind "in".
_ALONE = re.compile(rf"(?:[(\[（]\s?|\bin |\ben |\bw |\bem |\bв |\bv )['’]?(?:{_UNIT})\s?[)\]）]?(?=\s|$)")
_BRACKETS = re.compile(r"[(\[（]([^)\]）]*)[)\]）]")
# What may stand in brackets, or at the end, without saying which column it is.
_SAYS_NOTHING = re.compile(
    rf"(?:{_SIGN}|(?:{_UNIT.replace('?P<t', '?P<v')}|teur|keur|t€|meur|x|de|di|of|in|en|em|w|v|в|p\.?a\.?"
    r"|net|netto|gross|brutto|excl?\.?|incl?\.?|exkl\.?|inkl\.?|zzgl\.?|ex"
    r"|sin|sem|senza|zonder|met|bez|hors|gst|пдв|vat|mwst\.?|ust\.?|ht|ttc|hors taxes?|[sc]/ ?iva|sin iva|iva|con"
    r"|btw|tva|dph|ндс|без|税込|税抜|含税|不含税|%|percent|prozent|百分比|(?:out of|von|sur|max\.?|/) ?\d+"
    r"|d{1,2}|m{2,4}|y{2,4}|j{2,4}|t{2}|a{2,4}|г{2,4}|д{2}|м{2}|date|datum|uk time|local|cet|gmt|utc"
    r"|yes|no|y|n|j|ja|nein|months?|mths?|monate?n?|mois|meses|mesi|maanden|jahre?|years?|yrs?|ans|lat|days?|tage|年|月"
    r"|free text|optional|required|\*)(?![a-zß-ɏа-ӿ])|[\s/.\-,:'’&])+"  # "end" is not "en" and "d"
)


# Programs write these together in the names of their fields: "dealstage", "estimatedclosedate".
_WRITTEN_TOGETHER = """account actual amount award bid buyer category client close closed code company contract create
created currency customer date deadline deal due end estimated expected id iso lost name number opportunity org owner
price probability project publication published reason revenue stage start state status submission submitted tender
title type value winner won
acheteur attribution avis contrato contrat cpv datos desc fecha fin id inicio limite marche montant nom nombre objet
objeto
parution publicacion publication reponse titulaire url valor web"""
_NUMBERED = re.compile(r"(?<=[^\W\d_]{5})s?(nr)\b")  # "vergabenr", "projektnr"
_FIELD_WORDS = frozenset(_WRITTEN_TOGETHER.split())
_ANNOTATION = re.compile(r"@OData\..*$")  # the same value as a person reads it


def words_in(column: str) -> str:
    """A column's name as words.

    >>> words_in("contractStartDate"), words_in("Contract_start-date"), words_in("estimatedclosedate")
    ('contract start date', 'contract start date', 'estimated close date')
    >>> words_in("Vergabenr.")
    'vergabe nr'
    """
    column = column.replace(" + ", " plus ")
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", _ANNOTATION.sub("", column))
    return " ".join(_apart(word) or word for word in re.findall(r"[^\W_]+", _NUMBERED.sub(r" \1", fold(spaced))))


@lru_cache(4096)
def _apart(word: str) -> str:
    """A word as the words of fields that it is written together of; "" where it is none."""
    for end in range(len(word) - 2, 1, -1):
        if word[:end] in _FIELD_WORDS:
            rest = word[end:]
            after = rest if rest in _FIELD_WORDS else _apart(rest)
            if after:
                return f"{word[:end]} {after}"
    return ""


def names_of(column: str) -> tuple[str, ...]:
    """What a column may be called: all its words, and those without units: ("value k", "value") of "Value (£k)".

    >>> names_of("Auftragswert in TEUR")
    ('auftragswert in teur', 'auftragswert')
    """
    text = unicodedata.normalize("NFKC", column)
    without = _BRACKETS.sub(
        lambda bracket: " " if _SAYS_NOTHING.fullmatch(bracket[1].strip().casefold()) else bracket[0], text
    )
    parts = re.split(r"(?<=\S)[\s,:/]+", without.strip())
    while len(parts) > 1 and _SAYS_NOTHING.fullmatch(parts[-1].casefold()):
        parts.pop()
    last = words_in(" ".join(parts))
    return tuple(dict.fromkeys(name for name in (words_in(column), last) if name))


def times_in(column: str) -> int:
    """What the amounts of a column are to be multiplied by, as its name says it; 1 where it says nothing.

    >>> times_in("Value (£k)"), times_in("Preis in TEUR"), times_in("预算（万元）"), times_in("Value")
    (1000, 1000, 10000, 1)
    """
    name = unicodedata.normalize("NFKC", column).casefold()
    match = _TIGHT.search(name) or _ALONE.search(name)
    if match is None:
        return 1
    return next((int(group[1:]) for group, text in match.groupdict().items() if text), 1_000)


_YEARLY = re.compile(
    r"(?<![^\W_])(?:p\.\s?a\.?|pa|per annum|per year|a year|annual(?:ly|ised|ized)?|yearly|acv|par an|annuel(?:le)?s?"
    r"|pro jahr|al año|anual(?:es)?|annu[oai]|all'anno|por ano|ao ano|per jaar|jaarlijks|rocznie|ročně|в год"
    r"|на рік)(?![^\W_])"
    r"|jährlich|jahres(?:volumen|wert|umsatz|preis|auftrag)|/\s?(?:yr|year|an|jahr|año|anno|ano|jaar|rok|год|рік|年)(?![^\W_])"
    r"|roczna|roczn[ey]|ročn[íý]|годов|річн|每年|年额|年額|年間"
)


def is_yearly(column: str) -> bool:
    """Whether a heading says that the amounts below it are those of one year.

    >>> is_yearly("Value pa (£)"), is_yearly("Volumen p.a."), is_yearly("Total value")
    (True, True, False)
    """
    return _YEARLY.search(unicodedata.normalize("NFKC", column).casefold()) is not None
