"""Prices, ours and rivals', and what was given up for what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError, NotFound, Refused
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Tier

BARE = Money(Decimal(5))


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")


def test_a_quote_of_ours_is_like_the_offer_it_prices(rival: Book) -> None:
    rival.add("offers", name="Scan One", tier=Tier.PREMIUM, floor=pounds(90_000))
    quote = rival.quote("T2", pounds(110_000), offer="Scan One", terms="30 days")
    assert (quote.tier, quote.floor, quote.on) == (Tier.PREMIUM, pounds(90_000), date(2026, 11, 23))
    assert str(rival.history(limit=1)[0].title) == "Our quote M1 for T2: 110,000 GBP"
    own = rival.quote("T2", pounds(100_000), offer="O1", tier=Tier.STANDARD, floor=pounds(80_000), on=date(2026, 11, 1))
    assert (own.tier, own.floor, own.on) == (Tier.STANDARD, pounds(80_000), date(2026, 11, 1))
    assert rival.quote("T2", Money(Decimal(1), "EUR"), offer="O1").floor is None, "a floor holds in its own currency"


def test_a_rivals_quote_names_them(rival: Book) -> None:
    quote = rival.quote("T2", pounds(95_000), by="Acme Ltd", tier=Tier.BASIC)
    assert quote.competitor == 1 and str(rival.history(limit=1)[0].title) == "Quote M1 of Acme Ltd for T2: 95,000 GBP"
    assert rival.quote("T2", pounds(1), by="New Rival").competitor == 2
    rival.delete("C1")
    assert set(rival.holdings.quotes) == {2}, "a rival's price must not become ours"
    assert rival.check() == []


@pytest.mark.parametrize(
    ("tender", "price", "fields", "error"),
    [
        ("B1", pounds(1), {}, "B1 is no tender; a price is quoted for one (T42)"),
        ("T2", BARE, {}, "price has no currency; write it like 5 EUR"),
        ("T2", pounds(-1), {}, "price cannot be below zero"),
        ("T2", pounds(1), {"floor": BARE}, "floor has no currency; write it like 5 EUR"),
        ("T2", pounds(1), {"by": "C1", "floor": pounds(1)}, "a floor price is our own; this quote is a competitor's"),
        ("T2", pounds(1), {"lot": "9"}, "this tender has no lot 9; it has 1, 2"),
        ("T2", pounds(1), {"by": "C9"}, "there is no C9 in this book"),
        (
            "T2",
            pounds(1),
            {"on": date(2026, 11, 24)},
            "2026-11-24 has not come yet; on is a day that has passed, or today",
        ),
    ],
)
def test_a_quote_that_cannot_be(rival: Book, tender: str, price: Money, fields: dict[str, object], error: str) -> None:
    with pytest.raises(BidtrackerError) as output:
        rival.quote(tender, price, **fields)  # type: ignore[arg-type]
    assert str(output.value) == error
    assert not rival.holdings.quotes and set(rival.holdings.competitors) == {1}


def test_an_offer_is_not_a_rivals(rival: Book) -> None:
    rival.add("offers", name="Scan One")
    with pytest.raises(FieldError, match="an offer is our own"):
        rival.quote("T2", pounds(1), by="C1", offer="O1")


def test_concessions_keep_what_was_got_for_them(rival: Book) -> None:
    rival.quote("T2", pounds(100))
    rival.concede("M1", "free training", "three years instead of two", amount=pounds(4))
    quote = rival.concede("M1", "60 days to pay", on=date(2026, 11, 1))
    assert [(each.on.day, each.gave, each.got, each.amount) for each in quote.concessions] == [
        (1, "60 days to pay", "", None),
        (23, "free training", "three years instead of two", pounds(4)),
    ]
    assert str(rival.history(limit=1)[0].title) == "Concession on M1 for nothing: 60 days to pay"
    rival.undo()
    assert len(rival.get("M1").concessions) == 1


def test_concessions_that_cannot_be(rival: Book) -> None:
    rival.quote("T2", pounds(100))
    rival.quote("T2", pounds(90), by="C1")
    with pytest.raises(Refused, match="M2 is a competitor's price"):
        rival.concede("M2", "free training")
    with pytest.raises(Refused, match="T2 is no quote"):
        rival.concede("T2", "free training")
    with pytest.raises(NotFound, match="no M9"):
        rival.concede("M9", "free training")
    with pytest.raises(FieldError, match="concessions is empty"):
        rival.concede("M1", " ")
    with pytest.raises(FieldError, match="amount has no currency"):
        rival.concede("M1", "free training", amount=BARE)
    with pytest.raises(FieldError, match="has not come yet"):
        rival.concede("M1", "free training", on=date(2027, 1, 1))


def test_an_offer_has_amounts_with_a_currency(book: Book) -> None:
    with pytest.raises(FieldError, match="floor has no currency"):
        book.add("offers", name="Scan One", floor=BARE)
    book.add("offers", name="Scan One", floor=pounds(5))
    with pytest.raises(FieldError, match="price has no currency"):
        book.set("O1", price=BARE)
