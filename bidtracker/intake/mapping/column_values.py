"""The values of a plain list's columns, made such that the native list reads them in one way only."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from bidtracker.domain.amounts import read_amount
from bidtracker.domain.dates import DateSpan, read_period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import safe
from bidtracker.intake.formats.native import values as native_values
from bidtracker.intake.formats.native.columns import COLUMNS, LISTS
from bidtracker.intake.mapping.dates import read_day
from bidtracker.intake.mapping.status_words import position_of, reason_of, state_of

LENGTH = "contract_length"  # not a native column: with the start it gives the end
OPTIONS = "contract_options"  # how long the contract may be extended: with the end it gives the last end
STATUS = "status"  # a word for stage, decision or outcome, as it comes
FEEDBACK = "feedback"  # joins the notes
STATES = (STATUS, "outcome", "stage", "decision")  # read by the words of registers
FIELDS = (*COLUMNS, LENGTH, OPTIONS, STATUS, FEEDBACK)
DATES = frozenset(column for column, read in COLUMNS.items() if read in (native_values.day, native_values.moment))
AMOUNTS = frozenset(column for column, read in COLUMNS.items() if read is native_values.amount)
PERCENT = "%"  # the reading of a column whose shares are written from 0 to 100


class Length(NamedTuple):
    """How long a contract runs, and how much longer it may: "3+1+1" is 36 months and 24."""

    fixed: DateSpan
    more: DateSpan = DateSpan()


def value_of(field: str, value: Any, reading: str) -> Any:
    """A column's value as the native list reads it. Raises Unreadable."""
    if isinstance(value, (list, tuple)) and field not in LISTS:
        value = next((item for item in value if item not in (None, "")), "")
    if field in DATES:
        value = read_day(value, reading).text
    elif field in AMOUNTS:
        value = _amount(value, reading)
    elif field in ("offers", "position") and (whole := _whole(value)):
        value = whole
    elif field == "p_win" and reading == PERCENT:
        value = _percent(value)
    if field in (LENGTH, OPTIONS):
        return read_length(value, options=field == OPTIONS)
    if field in STATES or field == "lost_reason":
        return _word(field, value)
    if field == "position":
        return _position(value)
    if field == FEEDBACK:
        return native_values.text(value)
    if field in LISTS and isinstance(value, str) and field.startswith("winner"):
        value = [part for part in re.split(r"\s*[;|\n]\s*", value) if part]
    read = COLUMNS[field]
    read(list(value) if isinstance(value, tuple) else value)
    return value


def _word(field: str, value: Any) -> Any:
    text = native_values.text(value)
    if field == "lost_reason":
        return reason_of(text)
    meaning = state_of(text)
    if meaning is None:
        raise Unreadable("{value} is no word for how a bid stands that we know", value=repr(safe(text, 40)))
    return meaning


def _position(value: Any) -> str:
    place = position_of(native_values.text(value))
    if place is None:
        raise Unreadable("{value} is no place in a ranking; write it like 2", value=repr(safe(str(value), 40)))
    return str(place)


def _percent(value: Any) -> Any:
    try:
        number = value if isinstance(value, (int, Decimal)) else Decimal(str(value).strip().removesuffix("%").strip())
    except ArithmeticError:
        return value
    return Decimal(number) / 100


def _amount(value: Any, reading: str) -> Any:
    """An amount with the column's decimal mark, as text that can be read in one way; with the column's currency."""
    mark, code = reading[:1] if reading[:1] in (".", ",") else "", reading.lstrip(".,")
    if isinstance(value, str) and _SCIENTIFIC.fullmatch(value.strip()):
        value = Decimal(value.strip())
        value = int(value) if value == value.to_integral_value() else value
    if isinstance(value, str) and mark:
        value = value.replace("," if mark == "." else ".", "").replace(",", ".")
        if re.fullmatch(r"\s*-?\d+\.\d{3}\s*", value):
            value += "0"  # 1.234 could be a thousand; here it is known not to be
    if isinstance(value, str) and _DOLLAR.search(value):
        if not code:
            raise Unreadable(
                "{text} could be dollars of several countries; say which with --map COLUMN=FIELD:USD",
                text=repr(safe(value, 40)),
            )
        value = value.replace("$", f" {code} ")
    if not code or isinstance(value, dict):
        return value
    if isinstance(value, str) and (_SIGN.search(value)):
        money = native_values.amount(value)
        return {"amount": money.amount, "currency": money.currency or code}
    return {"amount": read_amount(value) if isinstance(value, str) else value, "currency": code}


_SCIENTIFIC = re.compile(r"-?\d(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_DOLLAR = re.compile(r"(?<![A-Za-z])\$(?!\s?[A-Z]{3})")
_SIGN = re.compile(r"[^\W\d]|[^\w\s.,'+-]")  # a currency or a multiplier beside the number


def _whole(value: Any) -> str:
    """A count that a table program has made a fraction of: 12.0."""
    text = f"{value:f}" if isinstance(value, Decimal) else value if isinstance(value, str) else ""
    return text.removesuffix(".0") if text.endswith(".0") else ""


_UNIT = r"(?P<unit>years?|yrs?|y|months?|mths?|mos?|m|jahre?n?|monate?n?|ans?|mois|años?|meses|mes|anni|anno|mesi|mese"
_UNIT += r"|anos?|mês|jaar|jaren|maand(?:en)?|lat|lata|rok|roku|miesi[ąę]c[ye]?|miesięcy|let|roky|měsíc[ůe]?"
_UNIT += r"|лет|года?|месяц(?:ев|а)?|рок(?:и|ів)?|місяц(?:ів|і)?|年|个月|個月|ヶ月|か月)"
_PART = re.compile(r"(?:(?P<times>\d{1,2})\s?[x×*]\s?)?(?P<n>\d{1,3}(?:[.,]5)?)\s*" + _UNIT + "?", re.IGNORECASE)
_YEARS = ("y", "j", "an", "añ", "la", "ro", "le", "лет", "год", "рок", "年")


def read_length(value: Any, *, options: bool = False) -> Length:
    """A contract's length: "36 months", "3 years", "3+1+1" (36 and 24 months), a number alone (months); with `options`
    all of it is what it may be extended by: "12+12" is 24 months, "2x1 year" too. Raises Unreadable.

    >>> read_length("3+1+1").fixed.months, read_length("12+12", options=True).more.months
    (36, 24)
    """
    text = str(value).strip()
    if not options and "+" not in text:
        try:
            return Length(read_period(f"{text} months" if text.isdigit() else text))
        except Unreadable:
            pass
    pieces = [piece for piece in re.split(r"\s*(?:\+|plus|und|and|et|,)\s*", text.casefold().strip("()")) if piece]
    matches = [match for piece in pieces if (match := _PART.match(piece))]
    if not matches or len(matches) != len(pieces):
        why = "{text} is not a length of time; write it like 36 months, 3 years or 3+1+1"
        raise Unreadable(why, text=repr(safe(text, 40)))
    units = [match["unit"] or "" for match in matches]
    named = next(filter(None, units), "")
    numbers = [float(match["n"].replace(",", ".")) * int(match["times"] or 1) for match in matches]
    bare_years = not named and max(numbers) <= 10 and (len(numbers) > 1 or options)
    months = [
        round(number * (12 if bare_years or (unit or named).startswith(_YEARS) else 1))
        for number, unit in zip(numbers, units, strict=True)
    ]
    if options:
        return Length(DateSpan(), DateSpan(months=sum(months)))
    return Length(DateSpan(months=months[0]), DateSpan(months=sum(months[1:])))


def is_zero(value: Any) -> bool:
    """Whether an amount is written as nothing: 0, "0,00"."""
    if isinstance(value, str):
        return re.fullmatch(r"\s*0+([.,]0+)?\s*", value) is not None
    return not isinstance(value, bool) and isinstance(value, (int, Decimal)) and value == 0
