"""How one value of a native list is read, whatever way it is written. Each raises Unreadable, with what would do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from bidtracker.domain.amounts import read_currency, read_money, read_percent
from bidtracker.domain.dates import PublishedTime, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.kinds import read_flag
from bidtracker.domain.losses.score_sheet import read_criterion
from bidtracker.domain.message import listed
from bidtracker.domain.money import Money
from bidtracker.domain.records import Criterion
from bidtracker.domain.rules import LARGEST_AMOUNT, LONGEST_NAME
from bidtracker.domain.vocabulary import Word
from bidtracker.intake.notice import shorten

W = TypeVar("W", bound=Word)

_POINTS = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*(?:%|/\s*\d+(?:[.,]\d+)?|p|pts?|points?|Punkte)?", re.ASCII)
_HOLDERS = re.compile(r"[;|\r\n]+")
_BETWEEN = re.compile(r";?\s+|;(?=\w+://)")  # addresses hold no space, but may hold a semicolon


def text(value: Any) -> str:
    """A text, or a number as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise Unreadable("{value} is not text; write one line of text", value=repr(shorten(value)))
    return f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) < 40 else str(value)


def name(value: Any) -> str:
    """A text that is not too long to be a name."""
    line = text(value)
    if len(line) > LONGEST_NAME:
        raise Unreadable("it has {n} characters; the longest is {longest}", n=len(line), longest=LONGEST_NAME)
    return line


def texts(value: Any) -> tuple[str, ...]:
    """A list, or a string with semicolons between."""
    items = value if isinstance(value, list) else text(value).split(";")
    return tuple([stripped for item in items if item is not None and (stripped := text(item).strip())])


def holders(value: Any) -> tuple[str, ...]:
    """Names, each once: a list, or a string with semicolons, bars or line breaks between."""
    items = value if isinstance(value, list) else _HOLDERS.split(text(value))
    return tuple(dict.fromkeys(texts(list(items))))


def addresses(value: Any) -> tuple[str, ...]:
    """A list, or a string with spaces or semicolons between."""
    return texts(value if isinstance(value, list) else _BETWEEN.split(text(value)))


def moment(value: Any) -> PublishedTime:
    """A day, or a moment of it."""
    return read_published(text(value))


def day(value: Any) -> date:
    """A day; of a moment its day."""
    return read_published(text(value)).day


def amount(value: Any) -> Money:
    """An amount, with its currency where it names one."""
    if isinstance(value, str):
        money = read_money(value)
        return Money(sound(money.amount), money.currency)
    if isinstance(value, Money):  # as a mapped list has read it
        return value
    if isinstance(value, Mapping):  # as this program writes it
        return Money(amount(value.get("amount")).amount, currency(value.get("currency") or ""))
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise Unreadable("{value} is not an amount; write it like 118000 or 118000.50", value=repr(shorten(value)))
    return Money(sound(Decimal(value)))


def sound(number: Decimal) -> Decimal:
    """The same number. Raises Unreadable where no amount of money is so large."""
    if -LARGEST_AMOUNT < number < LARGEST_AMOUNT:
        return number
    raise Unreadable("{value} is not an amount that money comes in", value=shorten(str(number)))


def currency(value: Any) -> str:
    """A currency's code, "" for none."""
    return read_currency(text(value)) if value else ""


def share(value: Any) -> float:
    """A probability, 0..1."""
    if isinstance(value, Decimal):
        value = float(value)
    if not isinstance(value, (str, int, float)):
        raise Unreadable("{value} is not a share; write it like 10% or 0.1", value=repr(shorten(value)))
    return read_percent(value)


def score(value: Any) -> float:
    """Points that an evaluation gave: 72.5, "72,5", "72.5/100", "81 %"."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        points = float(value)
    else:
        match = _POINTS.fullmatch(text(value).strip())
        if match is None:
            raise Unreadable("{value} is not a score; write points like 72.5", value=repr(shorten(value)))
        points = float(match[1].replace(",", "."))
    if not 0 <= points <= 100_000:
        raise Unreadable("{value} is not a score; write points like 72.5", value=repr(shorten(value)))
    return points


def scores(value: Any) -> tuple[Criterion, ...]:
    """The lines of a score sheet: a list, or a string with semicolons between."""
    return tuple(map(read_criterion, texts(value)))


def count(value: Any) -> int:
    """A whole number of things."""
    digits = text(value).strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
        raise Unreadable("{value} is not a count; write a whole number", value=repr(shorten(digits)))
    return int(digits)


def flag(value: Any) -> bool:
    """Yes or no, in any of the words for it."""
    return value if isinstance(value, bool) else read_flag(text(value))


def one_of(kind: type[W]) -> Callable[[Any], W]:
    """Reads a word of a closed list by its code or its English label."""
    words = {spelling: word for word in kind for spelling in (word.label.lower(), word.name.lower(), str(word).lower())}

    def read(value: Any) -> W:
        word = words.get(value) if isinstance(value, str) else None
        return word or words.get(text(value).strip().lower().replace(" ", "_")) or _near(value)

    def _near(value: Any) -> W:
        spelled = text(value).strip().lower()
        if spelled in words:
            return words[spelled]
        near = difflib.get_close_matches(spelled[:60], words, 1, 0.0)
        raise Unreadable(
            "{value} is none of the words for it; did you mean {near}? It may be {words}",
            value=repr(shorten(spelled)),
            near=str(words[near[0]]) if near else str(next(iter(kind))),
            words=listed(map(str, kind)),
        )

    return read


def some_of(kind: type[W]) -> Callable[[Any], tuple[W, ...]]:
    """Reads several words of a closed list."""
    read_word = one_of(kind)
    return lambda value: tuple(read_word(item) for item in texts(value))
