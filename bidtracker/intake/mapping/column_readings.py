"""In which way a whole column is written: the order of its dates, the decimal mark and currency of its amounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from bidtracker.domain.amounts import read_money
from bidtracker.domain.errors import Unreadable
from bidtracker.intake.formats.shared.number_dates import NUMBERS, ORDERS
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.amounts import AmountReading
from bidtracker.intake.mapping.column_values import AMOUNTS, BID, DATES, FRACTION, LENGTH, OPTIONS, PERCENT, STATES, WON
from bidtracker.intake.mapping.dates import is_yearless, orders_of
from bidtracker.intake.mapping.headings.whole_names import CALLED
from bidtracker.intake.mapping.headings.written import names_of, times_in, words_in
from bidtracker.intake.mapping.lengths.length import unit_in
from bidtracker.intake.mapping.words.states import says_yes, state_of

NAMED = frozenset(  # currencies that a column's name may mean; other codes are words as well (all, try, top, pen)
    "eur usd gbp czk pln sek nok dkk chf huf uah cny jpy inr aud cad nzd brl mxn krw twd hkd sgd zar bgn rsd".split()  # noqa: SIM905
)
_COMMA = re.compile(r",[-–—]|,\d{1,2}\D*$|\.\d{3},|\d\.\d{3}\.\d{3}")
_POINT = re.compile(r"\.\d{1,2}\D*$|,\d{3}\.|\d,\d{3},\d{3}|\.\d{4,}")
_GROUPED = re.compile(r"\D*[1-9]\d{0,2}([.,])\d{3}\D*")
# How a column's name writes its currency out, beside codes and signs.
_IN_WORDS = {word: code for code, words in {
    "EUR": "euro euros teur meur", "GBP": "pounds sterling", "PLN": "zł zl złotych", "CZK": "kč kc korun",
    "RUB": "руб рублей рубли рублях", "UAH": "грн гривень гривнях", "KZT": "тенге", "JPY": "円 千円 万円 百万円",
    "CNY": "人民币 rmb", "KRW": "원", "HUF": "forint", "RON": "lei",
}.items() for word in words.split()}  # fmt: skip
YEARS, MONTHS = 10, 120  # the greatest numbers of each that lengths of a column are taken to be counted in
_SIGNS = r"[€£₹₴₽₩₺₪]|\b[A-Z]{3}\b"
Cells = Counter[Any]


def reading_of(field: str, column: str, cells: Cells) -> tuple[str, bool]:
    """How a column's cells are written, as a field wants to know it, and whether that is in doubt."""
    texts = [value.strip() for value in cells if isinstance(value, str) and not is_unknown(value)]
    if field in DATES:
        order, doubt = _order(texts)
        years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", column))
        return (order + years.pop(), doubt) if len(years) == 1 and any(map(is_yearless, texts)) else (order, doubt)
    if field in AMOUNTS:
        mark, doubt = mark_of(texts)
        return str(AmountReading(mark, _currency(column, texts), times_in(column))), doubt
    if field == "p_win":
        return _shares(cells), False
    if field in (LENGTH, OPTIONS):
        return _unit(field, column, cells)
    if field in STATES and cells and all(says_yes(cell) is not None for cell in cells if not is_unknown(cell)):
        asked = (
            field != "outcome"
            or asks_whether_won(column)
            or any(name in CALLED["outcome"] for name in names_of(column))
        )
        return (WON if field == "outcome" else BID) if asked else "", False
    return "", False


def asks_whether_won(column: str) -> bool:
    """Whether a heading says that something was won, so that "yes" below it means so: no "has a result" does."""
    words = {word for name in names_of(column) for word in name.split()} & {"win", *CALLED["outcome"]}
    meanings = map(state_of, words)
    return any(meaning is not None and meaning.columns.get("outcome") == "won" for meaning in meanings)


def mark_of(texts: list[str]) -> tuple[str, bool]:
    """The decimal mark of a column's amounts, "" where nothing tells it; whether it is written in two ways.

    >>> mark_of(["1.200,50"]), mark_of(["301.592", "12.400"]), mark_of(["301.592"])
    ((',', False), (',', False), ('', False))
    """
    comma = any(_COMMA.search(text) for text in texts)
    point = any(_POINT.search(text) for text in texts)
    if comma and point:
        return "", True
    if not (comma or point):  # nobody writes all amounts of a column with three digits behind the mark
        grouped = {match[1] for text in texts if (match := _GROUPED.fullmatch(text))}
        several = sum(_GROUPED.fullmatch(text) is not None for text in texts) > 1
        if several and len(grouped) == 1:
            comma, point = "." in grouped, "," in grouped
    return "," if comma else "." if point else "", False


def _shares(cells: Cells) -> str:
    numbers = [Decimal(str(value).strip().replace(",", ".")) for value in cells if _is_number(value)]
    if any(number > 1 for number in numbers):
        return PERCENT
    return FRACTION if any(0 < number < 1 for number in numbers) else ""


def _is_number(value: Any) -> bool:
    if type(value) in (int, Decimal):
        return True
    return isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}(?:[.,]\d+)?\s*", value, re.ASCII) is not None


def _unit(field: str, column: str, cells: Cells) -> tuple[str, bool]:
    """The unit of lengths without one: as the column's name says, else years where no number is above ten, and days
    where one is more months than contracts run."""
    if unit := unit_in(words_in(column)):
        return unit, False
    numbers = [Decimal(str(value).strip().replace(",", ".")) for value in cells if _is_number(value)]
    most = max(numbers, default=0) if field == LENGTH else 0
    few = sum(n for value, n in cells.items() if _is_number(value)) < cells.total() / 2  # the others name theirs
    if not most or few or YEARS < most <= MONTHS:
        return "", False
    return "years" if most <= YEARS else "days", True


def _order(texts: list[str]) -> tuple[str, bool]:
    """The order of a column's dates: one that all of them have, "" where some are of one and some of another."""
    possible = [orders for text in texts if (orders := orders_of(text))]
    if not possible:
        return "", False
    common = [order for order in ORDERS[:2] if all(order in orders for orders in possible)]
    if not common:
        return "", True
    dotted = all(match[2] == "." for text in texts if (match := NUMBERS.match(text)))  # nobody puts the month first so
    return common[0], len(common) != 1 and not dotted


def _currency(column: str, texts: list[str]) -> str:
    """The one currency that a column's name or its cells have, "" where there is none or several."""
    signs = re.findall(_SIGNS, column)
    named = {word.upper() for word in words_in(column).split() if word in NAMED} | set(_codes(signs))
    if re.search("[標機關廠決預報價履約額]", column) and any("元" in text for text in (column, *texts)):
        return "TWD"  # 元 in traditional Chinese
    if "元" in column and re.search("[标机关厂决预报价约额万亿]", column):
        return "CNY"  # in simplified
    named |= {code for word in re.findall(r"[^\W\d_]+", column.casefold()) if (code := _IN_WORDS.get(word))}
    if len(named) == 1:
        return named.pop()
    codes = {code for text in texts[:200] if (code := _code_in(text))}
    return codes.pop() if len(codes) == 1 else ""


def currencies_in(column: str, cells: Cells) -> set[str]:
    """The currencies that a column's name or any of its cells names; "?" for a sign that several share."""
    texts = [value for value in cells if isinstance(value, str)]
    codes = {code for text in texts if (code := _code_in(text))}
    if any(re.search(r"\$|¥|\bkr\b|\bRs\b", text) for text in (column, *texts)):
        codes.add("?")
    named = _currency(column, texts)
    if named == "TWD":
        codes.discard("CNY")  # which 元 is elsewhere
    return codes | ({named} if named else set())


def _codes(signs: Iterable[str]) -> Iterable[str]:
    return (code for sign in signs if (code := _code_in(f"1 {sign}")))


def _code_in(text: str) -> str:
    if text.isascii() and "$" in text and not re.search("[A-Za-z]", text):
        return ""
    match = re.search(rf"{_SIGNS}|(?<=\d)\s*(?:[万億千]?円|元)|(?<![^\W\d_])(?:zł|Kč|грн|руб)", text)
    try:
        return read_money(f"1 {match[0].strip()}").currency if match else ""
    except Unreadable:
        return ""
