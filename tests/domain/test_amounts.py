"""Amounts as typed and as published: read one way or refused with a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.domain.amounts import CURRENCIES, read_amount, read_currency, read_money, read_percent
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.money import Money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("118000", "118000", ""),
        ("118,000", "118000", ""),
        ("1.2m eur", "1200000", "EUR"),
        ("1.234M EUR", "1234000", "EUR"),
        ("€1,200.50", "1200.50", "EUR"),
        ("1 200,50 EUR", "1200.50", "EUR"),
        ("1.200.000,00 €", "1200000", "EUR"),
        ("1'200.50 CHF", "1200.50", "CHF"),
        ("12,34,567.00 inr", "1234567", "INR"),
        ("120k gbp", "120000", "GBP"),
        ("gbp 120k", "120000", "GBP"),
        ("$ 2,396,696.24", "2396696.24", "USD"),
        ("us$5", "5", "USD"),
        ("5 mdl", "5", "MDL"),
        ("5 bn USD", "5000000000", "USD"),
        ("118万", "1180000", ""),
        ("118万元", "1180000", "CNY"),
        ("2億円", "200000000", "JPY"),
        ("2億9千万円", "290000000", "JPY"),
        ("九十八万元", "980000", "CNY"),
        ("12,5万元", "125000", "CNY"),
        ("500 tys. zł", "500000", "PLN"),
        ("12 тыс. руб.", "12000", "RUB"),
        ("1,5 Mld €", "1500000000", "EUR"),
        ("290 T€", "290000", "EUR"),
        ("290 TEUR", "290000", "EUR"),
        ("1,2 mil. Kč", "1200000", "CZK"),
        ("300 mil euros", "300000", "EUR"),
        ("250 mil BRL", "250000", "BRL"),
        ("3 millones €", "3000000", "EUR"),
        ("12 lacs inr", "1200000", "INR"),
        ("0.125", "0.125", ""),
        ("0,5", "0.5", ""),
        ("-500 eur", "-500", "EUR"),
        ("٣٠٠٠ USD", "3000", "USD"),
    ],
)
def test_typed_money(text: str, amount: str, currency: str) -> None:
    assert read_money(text) == Money(Decimal(amount), currency)


def test_the_fields_currency_fills_in_and_decides() -> None:
    assert read_money("5", "PLN").currency == "PLN"
    assert read_money("5 kr", "SEK").currency == "SEK"
    assert read_money("$5", "CAD").currency == "CAD"
    assert read_money("5 eur", "CAD").currency == "EUR"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("118.000", "could be 118000 or 118;"),
        ("1,234m", "could be 1234000000 or 1234000;"),
        ("1.200 TEUR", "could be 1200000 or 1200;"),
        ("5 kr", "SEK, NOK"),
        ("300 mil €", "thousands or millions"),
        ("¥500", "CNY, JPY"),
        ("100 euo", "did you mean EUR"),
        ("100 wxyz", "is not a currency"),
        ("€ 5 gbp", "two currencies"),
        ("12 34", "is not an amount"),
        (".5", "is not an amount"),
        ("1,2,3", "is not an amount"),
        ("", "is not an amount"),
        ("EUR", "is not an amount"),
        ("9" * 70, "is not an amount"),
    ],
)
def test_doubtful_money_is_refused(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_money(text)


@given(st.decimals(0, 10**12, places=2), st.sampled_from(sorted(CURRENCIES)))
def test_money_as_shown_can_be_typed(amount: Decimal, currency: str) -> None:
    assert read_money(str(Money(amount, currency))) == Money(amount, currency)


@given(st.text(st.sampled_from("0123456789.,' -€$mkr万")))
def test_money_is_read_or_refused(text: str) -> None:
    try:
        assert read_money(text).amount.is_finite()
    except Unreadable as error:
        assert str(error)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (118000, "118000"),
        (1.1, "1.1"),
        (Decimal("2.50"), "2.50"),
        ("118000.5", "118000.5"),
        ("5 390 000,00", "5390000.00"),
        ("5\u202f390,5", "5390.5"),
        ("7,500.00", "7500.00"),
        ("1,234", "1234"),
        ("-12.50", "-12.50"),
        ("1.5E+7", "1.5E+7"),
    ],
)
def test_published_amounts(value: object, amount: str) -> None:
    assert read_amount(value) == Decimal(amount)  # type: ignore[arg-type]  # a table of every kind a list holds


@pytest.mark.parametrize("value", ["118.000", "about 5", "€5", "", "NaN", float("nan"), float("inf"), True, "5 eur"])
def test_published_amounts_that_are_none(value: str | float) -> None:
    with pytest.raises(Unreadable):
        read_amount(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_amounts_round_trip(amount: Decimal) -> None:
    assert read_amount(str(amount)) == amount
    assert read_amount(f"{amount:,}") == amount


@pytest.mark.parametrize(
    ("value", "share"),
    [("10%", 0.1), ("10 %", 0.1), ("0.1", 0.1), ("0,15", 0.15), ("100%", 1.0), ("0", 0.0), (0.3, 0.3)],
)
def test_percent(value: str | float, share: float) -> None:
    assert read_percent(value) == share


@pytest.mark.parametrize("value", ["10", "1", "101%", "-1%", "nan", "many", "", 7, True])
def test_percent_refused(value: str | float) -> None:
    with pytest.raises(Unreadable, match="write it like 10% or"):
        read_percent(value)


def test_currencies() -> None:
    assert read_currency(" eur ") == "EUR"
    with pytest.raises(Unreadable, match="did you mean"):
        read_currency("EURO")
