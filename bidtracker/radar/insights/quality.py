"""Whether the radar's own order is any good: replayed on the re-tenders of this book, 90 days before each.

Each held award of others is judged as of the beginning of a quarter at least 90 days before its re-tender was decided,
from what had happened and was written down before. Below 30 re-tenders only n is given; of very many the newest are
replayed.
"""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date

import msgspec
from msgspec.structs import replace

from bidtracker.domain.as_it_stood import as_it_stood
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Award
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.measures.bootstrap import Resampling
from bidtracker.radar.measures.forecasts import ForecastFigures, forecast_figures
from bidtracker.radar.measures.rates import Rate, share
from bidtracker.radar.score.case import Survey, weigh
from bidtracker.radar.score.months import shift
from bidtracker.radar.score.priors import Retender, noted, retenders
from bidtracker.radar.score.share import US
from bidtracker.radar.score.timing import end_of

LEAST = 30
MOST = 2_000  # the newest are enough, and each quarter replayed costs one reading of the book
AHEAD_DAYS = 90
LATEST = date.max.toordinal()


class JudgedRetender(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One award as it was judged, and what came: C and C x A, days to its end (the fewer the nearer), changed, ours."""

    c: float
    p_win: float
    days_to_end: int
    changed: bool
    ours: bool
    buyer: int


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """`n` re-tenders judged; None below 30. AUC and hits in the top tenth (ten at least) of C and of sorting by the
    nearest end; the Brier score of C against "changed", and of C x A against "we won", beside those of a constant; AUC
    and slope of C with intervals."""

    n: int
    auc: float | None = None
    auc_by_end: float | None = None
    top: Rate | None = None
    top_by_end: Rate | None = None
    brier_c: float | None = None
    brier_c_constant: float | None = None
    brier_win: float | None = None
    brier_win_constant: float | None = None
    intervals: ForecastFigures | None = None


def quality(holdings: Holdings, as_of: date, draw: Resampling | None = None) -> Quality:
    """Replays this book's past; with intervals where numbers can be drawn."""
    events = [event for event in retenders(holdings) if event.noted <= as_of and US not in event.before]
    if len(events) < LEAST:
        return Quality(n=len(events))
    quarters: defaultdict[date, list[Retender]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.on)[-MOST:]:
        quarters[_quarter_start(shift(event.on, -AHEAD_DAYS))].append(event)
    rows = [row for day, events in sorted(quarters.items()) for row in _judge(holdings, events, day)]
    if len(rows) < LEAST:
        return Quality(n=len(rows))
    by_c = sorted(rows, key=lambda row: -row.c)
    by_end = sorted(rows, key=lambda row: row.days_to_end)
    top = max(10, len(rows) // 10)
    changed, won = [row.changed for row in rows], [row.ours for row in rows]
    return Quality(
        n=len(rows),
        auc=auc([row.c for row in rows], changed),
        auc_by_end=auc([-row.days_to_end for row in rows], changed),
        top=share(row.changed for row in by_c[:top]),
        top_by_end=share(row.changed for row in by_end[:top]),
        brier_c=_brier([row.c for row in rows], changed),
        brier_c_constant=_constant(changed),
        brier_win=_brier([row.p_win for row in rows], won),
        brier_win_constant=_constant(won),
        intervals=forecast_figures([row.c for row in rows], changed, [row.buyer for row in rows], draw),
    )


def auc(scores: list[float], labels: list[bool]) -> float | None:
    """The chance that a true one scores above a false one, ties counting half (Mann-Whitney)."""
    order = sorted(zip(scores, labels, strict=True), key=lambda pair: pair[0])
    positives = sum(labels)
    negatives = len(labels) - positives
    if not positives or not negatives:
        return None
    ranks, index = 0.0, 0
    while index < len(order):
        ties = index
        while ties < len(order) and order[ties][0] == order[index][0]:
            ties += 1
        ranks += sum(label for _, label in order[index:ties]) * (index + ties + 1) / 2
        index = ties
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def auc_error(value: float, positives: float, negatives: float) -> float:
    """The standard error of an AUC over so many of each kind (Hanley and McNeil, Radiology 1982)."""
    first, second = value / (2 - value), 2 * value * value / (1 + value)
    square = value * value
    spread = value * (1 - value) + (positives - 1) * (first - square) + (negatives - 1) * (second - square)
    return math.sqrt(max(0.0, spread) / (positives * negatives))


def _judge(holdings: Holdings, events: list[Retender], day: date) -> list[JudgedRetender]:
    survey = Survey(holdings, day)
    rows = []
    for event in events:
        award = _as_it_was(event, day)
        if not noted(award, day):
            continue
        verdict = weigh(survey.case(award))
        end = end_of(award)
        rows.append(
            JudgedRetender(
                c=verdict.c,
                p_win=verdict.c * verdict.a,
                days_to_end=(end - day).days if end else LATEST,
                changed=event.changed,
                ours=US in event.after,
                buyer=event.tender.buyer,
            )
        )
    return rows


def _as_it_was(event: Retender, day: date) -> Award:
    """The award that was held, by all who held it, and without an early end that came later."""
    award = replace(as_it_stood(event.held[0], day), suppliers=tuple(sorted(event.before)))
    if award.terminated is not None and award.terminated > day:
        return replace(award, terminated=None, status=AwardStatus.ACTIVE)
    return award


def _quarter_start(day: date) -> date:
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def _brier(scores: list[float], labels: list[bool]) -> float:
    return math.fsum((p - o) ** 2 for p, o in zip(scores, labels, strict=True)) / len(labels)


def _constant(labels: list[bool]) -> float:
    mean = sum(labels) / len(labels)
    return mean * (1 - mean)
