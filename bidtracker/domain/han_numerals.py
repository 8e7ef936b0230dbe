"""Numbers as Chinese, Japanese and Korean write them, with signs for powers of ten: 2億9千万, 三百二十万, 5천만."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_WITHIN = {"十": 10, "百": 100, "千": 1_000, "십": 10, "백": 100, "천": 1_000}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8, "兆": 10**12, "만": 10_000, "억": 10**8, "조": 10**12}
_SIGNS = "".join((*_DIGITS, *_WITHIN, *_GROUPS))
# Compiled when first wanted, so that the screen opens sooner.
_DECIMAL = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = rf"(?<![\d.,])(?:(?:{_DECIMAL}) ?(?=[{_SIGNS}])|[{_SIGNS}] ?)+(?:{_DECIMAL})?(?![\d.,])"
_PART = rf"({_DECIMAL}|[{''.join(_DIGITS)}]+)|([{_SIGNS}])"


def in_digits(text: str) -> str:
    """A text whose first number in such signs is written in digits; any other text unchanged.

    The comma groups thousands there, and the point is the decimal mark.

    >>> in_digits("2億9千万円"), in_digits("1,150萬元"), in_digits("三百二十万"), in_digits("12 EUR")
    ('290000000円', '11500000元', '3200000', '12 EUR')
    """
    match = None if text.isascii() else re.search(_NUMBER, text)
    if match is None:
        return text
    return f"{text[: match.start()]}{_value_of(match[0]).normalize():f}{text[match.end() :]}"


def _value_of(number: str) -> Decimal:
    """What a number comes to: each group (万, 億) multiplies all that stands before it since the last one."""
    total = group = Decimal()
    last: Decimal | None = None
    for digits, sign in re.findall(_PART, number):
        if digits:
            last = _of_digits(digits)
        elif sign in _WITHIN:
            group += (Decimal(1) if last is None else last) * _WITHIN[sign]
            last = None
        else:
            group += last or 0
            total += (group or Decimal(last is None)) * _GROUPS[sign]
            group, last = Decimal(), None
    return total + group + (last or 0)


def _of_digits(digits: str) -> Decimal:
    return Decimal("".join(str(_DIGITS.get(sign, sign)) for sign in digits if sign not in ", "))
