"""The amounts of a spreadsheet's column: its decimal mark, its currency, and whether it counts in thousands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from bidtracker.domain.amounts import CURRENCIES, has_multiplier, read_amount, read_money
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.han_numerals import in_digits
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money
from bidtracker.domain.text import safe
from bidtracker.intake.formats.native import values as native_values

_READING = re.compile(r"([.,]?)([A-Z]{3})?(?:x(\d{1,10}))?")
# As the cells of a workbook are read, and most lists write: in a fifth of the time that all else takes.
_SHOWN = re.compile(r"(-?\d{1,15}(?:\.\d{1,4})?)(?: ([A-Z]{3}))?", re.ASCII)
_SCIENTIFIC = re.compile(r"-?\d(?:[.,]\d+)?[eE][+-]?\d{1,2}")
# The currencies that are written with that sign alone; in a column of another it is one of several.
_IN_DOLLARS = frozenset(
    """USD AUD CAD NZD SGD HKD TWD MXN CLP COP ARS UYU DOP CUP BRL BOB NIO CVE JMD BBD TTD BZD BSD BMD FJD GYD KYD LRD
    NAD SBD SRD XCD BND""".split()  # noqa: SIM905 - a list of words reads better so
)
_DOLLAR = re.compile(r"(?<![A-Za-z])\$(?!\s?[A-Z]{3})")
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_SIGN = re.compile(r"[^\W\d]|[^\w\s.,'+-]")  # a currency or a multiplier beside the number
_RANGE = re.compile(
    r"(.*\d.*?)\s*(?:-|–|—|~|～|〜|至|\bto\b|\bbis\b|\bà\b|\ba\b|\bdo\b|\bдо\b|\bund\b|\band\b)\s*(.*\d.*)"
)
# How people mark what is below zero, or only about so much: (1,200), 1200-, ~1200, "approx. 1200".
_BELOW = re.compile(r"\(\s*(.*\d.*?)\s*\)|(.*\d)\s*-")
_ABOUT = re.compile(
    r"^([\W_]*(?:(?-i:[A-Z]{3})\b[\W_]*)?)(?:~"
    r"|≈|ca\.?|c\.|circa|about|approx\.?|approximately|up to|max\.?|rund|etwa|bis zu|env\.?|environ|aprox\.?"
    r"|ok\.?|około|около|约|約|under|below|less than|(?:no|not) more than|over|above|more than|at least|min\.?"
    r"|[<>≤≥]|rd\.?|bis|über|mindestens|jusqu'à|plus de|hasta|más de|fino a|oltre|até|mais de|tot|do|ponad|přes"
    r"|до|свыше|понад|超过|超過)(?![a-zа-я])\s*(?=\D{0,4}\d)",
    re.IGNORECASE,
)
_UNSETTLED = re.compile(r"^\W*t\.?b\.?[cda]\.?[\s,:;–(-]*(?=\D{0,12}\d)", re.IGNORECASE)  # "TBC c. 400k", "tbc (£400k)"
_TAX = r"(?:incl?\.?|excl?\.?|ex\.?|plus|\+|zzgl\.?|inkl\.?|hors|sin|con|zonder|met|bez|s|с|без"
_TAX += r"|ekskl\.?|exkl\.?|eks\.?|uten|med|uden|utan|ilman|sis\.?)\s?"
_TAX += r"(?:\d{1,2}(?:[.,]\d)?\s?%\s?)?"
_TAX += r"(?:vat|mwst\.?|ust\.?|tva|taxes?|iva|btw|dph|ндс|пдв|gst|mva|moms|alv)"
_TAX += (
    r"|alv\s?0\s?%|kdv (?:hariç|dahil)|부가세\s?(?:별도|포함|제외)|brutto|netto|gross|net|ht|ttc|税込|税抜|含税|不含税"
)
_YEARS = (
    r"(?:over |for |sur |über |auf |en |in )?\d{1,2}\s?(?:years?|yrs?|months?|mths?|ans?|mois|jahre?|monate?|años|meses"
)
_YEARS += r"|anni|mesi|anos|jaar|jr|maanden|lata?|lat|mies\.?|let|roky|лет|года|років|роки|年|个月|個月|ヶ月)"
# What may follow an amount and leaves it as it is: the tax, that it is not settled, over how long it is the whole.
_ASIDE = (
    rf"(?:{_TAX}|est\.?|estimated?|tb[cda]|t\.b\.c\.?|max\.?|maximum|approx\.?|total|in total|tcv|framework"
    rf"|rahmenvertrag|rahmen|accord-cadre|acuerdo marco|accordo quadro|acordo-quadro|raamovereenkomst"
    rf"|{_YEARS}|三年|[?*+]+"
    r"|\d{1,2}(?:\s?(?:yrs?|years?|jahre?|ans?))?(?:\s?\+\s?\d{1,2})+(?:\s?(?:yrs?|years?|jahre?|ans?|m|months?))?)"
)
_ASIDES = re.compile(rf"(?:/-|\s*[(\[（]\s*{_ASIDE}\s*[)\]）]|\s+{_ASIDE}|[?*+]+)\s*$", re.IGNORECASE)
_A_YEAR = re.compile(  # or a month: only the part of a whole that nobody names
    r"(?<![^\W\d])(?:p\.?\s?a\.?|per annum|per year|a year|annually|annual|p\.?c?\.?m\.?|per month|monthly|par an"
    r"|par mois|annuel|pro jahr|pro monat|jährlich|monatlich|al año|anual(?:es)?|al mes|mensual(?:es)?|annui|all'anno"
    r"|al mese|ao ano|por ano|por mês|per jaar|per maand|rocznie|miesięcznie|ročně|měsíčně|в год|в месяц|на рік"
    r"|на місяць)\.?\s*(?:$|[(,;x×]|for\b)"
    r"|/\s?(?:yr|year|annum|month|mth|an|mois|jahr|monat|año|mes|anno|mese|ano|mês|jaar|maand|rok|год|мес|рік|年|月)\.?\s*(?:$|[(,;x×]|for\b)"
    r"|^[年月]額|(?<![^\W\d])p\s?/\s?[mjay]\.?\s*$|\b(?:mtl|jährl|mens)\.?\s*$",
    re.IGNORECASE,
)
_A_PIECE = re.compile(  # of a day, an hour, a lot, a head: how many there are nobody says
    r"(?:/\s?|\bper |\bpro |\bje |\bpar |\bpor |\bza |\bна |\bза )(?:hr|hour|day|week|lot|unit|head|item|visit|std"
    r"|stunde|tag|woche|los|stück|heure|jour|semaine|unité|hora|día|dia|semana|lote|unidad|unidade|ora|giorno|lotto|uur|dag|stuk"
    r"|perceel|godz\w*|dzień|szt|część|hod|den|kus|ks|час|день|лот|ед|год|шт)\.?\s*$"
    r"|\beach\s*$|/\s?(?:天|日|人|件|時間|小时)\s*$",
    re.IGNORECASE,
)
_LOTS = (
    r"years?|yrs?|jahre?|ans?|años|anni|anos|jaar|lata|roky|let|года|лет|роки|років|年|lots?|lose|lotes|lotti|percelen"
)
_PRODUCT = re.compile(  # 2 x £1.5m, 3 lots × 250.000 €, £100k x 3 years
    rf"(?P<n>\d{{1,3}})\s?(?:{_LOTS})?\s?[x×✕*]\s?(?P<each>\D{{0,6}}\d.*)"
    rf"|(?P<other>.*\d.*?)\s?[x×✕*]\s?(?P<m>\d{{1,3}})\s?(?:{_LOTS})?",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # what may come on top: "+ 2 x 40k option", "(+£0.3m)"; a percentage is a tax or a surcharge
    r"(?P<base>[^+＋([（]*?\d[^+＋([（]*?)\s?[(\[（]?\s?(?:(?<!\d[eE])[+＋]|\bplus\b|\bzzgl\.?)\s?(?P<more>[^%]*\d[^%]*)",
    re.IGNORECASE,
)
_TOO_SHORT = re.compile(r"\d{1,2}")  # for an amount: "3+1+1" are years
_ALONE = re.compile(r"-?[€£]?\s?\d(?:[\d.,' ]*\d)?\s?€?", re.ASCII)  # nothing around it but a currency's sign
_NUMBER = re.compile(r"\d[\d.,]*")
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—=]+")
_SCALE_BEFORE = re.compile(
    r"(?<![^\W\d])((?:k|t|m|tsd\.?|mio\.?|mln\.?)\s?(?:€|£|\$|eur|gbp|chf))\s?(\d[\d.,' ]*)", re.IGNORECASE
)


class AmountReading(NamedTuple):
    """How a column writes its amounts: ",EURx1000" is a decimal comma, euros, in thousands."""

    mark: str = ""
    code: str = ""
    times: int = 1

    @classmethod
    def of(cls, text: str) -> AmountReading | None:
        """Out of its text; None where that is none."""
        match = _READING.fullmatch(text)
        if match is None or (match[2] and match[2] not in CURRENCIES):
            return None
        return cls(match[1], match[2] or "", int(match[3] or 1))

    def __str__(self) -> str:
        return f"{self.mark}{self.code}" + (f"x{self.times}" if self.times > 1 else "")


@lru_cache(256)
def amount_reader(reading: str) -> Callable[[Any], Money]:
    """Reads the cells of a column that are amounts. The reader raises Unreadable."""
    mark, code, times = AmountReading.of(reading) or AmountReading()

    def read(value: Any) -> Money:
        if type(value) is str:
            shown = _SHOWN.fullmatch(value)
            own = shown and shown[2]
            if shown and (mark == "." if own is None else mark != "," and own in CURRENCIES):
                money = Money(Decimal(shown[1]) * times, own or code)
            else:
                money = _of_text(value, mark, code, times)
        else:
            money = native_values.amount(value)
            money = Money(money.amount * (1 if isinstance(value, Mapping) else times), money.currency or code)
        native_values.sound(money.amount)
        return money

    return read


def _of_text(value: str, mark: str, code: str, times: int) -> Money:
    """The amount of a text; of a range its ends, where they are equal."""
    try:
        return _of_one(value, mark, code, times)
    except Unreadable:
        ends = _RANGE.fullmatch(value.strip())
        if ends is None:
            raise
        first, last = (re.sub(r"[^\d.,]", "", end) for end in ends.groups())
        if first != last:
            raise Unreadable(
                "{text} runs from one amount to another; write one of them", text=repr(safe(value, 40))
            ) from None
        return _of_one(max(ends.groups(), key=len), mark, code, times)


def beside(value: Any) -> Message | None:
    """What is not counted of a cell: what an option would add to its amount."""
    option = _option(value) if type(value) is str else None
    return (
        say("the amount without its option was taken: {more} is not counted", more=option["more"].rstrip(")]） "))
        if option
        else None
    )


def _option(value: str) -> re.Match[str] | None:
    """An amount and what may be added to it; most cells have no sign of that."""
    plain = value.casefold()
    if not any(sign in plain for sign in ("+", "＋", "plus", "zzgl")):
        return None
    match = _BESIDE.fullmatch(value.strip())
    return match if match and not _TOO_SHORT.fullmatch(match["base"]) else None


def _without_option(option: re.Match[str], mark: str, code: str, times: int) -> Money:
    """The amount without its option, whose currency may stand behind both."""
    money = _of_one(option["base"], mark, code, times)
    try:
        return money if money.currency else Money(money.amount, _of_one(option["more"], mark, code, times).currency)
    except Unreadable:
        return money


def _of_one(value: str, mark: str, code: str, times: int) -> Money:
    text = value.strip()
    alone = _ALONE.fullmatch(text) is not None
    if not alone:
        if option := _option(text):
            return _without_option(option, mark, code, times)
        if _A_YEAR.search(text) or _A_PIECE.search(text):
            raise Unreadable(
                "{text} is the amount of a year or a month, or of one piece; write that of the whole contract",
                text=repr(safe(value, 40)),
            )
        if product := _PRODUCT.fullmatch(text):
            each = _of_one(product["each"] or product["other"], mark, code, times)
            return Money(each.amount * int(product["n"] or product["m"]), each.currency)
        if not mark and (cents := _NO_CENTS.search(text)):
            mark = cents[0][0]  # "89.900,- €"
        text = _bare(text)
        times = 1 if has_multiplier(text) else times
    below = _BELOW.fullmatch(text)
    if below:
        text = below[1] or below[2]
    if _SCIENTIFIC.fullmatch(text):
        amount = Decimal(text.replace(",", "."))
        return Money(amount * times, code)
    if mark and _is_grouped(text, mark):
        text = text.replace("," if mark == "." else ".", "").replace(",", ".")
        if re.fullmatch(r"\D*\d+\.\d{3}\D*", text):
            text = re.sub(r"(\.\d{3})", r"\g<1>0", text)  # 1.234 could be a thousand; here it is known not to be
    if _DOLLAR.search(text) and any(word in CURRENCIES for word in _CODE.findall(text)):
        text = _DOLLAR.sub("", text)  # "$1,200 CAD"
    elif _DOLLAR.search(text):
        if code not in _IN_DOLLARS:
            raise Unreadable(
                "{text} could be dollars of several countries; say which with --map COLUMN=FIELD:USD",
                text=repr(safe(value, 40)),
            )
        text = text.replace("$", f" {code} ")
    money = _of_sign(text, code) if _SIGN.search(text) else Money(read_amount(text), code)
    amount = money.amount * times
    return Money(-amount if below else amount, money.currency or code)


def _bare(value: str) -> str:
    """An amount without what people write around it."""
    text = in_digits(value.strip())
    text = _UNSETTLED.sub("", text, count=1)
    if text.startswith("(") and text.endswith(")") and _ABOUT.match(text[1:]):
        text = text[1:-1]  # which is not below zero
    before = ""
    while text != before:
        before, text = text, _ASIDES.sub("", _ABOUT.sub(r"\1", text))
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return _SCALE_BEFORE.sub(r"\2 \1", _NO_CENTS.sub("", text).strip())


def _is_grouped(text: str, mark: str) -> bool:
    """Whether the mark that is not the column's decimal one parts thousands: "1.2 Mio" among "1.234,50" has none."""
    other = re.escape("," if mark == "." else ".")
    number = _NUMBER.search(text)
    whole, _, fraction = number[0].rstrip(".,").partition(mark) if number else ("", "", "")
    groups = re.fullmatch(rf"\d+|\d{{1,3}}(?:{other}\d{{2,3}})*{other}\d{{3}}", whole)
    return groups is not None and fraction.isdigit() >= bool(fraction)


def _of_sign(text: str, code: str) -> Money:
    """An amount beside which something stands; a sign that several currencies share is the column's own."""
    return read_money(text, code) if code else native_values.amount(text)


def is_zero(value: Any) -> bool:
    """Whether an amount is written as nothing: 0, "0,00"."""
    if isinstance(value, str):
        return re.fullmatch(r"\D{0,4}0+([.,]0+)?\D{0,4}", value) is not None
    return not isinstance(value, bool) and isinstance(value, (int, Decimal)) and value == 0
