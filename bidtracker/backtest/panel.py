"""The panel: at each quarter all live contracts ranked as the radar ranks them, and what came within 3 to 15 months.

Pairs judge C on contracts known to be tendered again, 90 days before; a seller sees all live contracts and has to
choose. So the panel ranks by W x C x A (nobody is "us" in a list of awards, so A is 1 / (1 + offers) within .10 and
.50, else .25) and counts as a hit what was tendered again and changed hands 3 to 15 months later. It takes contracts
with a real end date only. What was bought alike more than a year before that end, or before half of a shorter term was
over, did not follow it: it was bought beside it, and the contract stays live.
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
from bidtracker.radar.score.months import add_months, shift
from bidtracker.radar.score.share import start_of
from bidtracker.radar.score.timing import GRACE_MONTHS, window

FIRST_MONTHS, LAST_MONTHS = 3, 15  # after a quarter's first day, in which a hit lies
CYCLE_MONTHS = 36  # never used: every contract of a panel has an end
EARLIEST_DAYS = 365  # before an end, in which the next contract may begin
MOST_CASES = 20_000  # contracts on a quarter's first day; the newest quarters are taken


class PanelCase(msgspec.Struct, frozen=True, gc=False):
    """One live contract on the first day of a quarter: its buyer, its place by each list (0..1, the first highest),
    and whether it changed hands in time."""

    quarter: date
    buyer: str
    places: dict[RankedBy, float]
    hit: bool


class Panel(msgspec.Struct, frozen=True, gc=False):
    """The cases of a panel, from old to new; how many contracts have an end, and what of how many was bought beside
    them."""

    cases: list[PanelCase]
    ends: int
    beside: int


class _LiveContract(msgspec.Struct, frozen=True, gc=False):
    """An event with a real end: when it was awarded and ends, and the ends that stood until days on which they were
    changed, from old to new; the first day of its follow-on and whether that changed hands."""

    event: tuple[int, ...]
    awarded: date
    end: date
    earlier: tuple[tuple[date, date | None], ...]
    followed: date | None
    changed: bool
    beside: bool


def panel(rows: Sequence[PastAward], matched: Retenders) -> Panel:
    """Every live contract with a known end at every quarter whose 15 months are over."""
    contracts = list(_contracts(rows, matched))
    beside = sum(contract.beside for contract in contracts)
    return Panel(_cases(rows, matched, contracts) if contracts else [], len(contracts), beside)


def _cases(rows: Sequence[PastAward], matched: Retenders, contracts: Sequence[_LiveContract]) -> list[PanelCase]:
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
        if end := _end_of(rows, event, date.max):
            days = sorted({until for at in event for until, _ in rows[at].earlier})
            pair, awarded = following.get(event), max(rows[at].purchase.day for at in event)
            beside = pair is not None and _is_beside(rows[pair.after[0]].purchase.day, awarded, end)
            pair = None if beside else pair
            yield _LiveContract(
                event=event,
                awarded=awarded,
                end=end,
                earlier=tuple((day, _end_of(rows, event, shift(day, -1))) for day in days),
                followed=rows[pair.after[0]].purchase.day if pair else None,
                changed=pair is not None and has_changed(rows, pair),
                beside=beside,
            )


def _is_beside(bought: date, awarded: date, end: date) -> bool:
    """Whether something was bought so long before a contract's end that it did not follow it."""
    return (end - bought).days > min(EARLIEST_DAYS, (end - awarded).days / 2)


def _end_of(rows: Sequence[PastAward], event: Sequence[int], day: date) -> date | None:
    """The end of an event as it stood on a day; None where none was known."""
    return max((end for at in event if (end := rows[at].as_of(day).end)), default=None)


def _quarters(first: date, last: date) -> Iterator[date]:
    """First days of quarters, from the newest whose hits are all known back to the oldest."""
    newest = add_months(last, -LAST_MONTHS)
    day = date(newest.year, newest.month - (newest.month - 1) % 3, 1)
    while day > first:
        yield day
        day = add_months(day, -3)


def _is_live(contract: _LiveContract, day: date) -> bool:
    end = next((was for until, was in contract.earlier if until >= day), contract.end)
    held = end is not None and contract.awarded < day <= add_months(end, GRACE_MONTHS)
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
