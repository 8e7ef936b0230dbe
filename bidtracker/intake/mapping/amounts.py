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
from bidtracker.domain.money import Money
from bidtracker.domain.text import safe
from bidtracker.intake.formats.native import values as native_values

_READING = re.compile(r"([.,]?)([A-Z]{3})?(?:x(\d{1,10}))?")
_SHOWN = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})", re.ASCII)  # as the cells of a workbook are read
_SCIENTIFIC = re.compile(r"-?\d(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_DOLLAR = re.compile(r"(?<![A-Za-z])\$(?!\s?[A-Z]{3})")
_SIGN = re.compile(r"[^\W\d]|[^\w\s.,'+-]")  # a currency or a multiplier beside the number
_RANGE = re.compile(
    r"(.*\d.*?)\s*(?:-|–|—|~|～|〜|至|\bto\b|\bbis\b|\bà\b|\ba\b|\bdo\b|\bдо\b|\bund\b|\band\b)\s*(.*\d.*)"
)
# How people mark what is below zero, or only about so much: (1,200), 1200-, ~1200, "approx. 1200".
_BELOW = re.compile(r"\(\s*(.*\d.*?)\s*\)|(.*\d)\s*-")
_ABOUT = re.compile(
    r"(?:~|≈|ca\.?|c\.|circa|about|approx\.?|approximately|up to|max\.?|rund|etwa|bis zu|env\.?|environ|aprox\.?|ok\.?"
    r"|около|约|約)\s*(?=\D{0,4}\d)",
    re.IGNORECASE,
)
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]+")
_ENDS = re.compile(
    r"(?:/-|\s*(?:ex\.? vat|excl\.? vat|\+ ?vat|ht|hors taxes|netto|net|zzgl\. mwst\.?))\s*$", re.IGNORECASE
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
            if shown and shown[2] in CURRENCIES and not mark:
                money = Money(Decimal(shown[1]) * times, shown[2])
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


def _of_one(value: str, mark: str, code: str, times: int) -> Money:
    if has_multiplier(value):
        times = 1
    text = _NO_CENTS.sub("", _ENDS.sub("", _ABOUT.sub("", in_digits(value.strip()), count=1))).strip()
    below = _BELOW.fullmatch(text)
    if below:
        text = below[1] or below[2]
    if _SCIENTIFIC.fullmatch(text):
        amount = Decimal(text.replace(",", "."))
        return Money(amount * times, code)
    if mark:
        text = text.replace("," if mark == "." else ".", "").replace(",", ".")
        if re.fullmatch(r"\D*\d+\.\d{3}\D*", text):
            text = re.sub(r"(\.\d{3})", r"\g<1>0", text)  # 1.234 could be a thousand; here it is known not to be
    if _DOLLAR.search(text):
        if not code:
            raise Unreadable(
                "{text} could be dollars of several countries; say which with --map COLUMN=FIELD:USD",
                text=repr(safe(value, 40)),
            )
        text = text.replace("$", f" {code} ")
    money = _of_sign(text, code) if _SIGN.search(text) else Money(read_amount(text), code)
    amount = money.amount * times
    return Money(-amount if below else amount, money.currency or code)


def _of_sign(text: str, code: str) -> Money:
    """An amount beside which something stands; a sign that several currencies share is the column's own."""
    return read_money(text, code) if code else native_values.amount(text)


def is_zero(value: Any) -> bool:
    """Whether an amount is written as nothing: 0, "0,00"."""
    if isinstance(value, str):
        return re.fullmatch(r"\D{0,4}0+([.,]0+)?\D{0,4}", value) is not None
    return not isinstance(value, bool) and isinstance(value, (int, Decimal)) and value == 0
