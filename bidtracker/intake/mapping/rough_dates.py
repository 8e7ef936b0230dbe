"""Times that are no day: months, quarters, halves, seasons, weeks and years. Each is its last day, and rough."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date

from bidtracker.intake.mapping.words.places import ordinal_of

_EARLY = r"early|beginning(?: of)?|start(?: of)?|anfang|debut|inicio|principios de|inizio|begin|poczatek|zacatek"
_EARLY += r"|начало|початок"
_MID = r"mid(?:dle of)?|mitte|mi|mediados de|meta|meados de|medio|polowa|pulka|середина"
_LATE = r"late|end(?: of)?|ende|fin|finales de|fine|fim|final de|eind|koniec|konca|konec"
_LATE += r"|конец|конца|кінець|кінця"
_PARTS = re.compile(
    rf"(?:(?P<early>{_EARLY})|(?P<mid>{_MID})|(?P<late>{_LATE}))[\s-]+(?:de |di |del |do )?(?P<rest>.+)"
)
_OF = r"[\s/.\-,']*(?:of |de |du )?"
_QUARTER_NOUN = (
    r"(?:q|qtr|quarter|quartal|trimestre|kvartal|kvartaali|neljannes|ceyrek|kw|kwartal|ctvrtleti|kv|кв|квартал"
)
_QUARTER_NOUN += r"|季度|四半期|季)\.?"
_WHICH = (
    rf"(?:(?:t|k|第|{_QUARTER_NOUN})\s?(?P<n>[1-4]|i{{1,3}}|iv)(?:季度|四半期|季)?"
    rf"|(?:(?P<m>[1-4]|i{{1,3}}|iv)(?:\.|st|nd|rd|th|er|e|eme|o|a|°|-?й)?|(?P<word>[^\W\d_]+))\s?{_QUARTER_NOUN})"
)
_QUARTER = re.compile(rf"{_WHICH}{_OF}(?P<year>\d{{4}}|\d{{2}})")
_QUARTER_AFTER = re.compile(rf"(?P<year>\d{{4}})\s?年?[\s/.,-]*{_WHICH}")
_HALF = re.compile(
    r"(?:h|s|hj)\s?(?P<n>[12])[\s/.-]*(?P<year>\d{4}|\d{2})"
    r"|(?P<m>[12])(?:\.|st|nd|er|e|o)?\s?(?:h|hj|half|halbjahr|semestre|semester|полугодие|півріччя)"
    rf"{_OF}(?P<other>\d{{4}}|\d{{2}})"
    r"|(?P<third>\d{4})\s?年?[\s/.-]*(?:h(?P<o>[12])|(?P<east>[上下])半年)"
)
_SEASONS = {
    5: """spring fruhjahr fruhling printemps primavera voorjaar lente wiosna jaro весна var varen foraret forar kevat
        ilkbahar 春 봄""",
    8: """summer sommer ete verano estate verao zomer lato leto лето літо sommar sommaren sommeren yaz 夏 여름""",
    11: """autumn fall herbst automne otono autunno outono herfst najaar jesien podzim осень осінь host hosten efterar
        efteraret syksy sonbahar 秋 가을""",
    12: """winter hiver invierno inverno zima зима vinter vinteren vintern talvi kis 冬 겨울 christmas weihnachten""",
}
_MONTH_OF_SEASON = {word: month for month, words in _SEASONS.items() for word in words.split()}
_WEEK = re.compile(
    r"(?:kw|week|wk|cw|semaine|settimana|semana|tydzien|tyden|неделя|тиждень|vecka|uge|uke|viikko|hafta)\.?\s?(?P<n>\d{1,2})(?:[\s/.,-]*(?P<year>\d{4})|\s?[/']\s?(?P<short>\d{2}))"
    r"|(?P<other>\d{4})-?w(?P<m>\d{2})"
)
# A part of a month: its week, half or fortnight by number; its third in Chinese and Japanese, its beginning or end.
_NTH = re.compile(
    r"(?P<n>[1-5]|first|second|third|fourth|last)(?:\.|st|nd|rd|th|er|ere|re|e|eme|nde|a|o|ª|º)?\s?"
    r"(?:(?P<week>week|woche|semaine|semana|settimana|tydzien|tyden)|half|halfte|hälfte|quinzaine|quincena|quinzena|meta|polowa)"
    r"\s(?:of |in |im |de |du |del |di |do |van )?(?P<rest>.+)"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 5}
_EAST_PART = re.compile(r"(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<part>[上中下]旬|底|末|初|中)")
_THIRDS = {"上": 10, "初": 10, "中": 20}
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.?[\s./-]*(?:de |del |do )?'?(\d{4}|\d{2})(?: ?(?:r|г|р|году|року|roku)\.?)?")
_YEAR_MONTH = re.compile(r"(\d{4})(?:[\s/.-]+|\s?年\s?)([^\W\d]+|\d{1,2})\s?月?")


def last_of(plain: str, year_of: Callable[[str], int], months: Mapping[str, int]) -> date | None:
    """The last day of a month, quarter, half, season, week or year; None where it is none. `year_of` reads a year,
    `months` has the numbers of the months' names.
    """
    if match := _NTH.fullmatch(plain):
        return _nth_of(match, year_of, months)
    if match := _EAST_PART.fullmatch(plain):
        end = _end(year_of(match["year"]), int(match["month"]))
        day = _THIRDS.get(match["part"][0])
        return end.replace(day=day) if end and day else end
    if match := _PARTS.fullmatch(plain):
        return _part_of(match, year_of, months)
    if match := _QUARTER.fullmatch(plain) or _QUARTER_AFTER.fullmatch(plain):
        return _end(year_of(match["year"]), (ordinal_of(match["n"] or match["m"] or match["word"]) or 5) * 3)
    if match := _HALF.fullmatch(plain):
        n = match["n"] or match["m"] or match["o"] or {"上": 1, "下": 2}[match["east"]]
        return _end(year_of(match["year"] or match["other"] or match["third"]), int(n) * 6)
    if match := _WEEK.fullmatch(plain):
        return _week(year_of(match["year"] or match["short"] or match["other"]), int(match["n"] or match["m"]))
    if match := _MONTH_YEAR.fullmatch(plain):
        month = months.get(match[1]) or _MONTH_OF_SEASON.get(match[1])
        return _end(year_of(match[2]), month) if month else None
    if match := re.fullmatch(r"(\d{1,2})\s?[/.-]\s?(\d{4})", plain):
        return _end(year_of(match[2]), int(match[1]))
    if match := _YEAR_MONTH.fullmatch(plain):
        month = int(match[2]) if match[2].isdigit() else months.get(match[2]) or _MONTH_OF_SEASON.get(match[2], 0)
        return _end(year_of(match[1]), month)
    if match := re.fullmatch(r"(?:in |im |en |nel |em |w |v |в |у )?(20\d{2})(?: ?(?:年|r|г|р)\.?)?", plain):
        return _end(year_of(match[1]), 12)
    return None


def _nth_of(match: re.Match[str], year_of: Callable[[str], int], months: Mapping[str, int]) -> date | None:
    """The last day of a week or half of a month, or of half a year."""
    n, rest = _ORDINALS.get(match["n"]) or int(match["n"]), match["rest"]
    if re.fullmatch(r"\d{4}", rest):
        return None if match["week"] or n > 2 else _end(year_of(rest), 6 * n)
    end = last_of(rest, year_of, months) if _MONTH_YEAR.fullmatch(rest) or _YEAR_MONTH.fullmatch(rest) else None
    days = n * 7 if match["week"] else 15 if n == 1 else 31
    return end.replace(day=min(days, end.day)) if end else None


def _part_of(match: re.Match[str], year_of: Callable[[str], int], months: Mapping[str, int]) -> date | None:
    """The beginning, middle or end of a year; of a month or quarter all of it."""
    if re.fullmatch(r"\d{4}", match["rest"]):
        return _end(year_of(match["rest"]), 3 if match["early"] else 6 if match["mid"] else 12)
    return None if _PARTS.fullmatch(match["rest"]) else last_of(match["rest"], year_of, months)


def _end(year: int, month: int) -> date | None:
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _week(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 7)
    except ValueError:
        return None
