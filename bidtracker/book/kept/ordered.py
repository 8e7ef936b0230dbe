"""The tenders of a large book by the values of a field, as the index has them: to sort and to filter without reading
each.

What a field of a tender shows rests on what is stored in one or two fields of an index. Tenders that have the same
there are alike in it, so one of each such group is read, and stands for all.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress
from typing import Any, NamedTuple, TypeAlias

import msgspec

from bidtracker.domain.links import LINKS
from bidtracker.domain.records import TenderLine
from bidtracker.storage import Database, KeyRange, key_of

ALL = ("", "~")  # keys between which every key is
VALUES = ("0~", "~")  # keys between which every value's key is: not that of none
GROUPS = 20_000  # more groups than this are read no faster than all
_OF_BIDS = ("intent", "p_win", "price", "submitted", "expected_lost", "lost_reason")
RESTS_ON: dict[str, tuple[str, ...]] = {
    "buyer": ("buyer",),
    "deadline": ("deadline", "deadline_at"),
    "stage": ("stage",),
    "decision": ("decision",),
    "watch": ("watch",),
    "park_until": ("park_until",),
    **dict.fromkeys(_OF_BIDS, ("bids",)),
}
"""What a field of a tender is known by: its indexed fields."""
UNALIKE = ("bids",)  # indexed fields in which tenders with the same key may differ

Numbers: TypeAlias = "array[int]"
Compared = Callable[[int], Any]
Several = Callable[[Collection[int]], Iterable[TenderLine]]  # reads tenders by their numbers


def nothing_of(number: int) -> TenderLine:
    """A tender of which nothing is known but its number."""
    return TenderLine(id=number, title="", buyer=0)


class Group(msgspec.Struct, frozen=True):
    """Tenders that have the same in some fields, by number."""

    numbers: Numbers

    @property
    def first(self) -> int:
        """The one that stands for all."""
        return self.numbers[0]


class IndexAnswer(msgspec.Struct, frozen=True):
    """A sign for each number of a tender that may meet a condition; `whole`: that does meet it."""

    signs: bytearray
    whole: bool


class StoredOrder:
    """The numbers of all tenders, in orders that the index knows."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def count(self) -> int:
        """How many tenders there are."""
        return int(self.db.storage.count_entries(_range(_needed(), *ALL)) or 0)

    def numbers(self) -> Numbers:
        """The numbers of all tenders, rising."""
        signs = bytearray(self.db.storage.last_id("tenders") + 1)
        for numbers in self._by_key(_needed()) or self._pages(_needed()):
            for number in numbers:
                signs[number] = 1
        return array("q", compress(range(len(signs)), signs))

    def _by_key(self, name: str) -> Iterator[list[int]] | None:
        """The numbers under each key of a field; None where there are so many keys that page by page is quicker."""
        keys = self.db.storage.different_keys(_range(name, *ALL), GROUPS)
        if keys is None or len(keys) >= GROUPS:
            return None
        return self.db.storage.ids_by_key(f"tenders.{name}", keys)

    def _pages(self, name: str) -> Iterator[list[int]]:
        """The numbers that a field's entries have, page by page."""
        pages = self.db.storage.entries_by_page(_range(name, *ALL))
        return ([number for _, number in page] for page in pages)

    def groups(self, field: str) -> list[Group] | None:
        """All tenders by what they have in a field: those in a group are alike in it. None where no index knows."""
        if field not in RESTS_ON:
            return None
        every = self.numbers()
        if not every:
            return []
        first, *others = RESTS_ON[field]
        apart = self._apart(others)
        by_key = self._by_key(first) if apart is not None and first not in UNALIKE else None
        if apart is not None and by_key is not None:
            return [Group(numbers) for numbers in _taken_apart(by_key, every, apart) if numbers]
        size = every[-1] + 1
        group_of = array("i", bytes(4 * size))  # of each number; 0: nothing there
        names: dict[Any, int] = {}
        for name in (first, *others):
            self._divide(name, group_of, names)
        groups = [array("q") for _ in range(len(names) + 1)]
        for number in every:
            groups[group_of[number]].append(number)
        return [Group(numbers) for numbers in groups if numbers]

    def _apart(self, names: Sequence[str]) -> dict[int, list[tuple[str, str]]] | None:
        """What the few tenders that have something in some fields have there; None where they are not few."""
        apart: dict[int, list[tuple[str, str]]] = {}
        for name in names:
            for page in self.db.storage.entries_by_page(_range(name, *ALL)):
                for key, number in page:
                    apart.setdefault(number, []).append((name, key))
                if len(apart) > GROUPS:
                    return None
        return apart

    def _divide(self, name: str, group_of: array[int], names: dict[Any, int]) -> None:
        """Takes the tenders of each group apart by what they have in one more field."""
        size = len(group_of)
        for page in self.db.storage.entries_by_page(_range(name, *ALL)):
            for key, number in page:
                if number < size:  # of one made meanwhile
                    named = (name, key, number if name in UNALIKE else group_of[number])
                    group_of[number] = names.setdefault(named, len(names) + 1)

    def meeting(self, field: str, holds: Callable[[Any], bool], several: Several) -> IndexAnswer | None:
        """Which tenders meet a condition on one field; `several` reads some.

        None where no index knows, or where those meet it that have nothing there: then most do.
        """
        name = RESTS_ON.get(field, ("",))[0]
        keys = self.db.storage.different_keys(_range(name, *ALL), GROUPS) if name else None
        if keys is None or len(keys) >= GROUPS or holds(nothing_of(0)):
            return None
        signs = bytearray(self.db.storage.last_id("tenders") + 1)
        if name not in UNALIKE:
            first = {key: self._first(name, key) for key in keys}
            met = {line.id for line in several(list(first.values())) if holds(line)}
            keys = [key for key in keys if first[key] in met]
        for key in keys:
            for number in chain.from_iterable(self.db.storage.ids_by_key(f"tenders.{name}", [key])):
                if number < len(signs):  # of one made meanwhile
                    signs[number] = 1
        return IndexAnswer(signs, name not in UNALIKE)

    def _first(self, name: str, key: str) -> int:
        return next(self.db.storage.entries_by_page(_range(name, key, key), 1))[0][1]

    def from_day(self, day: str, most: int) -> list[int]:
        """Some tenders of which the deadline is next after a day; where they are not as many, the latest before it."""
        storage, key = self.db.storage, str(key_of(day))
        ahead = [number for _, number in _page(storage.entries_by_page(_range("deadline", key, "~")), most)]
        if len(ahead) >= most:
            return ahead
        entries = storage.entries(_range("deadline", VALUES[0], key), last=2 * most) or []
        behind = [(past, number) for past, number in entries if past < key]
        if behind and len(entries) == 2 * most:  # of the farthest day there may be more, and the lowest stand first
            farthest = behind[-1][0]
            of_day = _page(storage.entries_by_page(_range("deadline", farthest, farthest)), most)
            behind = [*(each for each in behind if each[0] != farthest), *of_day]
        return [*ahead, *(number for _, number in behind)]


def _taken_apart(
    groups: Iterable[Sequence[int]], every: Numbers, apart: Mapping[int, Sequence[tuple[str, str]]]
) -> Iterator[Numbers]:
    """Tenders by what they have in a field: those of each group, and all that are in none; a few that have something
    in another field besides go by that."""
    grouped = bytearray(every[-1] + 1)

    def by_others(numbers: Sequence[int]) -> Iterator[Numbers]:
        special = [number for number in numbers if number in apart] if apart else []
        if not special:
            yield array("q", numbers)
            return
        yield array("q", [number for number in numbers if number not in apart])
        alike: dict[tuple[tuple[str, str], ...], Numbers] = {}
        for number in special:
            alike.setdefault(tuple(apart[number]), array("q")).append(number)
        yield from alike.values()

    for group in groups:
        numbers = [number for number in group if number < len(grouped)]  # of one made meanwhile
        for number in numbers:
            grouped[number] = 1
        yield from by_others(numbers)
    yield from by_others([number for number in every if not grouped[number]])


class Ordered(NamedTuple):
    """Numbers in rising and in falling order, those alike in their own order in both, and those that have nothing to
    compare."""

    rising: Numbers
    falling: Numbers
    unknown: Numbers


def in_order(groups: Iterable[Group], key_of_number: Compared) -> Ordered:
    """The numbers of some groups in the order of what stands for each; None where it has nothing to compare."""
    by_key: dict[Any, list[Numbers]] = {}
    unknown = array("q")
    for group in groups:
        key = key_of_number(group.first)
        if key is None:
            unknown.extend(group.numbers)
        else:
            by_key.setdefault(tuple(key) if isinstance(key, list) else key, []).append(group.numbers)
    rising, falling = array("q"), array("q")
    alike = {
        key: same[0] if len(same) == 1 else array("q", sorted(number for numbers in same for number in numbers))
        for key, same in by_key.items()
    }
    keys = sorted(alike)
    for key in keys:
        rising.extend(alike[key])
    for key in reversed(keys):
        falling.extend(alike[key])
    return Ordered(rising, falling, array("q", sorted(unknown)))


def _range(name: str, low: str, high: str) -> KeyRange:
    return KeyRange(f"tenders.{name}", low, high)


def _needed() -> str:
    """A link that every tender has."""
    return next(link.field for link in LINKS["tenders"] if link.needed)


def _page(pages: Iterator[list[tuple[str, int]]], most: int) -> list[tuple[str, int]]:
    """The first entries of some pages."""
    return next(pages, [])[:most]
