"""The fields of one notice as the TED search API writes them: flattened, a value or a list, in one language or several.

What belongs to lots, tenders, winners and contracts stands in lists side by side that cannot be joined, but where they
are of one length, or where there is only one of each.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.intake.formats.shared.countries import country
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.notice import Party
from bidtracker.intake.open.lenient_json import Loose, Object, first, text

LANGUAGES = ("eng", "ENG", "en", "EN")  # what is taken of a text in several; else the first, mostly the buyer's own
TRUE = (True, "true", "TRUE", "True")


class TedFields:
    """The fields of one notice by their names. What cannot be read is noted in `loose`."""

    def __init__(self, record: Object, loose: Loose) -> None:
        self._record = record
        self._loose = loose

    # ------------------------------------------------------------ as they stand

    def all(self, key: str) -> list[Any]:
        """The values under a key, of which the API makes a list or not."""
        return _all(self._record.get(key))

    def first(self, key: str) -> Any:
        """The first of them, None where there is none."""
        return next(iter(self.all(key)), None)

    # ------------------------------------------------------------ texts

    def code(self, *keys: str) -> str:
        """The first text under the first of these keys that has one."""
        return first(text(self._record.get(key)) for key in keys)

    def codes(self, *keys: str) -> list[str]:
        """All texts under the first of these keys that has any."""
        return next((codes for key in keys if (codes := [t for value in self.all(key) if (t := text(value))])), [])

    def says(self, key: str) -> bool:
        """Whether an indicator is true, of several any."""
        return any(value in TRUE for value in self.all(key))

    def texts(self, key: str) -> list[str]:
        """Texts in the one language that is taken: the one that has most of them, so that nobody is left out of a list
        in which somebody is named in another language too."""
        value = self._record.get(key)
        if isinstance(value, dict):
            chosen = [value[language] for language in LANGUAGES if value.get(language)]
            value = max((*chosen, *value.values()), key=lambda texts: len(_all(texts)), default=None)
        return [words for each in _all(value) if (words := text(each))]

    def words(self, *keys: str) -> str:
        """The first text, in the language that is taken, under the first of these keys that has one."""
        return first(words for key in keys for words in self.texts(key))

    # ------------------------------------------------------------ numbers and days

    def money(self, *keys: str) -> Money | None:
        """The one amount under the first of these keys that has one; of several in one currency none is the whole, and
        their sum is no fact either. Below nought stands for what is not disclosed."""
        for key in keys:
            values = [value for value in self.all(key) if value not in (None, "")]
            name, _, end = key.rpartition("-")
            codes = {text(code) for code in self.all(f"{name}-cur-{end}") or self.all(f"{key}-cur")}
            if len(values) == 1 and len(codes) < 2:
                amount = self._loose.money({"amount": values[0], "currency": next(iter(codes), "")}, key)
                if amount is not None and amount.amount > 0:
                    return amount
        return None

    def days(self, key: str) -> list[date]:
        """The days under a key."""
        return [day for value in self.all(key) if (day := self._loose.day(value, key))]

    def same_day(self, key: str, lots: int) -> date | None:
        """The day under a key, where all lots have the same."""
        days = set(self.days(key))
        return days.pop() if len(days) == 1 and self.is_of_all(key, lots) else None

    def is_of_all(self, key: str, lots: int) -> bool:
        """Whether there is a value for each lot; of some lots alone it says nothing of the others."""
        return lots < 2 or len(self.all(key)) >= lots

    def earliest(self, key: str, times: str) -> tuple[date | None, datetime | None]:
        """The earliest day under a key, and its moment where the times beside the days tell it."""
        days = [self._loose.day(value, key) for value in self.all(key)]
        soonest = min(filter(None, days), default=None)
        clock = _beside(self._side(times), len(days))
        moments = [
            moment.at
            for day, time in zip(days, clock, strict=True)
            if day and time and day == soonest
            if (moment := self._loose.published(f"{day}T{time}", times)) and moment.at
        ]
        return soonest, min(moments, default=None)

    # ------------------------------------------------------------ organisations

    def parties(self, names: str, ids: str, *countries: str) -> tuple[Party, ...]:
        """Organisations of lists side by side, each once: repeated as often as there are lots, or contracts."""
        called = self.texts(names)
        alone = len(set(called)) == 1
        numbers = _beside(self._side(ids), len(called), for_all=alone)
        if len({(name, number) for name, number in zip(called, numbers, strict=True) if number}) > len(set(called)):
            numbers = [""] * len(called)  # one has several: the lists are as long and not in the same order
        places = _beside(next(filter(None, map(self._side, countries)), []), len(called))
        parties = []
        for name, number, place in zip(called, numbers, map(country, places), strict=True):
            parties.append(Party(name=name[:LONGEST_NAME], identifiers=_identifier(number, place), country=place))
        return tuple({party.name: party for party in parties}.values())

    def _side(self, key: str) -> list[str]:
        """A list that stands beside another: with what is empty, which keeps the place of what is not."""
        return [text(value) for value in self.all(key)]


def _beside(values: list[str], many: int, *, for_all: bool = True) -> list[str]:
    """A list beside one of `many`: as it is where it is as long, its only value `for_all`, else nothing but ""."""
    if len(values) == many:
        return values
    return values[:1] * many if for_all and len(set(values)) == 1 else [""] * many


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _identifier(number: str, place: str) -> tuple[Identifier, ...]:
    """A national number (BT-501), whose register eForms does not tell: only known together with its country."""
    national = identifier(f"{place}-BT501", number) if place else None
    return (national,) if national else ()
