"""How fast a buyer goes: from the deadline to the award, and from the end of a contract to the next tender.

Once five of them are known they stand in place of fixed days: the first for how long a decision is awaited, the second
for the day on which a contract is decided again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.reading import Past
from bidtracker.domain.records import TenderLine
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.score.priors import noted
from bidtracker.radar.score.tender_past import PastLine
from bidtracker.radar.score.timing import end_of

LEAST = 5  # seen before a buyer's own days stand in place of fixed ones


class Pace(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Days of `n` times: the median and the quartiles. Negative where the next tender came before the end."""

    n: int
    low: int
    median: int
    high: int


def award_pace(holdings: Holdings, buyer: int, as_of: date) -> Pace | None:
    """A buyer's days from deadline to award, by what had happened and was written down by a day; None below five."""
    if holdings.past is not None:
        lines = [line for _, line in holdings.past.account(buyer)] if buyer else []
        return _pace(days for line in lines if (days := _kept_to_award(line, as_of)) is not None)
    tenders = holdings.tenders_of(buyer) if buyer else []
    return _pace(days for tender in tenders if (days := _to_award(holdings, tender, as_of)) is not None)


def retender_paces(holdings: Holdings, as_of: date) -> dict[int, Pace]:
    """By buyer, its days from contract end to the next tender; one pass over the book."""
    days: defaultdict[int, list[int]] = defaultdict(list)
    for tender in holdings.tenders.values():
        if tender.follows and (gap := _to_next(holdings, tender, as_of)) is not None:
            days[tender.buyer].append(gap)
    return {buyer: pace for buyer, gaps in days.items() if (pace := _pace(gaps))}


def kept_retender_pace(past: Past, buyer: int, as_of: date) -> Pace | None:
    """The same of one buyer, from what the book keeps."""
    lines = [line for _, line in past.retendered(buyer)] if buyer else []
    return _pace(days for line in lines if (days := _kept_to_next(line, as_of)) is not None)


def _to_award(holdings: Holdings, tender: TenderLine, as_of: date) -> int | None:
    awarded = [
        award.awarded
        for award in holdings.awards_of(tender.id)
        if award.awarded and award.status is not AwardStatus.CANCELLED and noted(award, as_of)
    ]
    if tender.deadline is None or not awarded or min(awarded) < tender.deadline:
        return None
    return (min(awarded) - tender.deadline).days


def _to_next(holdings: Holdings, tender: TenderLine, as_of: date) -> int | None:
    began = tender.published or tender.deadline
    ends = [end for award in holdings.awards_of(tender.follows) if (end := end_of(award))] if tender.follows else []
    return (began - max(ends)).days if ends and began is not None and began <= as_of else None


def _kept_to_award(line: PastLine, as_of: date) -> int | None:
    """The same, of what is kept of a tender."""
    awarded = [award.awarded for award in line.awards if award.awarded and award.noted(as_of)]
    if not line.deadline or not awarded or min(awarded) < line.deadline:
        return None
    return min(awarded) - line.deadline


def _kept_to_next(line: PastLine, as_of: date) -> int | None:
    return line.began - line.ended if line.ended and line.began and line.began <= as_of.toordinal() else None


def _pace(days: Iterable[int]) -> Pace | None:
    ordered = sorted(days)
    n = len(ordered)
    if n < LEAST:
        return None

    def quantile(share: float) -> int:
        place = share * (n - 1)
        below = int(place)
        above = min(below + 1, n - 1)
        return round(ordered[below] + (place - below) * (ordered[above] - ordered[below]))

    return Pace(n=n, low=quantile(0.25), median=quantile(0.5), high=quantile(0.75))
