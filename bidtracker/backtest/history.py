"""Which awards of a history can be asked whether they were tendered again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.past_awards import LeftOutReason, PastAward
from bidtracker.domain.titles.addenda import is_addendum
from bidtracker.domain.titles.stems import stems
from bidtracker.domain.titles.words import says_nothing
from bidtracker.domain.titles.works import builds, is_works


class UsableAwards(msgspec.Struct, frozen=True):
    """The awards that can be asked whether they were tendered again, from old to new, with the stems of their titles;
    and how many records were left out, by reason."""

    rows: list[PastAward]
    words: list[tuple[str, ...]]
    left_out: Counter[LeftOutReason]


def usable(rows: Iterable[PastAward], as_of: date | None = None) -> UsableAwards:
    """Sorts out what can be asked, as of a day. Never reads a supplier."""
    kept: list[tuple[PastAward, tuple[str, ...]]] = []
    left: Counter[LeftOutReason] = Counter()
    kinds: dict[str, bool] = {}
    for row in rows:
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
        elif says_nothing(purchase.title):
            left[LeftOutReason.SAYS_NOTHING] += 1
        elif builds(purchase.title, purchase.kind):
            left[LeftOutReason.WORKS] += 1
        elif is_addendum(purchase.title):
            left[LeftOutReason.ADDENDUM] += 1
        else:
            kept.append((row, words))
    kept.sort(key=lambda entry: _place(entry[0]))
    return UsableAwards([row for row, _ in kept], [words for _, words in kept], left)


def _place(row: PastAward) -> tuple[date, str, str, str, str]:
    """Where an award stands from old to new. All that it holds decides between equals, so that the order of a file's
    rows changes no pair and no figure."""
    purchase = row.purchase
    who = "|".join(sorted(row.suppliers))
    what = f"{purchase.kind}|{purchase.value}|{purchase.requirement}|{purchase.follows}"
    how = f"{row.category}|{row.scheme}|{row.offers}|{row.method}|{row.start}|{row.end}"
    return purchase.day, purchase.buyer, purchase.title, who, f"{what}|{how}"
