"""Books with one bid each, on the fixed day 2026-11-23."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.money import Money


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")


@pytest.fixture
def rival(book: Book) -> Book:
    """T1 of B1 lost to C1, its award A1 with the promise A1.1; T2 is the next one at B1; T3 is B2's; P1 is at B1, P2 at
    B2."""
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    book.bid("T1", p_win=0.1, price=pounds(118_000), submitted=date(2024, 3, 1))
    book.lose(
        "T1",
        to="Acme Ltd",
        terms=ContractTerms(value=pounds(99_000), end=date(2027, 6, 30), promises=("30 days delivery",)),
    )
    book.add("tenders", title="Scanners again", buyer="B1", follows="T1", lots=[{"id": "1"}, {"id": "2"}])
    book.add("tenders", title="Road salt", buyer="Ashby Council")
    book.add("contacts", name="Eve", buyer="B1")
    book.add("contacts", name="Bo", buyer="B2")
    return book


@pytest.fixture
def won(book: Book) -> Book:
    """T1 of B1 is ours, its award A1 until 2028-06-30; P1 is at B1, P2 at B2."""
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    book.bid("T1", p_win=0.6, price=pounds(118_000), submitted=date(2026, 6, 1))
    book.win("T1", ContractTerms(start=date(2026, 7, 1), end=date(2028, 6, 30)))
    book.add("contacts", name="Eve", buyer="B1")
    book.add("buyers", name="Ashby Council")
    book.add("contacts", name="Bo", buyer="B2")
    return book
