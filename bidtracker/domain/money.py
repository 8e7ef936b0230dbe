"""Amounts of money: a Decimal and an ISO 4217 code. No rate is ever invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec

from bidtracker.domain.figures import figure


class Money(msgspec.Struct, frozen=True, gc=False):
    """An amount in one currency. JSON: `{"amount": "12.50", "currency": "EUR"}`; currency "" is not known."""

    amount: Decimal
    currency: str = ""

    def __str__(self) -> str:
        places = 0 if self.amount == self.amount.to_integral_value() else 2
        return figure(f"{self.amount:,.{places}f} {self.currency}".rstrip())

    def times(self, factor: Decimal | float) -> Money:
        """This amount times a bare number."""
        return Money(self.amount * Decimal(str(factor)), self.currency)


def total(amounts: Iterable[Money | None]) -> dict[str, Decimal]:
    """Sums per currency; unknown amounts are left out."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        if money is not None:
            sums[money.currency] = sums.get(money.currency, Decimal()) + money.amount
    return sums


def in_base(money: Money, base: str, rates: Mapping[str, Decimal]) -> Decimal | None:
    """The amount in the book's base currency by the rates a person has set (1 unit = rate base), else None."""
    if money.currency == base:
        return money.amount
    rate = rates.get(money.currency)
    return None if rate is None else money.amount * rate
