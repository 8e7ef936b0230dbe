"""Access to JSON that means well: a list where an object belongs, null where a list belongs, numbers as text.

What is merely shaped otherwise is taken as it is meant. What cannot be read is left out and noted in `doubts`,
with its path, for the list of problems.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from bidtracker.domain.amounts import CURRENCIES, read_amount
from bidtracker.domain.dates import PublishedTime, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money
from bidtracker.domain.rules import LARGEST_AMOUNT

Object = dict[str, Any]


class Doubt(NamedTuple):
    """A value that was left out or taken otherwise: where, what stood there, why."""

    path: str
    value: Any
    message: Message


def obj(value: Any) -> Object:
    """The object that `value` is, or that it holds first; {} where there is none."""
    if isinstance(value, dict):
        return value
    return next((item for item in value if isinstance(item, dict)), {}) if isinstance(value, list) else {}


def objs(value: Any) -> list[Object]:
    """The objects in a list; a single object is a list of one; null is empty."""
    if not value:
        return []
    if isinstance(value, list):
        return [item for item in value if isinstance(item, dict)]
    return [value] if isinstance(value, dict) else []


def text(value: Any) -> str:
    """A text or number as text, without space around; of an object by language its first; "" for anything else."""
    if type(value) is str:
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) < 40 else ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return next((item.strip() for item in value.values() if isinstance(item, str)), "")
    return text(value[0]) if isinstance(value, list) and value else ""


def first(values: Iterable[str]) -> str:
    """The first that is not empty, or ""."""
    return next(filter(None, values), "")


class Loose:
    """Reads the dates and amounts of one list. `doubts` collects what could not be read until it is taken."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []
        self._days: dict[str, PublishedTime] = {}  # a list has few different days

    def published(self, value: Any, path: str) -> PublishedTime | None:
        """A date or moment; None where there is none."""
        if value is None:
            return None
        if isinstance(value, str):
            published = self._days.get(value)
            if published is None and value.strip():
                try:
                    published = read_published(value)
                except Unreadable as error:
                    self.doubts.append(Doubt(path, value, error.message))
                    return None
                if len(self._days) < 20_000:
                    self._days[value] = published
            return published
        if value != {} and value != []:
            self.doubts.append(Doubt(path, value, say("it is not a date; lists write it like 2026-12-01")))
        return None

    def day(self, value: Any, path: str) -> date | None:
        """The day of a date or moment, as written."""
        if value is None:
            return None
        published = self.published(value, path)
        return published.day if published else None

    def moment(self, value: Any, path: str) -> datetime | None:
        """A moment; a day without time is its beginning, a time without offset is UTC's."""
        published = self.published(value, path)
        if published is None:
            return None
        if published.at is not None:
            return published.at
        if len(value := value.strip()) > 11 and value[10] in "T ":  # "2026-09-09+02:00" is a day with an offset
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return datetime(published.day.year, published.day.month, published.day.day, tzinfo=UTC)

    def money(self, value: Any, path: str) -> Money | None:
        """An amount with its currency out of {"amount": ..., "currency": ...}. Lists write 0 where nothing is known."""
        if not value or not (value := obj(value)):
            return None
        amount = value.get("amount")
        return self.amount(value.get("amountGross") if amount is None else amount, value.get("currency"), path)

    def amount(self, amount: Any, currency: Any, path: str) -> Money | None:
        """An amount in a currency, each as it stands in a list."""
        if amount is None or amount == "":
            return None
        try:
            number = _number(amount)
            if abs(number) >= LARGEST_AMOUNT:
                raise Unreadable("it is not an amount that money comes in")
        except Unreadable as error:
            self.doubts.append(Doubt(path, amount, error.message))
            return None
        if not number:
            return None
        code = currency if isinstance(currency, str) else ""
        if code not in CURRENCIES and (code := code.strip().upper()) not in CURRENCIES:
            if code:
                self.doubts.append(
                    Doubt(f"{path}.currency", currency, say("this is not a currency; the amount was taken without one"))
                )
            code = ""
        return Money(number, code)


def _number(amount: Any) -> Decimal:
    """An amount as JSON has it."""
    kind = type(amount)
    if kind is dict:  # {"$numberDecimal": "12.50"}, as some publishers' databases write it
        amount = next(iter(amount.values()), None)
        kind = type(amount)
    if kind is int or kind is Decimal:
        return Decimal(amount)
    if amount is None:
        return Decimal()
    if kind is not str:
        raise Unreadable("it is not an amount")
    return _plain(amount) if amount.strip() else Decimal()


def _plain(amount: str) -> Decimal:
    """A machine's number in quotes ("7.500" is seven and a half); anything else as lists write amounts."""
    plain = amount.strip()
    if len(plain) < 40 and plain.isascii() and plain.removeprefix("-").replace(".", "", 1).isdigit():
        return Decimal(plain)
    return read_amount(amount)
