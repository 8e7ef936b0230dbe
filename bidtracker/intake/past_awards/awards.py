"""Lists of past awards as the backtest wants them: a table with one award a row, or anything that an import reads.

What cannot be used is counted by reason.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from bidtracker.book.memory import without_collections
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.names import normal
from bidtracker.domain.past_awards import LeftOutReason, PastAward, PastAwards, Purchase
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.intake.formats.reader import Item
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.past_awards.table import NameAndId, RawAward, kind_of, rows_of
from bidtracker.intake.reading import read

AS_FOUND = Asked()
MOST_NAMES = 3  # an id that goes with more different names is no one's own
ABBREVIATION = re.compile("[bcdfghjklmnpqrstvwxz]{2,4}")
LEAST_SHARED, SHARED = 5, 0.002  # names


@without_collections()
def read_awards(origins: Iterable[str | Path | BinaryIO], asked: Asked = AS_FOUND) -> PastAwards:
    """The awards of some lists; `asked` says how the columns of plain ones are read. Raises BidtrackerError where a
    list as a whole cannot be read."""
    raw: list[RawAward] = []
    left: Counter[LeftOutReason] = Counter()
    total = 0
    for origin in origins:
        for entry in _entries(origin, asked):
            total += 1
            if isinstance(entry, LeftOutReason):
                left[entry] += 1
            else:
                raw.append(entry)
    needs, parties, *others = zip(*raw, strict=True) if raw else [()] * 8
    who = same_parties(chain.from_iterable(parties))
    sides = {side: frozenset([who[pair] for pair in side]) for side in set(parties)}
    rows = list(map(PastAward, needs, map(sides.__getitem__, parties), *others))
    return PastAwards(rows, left, total)


def same_parties(named: Iterable[NameAndId]) -> dict[NameAndId, str]:
    """One key for all names and ids that belong to one organisation: those with one normal name, or one id.

    Spaces do not count, nor do abbreviations without a vowel before or after a name that many names here share: they
    are legal forms that `normal` is not sure of ("NT"). An id that goes with many names is somebody's row number and
    joins nothing.
    """
    normals = {pair: normal(pair[0]) for pair in set(named)}
    forms = _forms(set(normals.values()))
    keys: dict[NameAndId, str] = {}
    names: defaultdict[str, set[str]] = defaultdict(set)
    for pair, name in normals.items():
        words = name.split(" ")
        while len(words) > 1 and words[0] in forms:
            del words[0]
        while len(words) > 1 and words[-1] in forms:
            del words[-1]
        key = keys[pair] = "".join(words) or f"#{pair[1]}"
        if pair[1]:
            names[pair[1]].add(key)
    same: dict[str, str] = {}
    for alike in names.values():
        if 1 < len(alike) <= MOST_NAMES:
            first, *others = sorted({_root(same, name) for name in alike})
            same.update((other, first) for other in others)
    return {pair: _root(same, key) for pair, key in keys.items()} if same else keys


def _forms(names: set[str]) -> frozenset[str]:
    ends = Counter(word for name in names for word in {name.partition(" ")[0], name.rpartition(" ")[2]})
    many = max(LEAST_SHARED, SHARED * len(names))
    return frozenset(word for word, n in ends.items() if n >= many and ABBREVIATION.fullmatch(word))


def _root(same: dict[str, str], key: str) -> str:
    while key in same:
        key = same[key]
    return key


def _entries(origin: str | Path | BinaryIO, asked: Asked) -> Iterator[RawAward | LeftOutReason]:
    if isinstance(origin, (str, Path)) and str(origin) == "-":
        origin = BytesIO(sys.stdin.buffer.read())
    source = ListSource(origin)
    try:
        columns = None if asked.named else rows_of(source)
        if columns is not None:
            yield from columns
            return
    finally:
        source.close()
    if not isinstance(origin, (str, Path)):
        origin.seek(0)
    try:
        notices = read(origin, mapping=asked)
    except Unreadable as error:
        raise Unreadable(
            "{why}. A table of past awards needs columns for buyer, supplier and date", why=error.message
        ) from None
    yield from _awards_of(notices)


def _awards_of(entries: Iterable[Item]) -> Iterator[RawAward | LeftOutReason]:
    """The awards of notices. Of several statements about one award the last counts."""
    newest: dict[tuple[str, str], tuple[datetime | None, RawAward | LeftOutReason]] = {}
    for entry in entries:
        if not isinstance(entry, Notice):
            if isinstance(entry, Problem) and entry.refused:
                yield LeftOutReason.UNREADABLE
            continue
        for award in entry.awards:
            key = (entry.key, award.key)
            if key in newest:
                yield LeftOutReason.REPEATED
                if not _newer(entry.released, newest[key][0]):
                    continue
            newest[key] = entry.released, _award(entry, award)
    for _, result in newest.values():
        yield result


def _newer(released: datetime | None, before: datetime | None) -> bool:
    return released is None or before is None or released >= before


def _award(notice: Notice, award: NoticeAward) -> RawAward | LeftOutReason:
    if award.status is AwardStatus.CANCELLED:
        return LeftOutReason.CANCELLED
    day = award.awarded or notice.decision_date or award.start
    if day is None:
        return LeftOutReason.NO_DATE
    if notice.buyer is None:
        return LeftOutReason.NO_BUYER
    if not award.suppliers:
        return LeftOutReason.NO_SUPPLIER
    need = Purchase(
        buyer=_named(notice.buyer)[1] or normal(notice.buyer.name),
        kind=kind_of(notice.category, notice.category_scheme),
        title=notice.title or award.title,
        day=day,
        value=award.value or notice.value,
        requirement=notice.key,
    )
    suppliers = tuple(map(_named, award.suppliers))
    offers = notice.offers or len(notice.tenderers) or None
    return need, suppliers, notice.category, notice.category_scheme, offers, notice.method, award.start, award.end


def _named(party: Party) -> NameAndId:
    """A party's name, and its first identifier with its scheme."""
    return party.name, next((f"{identifier.scheme}:{identifier.id}" for identifier in party.identifiers), "")
