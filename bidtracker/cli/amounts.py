"""Amounts that are typed without a currency."""

from __future__ import annotations

import msgspec

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.records import Record, Tender


def with_currency(book: Book, record_id: str, money: Money, currency: str | None = None) -> Money:
    """An amount typed without a currency, in the one that was named apart, else the tender's own."""
    if money.currency and not currency:
        return money
    if not currency:
        record = book.get(record_id)
        tender = record if isinstance(record, Tender) else book.get(("tenders", record.tender))
        currency = tender.value.currency if tender.value else ""
    return msgspec.structs.replace(money, currency=currency)


def in_currency(book: Book, record_id: str, money: Money) -> Money:
    """An amount typed without a currency, in that of the record's own amounts, else of its tender."""
    if money.currency:
        return money
    record: Record = book.get(record_id)
    amounts = (getattr(record, field) for field in record.__struct_fields__)
    own = next((amount.currency for amount in amounts if isinstance(amount, Money) and amount.currency), None)
    if own or isinstance(record, Tender) or getattr(record, "tender", None):
        return with_currency(book, record_id, money, own)
    return money
