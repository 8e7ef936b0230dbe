"""Dates: as a person types them, and dates and lengths of time as lists publish them.

"Today" is always an argument. Years outside 1900 to 2199 are taken for errors (lists write 0001 and 9999 for "none").
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from bidtracker.domain.errors import Unreadable
from bidtracker.later import late_pattern

FIRST_YEAR, LAST_YEAR = 1900, 2199

_OFFSET = late_pattern(r"Z|[+-][0-9]{2}:?[0-9]{2}")
# Compiled when first wanted, so that the screen opens sooner.
_ISO_PERIOD = "p(?=[0-9])(?:([0-9]{1,4})y)?(?:([0-9]{1,5})m)?(?:([0-9]{1,5})w)?(?:([0-9]{1,6})d)?(?:t[0-9hms.]+)?"
_LENGTH = r"([0-9]{1,6}) ?([^\W\d]+)"
_YEAR = "([0-9]{4})年?"
_QUARTER = "q([1-4])[ /-]?([0-9]{4})|([0-9]{4})[ /-]?q([1-4])"
_MONTH = "(?P<year>[0-9]{4})[-/.年](?P<month>[0-9]{1,2})月?"
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "〇": 0}
_SPELLED = (
    "[一二三四五六七八九]?十[一二三四五六七八九]?(?=[^ ])"
    "|[一二两兩三四五六七八九](?=[个個天日号號月年周週]|星期|禮拜|礼拜)"
)
_NAMED_MONTH = r"(?P<month>[a-z]{3,9})\.? ?(?P<year>[0-9]{4})"


class PublishedTime(NamedTuple):
    """A date out of a list: the day as written, and the moment where the list gave one with its offset from UTC.

    `clock` is the time of a day that was written without an offset."""

    day: date
    at: datetime | None = None
    clock: datetime | None = None

    @property
    def hour(self) -> datetime | None:
        """The moment, or the clock's time where no offset from UTC is known; None for a whole day."""
        return self.at or self.clock


class DateSpan(NamedTuple):
    """A length of time, in calendar months and days."""

    months: int = 0
    days: int = 0

    def last_day(self, start: date) -> date:
        """The last day of a contract that begins on `start` and runs this long. Raises Unreadable where that lies
        outside the years that dates may have."""
        try:
            last = _clipped(start, self.months) + timedelta(days=self.days - 1)
        except (ValueError, OverflowError):
            raise _out_of_reach(f"{start} {self.months:+} months {self.days:+} days") from None
        return _sane(last, last.isoformat())


# ---------------------------------------------------------------- lists


def read_published(text: str) -> PublishedTime:
    """A date or moment as machines write it: ISO 8601 with or without time, offset, fractions ("2026-09-09+02:00").

    A time without an offset is no moment but the clock's time. Raises Unreadable.
    """
    text = text.strip()
    try:
        if len(text) == 10:
            return PublishedTime(_sane(date.fromisoformat(text), text))
        if len(text) > 10 and _OFFSET.fullmatch(text, 10):
            return PublishedTime(_sane(date.fromisoformat(text[:10]), text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("{text} is not a date; lists write it like 2026-12-01", text=repr(text)) from None
    day = _sane(moment.date(), text)
    return PublishedTime(day, moment) if moment.tzinfo else PublishedTime(day, None, moment)


def read_period(text: str) -> DateSpan:
    """A length of time: "P3Y", "P1Y6M", "P90D", "36 months", "3 years", "90 days", "36个月". Raises Unreadable."""
    plain = _plain(text)
    if match := re.fullmatch(_ISO_PERIOD, plain):
        years, months, weeks, days = (int(n or 0) for n in match.groups())
        return DateSpan(years * 12 + months, weeks * 7 + days)
    if (match := re.fullmatch(_LENGTH, plain)) and match[2] in _UNITS:
        return _length(match[1], match[2])
    raise Unreadable("{text} is not a length of time; write it like 36 months, 3 years or 90 days", text=repr(text))


def read_length(text: str) -> DateSpan:
    """A length as a person shortens it ("24m", "2y"), or as `read_period` takes it. Raises Unreadable."""
    if (match := re.fullmatch(r"([0-9]{1,6}) ?([a-z]{1,2})", _plain(text))) and match[2] in _UNITS:
        return _length(match[1], match[2])
    return read_period(text)


# ---------------------------------------------------------------- people


def read_date(text: str, today: date) -> date:
    """The day that a person means: "today", "fri", "next fri", "+6m", "-2w", "1 dec", "31.12.2026", "12月1日" ...

    A weekday is the first one after today, "next fri" the Friday of next week; a day without a year is the coming
    one. What could be two days ("01/02/2026") is refused. Raises Unreadable, which says what would do.
    """
    plain = _plain(text)
    for pattern, read in _forms():
        if match := pattern.fullmatch(plain):
            try:
                return _sane(read(match, today), text)
            except (ValueError, OverflowError):
                raise Unreadable("there is no day {text}", text=repr(text)) from None
    raise Unreadable(
        "{text} is not a date; write it like 2026-12-01, 1 dec 2026, fri, next fri, tomorrow or +6m", text=repr(text)
    )


def read_span(text: str, today: date) -> tuple[date, date]:
    """The first and last day of what a person means: "2026", "q3 2026", "2026-12", "dec 2026", or one day."""
    plain = _plain(text)
    if match := re.fullmatch(_YEAR, plain):
        year, first, last = int(match[1]), 1, 12
    elif match := re.fullmatch(_QUARTER, plain):
        year, first = int(match[2] or match[3]), int(match[1] or match[4]) * 3 - 2
        last = first + 2
    elif match := re.fullmatch(_MONTH, plain) or re.fullmatch(_NAMED_MONTH, plain):
        year, first = int(match["year"]), _month(match)
        last = first
    else:
        day = read_date(text, today)
        return day, day
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_reach(text)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _clipped(day: date, months: int) -> date:
    """The same day of another month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _sane(day: date, text: str) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise _out_of_reach(text)


def _out_of_reach(text: str) -> Unreadable:
    return Unreadable(
        "{text} is out of reach; years run from {first} to {last}", text=repr(text), first=FIRST_YEAR, last=LAST_YEAR
    )


def _plain(text: str) -> str:
    """One case, width and kind of space; Chinese numbers before a unit as digits: "三个月后" is "3个月后"."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().replace(",", " ").split())
    if plain.isascii():
        return plain
    plain = plain.replace("半年", "6个月").replace("半个月", "15天").replace("半個月", "15天")
    return re.sub(_SPELLED, lambda match: str(_spelled(match[0])), plain)


def _spelled(number: str) -> int:
    """A number below 100 in Chinese signs: "二十四" is 24."""
    tens, ten, ones = number.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _length(number: str, unit: str) -> DateSpan:
    match _UNITS[unit]:
        case "y":
            return DateSpan(months=int(number) * 12)
        case "m":
            return DateSpan(months=int(number))
        case "w":
            return DateSpan(days=int(number) * 7)
        case _:
            return DateSpan(days=int(number))


def _word(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_WORDS[match[0]])


def _relative(match: re.Match[str], today: date) -> date:
    length = _length(match["n"], match["unit"])
    back = match["sign"] in ("-", "−") or match["when"] in ("ago", "前")
    sign = -1 if back else 1
    return _clipped(today, sign * length.months) + timedelta(days=sign * length.days)


def _coming(match: re.Match[str], today: date) -> date:
    """ "next week", "next month", "next year": as far from its beginning as today is."""
    match match[1]:
        case "week" | "周" | "週":
            return today + timedelta(weeks=1)
        case "month" | "月":
            return _clipped(today, 1)
        case _:
            return _clipped(today, 12)


def _closing(match: re.Match[str], today: date) -> date:
    """The last day of this month or year."""
    month = 12 if match[0] in ("eoy", "end of year", "年底") else today.month
    return date(today.year, month, monthrange(today.year, month)[1])


def _weekday(match: re.Match[str], today: date) -> date:
    which, wanted = match["which"], _WEEKDAYS[match["day"]]
    monday = today - timedelta(days=today.weekday())
    if not which:
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    if which == "last":
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    return monday + timedelta(weeks=_WEEKS[which], days=wanted)


def _in_order(match: re.Match[str], today: date) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["d"]))


def _without_year(match: re.Match[str], today: date) -> date:
    """The coming one (29 February: in the next leap year)."""
    month, day = _month(match), int(match["d"])
    for year in range(today.year, today.year + 9):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    raise ValueError(day)


def _of_coming_year(match: re.Match[str], today: date) -> date:
    """A day of this year, the next or the one after it."""
    ahead = {"今年": 0, "明年": 1}.get(match["which"], 2)
    return date(today.year + ahead, int(match["month"]), int(match["d"]))


def _with_month(match: re.Match[str], today: date) -> date:
    return date(int(match["year"]), _month(match), int(match["d"]))


def _month(match: re.Match[str]) -> int:
    """The number of a month by number or name."""
    word = match["month"]
    month = int(word) if word.isdigit() else _MONTH_NAMES.get(word[:3], 0)
    if not 1 <= month <= 12:
        raise Unreadable("{text} is no month; write it like 12, dec or december", text=repr(word))
    return month


def _either_order(match: re.Match[str], today: date) -> date:
    """Day and month with slashes or dashes, whose order differs from country to country."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if first == second or first > 12:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise Unreadable(
        "{text} could be {one} or {other}; write one of these",
        text=repr(match[0]),
        one=date(year, second, first).isoformat(),
        other=date(year, first, second).isoformat(),
    )


def _moment(match: re.Match[str], today: date) -> date:
    return read_published(match[0].upper()).day


def _whole_month(match: re.Match[str], today: date) -> date:
    raise Unreadable("{text} is a whole month; say which day", text=repr(match[0]))


# ---------------------------------------------------------------- the words and forms of dates

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH_NAMES = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}


def _numbered(*lines: str) -> dict[str, int]:
    return {word: number for number, line in enumerate(lines) for word in line.split()}


_WEEKDAYS = _numbered(
    *("mon monday 一", "tue tues tuesday 二", "wed wednesday 三", "thu thur thurs thursday 四"),
    *("fri friday 五", "sat saturday 六", "sun sunday 日 天"),
)
_WEEKS = {
    **dict.fromkeys(("this", "这", "這", "本"), 0),
    **dict.fromkeys(("next", "下", "下个", "下個"), 1),
    **dict.fromkeys(("上", "上个", "上個"), -1),
}
_UNITS = {
    **dict.fromkeys(("d", "day", "days", "天", "日"), "d"),
    **dict.fromkeys(
        ("w", "wk", "week", "weeks", "周", "週", "星期", "个星期", "個星期", "礼拜", "個禮拜", "个礼拜"), "w"
    ),
    **dict.fromkeys(("m", "mo", "month", "months", "个月", "個月"), "m"),
    **dict.fromkeys(("y", "yr", "year", "years", "年"), "y"),
}
_WORDS = {
    "today": 0,
    "now": 0,
    "tomorrow": 1,
    "tmr": 1,
    "yesterday": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "後天": 2,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
}


DateReader = Callable[[re.Match[str], date], date]


@cache
def _forms() -> tuple[tuple[re.Pattern[str], DateReader], ...]:
    """Each form of date with its reading; made when the first date is read, for a start that reads none."""
    month = "(?P<month>" + "|".join(rf"{name}|{name[:3]}\.?" for name in _MONTHS) + r"|sept\.?)"
    name = "(?P<day>" + "|".join(_WEEKDAYS) + ")"
    unit = "(?P<unit>" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"
    year, number, day = "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})", "(?P<d>[0-9]{1,2})"
    forms: tuple[tuple[str, DateReader], ...] = (
        (rf"{year}(?P<gap>[-/.]){number}(?P=gap){day}", _in_order),
        ("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<d>[0-9]{2})", _in_order),
        (rf"{day}\.{number}\.{year}", _in_order),
        (rf"{year}年{number}月{day}[日号號]?", _in_order),
        (rf"(?P<which>今年|明年|后年|後年){number}月{day}[日号號]?", _of_coming_year),
        (rf"{number}月{day}[日号號]?", _without_year),
        ("([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", _either_order),
        ("|".join(_WORDS), _word),
        (rf"(?P<sign>[-+−]?)(?:in )?(?P<n>[0-9]{{1,6}}) ?{unit}(?: ?(?P<when>ago|前|后|後|from now))?", _relative),
        ("(?:next|下个?|下個?|明(?=年)) ?(week|month|year|周|週|月|年)", _coming),
        ("eom|eoy|end of month|end of year|月底|年底", _closing),
        (rf"(?:(?P<which>this|next|last|[这這本]|[上下][个個]?) ?)?(?:周|週|星期|礼拜|禮拜)?{name}", _weekday),
        (rf"{day}(?:st|nd|rd|th)?[ -]?{month}[ -]?{year}", _with_month),
        (rf"{month} ?{day}(?:st|nd|rd|th)? {year}", _with_month),
        (rf"{day}(?:st|nd|rd|th)?[ -]?{month}", _without_year),
        (rf"{month} ?{day}(?:st|nd|rd|th)?", _without_year),
        (rf"{year}[-/.年][0-9]{{1,2}}月?|{month} ?[0-9]{{4}}", _whole_month),
        ("[0-9]{4}-?[0-9]{2}-?[0-9]{2}[t ].*|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:z|[-+].*)", _moment),
    )
    return tuple((re.compile(pattern), read) for pattern, read in forms)
