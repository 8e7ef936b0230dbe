"""What came of a sealed list: each row graded once its contract was competed again, or 24 months are over.

Per row, after the day of the seal: called in time (a touch that reached the buyer, by the sealed act-by day), invited,
tendered again, changed hands, won by us. The list as a whole: hits among its first ten and its first tenth, AUC of C
against "changed hands" and of the score against "we won", Brier score of C; each beside the lists sealed with it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.records import Award, Seal, SealedRow
from bidtracker.domain.vocabulary import TouchOutcome
from bidtracker.radar.insights.quality import auc, auc_error
from bidtracker.radar.measures.rates import Z95, Rate, rate
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.priors import Retender, retenders
from bidtracker.radar.score.relations import reached
from bidtracker.radar.score.share import US
from bidtracker.radar.seals.sealing import SealedList

RIPE_MONTHS = 24
TOP = 10
OURS = "radar"


class GradedRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What came of one row up to a day. `graded` once it was competed again or its 24 months are over."""

    row: SealedRow
    graded: bool
    called: bool
    invited: bool
    again: bool
    changed: bool
    won: bool


class AucInterval(msgspec.Struct, frozen=True, gc=False):
    """An AUC with its 95 % interval by Hanley and McNeil, which takes rows as independent; None without both kinds."""

    value: float | None
    low: float | None = None
    high: float | None = None


class ListGrade(msgspec.Struct, frozen=True, kw_only=True):
    """One list of a seal: how many of its first ten and its first tenth changed hands; AUC of its order against
    "changed hands" among what was competed again, and, once the list is ripe, against "we won" among all."""

    by: str
    top_ten: Rate
    top_tenth: Rate
    auc_changed: AucInterval
    auc_won: AucInterval


class SealGrade(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed list as it is graded on a day: `named` rows, of which `graded`; `gone` are in the book no more.

    The rates are of all rows that are there, and only counts until the list is `ripe` (24 months old): what is graded
    before that is only what was competed again. `brier` is that of C where it was competed again, `brier_constant` that
    of the rate itself.
    """

    seal: int
    day: date
    named: int
    gone: int
    graded: int
    ripe: bool
    called: Rate
    invited: Rate
    again: Rate
    changed: Rate
    won: Rate
    brier: float | None
    brier_constant: float | None
    lists: tuple[ListGrade, ...]


def seal_grades(holdings: Holdings, as_of: date) -> tuple[SealGrade, ...]:
    """Every sealed list, the newest first."""
    held: defaultdict[int, list[Retender]] = defaultdict(list)
    if holdings.seals:
        for event in retenders(holdings):
            for award in event.held:
                held[award.id].append(event)
    return tuple(grade(holdings, seal, held, as_of) for _, seal in sorted(holdings.seals.items(), reverse=True))


def grade(holdings: Holdings, seal: Seal, held: dict[int, list[Retender]], as_of: date) -> SealGrade:
    """One sealed list; `held` are the resolved re-tenders by the awards that were held."""
    rows = []
    for row in seal.rows:
        award = holdings.awards.get(parse_ref(row.award)[1])
        if award is not None:
            rows.append(graded_row(holdings, seal, row, award, held.get(award.id, ()), as_of))
    ripe = add_months(seal.day, RIPE_MONTHS) <= as_of
    resolved = [row for row in rows if row.again]
    return SealGrade(
        seal=seal.id,
        day=seal.day,
        named=len(seal.rows),
        gone=len(seal.rows) - len(rows),
        graded=sum(row.graded for row in rows),
        ripe=ripe,
        called=_rate((row.called for row in rows), ripe),
        invited=_rate((row.invited for row in rows), ripe),
        again=_rate((row.again for row in rows), ripe),
        changed=_rate((row.changed for row in rows), ripe),
        won=_rate((row.won for row in rows), ripe),
        brier=_brier(resolved, lambda row: row.row.c),
        brier_constant=_brier(resolved, lambda _: sum(row.changed for row in resolved) / len(resolved)),
        lists=tuple(_list_grade(by, rows, len(seal.rows), ripe) for by in (OURS, *map(str, SealedList))),
    )


def graded_row(
    holdings: Holdings, seal: Seal, row: SealedRow, award: Award, events: Iterable[Retender], as_of: date
) -> GradedRow:
    """What came of a row within 24 months of the seal, as far as it is known on a day."""
    last = min(as_of, add_months(seal.day, RIPE_MONTHS))
    event = min((e for e in events if seal.day < e.on <= last), key=lambda e: e.on, default=None)
    touches = [
        touch
        for touch in holdings.touches_of(holdings.buyer_of(award))
        if touch.award in (0, award.id) and reached(touch, last) and seal.day < (touch.done or touch.on) <= last
    ]
    act_by = row.act_by or last
    return GradedRow(
        row=row,
        graded=event is not None or add_months(seal.day, RIPE_MONTHS) <= as_of,
        called=any((touch.done or touch.on) <= act_by for touch in touches),
        invited=any(touch.outcome is TouchOutcome.INVITED for touch in touches),
        again=event is not None,
        changed=event is not None and event.changed,
        won=event is not None and US in event.after,
    )


def _list_grade(by: str, rows: Sequence[GradedRow], named: int, ripe: bool) -> ListGrade:
    """One list, by its sealed ranks."""
    tenth = max(1, round(named / 10))
    resolved = [row for row in rows if row.again]
    won = _auc([-_rank(row.row, by) for row in rows], [row.won for row in rows]) if ripe else AucInterval(None)
    return ListGrade(
        by=by,
        top_ten=_rate((row.changed for row in rows if _rank(row.row, by) <= TOP), ripe),
        top_tenth=_rate((row.changed for row in rows if _rank(row.row, by) <= tenth), ripe),
        auc_changed=_auc([_order(row.row, by) for row in resolved], [row.changed for row in resolved]),
        auc_won=won,
    )


def _rank(row: SealedRow, by: str) -> int:
    return row.rank if by == OURS else row.ranks[by]


def _order(row: SealedRow, by: str) -> float:
    """What a list says of a change of hands: the radar by C, another by its rank."""
    return row.c if by == OURS else -float(row.ranks[by])


def _auc(scores: Sequence[float], labels: Sequence[bool]) -> AucInterval:
    value = auc(list(scores), list(labels))
    if value is None:
        return AucInterval(None)
    half = Z95 * auc_error(value, sum(labels), len(labels) - sum(labels))
    return AucInterval(value, max(0.0, value - half), min(1.0, value + half))


def _brier(rows: Sequence[GradedRow], chance: Callable[[GradedRow], float]) -> float | None:
    if not rows:
        return None
    return math.fsum((chance(row) - row.changed) ** 2 for row in rows) / len(rows)


def _rate(hits: Iterable[bool], ripe: bool) -> Rate:
    """A rate with its interval; only the counts of a list that is not ripe."""
    every = list(hits)
    return rate(sum(every), len(every)) if ripe else Rate(sum(every), len(every))
