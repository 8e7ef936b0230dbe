"""Amounts that are typed without a currency."""

from __future__ import annotations

from bidtracker.book import Book
from bidtracker.cli.bids import with_currency
from bidtracker.domain.money import Money
from bidtracker.domain.records import Record, Tender


def in_currency(book: Book, id: str, money: Money) -> Money:
    """An amount typed without a currency, in that of the record's own amounts, else of its tender."""
    if money.currency:
        return money
    record: Record = book.get(id)
    amounts = (getattr(record, field) for field in record.__struct_fields__)
    known = next((one.currency for one in amounts if isinstance(one, Money) and one.currency), None)
    if known or isinstance(record, Tender) or getattr(record, "tender", None):
        return with_currency(book, id, money, known)
    return money
