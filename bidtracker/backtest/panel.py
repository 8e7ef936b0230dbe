"""The panel: at each quarter all live contracts ranked as the radar ranks them, and what came within 3 to 15 months.

Pairs judge C on contracts known to be tendered again, 90 days before; a seller sees all live contracts and has to
choose. So the panel ranks by W x C x A (nobody is "us" in a list of awards, so A is 1 / (1 + offers) within .10 and
.50, else .25) and counts as a hit what was tendered again and changed hands 3 to 15 months later. It takes contracts
with a real end date only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from bidtracker.backtest.baselines import RankedBy, rankings
from bidtracker.backtest.judgement import HistoryJudge, Judgement, has_changed
from bidtracker.backtest.matching import Retenders
from bidtracker.domain.past_awards import PastAward
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.share import start_of
from bidtracker.radar.score.timing import GRACE_MONTHS, window

FIRST_MONTHS, LAST_MONTHS = 3, 15  # after a quarter's first day, in which a hit lies
CYCLE_MONTHS = 36  # never used: every contract of a panel has an end
MOST_CASES = 20_000  # contracts on a quarter's first day; the newest quarters are taken


class PanelCase(msgspec.Struct, frozen=True, gc=False):
    """One live contract on the first day of a quarter: its buyer, its place by each list (0..1, the first highest),
    and whether it changed hands in time."""

    quarter: date
    buyer: str
    places: dict[RankedBy, float]
    hit: bool


class _LiveContract(msgspec.Struct, frozen=True, gc=False):
    """An event with a real end: when it was awarded and ends; the first day of its follow-on and whether that changed
    hands."""

    event: tuple[int, ...]
    awarded: date
    end: date
    followed: date | None
    changed: bool


def panel(rows: Sequence[PastAward], matched: Retenders) -> list[PanelCase]:
    """Every live contract with a known end at every quarter whose 15 months are over, from old to new."""
    if not rows:
        return []
    contracts = list(_contracts(rows, matched))
    chosen: list[tuple[date, list[_LiveContract]]] = []
    cases = 0
    for day in _quarters(rows[0].purchase.day, rows[-1].purchase.day):
        live = [contract for contract in contracts if _is_live(contract, day)]
        cases += len(live)
        if cases > MOST_CASES:
            break
        if live:
            chosen.append((day, live))
    chosen.reverse()
    judge = HistoryJudge(rows, matched.pairs, [contract.event for contract in contracts])
    judged = [(contract, judge.judge(contract.event, day)) for day, live in chosen for contract in live]
    scores = rankings(rows, [judgement for _, judgement in judged])
    scores[RankedBy.OURS] = [_score(judgement) for _, judgement in judged]
    places = {by: _places(values, [judgement.as_of for _, judgement in judged]) for by, values in scores.items()}
    return [
        PanelCase(
            quarter=judgement.as_of,
            buyer=judgement.buyer,
            places={by: values[at] for by, values in places.items()},
            hit=_is_hit(contract, judgement.as_of),
        )
        for at, (contract, judgement) in enumerate(judged)
    ]


def _contracts(rows: Sequence[PastAward], matched: Retenders) -> Iterator[_LiveContract]:
    following = {pair.before: pair for pair in matched.pairs}
    for event in matched.events:
        ends = [end for at in event if (end := rows[at].end)]
        if ends:
            pair = following.get(event)
            yield _LiveContract(
                event=event,
                awarded=max(rows[at].purchase.day for at in event),
                end=max(ends),
                followed=rows[pair.after[0]].purchase.day if pair else None,
                changed=pair is not None and has_changed(rows, pair),
            )


def _quarters(first: date, last: date) -> Iterator[date]:
    """First days of quarters, from the newest whose hits are all known back to the oldest."""
    newest = add_months(last, -LAST_MONTHS)
    day = date(newest.year, newest.month - (newest.month - 1) % 3, 1)
    while day > first:
        yield day
        day = add_months(day, -3)


def _is_live(contract: _LiveContract, day: date) -> bool:
    held = contract.awarded < day <= add_months(contract.end, GRACE_MONTHS)
    return held and (contract.followed is None or contract.followed > day)


def _is_hit(contract: _LiveContract, day: date) -> bool:
    if contract.followed is None or not contract.changed:
        return False
    return add_months(day, FIRST_MONTHS) <= contract.followed < add_months(day, LAST_MONTHS)


def _score(judgement: Judgement) -> float:
    """W x C x A."""
    timing = window(judgement.award, None, (), CYCLE_MONTHS, judgement.as_of).w
    return timing * judgement.chance * start_of(judgement.offers)


def _places(scores: Sequence[float], quarters: Sequence[date]) -> list[float]:
    """Each case's place within its quarter, from 0 (last) to 1 (first); equals share theirs."""
    by_quarter: defaultdict[date, list[int]] = defaultdict(list)
    for at, quarter in enumerate(quarters):
        by_quarter[quarter].append(at)
    places = [0.0] * len(scores)
    for numbers in by_quarter.values():
        values = [scores[at] for at in numbers]
        order = sorted(values)
        first, last = {v: at for at, v in reversed(list(enumerate(order)))}, {v: at for at, v in enumerate(order)}
        for at, value in zip(numbers, values, strict=True):
            places[at] = (first[value] + last[value] + 1) / (2 * len(numbers))
    return places
