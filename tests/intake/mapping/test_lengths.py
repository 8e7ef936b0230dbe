"""How long contracts run, as people write it: each line of lengths.txt with its months and those that may be added."""

from __future__ import annotations

from pathlib import Path

import pytest

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.mapping.lengths.length import read_length

LENGTHS = [
    line.rpartition(" = ")[::2] for line in (Path(__file__).parent / "lengths.txt").read_text("utf-8").splitlines()
]


def in_months(cell: str) -> str:
    """The months of a cell, or its days; "?" where it is no length."""
    try:
        length = read_length(cell)
    except Unreadable:
        return "?"
    return f"{length.fixed.days}d" if length.fixed.days else f"{length.fixed.months}+{length.more.months}"


@pytest.mark.parametrize(("cell", "months"), LENGTHS)
def test_what_a_length_means(cell: str, months: str) -> None:
    assert in_months(cell) == months


@pytest.mark.parametrize(
    ("cell", "unit", "more"),
    [
        ("12+12", "", 24),
        ("2x1 year", "", 24),
        ("2", "", 24),
        ("1 year (x2)", "", None),
        ("2 extensions of 12 months each", "", 24),
        ("2 × 1年", "", 24),
        ("renewable twice", "", None),
        ("1 x 24", "months", 24),
    ],
)
def test_a_column_of_options_is_all_on_top(cell: str, unit: str, more: int | None) -> None:
    try:
        assert read_length(cell, options=True, unit=unit).more.months == more
    except Unreadable:
        assert more is None
