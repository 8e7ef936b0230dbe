"""What is ours in a book: the bids, buyers and competitors that we deal with, apart from what imports brought."""

from __future__ import annotations

from typing import NamedTuple

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import TenderLine
from bidtracker.domain.vocabulary import Decision


class Dealings(NamedTuple):
    """The numbers of the records that we deal with, by table."""

    tenders: set[int]
    buyers: set[int]
    competitors: set[int]


def dealings(holdings: Holdings) -> Dealings:
    """Tenders that we bid on, decided on, follow or noted something about; their buyers, and those that we know people,
    facts or needs of; who won or bids there, and whose deliveries we follow or heard of."""
    noted = (record for table in ("touches", "needs", "themes", "quotes") for record in holdings.table(table).values())
    marked = (tender for field in ("bids", "watch", "decision") for tender in holdings.having("tenders", field))
    tenders = {tender.id for tender in marked if _ours(tender)}
    tenders.update(record.tender for record in noted if record.tender)
    notes = ("contacts", "facts", "touches", "needs")
    buyers = {holdings.buyer_of(record) for table in notes for record in holdings.table(table).values()}
    by_person = [signal for signal in holdings.signals.values() if signal.written is not None]
    followed = {signal.award for signal in by_person}
    competitors = {signal.competitor for signal in by_person} | {quote.competitor for quote in holdings.quotes.values()}
    own = [*holdings.having("awards", "tracked"), *holdings.having("awards", "ours")]
    own += [holdings.awards[number] for number in followed if number in holdings.awards]
    tenders.update(award.tender for award in own)
    for tender in [holdings.tenders[number] for number in tenders if number in holdings.tenders]:
        competitors.update(supplier for award in holdings.awards_of(tender.id) for supplier in award.suppliers)
        buyers.add(tender.buyer)
        if tender.bids:
            competitors.update(tender.tenderers)
    return Dealings(tenders, buyers - {0}, competitors - {0})


def _ours(tender: TenderLine) -> bool:
    return bool(tender.bids or tender.watch or tender.decision is not Decision.PENDING)
