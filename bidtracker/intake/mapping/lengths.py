"""How long a contract runs, as registers write it: "36 months", "3+1+1", "24 (+12)", "2 Jahre + 2x1 Option"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from bidtracker.domain.dates import DateSpan, read_period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.han_numerals import in_digits
from bidtracker.domain.text import fold, safe

_YEAR_WORDS = """years year yrs yr y jahre jahren jahr j ans an annees annee anos ano anni anno jaar jaren lata lat
rok roku roky let лет год года годы рік роки років року 年間 か年 カ年 ヵ年 ヶ年 箇年 年 år aar vuosi vuotta vuoden ani
év god godina godine jährig jährige jährigen jähriger jähriges"""
_MONTH_WORDS = """months month mths mth mos mo m monate monaten monat mon mois meses mes mesi mese maanden maand
mnd mdn m-cy m-ce m-c miesiecy miesiace miesiac mies mesicu mesice mesic
месяцев месяца месяц мес місяців місяці місяць міс 个月 個月 mån månader månad mdr måneder måned kk kuukautta kuukausi
luni hónap mjeseci meseci monatig monatige monatigen monatiger
ヶ月間 ヶ月 か月 カ月 ケ月 ヵ月 ヵ月間 箇月 月"""
_WEEK_WORDS = """weeks week wks wk w wochen woche semaines semaine semanas semana settimane settimana weken tygodni
tydnu недель недели тижнів 周 週 週間 veckor uger viikkoa"""
_DAY_WORDS = """days day d tage tagen tag jours jour dias dia giorni giorno dagen dag dni dzien dny den дней дня день
днів дні 天 日 日間 dagar dage päivää"""
_UNITS = (
    (DateSpan(months=12), _YEAR_WORDS),
    (DateSpan(months=1), _MONTH_WORDS),
    (DateSpan(days=7), _WEEK_WORDS),
    (DateSpan(days=1), _DAY_WORDS),
)
_SPANS = {unit: span for span, units in _UNITS for unit in fold(units).split()}
_COUNTS = {
    fold(word): n
    for n, words in enumerate(
        (
            "one ein eine einem einen un une uno una um uma een jeden jedna один ett yksi en",
            "two zwei deux dos due dois duas twee dwa dwie dva два две två to kaksi",
            "three drei trois tres tre drie trzy tři три tre kolme",
            "four vier quatre cuatro quattro quatro vier cztery čtyři четыре чотири fyra neljä",
            "five fünf cinq cinco cinque vijf pięć pět пять п'ять fem viisi",
            "six sechs seis sei zes sześć šest шесть шість sex kuusi",
        ),
        1,
    )
    for word in words.split()
}
_AMBIGUOUS = ("to", "en", "um", "un")  # words of their own in another language than the one in which they count
_WORDS = {word: n for word, n in _COUNTS.items() if word not in _AMBIGUOUS}
_TIMES = {
    fold(word): n
    for n, words in enumerate(
        (
            "once einmal einmalige einmaliger jednou jednokrotn однократн",
            "twice zweimal zweimalige zweimaliger tweemaal dwukrotn dvakrat двукратн дважды двічі",
            "thrice dreimal dreimalige dreimaliger driemaal trzykrotn třikrát трехкратн трижды тричі",
        ),
        1,
    )
    for word in words.split()
}
_OPTION = (
    r"(?<![^\W\d_])(?:opti|opci|opcj|opzion|opcao|opcoes|opc|verlanger|verleng|extension|extend|ext|renew|renouvel"
    r"|reconduct|prorrog|prorog|rinnov|renov|przedluz|prodlouz|продлен|продлев|продовж|опци|опці|forlang|forleng|jatko)\w*"
    r"|可[续續][约約签簽期]?|续约|續約|续签|續簽|延长|延長|オプション|更新|擴充|扩充|继续|繼續"
)
_SAME = r"igual(?:es)?(?: periodos?)?|same(?: (?:period|term|length))?|stesso(?: periodo)?|同期間|meme duree|gleiche"
# Before the whole of it at the most, but for "by up to" and "an additional"; before a part of the whole.
_MOST = """max maximum maximal maximo langstens 最長 最长 最大 最多 以内 up_to bis_zu hasta fino_a fino_ad até
jusqu'a jusqu'à tot do до bis"""
_WITHIN = """incl including inkl inklusive inclus incluido incluida incluidos incluso inclusa compreso compresa
w_tym včetně включая включно 含 うち"""
_BY = "by|for|of|um|por|de|di|per|pour|o|na|на|om"
_FURTHER = """more further additional weitere weiterer weiteren zusätzlich zusätzliche más autres autre altri altre
outros otro otros ulteriori ulteriore další dodatkowe kolejne дополнительных еще ще nog extra adicional adicionales
adicionais supplémentaire supplémentaires"""
_FILLER = """of by for to initially initial base fixed firm fest ferme fermes each je jeweils chacun
chacune cada period periods período períodos periode term the a an de d del di da der von van voor um un o na на по per
por pour pro za med på från fra op te en till til om auf poss possible possibly potential possibility möglich mogelijk
możliwością možností možnost можливістю возможностью possibilité possibilidade posibilidad possibilità opcja opcją
optional nz no none keine kein tacite min contract zu w"""
_FILLERS = frozenset(fold(_FILLER).split())
_FILLER_EAST = fold("得|另|后|後|可能|可|ごとに|毎に|まで|の|が|每次|每|签|約|约|续|續")
_PARTING = "mit avec with und and et e y en s i и та con com met z és с з og och ja"


def _words(words: Iterable[str]) -> str:
    """A pattern for whole words; those of Chinese and Japanese may stand within others."""
    longest = sorted({fold(word).replace("_", " ") for word in words}, key=len, reverse=True)
    east = [re.escape(word) for word in longest if word[0] > "\u2e80"]
    others = [re.escape(word) for word in longest if word[0] <= "\u2e80"]
    return "|".join([*east, *([rf"(?<![^\W\d_])(?:{'|'.join(others)})(?![^\W\d_])"] if others else [])])


# Each word and sign of a length by the letter that stands for its kind.
_TOKEN = re.compile(
    rf"(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}}(?![\d.,]\d))?(?!\d)|{_words(_WORDS)}"
    rf"|(?:{_words(_AMBIGUOUS)})(?=[\s-](?:{_words(_SPANS)})))"
    rf"|(?P<T>(?<![^\W\d_])(?:{'|'.join(sorted(_TIMES, key=len, reverse=True))})\w*)"
    rf"|(?P<u>{_words(_SPANS)})"
    r"|(?P<x>[×*]|(?<![^\W\d_])(?:x|mal|malige[nr]?|maal|fois|times?|veces|volte|vezes|keer|раза?|рази|krat|krotn\w*"
    r"|gange?|ganger|kertaa)(?![^\W\d_])|回|次|度)"
    rf"|(?P<by>(?<![^\W\d_])(?:{_BY})\s(?:{_words(_MOST.split())})|{_words(_FURTHER.split())})"
    rf"|(?P<t>{_words(_MOST.split())}|(?<=extend )to|(?<=extended )to|(?<=extendable )to|(?<=extension )to)"
    rf"|(?P<i>{_words(_WITHIN.split())})"
    rf"|(?P<s>(?<![^\W\d_])(?:{_SAME})(?![^\W\d_]))"
    rf"|(?P<o>{_OPTION})"
    rf"|(?P<plus>\+|{_words(['plus', 'zzgl'])})"
    rf"|(?P<p>[,;&()（）、，；\[\]]|(?<![^\W\d_])/|/(?![^\W\d_])|{_words(_PARTING.split())})"
    rf"|(?P<filler>{_words(_FILLERS)}|{_FILLER_EAST}|[\s:'’–_-]|(?<!\d)\.|\.(?!\d))"
    r"|(?P<other>.)",
    re.DOTALL,
)
_YEAR, _MONTH = ("|".join(map(re.escape, fold(words).split())) for words in (_YEAR_WORDS, _MONTH_WORDS))
_INITIAL = re.compile(r"\d.*\binitial\s(?:term\s|period\s)?(?:of\s)?\d")  # "24 months. Initial 6 month term"
_RANGE = re.compile(
    r"(?<![\d/])1/2(?![\d/])|\d\s?(?:[-–—~～〜至]|\b(?:to|bis|a|do|до|or|ou|oder|o|of|lub|nebo|или|або|tot|ate|hasta)\b)\s?\d"
)
# A day, where no number is one figure alone: "118/01/09" is no "3/1/1".
_DAY = re.compile(
    r"(?<![\d.,])(?:\d{1,3}[./-]\d{2}[./-]\d{1,4}|\d{2,3}[./-]\d{1,2}[./-]\d{1,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
_YEARS_AND_MONTHS = re.compile(
    rf"(\d{{1,2}})\s?({_YEAR})[\s,]*(?:and |und |et |y |e |en |i |a |и |та )?(\d{{1,2}})\s?(?:{_MONTH})(?![^\W\d_])"
)
_EXTENDED_TO = re.compile(
    r"(.+?),?\s+(?:with\s+|\+\s*|plus\s+)?(?:an?\s+|the\s+)?(?:options?|possibility)\s+(?:to|of)\s+(?:extend|extending|extension)"
    r"\s+(?:up\s+)?to\s+(.+)"
)
_YES = re.compile(r"^(?:yes|ja|oui|si|sim|tak|ano|да|так|是)\b[\s,;:–-]*(?=\D{0,12}\d)")
_TOTAL = re.compile(r"[(（]\s?\d")
_IN_WORDS = re.compile(rf"\s?\((?:{'|'.join(_WORDS)})\)")
_BASE_YEAR = re.compile(r"^(?:(?:1|one) )?base(?: years?| yr)?(?=\s?(?:\+|and\b|plus\b|with\b))")
_HALF_YEARS = re.compile(r"(\d{1,2})\s?年半|半年")
# Ends a piece: a sign or word that parts, and an option after what runs before it, where how long it is follows.
_APART = re.compile(r"p|(?=[+i])|(?<=N)(?=b?t[^p+]*[nN])|(?<=N)(?=o[^p+]*[nNTs])")
_OFTEN_APART = re.compile(
    r"(o(?:nx?|T)|(?:nx?|T)o)p(?=N(?:p|$))"
)  # "renewable once, 1 year": the sign parts no two parts
_HOW_OFTEN = {
    **dict.fromkeys(("nxN", "nN", "TN", "nxn", "nn", "Tn"), (0, 1)),
    **dict.fromkeys(("Nnx", "NT", "Nxn"), (1, 0)),
}  # which number says how often, and which how long, by the kinds of a piece
MOST_TIMES = 5  # above it a bare number before an option is how long it is: "12 + 12 option"


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
    text = _YES.sub("", fold(_all_in_digits(str(value))).strip().removesuffix(".0"))
    if _DAY.search(text) or _RANGE.search(text) or _INITIAL.search(text):
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
    spans, parts = _without_totals(text, _spans(parts, _SPANS.get(unit), options=options), parts)
    if options:
        return Length(DateSpan(), _sum(spans))
    if parts[0].option:
        raise _no_length(value)
    return Length(spans[0], _sum(spans[1:]))


def _spans(parts: list[_LengthPart], unit: DateSpan | None, *, options: bool) -> list[DateSpan]:
    """How long each part runs. Raises Unreadable where a fraction is of nobody knows what."""
    named = next((_SPANS[part.unit] for part in parts if part.unit), unit)
    if named is None:
        if broken := next((part.number for part in parts if part.number % 1), None):
            raise _no_length(broken)
        bare_years = max(part.number for part in parts) <= 10 and (len(parts) > 1 or options)
        named = DateSpan(months=12 if bare_years else 1)
    spans = [_times(part.number, _SPANS.get(part.unit, named)) for part in parts]
    for at, part in enumerate(parts):
        if part.of_whole == "t":
            spans[at] = _less(spans[at], spans[0]) or spans[at]
        elif part.of_whole == "i":
            spans[0] = _less(spans[0], spans[at]) or spans[0]
    return spans


def _without_totals(
    text: str, spans: list[DateSpan], parts: list[_LengthPart]
) -> tuple[list[DateSpan], list[_LengthPart]]:
    """The parts that are no sum of the others: of "5 years (3+2)", and of "2 years (24 months)"."""
    if not _TOTAL.search(text):
        return spans, parts
    if len(spans) > 2 and spans[0] == _sum(spans[1:]):
        return spans[1:], parts[1:]
    if len(spans) > 2 and spans[-1] == _sum(spans[:-1]):
        return spans[:-1], parts[:-1]
    if len(spans) == 2 and spans[0] == spans[1] and parts[0].unit != parts[1].unit != "":
        return spans[:1], parts
    return spans, parts


class _LengthPart(NamedTuple):
    """How long a part of a contract runs; `of_whole`: all of it at the most ("t"), or a part of the first ("i")."""

    number: float
    unit: str
    option: bool
    of_whole: str = ""


def _parts(text: str) -> list[_LengthPart]:
    """Each part of a length in its order; [] where anything else is written."""
    text = _YEARS_AND_MONTHS.sub(_in_months, _IN_WORDS.sub("", _BASE_YEAR.sub("1 year", text)))
    text = _HALF_YEARS.sub(lambda match: f"{12 * int(match[1] or 0) + 6} m", text)
    kinds, numbers = _tokens(text)
    parts: list[_LengthPart] = []
    for piece in _APART.split(_OFTEN_APART.sub(r"\1", kinds)):
        count = sum(piece.count(kind) for kind in "nNT")
        read = _parts_of(piece, numbers[:count], parts[0] if parts else None)
        if read is None:
            return []
        parts += read
        numbers = numbers[count:]
    return parts


def _tokens(text: str) -> tuple[str, list[tuple[float, str]]]:
    """The kinds of a text's words and signs, a letter each, and its numbers with their units: "N" has one, "n" none;
    "?" is none that a length has."""
    kinds, numbers, end = "", [], 0
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "", match[0]
        if kind == "n":
            numbers.append((_COUNTS.get(word) or float(word.replace(",", ".")), ""))
            end = match.end()
        elif kind == "T":
            numbers.append((next(n for begin, n in _TIMES.items() if word.startswith(begin)), ""))
        elif kind == "u":
            bare = re.search(r"n(?=o*$)", kinds)
            near = match.start() - end < 2  # "an" and "d" are words of their own as well
            if bare and (near or len(word) > 2):  # "4 option years"
                numbers[-1] = (numbers[-1][0], word)
                kinds = f"{kinds[: bare.start()]}N{kinds[bare.end() :]}"
            elif word not in _FILLERS:
                return "?", []
            continue
        kinds += {"filler": "", "by": "b", "plus": "+", "other": "?"}.get(kind, kind)
    return kinds, numbers


def _parts_of(piece: str, numbers: list[tuple[float, str]], base: _LengthPart | None) -> list[_LengthPart] | None:
    """The parts of a piece of a length; `base` is the first of the whole. None where it is none."""
    option, bare = "o" in piece, re.sub("[obti+]", "", piece)
    how_often = bare in ("T", "nx") or (
        re.match(r"\+?b?no", piece) is not None and bare == "n" and _is_short(base) and numbers[0][0] <= MOST_TIMES
    )
    if how_often or bare == "s":
        times = numbers[0][0] if numbers else 1.0
        return [_LengthPart(base.number * times, base.unit, True)] if base else None
    if bare in _HOW_OFTEN:
        (times, _), (number, unit) = (numbers[at] for at in _HOW_OFTEN[bare])
        return [_LengthPart(number * times, unit, option)]
    if bare.strip("nN") or (not bare and "i" in piece):  # "with options": how long these are is not told
        return None
    of_whole = next((kind for kind in piece if kind in "ti"), "")
    of_whole = of_whole if base and piece[:1] != "+" and "b" not in piece else ""
    return [_LengthPart(*number, option, of_whole) for number in numbers]


def _is_short(base: _LengthPart | None) -> bool:
    """Whether a contract is counted in months, or runs a year: an option of it is then as long as itself."""
    return base is not None and base.unit != "" and (_SPANS[base.unit].months != 12 or base.number == 1)


def _all_in_digits(text: str) -> str:
    """A text whose numbers are all written in digits."""
    while (plain := in_digits(text)) != text:
        text = plain
    return text


def _in_months(match: re.Match[str]) -> str:
    """Years and months together: "2 years 6 months" is "30 m"."""
    return f"{int(match[1]) * 12 + int(match[3])} m"


def _times(number: float, unit: DateSpan) -> DateSpan:
    return DateSpan(months=round(number * unit.months), days=round(number * unit.days))


def _less(whole: DateSpan, part: DateSpan) -> DateSpan | None:
    """What is left of a whole without a part; None where nothing is."""
    months, days = whole.months - part.months, whole.days - part.days
    return DateSpan(months=months, days=days) if min(months, days) >= 0 and months + days > 0 else None


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
