"""How discontent went month by month: of a rival over all its contracts, of a buyer over all of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Award
from bidtracker.radar.score.evidence import Pooled, discontent
from bidtracker.radar.score.months import add_months

MONTHS = 12


def felt_by_month(holdings: Holdings, awards: Iterable[Award], as_of: date, months: int = MONTHS) -> tuple[float, ...]:
    """The discontent over some contracts in dB, as it could be read on this day of each month, the last as of today."""
    observed = [(award, signals) for award in awards if (signals := holdings.signals_of(award))]
    if not observed:
        return ()
    days = [add_months(as_of, n - months + 1) for n in range(months)]
    taken = [(day, Pooled.of(holdings.settings, day)) for day in days]
    return tuple(
        sum(discontent(signals, award, day, pooled).db for award, signals in observed) for day, pooled in taken
    )


def rival_by_month(holdings: Holdings, competitor: int, as_of: date) -> tuple[float, ...]:
    """Over the contracts that a rival holds."""
    return felt_by_month(holdings, holdings.awards_to(competitor), as_of)


def buyer_by_month(holdings: Holdings, buyer: int, as_of: date) -> tuple[float, ...]:
    """Over the contracts of a buyer."""
    awards = (award for tender in holdings.tenders_of(buyer) for award in holdings.awards_of(tender.id))
    return felt_by_month(holdings, awards, as_of)
