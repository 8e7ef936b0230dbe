"""The dates of a spreadsheet's column, however a person wrote them: month names, weekdays, quarters, serial numbers.

A day is read where a person can read it; the order of day and month is the whole column's. A month or a quarter is its
last day, and rough.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from bidtracker.domain.dates import FIRST_YEAR, LAST_YEAR, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import fold, safe
from bidtracker.intake.formats.shared.number_dates import ORDERS

FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # of a spreadsheet's day: 1954 to 2119
_EPOCH = date(1899, 12, 30)
_NUMBERS = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?=\D|$)\.?", re.ASCII)
_MONTH_NAMES = (
    """january jan janvier janv januar jänner enero ene gennaio gen janeiro januari styczeń stycznia sty leden
        ledna led январь января янв січень січня січ""",
    """february feb février févr fevr fev februar febrero febbraio fevereiro februari luty lutego lut únor
        února février февраль февраля фев лютий лютого лют""",
    """march mar mars märz mrz maerz marzo março maart mrt marzec marca březen března bře март марта мар
        березень березня бер""",
    """april apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna dub апрель апреля апр квітень
        квітня кві""",
    """may mai mayo maggio mag maio mei maj maja květen května kvě май мая травень травня тра""",
    """june jun juin juni junio giugno giu junho czerwiec czerwca cze červen června июнь июня июн червень
        червня чер""",
    """july jul juillet juil juli julio luglio lug julho lipiec lipca lip červenec července июль июля июл
        липень липня лип""",
    """august aug août aout agosto ago augustus sierpień sierpnia sie srpen srpna srp август августа авг
        серпень серпня сер""",
    """september sep sept septembre septiembre settembre set setembro wrzesień września wrz září сентябрь
        сентября сен сент вересень вересня вер""",
    """october oct octobre oktober okt octubre ottobre ott outubro out październik października paź říjen října
        říj октябрь октября окт жовтень жовтня жов""",
    """november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя""",
    """december dec décembre déc dezember dez diciembre dic dicembre dezembro grudzień grudnia gru prosinec
        prosince pro декабрь декабря дек грудень грудня гру""",
)
_MONTHS = {number: fold(names).split() for number, names in enumerate(_MONTH_NAMES, 1)}
_MONTH_OF = {word: number for number, words in reversed(_MONTHS.items()) for word in words}
_MONTH_OF |= {"листопад": 11, "листопада": 11, "лис": 11, "decembre": 12}
# Minutes from UTC of the zones that people name beside a time.
_ZONES = dict[str, int](
    utc=0,
    gmt=0,
    z=0,
    wet=0,
    bst=60,
    west=60,
    cet=60,
    mez=60,
    cest=120,
    mesz=120,
    eet=120,
    eest=180,
    msk=180,
    ist=330,
    jst=540,
    kst=540,
    hkt=480,
    sgt=480,
    aest=600,
    nzst=720,
    nzdt=780,
    est=-300,
    edt=-240,
    cst=-360,
    cdt=-300,
    mst=-420,
    mdt=-360,
    pst=-480,
    pdt=-420,
)
_TIME = re.compile(
    r"(?:^|[\s,t]|um |at |à |um)(\d{1,2})(?:[:h.](\d{2}))(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?m?\.?\s*"
    r"(?:uhr|hrs?|h)?\s*([a-z]{1,5}\b|[+-]\d{2}:?\d{2})?\s*$"
)
_QUARTER = re.compile(r"(?:q|t|k|кв\.?|quarter |trimestre |quartal )\s?([1-4])[\s/.-]*(?:fy)?(\d{4}|\d{2})")
_QUARTER_AFTER = re.compile(r"(\d{4})[\s/.-]*(?:q|t|k)([1-4])|([1-4])\.?\s?(?:q|кв|quartal|quarter)\.?[\s/.-]*(\d{4})")
_EAST = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?[日号號])?")


class ColumnDay(NamedTuple):
    """A cell's day as ISO 8601, with its time where one is written; `rough` where only month or quarter is known."""

    text: str
    rough: bool = False


def read_day(value: Any, order: str = "") -> ColumnDay:
    """The day of a cell; `order` is that of its column's day, month and year ("dmy"). Raises Unreadable.

    >>> read_day("Friday, 4 December 2026").text, read_day("Q1 2027"), read_day(46391).text
    ('2026-12-04', ColumnDay(text='2027-03-31', rough=True), '2027-01-04')
    """
    if (serial := _serial(value)) is not None:
        return ColumnDay(serial)
    if not isinstance(value, str):
        raise Unreadable("{text} is not a date; lists write it like 2026-12-01", text=repr(safe(str(value), 40)))
    text = value.strip()
    try:
        read_published(text)
    except Unreadable:
        pass
    else:
        return ColumnDay(text)
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    day, rest = _numbers(plain, order, text) or _written(fold(plain)) or (None, "")
    if day is not None:
        return ColumnDay(_with_time(day, rest))
    if (last := _month_or_quarter(fold(plain))) is not None:
        return ColumnDay(last.isoformat(), rough=True)
    raise Unreadable("{text} is not a date; lists write it like 2026-12-01", text=repr(safe(text, 40)))


def orders_of(value: Any) -> frozenset[str]:
    """In which orders a cell could be a day: empty where it says that itself, or is no date of numbers only."""
    match = _NUMBERS.match(value.strip()) if isinstance(value, str) else None
    if match is None or len(match[1]) == 4:
        return frozenset()
    return frozenset(order for order in ORDERS[:2] if _in_order(match, order))


def _serial(value: Any) -> str | None:
    """The day that a spreadsheet's serial number means, with its time."""
    if isinstance(value, str) and re.fullmatch(r"\d{5}(?:\.\d+)?", value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if not FIRST_SERIAL <= value < LAST_SERIAL:
        return None
    day = _EPOCH + timedelta(days=int(value))
    seconds = round(float(value - int(value)) * 86_400)
    if not seconds:
        return day.isoformat()
    return (datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)).isoformat()


def _in_order(match: re.Match[str], order: str) -> date | None:
    parts = dict(zip(order, (match[1], match[3], match[4]), strict=True))
    try:
        return date(_year(parts["y"]), int(parts["m"]), int(parts["d"]))
    except (ValueError, Unreadable):
        return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) < 3:
        year += 1900 if year >= 70 else 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(
            "{text} is out of reach; years run from {first} to {last}", text=text, first=FIRST_YEAR, last=LAST_YEAR
        )
    return year


def _numbers(plain: str, order: str, text: str) -> tuple[date, str] | None:
    """A day of numbers only, and what follows it; where its column's order gives none, the only other that does."""
    match = _NUMBERS.search(plain) if not _NUMBERS.match(plain) else _NUMBERS.match(plain)
    if match is None or any(char.isdigit() for char in plain[: match.start()]):
        return None
    if len(match[1]) == 4:
        order = "ymd"
    tried = (order,) if order == "ymd" else dict.fromkeys((order or "dmy", "dmy", "mdy"))
    days = [day for each in tried if (day := _in_order(match, each))]
    if not days:
        raise Unreadable("{text} is no day of any month", text=repr(safe(text, 40)))
    if not order and match[2] != "." and len(set(days)) > 1:
        first, other = days[0].isoformat(), days[1].isoformat()
        raise Unreadable("{text} could be {one} or {other}", text=repr(safe(text, 40)), one=first, other=other)
    return days[0], plain[match.end() :]


def _written(plain: str) -> tuple[date, str] | None:
    """A day with a month's name, or in Chinese and Japanese, and what follows it."""
    if (east := _EAST.search(plain)) and east[3]:
        return _day(int(east[1]), int(east[2]), int(east[3])), plain[east.end() :]
    words = list(re.finditer(r"[^\W\d_]+|\d+", plain))
    for at, word in enumerate(words):
        month = _MONTH_OF.get(word[0])
        if month is None:
            continue
        numbers = [w for w in words[max(0, at - 2) : at] if w[0].isdigit()][-1:]
        after = [w for w in words[at + 1 : at + 5] if w[0].isdigit()]
        before_year = [w for w in words[max(0, at - 3) : at] if len(w[0]) == 4 and w[0].isdigit()]
        if numbers and len(numbers[0][0]) < 3 and after:  # 4 déc. 2026, 5-Dec-26
            return _day(_year(after[0][0]), month, int(numbers[0][0])), plain[after[0].end() :]
        if not numbers and len(after) > 1 and len(after[0][0]) < 3:  # December 4, 2026
            return _day(_year(after[1][0]), month, int(after[0][0])), plain[after[1].end() :]
        if before_year and after and len(after[0][0]) < 3:  # 2026 Dec 4
            return _day(int(before_year[0][0]), month, int(after[0][0])), plain[after[0].end() :]
    return None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("there is no such day as {text}", text=f"{year}-{month:02}-{day:02}") from None


def _month_or_quarter(plain: str) -> date | None:
    if match := _QUARTER.fullmatch(plain):
        year, month = _year(match[2]), int(match[1]) * 3
    elif match := _QUARTER_AFTER.fullmatch(plain):
        year, month = _year(match[1] or match[4]), int(match[2] or match[3]) * 3
    elif match := re.fullmatch(r"([^\W\d_]+)\.?[\s./-]*(?:de |del )?'?(\d{4}|\d{2})", plain):
        year, month = _year(match[2]), _MONTH_OF.get(match[1], 0)
    elif match := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", plain):
        year, month = _year(match[2]), int(match[1])
    elif match := re.fullmatch(r"(\d{4})(?:[/.-]|\s?年\s?)(\d{1,2})\s?月?", plain):
        year, month = _year(match[1]), int(match[2])
    else:
        return None
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _with_time(day: date, rest: str) -> str:
    """The day with the time that follows it, and its offset from UTC where a zone is named."""
    match = _TIME.search(f" {rest}") if ":" in rest or "h" in rest or "uhr" in rest else None
    if match is None:
        return day.isoformat()
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return day.isoformat()
    at = f"{day.isoformat()}T{hour:02}:{minute:02}:{second:02}"
    zone = match[5] or ""
    if zone in _ZONES:
        sign, minutes = ("-" if _ZONES[zone] < 0 else "+"), abs(_ZONES[zone])
        return f"{at}{sign}{minutes // 60:02}:{minutes % 60:02}"
    return f"{at}{zone[:3]}:{zone[-2:]}" if zone[:1] in ("+", "-") else at
