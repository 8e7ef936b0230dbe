"""Times that are no day: months, quarters, halves, seasons, weeks and years. Each is its last day, and rough."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date

_EARLY = r"early|beginning(?: of)?|start(?: of)?|anfang|debut|inicio|principios de|inizio|begin|poczatek|zacatek"
_EARLY += r"|начало|початок"
_MID = r"mid(?:dle of)?|mitte|mi|mediados de|meta|meados de|medio|polowa|pulka|середина"
_LATE = r"late|end(?: of)?|ende|fin|finales de|fine|fim|final de|eind|koniec|konec|конец|кінець"
_PARTS = re.compile(
    rf"(?:(?P<early>{_EARLY})|(?P<mid>{_MID})|(?P<late>{_LATE}))[\s-]+(?:de |di |del |do )?(?P<rest>.+)"
)
_OF = r"[\s/.\-,']*(?:of |de |du |fy)?"
_EAST = "(?:季度|四半期|季)?"
_QUARTER = re.compile(
    r"(?:q|t|k|кв\.?|quarter|trimestre|quartal|kw?artal|ctvrtleti|第)\s?(?P<n>[1-4])"
    + _EAST
    + _OF
    + r"(?P<year>\d{4}|\d{2})"
)
_QUARTER_AFTER = re.compile(
    rf"(?P<year>\d{{4}})\s?年?[\s/.-]*(?:q|t|k|第)\s?(?P<n>[1-4]){_EAST}"
    r"|(?P<m>[1-4])(?:\.|st|nd|rd|th|er|e|eme|o|a|°|-?й)?\s?(?:q|кв|quartal|quarter|trimestre|kwartal|ctvrtleti|квартал)\.?"
    rf"{_OF}(?P<other>\d{{4}}|\d{{2}})"
)
_HALF = re.compile(
    r"(?:h|s|hj)\s?(?P<n>[12])[\s/.-]*(?P<year>\d{4}|\d{2})"
    r"|(?P<m>[12])(?:\.|st|nd|er|e|o)?\s?(?:h|hj|half|halbjahr|semestre|semester|полугодие|півріччя)"
    rf"{_OF}(?P<other>\d{{4}}|\d{{2}})"
    r"|(?P<third>\d{4})\s?年?[\s/.-]*(?:h(?P<o>[12])|(?P<east>[上下])半年)"
)
_SEASONS = {
    5: "spring fruhjahr fruhling printemps primavera voorjaar lente wiosna jaro весна 春",
    8: "summer sommer ete verano estate verao zomer lato leto лето літо 夏",
    11: "autumn fall herbst automne otono autunno outono herfst najaar jesien podzim осень осінь 秋",
    12: "winter hiver invierno inverno zima зима 冬 christmas weihnachten",
}
_MONTH_OF_SEASON = {word: month for month, words in _SEASONS.items() for word in words.split()}
_WEEK = re.compile(
    r"(?:kw|week|wk|cw|semaine|settimana|semana|tydzien|tyden|неделя|тиждень)\.?\s?(?P<n>\d{1,2})[\s/.,-]*(?P<year>\d{4})"
    r"|(?P<other>\d{4})-?w(?P<m>\d{2})"
)
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.?[\s./-]*(?:de |del |do )?'?(\d{4}|\d{2})(?: ?(?:r|г|р|году|року|roku)\.?)?")
_YEAR_MONTH = re.compile(r"(\d{4})(?:[\s/.-]+|\s?年\s?)([^\W\d]+|\d{1,2})\s?月?")


def last_of(plain: str, year_of: Callable[[str], int], months: Mapping[str, int]) -> date | None:
    """The last day of a month, quarter, half, season, week or year; None where it is none. `year_of` reads a year,
    `months` has the numbers of the months' names.
    """
    if match := _PARTS.fullmatch(plain):
        return _part_of(match, year_of, months)
    if match := _QUARTER.fullmatch(plain) or _QUARTER_AFTER.fullmatch(plain):
        parts = match.groupdict()
        return _end(year_of(parts["year"] or parts["other"]), int(parts["n"] or parts["m"]) * 3)
    if match := _HALF.fullmatch(plain):
        n = match["n"] or match["m"] or match["o"] or {"上": 1, "下": 2}[match["east"]]
        return _end(year_of(match["year"] or match["other"] or match["third"]), int(n) * 6)
    if match := _WEEK.fullmatch(plain):
        return _week(year_of(match["year"] or match["other"]), int(match["n"] or match["m"]))
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
