"""How fast a buyer goes: from the deadline to the award, and from the end of a contract to the next tender."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import TenderLine
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.score.priors import noted
from bidtracker.radar.score.timing import end_of

LEAST = 5  # seen before a buyer's own days stand in place of fixed ones


class Pace(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Days of `n` times: the median and the quartiles. Negative where the next tender came before the end."""

    n: int
    low: int
    median: int
    high: int


class Tempo(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A buyer's days from deadline to award, and from contract end to the next tender; None below five of them."""

    award: Pace | None = None
    retender: Pace | None = None


def tempo(holdings: Holdings, buyer: int, as_of: date) -> Tempo:
    """The tempo of a buyer, by what had happened and was written down by a day."""
    tenders = holdings.tenders_of(buyer) if buyer else []
    return Tempo(
        award=_pace(days for tender in tenders if (days := _to_award(holdings, tender, as_of)) is not None),
        retender=_pace(days for tender in tenders if (days := _to_next(holdings, tender, as_of)) is not None),
    )


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
