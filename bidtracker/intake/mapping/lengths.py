"""How long a contract runs, as registers write it: "36 months", "3+1+1", "24 (+12)", "2 Jahre + 2x1 Option"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from bidtracker.domain.dates import DateSpan, read_period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.han_numerals import in_digits
from bidtracker.domain.text import fold, safe

_YEAR_WORDS = """years year yrs yr y jahre jahren jahr j ans an annees annee anos ano anni anno jaar jaren lata lat rok
roku roky let лет год года годы рік роки років року 年間 か年 カ年 ヵ年 ヶ年 箇年 年"""
_MONTH_WORDS = """months month mths mth mos mo m monate monaten monat mon mois meses mes mesi mese maanden maand
mnd m-cy m-ce m-c miesiecy miesiace miesiac mies mesicu mesice mesic
месяцев месяца месяц мес місяців місяці місяць міс 个月 個月 
ヶ月間 ヶ月 か月 カ月 ケ月 ヵ月 ヵ月間 箇月 月"""
_WEEK_WORDS = """weeks week wks wk w wochen woche semaines semaine semanas semana settimane settimana weken tygodni
tydnu недель недели тижнів 周 週 週間"""
_DAY_WORDS = """days day d tage tagen tag jours jour dias dia giorni giorno dagen dag dni dzien dny den дней дня день
днів дні 天 日 日間"""
_UNITS = (
    (DateSpan(months=12), _YEAR_WORDS),
    (DateSpan(months=1), _MONTH_WORDS),
    (DateSpan(days=7), _WEEK_WORDS),
    (DateSpan(days=1), _DAY_WORDS),
)
_SPANS = {unit: span for span, units in _UNITS for unit in fold(units).split()}
_UNIT = "|".join(sorted(map(re.escape, _SPANS), key=len, reverse=True))
_WORDS = {
    fold(word): n
    for n, words in enumerate(
        (
            "one ein eine einem un une uno una um uma een jeden jedna один",
            "two zwei deux dos due dois duas twee dwa dwie dva два две",
            "three drei trois tres tre drie trzy tři три",
            "four vier quatre cuatro quattro quatro vier cztery čtyři четыре чотири",
            "five fünf cinq cinco cinque vijf pięć pět пять п'ять",
            "six sechs seis sei zes sześć šest шесть шість",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_COUNT = r"\d{1,3}(?:[.,]\d)?|" + "|".join(sorted(_WORDS, key=len, reverse=True))
_PART = re.compile(
    rf"(?:(?P<times>\d{{1,2}})\s?(?:[x×*]|mal|fois|veces|volte|keer|раза?)\s?)?"
    rf"(?P<n>{_COUNT})[\s-]*(?P<unit>{_UNIT})?(?![^\W_])"
)
_YEAR, _MONTH = ("|".join(map(re.escape, fold(words).split())) for words in (_YEAR_WORDS, _MONTH_WORDS))
# A day, where no number is one figure alone: "118/01/09" is no "3/1/1".
_DAY = re.compile(
    r"(?<![\d.,])(?:\d{1,3}[./-]\d{2}[./-]\d{1,4}|\d{2,3}[./-]\d{1,2}[./-]\d{1,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
_YEARS_AND_MONTHS = re.compile(
    rf"(\d{{1,2}})\s?({_YEAR})[\s,]*(?:and |und |et |y |e |en |i |a |и |та )?(\d{{1,2}})\s?(?:{_MONTH})(?![^\W\d_])"
)
_OPTION = re.compile(
    r"option\w*|opci\w*|opcj\w*|opzion\w*|opcao|opcoes|opc\w*|verlanger\w*|verleng\w*|extension\w*|extend\w*|ext\.?|renew\w*"
    r"|reconduct\w*|reconductible\w*|prorrog\w*|prorog\w*|rinnov\w*|renov\w*|przedluz\w*|prodlouz\w*|продлен\w*|продовж\w*"
    r"|опци\w*|опці\w*|可续\w*|可續\w*|续约|續約|续签|延长|延長|オプション|更新"
)
_APART = re.compile(
    r"\s*(?:\+|\bplus\b|\bmit\b|\bavec\b|\bwith\b|\bund\b|\band\b|\bet\b|\be\b|\by\b|\ben\b|[,;&/()（）]|\bs\b)\s*"
    rf"|\s+(?=(?:{_OPTION.pattern}))"
)
_FILLER = re.compile(
    r"\b(?:of|to|by|for|up to|bis zu|jusqu a|hasta|fino a|ate|tot|do|max\.?|further|possible|optional\w*"
    r"|initial\w*|base|fixed|firm|fest|ferme|each|je|jeweils|chacun\w*|cada|period|term|the|an?|de|d|fois|times?|contract|von|на|до|по|poss\.?|potential|nz"
    r"|no|none|keine?|tacite|once|twice|more|additional|weitere[rns]?|zusatzlich\w*)\b|最多|含|另"
)


_EXTENDED_TO = re.compile(
    r"(.+?),?\s+(?:with\s+|\+\s*|plus\s+)?(?:an?\s+|the\s+)?(?:options?|possibility)\s+(?:to|of)\s+(?:extend|extending|extension)"
    r"\s+(?:up\s+)?to\s+(.+)"
)
_YES = re.compile(r"^(?:yes|ja|oui|si|sim|tak|ano|да|так|是)\b[\s,;:–-]*(?=\D{0,12}\d)")
_TOTAL = re.compile(r"[(（]\s?\d")
_IN_WORDS = re.compile(rf"\s?\((?:{'|'.join(_WORDS)})\)")
_OPTIONS_OF = re.compile(
    rf"(?:\+|with|mit|avec|con|com)?\s?(\d{{1,2}})\s?(?:{_OPTION.pattern})\s?(?:of|de|a|von|je|von je|di|van|по)?\s?"
    rf"(\d{{1,3}}\s?(?:{_UNIT}))"
)
# "2x Verlängerung um 1 Jahr", "reconductible 2 fois 1 an", "two 12 month extensions".
_TIMES_BEFORE = re.compile(
    rf"(?<!\d)(?:(\d)\s?(?:[x×]|mal|fois|times|veces|volte|vezes|keer)(?:\s(?:{_OPTION.pattern}|um|de|of|von|a|di|van))*"
    rf"|({'|'.join(sorted(_WORDS, key=len, reverse=True))}))\s(\d{{1,2}})[\s-]?({_UNIT})(?![^\W_])"
)
_TIMES_AFTER = re.compile(rf"(\d{{1,3}}\s?(?:{_UNIT}))\s?[x×]\s?(\d{{1,2}})(?!\d)")
_AGAIN = re.compile(
    rf"(\d{{1,2}}\s?(?:{_UNIT})),?\s(?:{_OPTION.pattern})\s?(?:\w+\s)?(\d)\s?(?:fois|times|veces|volte|vezes|mal|keer|x)"
)


class Length(NamedTuple):
    """How long a contract runs, and how much longer it may: "3+1+1" is 36 months and 24."""

    fixed: DateSpan
    more: DateSpan = DateSpan()


def read_length(value: Any, *, options: bool = False, unit: str = "") -> Length:
    """A contract's length: "36 months", "3 years", "3+1+1" (36 and 24 months), a number alone (of the column's `unit`,
    else months); with `options` all of it is what it may be extended by: "12+12" is 24 months, "2x1 year" too. Raises
    Unreadable.

    >>> read_length("3+1+1").fixed.months, read_length("12+12", options=True).more.months
    (36, 24)
    """
    text = _YES.sub("", fold(in_digits(str(value))).strip().removesuffix(".0"))
    if _DAY.search(text):
        raise _no_length(value)
    if not options and (longest := _EXTENDED_TO.fullmatch(text)):  # "6 months with option to extend to 12 months"
        fixed, most = (read_length(part, unit=unit).fixed for part in longest.groups())
        return Length(fixed, DateSpan(max(most.months - fixed.months, 0), max(most.days - fixed.days, 0)))
    if text.isdigit() and not options and not unit:
        return Length(DateSpan(months=int(text)))
    parts = _parts(text)
    if not parts:
        if options:
            raise _no_length(value)
        return Length(read_period(str(value).strip()))
    named = next((_SPANS[part.unit] for part in parts if part.unit), _SPANS.get(unit))
    if named is None:
        bare_years = max(part.number for part in parts) <= 10 and (len(parts) > 1 or options)
        named = DateSpan(months=12 if bare_years else 1)
    spans = [_times(part.number, _SPANS.get(part.unit, named)) for part in parts]
    if len(spans) > 2 and _TOTAL.search(text) and spans[0] == _sum(spans[1:]):  # "5 years (3+2)"
        spans, parts = spans[1:], parts[1:]
    elif len(spans) > 2 and _TOTAL.search(text) and spans[-1] == _sum(spans[:-1]):
        spans, parts = spans[:-1], parts[:-1]
    if options:
        return Length(DateSpan(), _sum(spans))
    if parts[0].option:
        raise _no_length(value)
    return Length(spans[0], _sum(spans[1:]))


class _LengthPart(NamedTuple):
    number: float
    unit: str
    option: bool


def _parts(text: str) -> list[_LengthPart]:
    """Each number with its unit and whether it is an option; [] where anything else is written."""
    parts: list[_LengthPart] = []
    text = _YEARS_AND_MONTHS.sub(_in_months, _IN_WORDS.sub("", text))
    text = _OPTIONS_OF.sub(r"+ \1x\2", _TIMES_AFTER.sub(r"\2x\1", text))
    text = _TIMES_BEFORE.sub(lambda match: f"{match[1] or _WORDS[match[2]]}x{match[3]} {match[4]}", text)
    if again := _AGAIN.fullmatch(text):  # "1 an reconductible 3 fois"
        text = f"{again[1]} + {again[2]}x{again[1]}"
    for piece in _APART.split(text):
        option = _OPTION.search(piece) is not None
        rest = " ".join(_FILLER.sub(" ", _OPTION.sub(" ", piece)).split()).strip(" -–:.")
        if not rest:
            continue
        match = _PART.fullmatch(rest)
        if match is None:
            return []
        number = _WORDS.get(match["n"]) or float(match["n"].replace(",", "."))
        parts.append(_LengthPart(number * int(match["times"] or 1), match["unit"] or "", option))
    return parts


def _in_months(match: re.Match[str]) -> str:
    """Years and months together: "2 years 6 months" is "30 m"."""
    return f"{int(match[1]) * 12 + int(match[3])} m"


def _times(number: float, unit: DateSpan) -> DateSpan:
    return DateSpan(months=round(number * unit.months), days=round(number * unit.days))


def _sum(spans: list[DateSpan]) -> DateSpan:
    return DateSpan(months=sum(span.months for span in spans), days=sum(span.days for span in spans))


def _no_length(value: Any) -> Unreadable:
    why = "{text} is not a length of time; write it like 36 months, 3 years or 3+1+1"
    return Unreadable(why, text=repr(safe(str(value), 40)))


def unit_in(name: str) -> str:
    """The unit of time that a column's name says, as one of ours: "years" of "contract length years"; "" for none."""
    for word in name.split():
        span = _SPANS.get(word) if len(word) > 1 else None
        if span is not None:
            return {12: "years", 1: "months"}.get(span.months, "weeks" if span.days == 7 else "days")
    return ""
