"""The awards of an own book as a backtest reads them, with what was heard of them."""

from __future__ import annotations

from collections import Counter

import msgspec

from bidtracker.domain.as_it_stood import as_it_stood, earlier_of
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.past_awards import LeftOutReason, PastAward, PastAwards, Purchase
from bidtracker.domain.records import Award, TenderLine
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.score.months import shift
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
    row = _row_of(holdings, award, tender)
    changes = (*earlier_of(award), *(earlier_of(tender) if tender else ()))
    if isinstance(row, LeftOutReason) or not changes:
        return row
    was = []
    for until in sorted({change.until for change in changes}):
        eve = shift(until, -1)
        before = _row_of(holdings, as_it_stood(award, eve), as_it_stood(tender, eve) if tender else None)
        if isinstance(before, PastAward):
            was.append((until, msgspec.structs.replace(before, purchase=_worth(row.purchase, before.purchase))))
    return msgspec.structs.replace(row, earlier=tuple(was))


def _worth(now: Purchase, before: Purchase) -> Purchase:
    """What was bought, which is what links it to others, with the value that was known before."""
    return msgspec.structs.replace(now, value=before.value)


def _row_of(holdings: Holdings, award: Award, tender: TenderLine | None) -> PastAward | LeftOutReason:
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
