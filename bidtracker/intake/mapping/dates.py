"""The dates of a spreadsheet's column, however a person wrote them: month names, weekdays, quarters, serial numbers.

A day is read where a person can read it; the order of day and month is the whole column's. A month or a quarter is its
last day, and rough.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from bidtracker.domain.dates import FIRST_YEAR, LAST_YEAR, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.han_numerals import in_digits
from bidtracker.domain.text import fold, safe
from bidtracker.intake.formats.shared.number_dates import ORDERS
from bidtracker.intake.mapping.clock_times import split_time
from bidtracker.intake.mapping.rough_dates import last_of

FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # of a spreadsheet's day: 1954 to 2119
_EPOCH = date(1899, 12, 30)
_JOINS = frozenset(["of", "the", "th", "st", "nd", "rd", "er", "de", "del", "di", "do", "den", "der", "dem", "o", "a"])
_NUMBERS = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?['’]?(\d{1,4})(?=\D|$)\.?", re.ASCII)
_MONTH_NAMES = (
    """january jan janvier janv januar jänner enero ene gennaio gen janeiro januari styczeń stycznia sty leden
        ledna led январь января янв січень січня січ tammikuu tammikuuta ocak ianuarie ian január""",
    """february feb février févr fevr fev februar febrero febbraio fevereiro februari luty lutego lut únor února
        февраль февраля фев лютий лютого лют helmikuu helmikuuta şubat februarie február febr""",
    """march mar mars märz mrz maerz marzo março maart mrt marzec marca březen března bře март марта мар
        березень березня бер marts maaliskuu maaliskuuta mart március márc martie marec""",
    """april apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna dub апрель апреля апр квітень
        квітня кві huhtikuu huhtikuuta nisan április ápr aprilie apríl""",
    """may mai mayo maggio mag maio mei maj maja květen května kvě май мая травень травня тра toukokuu
        toukokuuta mayıs május máj mája""",
    """june jun juin juni junio giugno giu junho czerwiec czerwca cze červen června июнь июня июн червень червня
        чер kesäkuu kesäkuuta haziran június jún iunie iun""",
    """july jul juillet juil juli julio luglio lug julho lipiec lipca lip červenec července июль июля июл липень
        липня лип heinäkuu heinäkuuta temmuz július júl iulie iul""",
    """august aug août aout agosto ago augustus sierpień sierpnia sie srpen srpna srp август августа авг серпень
        серпня сер augusti elokuu elokuuta ağustos augusztus augusta""",
    """september sep sept septembre septiembre settembre set setembro wrzesień września wrz září сентябрь
        сентября сен сент вересень вересня вер syyskuu syyskuuta eylül szeptember szept septembrie septembra""",
    """october oct octobre oktober okt octubre ottobre ott outubro out październik października paź říjen října
        říj октябрь октября окт жовтень жовтня жов lokakuu lokakuuta ekim octombrie októbra""",
    """november nov novembre noviembre novembro listopad listopada lis ноябрь ноября ноя marraskuu marraskuuta
        kasım noiembrie noi novembra""",
    """december dec décembre déc dezember dez diciembre dic dicembre dezembro grudzień grudnia gru prosinec
        prosince pro декабрь декабря дек грудень грудня гру joulukuu joulukuuta aralık desember des decembrie
        decembra""",
)
_MONTHS = {number: fold(names).split() for number, names in enumerate(_MONTH_NAMES, 1)}
_MONTH_OF = {word: number for number, words in reversed(_MONTHS.items()) for word in words}
_MONTH_OF |= {"листопад": 11, "листопада": 11, "лис": 11, "decembre": 12}
_ROMAN = {
    name: n for n, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
# The signs of a day and a time in Korean, as Chinese and Japanese write them, behind a number.
_KOREAN = re.compile(r"(?<=\d)\s?(분기|년|월|일|시|분)|오전|오후")
_HAN_SIGNS = {
    "분기": "季度",
    "년": "年",
    "월": "月",
    "일": "日",
    "시": "時",
    "분": "分",
    "오전": "上午",
    "오후": "下午",
}
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十]+(?=\s?(?:[年月日号號季點点時时分]|四半期))")
# The year of a house or a state, which begins in another month than January: "FY26", "GJ 2026/27", "2026年度".
_FISCAL = re.compile(
    r"(?<![^\W\d_])(?:fy|gj|fiscal|financial year|geschaftsjahr|wirtschaftsjahr|haushaltsjahr|exercice|ejercicio"
    r"|esercizio|exercicio|boekjaar|budgetar|regnskabsar|rakenskapsar|tilikausi|mali yil|rok obrotowy|финансовый год)"
    r"(?![^\W\d_])|年度|회계연도|(?<!\d)(?:20)?(\d\d)\s?[/–-]\s?(?:20)?(\d\d)(?!\d)"
)
_EAST = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]?")
# The eras of Japan and of the Republic of China, and the year before their first.
_ERA = re.compile(r"(令和|平成|昭和|中華民國|民國|民国|r(?=\d)|h(?=\d+\.))\s?(\d{1,3}|元)\s?(年|[./-])")
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "中華民國": 1911}
_BUDDHIST = range(2500, 2643)  # years as Thailand counts them
_YEARS_OF_THE_REPUBLIC = re.compile(
    r"(?<!\d)(1[0-4]\d)([./年-])(?=\d{1,2}(?:[./月-]\d{1,2}(?!\d)|月[底末初中上下])|(?<=年)\d{1,2}月)"
)
# What names a week by its first or last day, and days of a month by the first and last: 3-7 March.
_ONLY_AFTER = re.compile(  # which says when it is not
    r"^(?:not before|after|no earlier than|nicht vor|nach dem|fruhestens|pas avant|apres le|no antes de|despues de"
    r"|non prima del?|dopo il|nao antes de|apos|niet voor|nie przed|ne drive nez|не ранее|после|не раніше|після)\s"
)
_WEEK_FROM = re.compile(
    r"^(?:w\s?/\s?c|w\.c\.?|wc|week commencing|week beginning|week starting|week of|woche (?:vom|ab)|semaine du"
    r"|semana del?|settimana del|week van|tydzien od|tyden od|неделя с|тиждень з)\s+"
)
_SPAN = re.compile(
    r"^(?:w\s?/\s?e|w\.e\.?|we|week ending|week to|woche bis)\s"
    r"|^\d{1,2}\.?\s?(?:-|–|to|bis|au|al|/)\s?\d{1,2}\.?\s+[^\W\d]"
)
# What people write around a date that is not settled, or say before it.
_AROUND = re.compile(
    r"^(?:(?:c\.|ca\.?|circa|about|approx\.?|approximately|around|est\.?|expected|exp\.?|likely|probably|provisional(?:ly)?"
    r"|by|from|before|until|due|w/c|w/e|wc|we|voraussichtlich|vsl\.?|etwa|rund|ab|bis|vers|env\.?|environ|prevu|le|il|el"
    r"|dia|hacia|aprox\.?|verso|no|na|do|od|ok\.?|около|до|с|приблизно|близько)\s+|(?:~|≈|约|約|预计|預計|予定)\s*)"
    r"|\s*[(（\[]?(?:tbc|tbd|tba|t\.b\.c\.?|est\.?|estimated?|expected|provisional|prov\.?|approx\.?|subject to change"
    r"|\?+|vsl\.?|voraussichtlich|geplant|prevu|previsto|prevista|verwacht|planowan\w*|予定|頃|ごろ|左右)[)）\]]?\s*$"
    r"|[*†]+$"
)


class ColumnDay(NamedTuple):
    """A cell's day as ISO 8601, with its time where one is written; `rough` where only month or quarter is known."""

    text: str
    rough: bool = False


def read_day(value: Any, reading: str = "") -> ColumnDay:
    """The day of a cell; `reading` is the order of its column's day, month and year ("dmy"), and the year of days that
    have none ("dmy2026", "2026"). Raises Unreadable.

    >>> read_day("Friday, 4 December 2026").text, read_day("Q1 2027"), read_day(46391).text
    ('2026-12-04', ColumnDay(text='2027-03-31', rough=True), '2027-01-04')
    """
    order, year = reading.rstrip("0123456789"), reading.lstrip("dmy")
    if (serial := _serial(value)) is not None:
        return ColumnDay(serial)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # perhaps a year
    if not isinstance(value, str):
        raise Unreadable("{text} is not a date; lists write it like 2026-12-01", text=repr(safe(str(value), 40)))
    text = value.strip()
    try:
        if "-W" not in text:  # a week is no Monday
            read_published(text)
            return ColumnDay(text)
    except Unreadable:
        pass
    plain = _plain(text)
    bare = _without_doubt(fold(plain))
    if not (year and is_yearless(bare)) and (last := last_of(bare, _year, _MONTH_OF)) is not None:
        return ColumnDay(last.isoformat(), rough=True)
    plain, clock = split_time(plain)
    plain = " ".join(plain.split())
    day, rest = _numbers(plain.casefold(), order, text) or _written(fold(plain)) or (None, "")
    if day is None and is_yearless(plain):
        if not year:
            raise Unreadable(
                "{text} has no year; write one into the cells or the heading, like Deadline 2026, or name it with "
                "--map COLUMN=FIELD:dmy2026",
                text=repr(safe(text, 40)),
            )
        day, rest = _of_year(plain, order, year, text)
    if day is None:
        raise _no_day(text, bare)
    if day.year == FIRST_YEAR:
        raise Unreadable("{text} is what a spreadsheet makes of an empty cell", text=repr(safe(text, 40)))
    _one_day(day, rest, order, text)
    folded = fold(text)
    if _ONLY_AFTER.match(folded):
        raise Unreadable("{text} is not a date; lists write it like 2026-12-01", text=repr(safe(text, 40)))
    if _WEEK_FROM.match(folded):
        return ColumnDay((day + timedelta(days=6)).isoformat(), rough=True)
    return ColumnDay(clock.on(day) if clock else day.isoformat(), rough=_SPAN.match(folded) is not None)


def _no_day(text: str, bare: str) -> Unreadable:
    """Why a cell is no date: perhaps it is of a year that begins when only its house knows."""
    year = _FISCAL.search(bare)
    if year is not None and (year[1] is None or int(year[2]) == (int(year[1]) + 1) % 100):
        why = "{text} is of a fiscal year, and when that begins is not known; write the month or the day, like Sep 2026"
        return Unreadable(why, text=repr(safe(text, 40)))
    return Unreadable("{text} is not a date; lists write it like 2026-12-01", text=repr(safe(text, 40)))


def _plain(text: str) -> str:
    """One width and kind of space, years of our era; its case as it was, for the names of zones."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if not plain.isascii():
        plain = re.sub(r"\d", lambda digit: str(int(digit[0])), plain)  # those of Arabic and others
        plain = _KOREAN.sub(lambda sign: _HAN_SIGNS[sign[0].strip()], plain)
        plain = _HAN_NUMBER.sub(lambda number: in_digits(number[0]), plain)
    plain = _YEARS_OF_THE_REPUBLIC.sub(lambda match: f"{int(match[1]) + 1911}{match[2]}", plain)
    era = _ERA.match(plain.casefold())
    if era is None:
        return plain
    year = _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))
    return f"{year}{era[3]}{plain[era.end() :]}"


def _without_doubt(plain: str) -> str:
    """A cell without what says that its date is not settled."""
    before = ""
    while plain != before:
        before, plain = plain, _AROUND.sub("", plain).strip(" ,;")
    return plain


def _one_day(day: date, rest: str, order: str, text: str) -> None:
    """Raises Unreadable where another day follows: which of them is meant nobody can tell."""
    try:
        other, _ = _numbers(rest, order, text) or _written(fold(rest)) or (None, "")
    except Unreadable:
        return
    if other is not None and other != day:
        raise Unreadable("{text} names two days; write the one that holds", text=repr(safe(text, 40)))


def is_bare_day(text: str) -> bool:
    """Whether nothing stands in a text but what a day is written with: no "until 30 Nov" and no "1 May, or later"."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    return all(word in _MONTH_OF or word in _JOINS or word in "年月日" for word in words)


def orders_of(value: Any) -> frozenset[str]:
    """In which orders a cell could be a day: empty where it says that itself, or is no date of numbers only."""
    match = _NUMBERS.search(_plain(value)) if isinstance(value, str) else None
    if match is None or len(match[1]) == 4 or any(char.isdigit() for char in value[: match.start()]):
        return frozenset()
    return frozenset(order for order in ORDERS[:2] if _in_order(match, order))


def _serial(value: Any) -> str | None:
    """The day that a spreadsheet's serial number means, with its time."""
    if isinstance(value, str) and re.fullmatch(r"\d{5}(?:\.\d+)?", value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, int) and 19_000_101 <= value <= 21_991_231:  # 20261204
        return _in_one_number(str(value))
    if not FIRST_SERIAL <= value < LAST_SERIAL:
        return None
    day = _EPOCH + timedelta(days=int(value))
    seconds = round(float(value - int(value)) * 86_400)
    if not seconds:
        return day.isoformat()
    return (datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)).isoformat()


def _in_one_number(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


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
    if year in _BUDDHIST:
        year -= 543
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
    words = [word for word in re.finditer(r"[^\W\d_]+|\d+", plain) if word[0] not in _JOINS]
    for at, word in enumerate(words):
        month = _MONTH_OF.get(word[0]) or (_ROMAN.get(word[0], 0) if 0 < at < len(words) - 1 else 0)
        if not month:
            continue
        # "3rd week of March" is not the third: only an ending may stand between a number and its month.
        near = words[max(0, at - 2) : at]
        numbers = [w for n, w in enumerate(near, 1) if w[0].isdigit() and (n == len(near) or len(near[-1][0]) < 3)][-1:]
        after = [w for w in words[at + 1 : at + 5] if w[0].isdigit()]
        before_year = [w for w in words[max(0, at - 3) : at] if len(w[0]) == 4 and w[0].isdigit()]
        if numbers and len(numbers[0][0]) < 3 and after:  # 4 déc. 2026, 5-Dec-26
            return _day(_year(after[0][0]), month, int(numbers[0][0])), plain[after[0].end() :]
        if not numbers and len(after) > 1 and len(after[0][0]) < 3:  # December 4, 2026
            return _day(_year(after[1][0]), month, int(after[0][0])), plain[after[1].end() :]
        if before_year and after and len(after[0][0]) < 3:  # 2026 Dec 4
            return _day(int(before_year[0][0]), month, int(after[0][0])), plain[after[0].end() :]
    return None


_DAY_AND_MONTH = re.compile(r"(?:[^\W\d]+\.?,?\s?)?(\d{1,2})\s?([./])\s?(\d{1,2})\.?")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]?(?:\s?[(（][^)）]{1,3}[)）])?")


def is_yearless(text: str) -> bool:
    """Whether a cell names a day and a month and no year: "12 March", "15.03.", "3月15日"."""
    return _MONTH_AND_DAY.fullmatch(text) is not None or _in_numbers(text) is not None or _in_words(text) is not None


def _of_year(text: str, order: str, year: str, cell: str) -> tuple[date | None, str]:
    """A day and a month in the year that their column has."""
    if east := _MONTH_AND_DAY.fullmatch(text):
        return _day(int(year), int(east[1]), int(east[2])), ""
    if numbers := _in_numbers(text):
        full = f"{numbers[1]}{numbers[2]}{numbers[3]}{numbers[2]}{year}"
        return _numbers(full, order if order in ORDERS[:2] else "", cell) or (None, "")
    month, number = _in_words(text) or (0, 0)
    return _day(int(year), month, number), ""


def _in_numbers(text: str) -> re.Match[str] | None:
    match = _DAY_AND_MONTH.fullmatch(text)
    if match is None:
        return None
    low, high = sorted((int(match[1]), int(match[3])))
    return match if 1 <= low <= 12 and high <= 31 else None


def _in_words(text: str) -> tuple[int, int] | None:
    """The month and the day of a text that has one number beside one month's name."""
    numbers = re.findall(r"\d+", text)
    months = [month for word in re.findall(r"[^\W\d_]+", fold(text)) if (month := _MONTH_OF.get(word))]
    return (months[0], int(numbers[0])) if len(months) == len(numbers) == 1 and int(numbers[0]) <= 31 else None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("there is no day {text}", text=f"{year}-{month:02}-{day:02}") from None
