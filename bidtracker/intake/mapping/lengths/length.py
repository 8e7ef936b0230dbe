"""How long a contract runs, as registers write it: "36 months", "3+1+1", "24 (+12)", "2 Jahre + 2x1 Option".

A cell is read in three steps, each a module:

1. `tokens.py` tells its words and signs by their kinds, a letter each; `words.py` has them in all languages.
2. `grammar.py` cuts the kinds into pieces, and reads each as parts of a contract: how long, and whether as an option.
3. Here the parts get their units, and become what is fixed and what may be added:

| cell | fixed, and more, in months |
|---|---|
| "36 months", "三年", "36" | 36 and 0: a number alone is of months, or of its column's unit |
| "3+1+1", "3 years (2 x 1 year)" | 36 and 24: the first part is fixed, all others are options |
| "3 years max 5", "3年（最長5年）" | 36 and 24: the other is the most that all of it may be |
| "5 years including 2 years option" | 36 and 24: the other is a part of the first |
| "5 years (3+2)", "2 years (24 months)" | 36 and 24, 24 and 0: a sum, or the same again, counts once |
| "1 year renewable twice" | 12 and 24: so often as long as the part before it |
| "2, 3 month periods", "2 x 3 months" | 6 and 0: nothing says that one of them is an option |
| "2-3 years", "indefinite", "12 months notice" | none of these is a length: what it means is for a person to say |
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from bidtracker.domain.dates import DateSpan, read_period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.han_numerals import in_digits
from bidtracker.domain.text import fold, safe
from bidtracker.intake.mapping.lengths.grammar import LengthPart, parts_of
from bidtracker.intake.mapping.lengths.words import SPANS

_INITIAL = re.compile(r"\d.*\binitial\s(?:term\s|period\s)?(?:of\s)?\d")  # "24 months. Initial 6 month term"
_RANGE = re.compile(
    r"(?<![\d/])1/2(?![\d/])|\d\s?(?:[-–—~～〜至]|\b(?:to|bis|a|do|до|or|ou|oder|o|of|lub|nebo|или|або|tot|ate|hasta)\b)\s?\d"
)
# A day, where no number is one figure alone: "118/01/09" is no "3/1/1".
_DAY = re.compile(
    r"(?<![\d.,])(?:\d{1,3}[./-]\d{2}[./-]\d{1,4}|\d{2,3}[./-]\d{1,2}[./-]\d{1,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
_EXTENDED_TO = re.compile(
    r"(.+?),?\s+(?:with\s+|\+\s*|plus\s+)?(?:an?\s+|the\s+)?(?:options?|possibility)\s+(?:to|of)\s+(?:extend|extending|extension)"
    r"\s+(?:up\s+)?to\s+(.+)"
)
_YES = re.compile(r"^(?:yes|ja|oui|si|sim|tak|ano|да|так|是)\b[\s,;:–-]*(?=\D{0,12}\d)")
_TOTAL = re.compile(r"[(（]\s?\d")


class Length(NamedTuple):
    """How long a contract runs, and how much longer it may: "3+1+1" is 36 months and 24."""

    fixed: DateSpan
    more: DateSpan = DateSpan()


def read_length(value: Any, *, options: bool = False, unit: str = "") -> Length:
    """A contract's length: "36 months", "3 years", "3+1+1" (36 and 24 months), a number alone (of the column's `unit`,
    else months); with `options` all of it is what it may be extended by: "12+12" is 24 months, "2x1 year" too. Raises
    Unreadable.

    >>> read_length("3+1+1").fixed.months, read_length("12+12", options=True).more.months
    (36, 24)
    """
    text = _YES.sub("", fold(_all_in_digits(str(value))).strip().removesuffix(".0"))
    if _DAY.search(text) or _RANGE.search(text) or _INITIAL.search(text):
        raise _no_length(value)
    if not options and (longest := _EXTENDED_TO.fullmatch(text)):  # "6 months with option to extend to 12 months"
        fixed, most = (read_length(part, unit=unit).fixed for part in longest.groups())
        return Length(fixed, DateSpan(max(most.months - fixed.months, 0), max(most.days - fixed.days, 0)))
    if text.isdigit() and not options and not unit:
        return Length(DateSpan(months=int(text)))
    parts = parts_of(text)
    if not parts:
        if options:
            raise _no_length(value)
        return Length(read_period(str(value).strip()))
    spans, parts = _without_totals(text, _spans(parts, SPANS.get(unit), options=options), parts)
    if options:
        return Length(DateSpan(), _sum(spans))
    if parts[0].option:
        raise _no_length(value)
    return Length(spans[0], _sum(spans[1:]))


def _spans(parts: list[LengthPart], unit: DateSpan | None, *, options: bool) -> list[DateSpan]:
    """How long each part runs. Raises Unreadable where a fraction is of nobody knows what."""
    named = next((SPANS[part.unit] for part in parts if part.unit), unit)
    if named is None:
        if broken := next((part.number for part in parts if part.number % 1), None):
            raise _no_length(broken)
        bare_years = max(part.number for part in parts) <= 10 and (len(parts) > 1 or options)
        named = DateSpan(months=12 if bare_years else 1)
    spans = [_times(part.number, SPANS.get(part.unit, named)) for part in parts]
    for at, part in enumerate(parts):
        if part.of_whole == "t":
            spans[at] = _less(spans[at], spans[0]) or spans[at]
        elif part.of_whole == "i":
            spans[0] = _less(spans[0], spans[at]) or spans[0]
    return spans


def _without_totals(
    text: str, spans: list[DateSpan], parts: list[LengthPart]
) -> tuple[list[DateSpan], list[LengthPart]]:
    """The parts that are no sum of the others: of "5 years (3+2)", and of "2 years (24 months)"."""
    if not _TOTAL.search(text):
        return spans, parts
    if len(spans) > 2 and spans[0] == _sum(spans[1:]):
        return spans[1:], parts[1:]
    if len(spans) > 2 and spans[-1] == _sum(spans[:-1]):
        return spans[:-1], parts[:-1]
    if len(spans) == 2 and spans[0] == spans[1] and parts[0].unit != parts[1].unit != "":
        return spans[:1], parts
    return spans, parts


def _all_in_digits(text: str) -> str:
    """A text whose numbers are all written in digits."""
    while (plain := in_digits(text)) != text:
        text = plain
    return text


def _times(number: float, unit: DateSpan) -> DateSpan:
    return DateSpan(months=round(number * unit.months), days=round(number * unit.days))


def _less(whole: DateSpan, part: DateSpan) -> DateSpan | None:
    """What is left of a whole without a part; None where nothing is."""
    months, days = whole.months - part.months, whole.days - part.days
    return DateSpan(months=months, days=days) if min(months, days) >= 0 and months + days > 0 else None


def _sum(spans: list[DateSpan]) -> DateSpan:
    return DateSpan(months=sum(span.months for span in spans), days=sum(span.days for span in spans))


def _no_length(value: Any) -> Unreadable:
    why = "{text} is not a length of time; write it like 36 months, 3 years or 3+1+1"
    return Unreadable(why, text=repr(safe(str(value), 40)))


def unit_in(name: str) -> str:
    """The unit of time that a column's name says, as one of ours: "years" of "contract length years"; "" for none."""
    for word in name.split():
        span = SPANS.get(word) if len(word) > 1 else None
        if span is not None:
            return {12: "years", 1: "months"}.get(span.months, "weeks" if span.days == 7 else "days")
    return ""
