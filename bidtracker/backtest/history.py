"""Awards of the past as a backtest reads them; and which of them can be asked whether they were tendered again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.backtest.titles import builds, is_addendum, is_works, stems
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Signal
from bidtracker.domain.vocabulary import Method, Word


class Need(msgspec.Struct, frozen=True, gc=False):
    """What was bought: all that the matcher of re-tenders sees of an award. The supplier is not in it.

    `kind` is the class of alike purchases (`priors.category_class`); `requirement` and `follows` name the tender and
    the one that it competes again, where a record says so, "" where it does not.
    """

    buyer: str
    kind: str
    title: str
    day: date
    value: Money | None = None
    requirement: str = ""
    follows: str = ""


class AwardRow(msgspec.Struct, frozen=True, gc=False):
    """One award of the past. `suppliers` are keys, equal where the supplier is the same; `signals` what was heard of
    it, which only an own book has."""

    need: Need
    suppliers: frozenset[str]
    category: str = ""
    scheme: str = ""
    offers: int | None = None
    method: Method | None = None
    start: date | None = None
    end: date | None = None
    signals: tuple[Signal, ...] = ()


class LeftOut(Word):
    """Why a record takes no part."""

    UNREADABLE = "unreadable", _("the record could not be read")
    NO_DATE = "no_date", _("no usable date")
    NO_BUYER = "no_buyer", _("no buyer")
    NO_SUPPLIER = "no_supplier", _("no supplier")
    NO_TITLE = "no_title", _("no words in the title")
    CANCELLED = "cancelled", _("cancelled, or nobody got it")
    REPEATED = "repeated", _("the same award once more")
    WORKS = "works", _("works: built once, not bought again")
    ADDENDUM = "addendum", _("an addendum to a contract")
    LATER = "later", _("dated after the day of the judgement")


class Awards(msgspec.Struct, frozen=True):
    """Awards as read, how many records could not be used, by reason, and how many were read."""

    rows: list[AwardRow]
    left_out: Counter[LeftOut]
    read: int


class Past(msgspec.Struct, frozen=True):
    """The awards that can be asked whether they were tendered again, from old to new, with the stems of their titles;
    and how many records were left out, by reason."""

    rows: list[AwardRow]
    words: list[tuple[str, ...]]
    left_out: Counter[LeftOut]


def usable(rows: Iterable[AwardRow], as_of: date | None = None) -> Past:
    """Sorts out what can be asked, as of a day. Never reads a supplier."""
    kept: list[tuple[date, str, str, int, AwardRow, tuple[str, ...]]] = []
    left: Counter[LeftOut] = Counter()
    kinds: dict[str, bool] = {}
    for number, row in enumerate(rows):
        need = row.need
        works = kinds.get(need.kind)
        if works is None:
            works = kinds[need.kind] = is_works(need.kind)
        if as_of is not None and need.day > as_of:
            left[LeftOut.LATER] += 1
        elif works:
            left[LeftOut.WORKS] += 1
        elif not (words := stems(need.title)):
            left[LeftOut.NO_TITLE] += 1
        elif builds(words):
            left[LeftOut.WORKS] += 1
        elif is_addendum(need.title, words):
            left[LeftOut.ADDENDUM] += 1
        else:
            kept.append((need.day, need.buyer, need.title, number, row, words))
    kept.sort()
    return Past([one[4] for one in kept], [one[5] for one in kept], left)
