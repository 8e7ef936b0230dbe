"""Which awards of a history can be asked whether they were tendered again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.past_awards import LeftOutReason, PastAward
from bidtracker.domain.titles.addenda import is_addendum
from bidtracker.domain.titles.stems import stems
from bidtracker.domain.titles.works import builds, is_works


class UsableAwards(msgspec.Struct, frozen=True):
    """The awards that can be asked whether they were tendered again, from old to new, with the stems of their titles;
    and how many records were left out, by reason."""

    rows: list[PastAward]
    words: list[tuple[str, ...]]
    left_out: Counter[LeftOutReason]


def usable(rows: Iterable[PastAward], as_of: date | None = None) -> UsableAwards:
    """Sorts out what can be asked, as of a day. Never reads a supplier."""
    kept: list[tuple[date, str, str, int, PastAward, tuple[str, ...]]] = []
    left: Counter[LeftOutReason] = Counter()
    kinds: dict[str, bool] = {}
    for number, row in enumerate(rows):
        purchase = row.purchase
        works = kinds.get(purchase.kind)
        if works is None:
            works = kinds[purchase.kind] = is_works(purchase.kind)
        if as_of is not None and purchase.day > as_of:
            left[LeftOutReason.LATER] += 1
        elif works:
            left[LeftOutReason.WORKS] += 1
        elif not (words := stems(purchase.title)):
            left[LeftOutReason.NO_TITLE] += 1
        elif builds(words):
            left[LeftOutReason.WORKS] += 1
        elif is_addendum(purchase.title, words):
            left[LeftOutReason.ADDENDUM] += 1
        else:
            kept.append((purchase.day, purchase.buyer, purchase.title, number, row, words))
    kept.sort()
    return UsableAwards([entry[4] for entry in kept], [entry[5] for entry in kept], left)
