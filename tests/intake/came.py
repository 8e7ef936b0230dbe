"""What came of a register, as lines that a person can check by eye."""

from __future__ import annotations

import io
from collections.abc import Iterator

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Bid, Tender
from bidtracker.intake import ImportChoices, Report, import_files
from bidtracker.intake.mapping.columns import Asked


def came(book: Book, raw: str | io.BytesIO, **asked: tuple[str, ...]) -> Report:
    """The report of an import as the page proposes it."""
    stream = io.BytesIO(raw.encode()) if isinstance(raw, str) else raw
    return import_files(book, [stream], ImportChoices(mapping=Asked(auto=True, **asked)))


def lines(book: Book) -> list[str]:
    """Each tender, and indented below it each award: only what is known of it."""
    return [line for number in sorted(book.holdings.tenders) for line in _of(book, number)]


def _of(book: Book, number: int) -> Iterator[str]:
    tender: Tender = book.get(f"T{number}")
    buyer = book.holdings.buyers[tender.buyer].name
    yield " | ".join((tender.reference or "-", tender.title, buyer, *_tender(tender)))
    for award in book.holdings.awards_of(number):
        yield "  " + " | ".join((", ".join(book.holdings.suppliers(award)) or "us", *_award(award)))


def _tender(tender: Tender) -> Iterator[str]:
    if tender.deadline:
        yield f"by {tender.deadline_at.isoformat() if tender.deadline_at else tender.deadline}"
    if tender.value:
        yield f"worth {_money(tender.value)}"
    yield f"{tender.stage} {tender.decision} {tender.outcome}"
    for bid in tender.bids:
        yield from _bid(bid)
    if tender.no_bid_reason:
        yield f"because {tender.no_bid_reason}"


def _bid(bid: Bid) -> Iterator[str]:
    if bid.lot:
        yield f"lot {bid.lot} {bid.outcome}"
    if bid.price:
        yield f"for {_money(bid.price)}"
    if bid.p_win is not None:
        yield f"{bid.p_win:.0%}"
    if bid.position:
        yield f"#{bid.position}"
    if bid.score is not None or bid.winning_score is not None:
        yield f"{bid.score} to {bid.winning_score}"
    yield from (str(reason.code) for reason in bid.reasons)


def _award(award: Award) -> Iterator[str]:
    if award.ours and award.suppliers:
        yield "and us"
    if award.lot:
        yield f"lot {award.lot}"
    if award.value:
        yield _money(award.value)
    if award.awarded:
        yield f"on {award.awarded}"
    days = (award.start, award.end, award.max_end)
    if any(days):
        yield " to ".join(str(day or "?") for day in days)


def _money(money: Money) -> str:
    return f"{money.amount.normalize():f} {money.currency}".strip()
