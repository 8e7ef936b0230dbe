"""Which rows of a table are no records."""

from __future__ import annotations

import pytest

from bidtracker.intake.open.layout import is_total


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", 3, 120.5],
        ["Razem 2024", "165 500 zł"],
        ["Summe (netto):", "1.200,00 EUR"],
        ["Total général 2025", "€ 12", "3"],
        ["合計", "1,200万円"],
        ["Итого за год", "12 000 руб."],
    ],
)
def test_a_row_that_sums_up_is_no_record(cells: list[object]) -> None:
    assert is_total(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Total station", "Ashby Council", "B-7"],
        ["Sum of parts", "Leeds", "won", "12 GBP"],
        ["B-7", "Total rebuild", "Ashby", 12],
        ["Mean level gauges", "Port of Hull"],
    ],
)
def test_a_tender_that_begins_with_such_a_word_is_one(cells: list[object]) -> None:
    assert not is_total(cells)
