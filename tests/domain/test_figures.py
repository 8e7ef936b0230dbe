"""Numbers as people read them, and as they type them again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bidtracker.domain.amounts import read_money
from bidtracker.domain.figures import figure, signed
from bidtracker.domain.kinds import NUMBER, SHARE
from bidtracker.domain.money import Money
from bidtracker.domain.text import fold

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("written", "read"), [(-19, "−19"), ("-3.2", "−3.2"), (4, "4"), ("−19", "−19"), ("2026-11-24", "2026-11-24")]
)
def test_a_number_below_zero_has_a_true_minus(written: object, read: str) -> None:
    assert figure(written) == read


def test_a_change_has_its_sign_and_what_comes_to_nothing_none() -> None:
    assert (signed(1.24), signed(-0.94), signed(-0.04), signed(12.6, 0)) == ("+1.2", "−0.9", "0.0", "+13")


def test_what_is_read_is_typed_again() -> None:
    owed = Money(Decimal("-1234.5"), "EUR")
    assert str(owed) == "−1,234.50 EUR"
    assert read_money(str(owed)) == owed
    assert NUMBER.show(-3.25) == "−3.2"
    assert NUMBER.read(str(NUMBER.show(-3.25)), DAY) == -3.2
    assert SHARE.show(-0.0314) == "−3.14%"


def test_a_true_minus_is_found_by_the_one_on_the_keyboard() -> None:
    assert fold("−19 d") == fold("-19 d")
    assert fold("−19 天") == fold("-19 天")
