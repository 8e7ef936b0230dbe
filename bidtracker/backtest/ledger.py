"""The awards of an own book as a backtest reads them, with what was heard of them."""

from __future__ import annotations

from collections import Counter

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.past_awards import LeftOutReason, PastAward, PastAwards, Purchase
from bidtracker.domain.records import Award
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.score.priors import category_class, dated, parties


def book_awards(holdings: Holdings) -> PastAwards:
    """The awards of a book. A tender that a person or an import linked to the one before it needs no title match."""
    rows: list[PastAward] = []
    left: Counter[LeftOutReason] = Counter()
    for award in holdings.awards.values():
        row = _row(holdings, award)
        if isinstance(row, LeftOutReason):
            left[row] += 1
        else:
            rows.append(row)
    return PastAwards(rows, left, len(holdings.awards))


def _row(holdings: Holdings, award: Award) -> PastAward | LeftOutReason:
    tender = holdings.tenders.get(award.tender)
    if award.status is AwardStatus.CANCELLED:
        return LeftOutReason.CANCELLED
    day = dated(award, tender)
    if day is None:
        return LeftOutReason.NO_DATE
    if tender is None or not tender.buyer:
        return LeftOutReason.NO_BUYER
    holders = parties(award)
    if not holders:
        return LeftOutReason.NO_SUPPLIER
    return PastAward(
        purchase=Purchase(
            buyer=f"B{tender.buyer}",
            kind=category_class(tender),
            title=tender.title or award.title,
            day=day,
            value=award.value or tender.value,
            requirement=f"T{tender.id}",
            follows=f"T{tender.follows}" if tender.follows else "",
        ),
        suppliers=frozenset(f"C{number}" for number in holders),
        category=tender.category,
        scheme=tender.category_scheme,
        offers=tender.offers,
        method=tender.method,
        start=award.start,
        end=award.end,
        signals=tuple(holdings.signals_of(award)),
    )
