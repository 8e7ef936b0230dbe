"""Ids of records and of their parts, as people see and type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.ids import LETTERS, parse_part, parse_ref, part_ref, ref

NUMBERS = st.integers(1, 999_999_999)


@given(st.sampled_from(sorted(LETTERS)), NUMBERS, st.integers(0, 999_999_999))
def test_what_is_shown_is_what_is_read(table: str, number: int, part: int) -> None:
    assert parse_part(part_ref(table, number, part)) == (table, number, part)
    assert parse_part(f" {part_ref(table, number, part).lower()} ") == (table, number, part)
    assert part_ref(table, number, 0) == ref(table, number) and parse_ref(ref(table, number)) == (table, number)


@pytest.mark.parametrize(
    "text", ["", "N", "1.2", "N.2", "N1.", "N1.0", "N1.x", "N1.2.3", "N1.-2", "N1.²", "N1 .2x", "X1.2"]
)
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(Unreadable, match=r"an id is a letter|write a dot and its number"):
        parse_part(text)
    with pytest.raises(Unreadable):
        parse_ref(text if "." in text else f"{text}.1")
