"""Numbers written with signs for powers of ten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.domain.han_numerals import in_digits


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("2億9千万円", "290000000円"),
        ("1億2,000万円", "120000000円"),
        ("1,150萬元", "11500000元"),
        ("1 200 万", "12000000"),
        ("1,234.5万", "12345000"),
        ("三百二十万", "3200000"),
        ("一千二百", "1200"),
        ("十五", "15"),
        ("二〇二六", "2026"),
        ("百万", "1000000"),
        ("约3000万元", "约30000000元"),
        ("12,5万", "12,5万"),
        ("12 EUR", "12 EUR"),
        ("元", "元"),
    ],
)
def test_a_number_in_digits(text: str, digits: str) -> None:
    assert in_digits(text) == digits


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_groups_add_up(millions: int, ten_thousands: int) -> None:
    assert in_digits(f"{millions}億{ten_thousands}万") == str(millions * 10**8 + ten_thousands * 10**4)


@given(st.text())
def test_any_text_is_read_or_left(text: str) -> None:
    assert isinstance(in_digits(text), str)
