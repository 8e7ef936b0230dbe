"""All followed contracts on one axis."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tui"))

import pytest
from glass import small

from bidtracker.book import Book
from bidtracker.pages.axis import Axis, WindowDays, ticks, window
from bidtracker.radar.windows import windows

DAY = date(2026, 11, 24)


def test_the_next_to_act_on_comes_first_with_its_signals_and_touches(book: Book) -> None:
    small(book)
    tender = book.add("tenders", title="Roads", buyer="Kent")
    book.add("awards", tender=f"T{tender.id}", suppliers=["Acme Ltd"], start=date(2024, 1, 1), end=date(2027, 6, 30))
    book.track("A2")
    rows = windows(book.holdings, DAY)
    assert [row.award for row in rows] == [2, 1]
    assert [signal.id for signal in rows[1].signals] == [1, 2]
    assert [touch.id for touch in rows[1].touches] == [1]


def test_a_contract_that_is_over_has_no_window(book: Book) -> None:
    small(book)
    assert not windows(book.holdings, date(2031, 1, 1))


def test_a_sign_stands_on_its_day_and_today_over_all(book: Book) -> None:
    axis = Axis(DAY, DAY + timedelta(days=10), 10)
    on = DAY + timedelta(days=4)
    line = "".join(text for text, _tone in window(axis, WindowDays(None, DAY, on, None), DAY, [(on, ("✗", "bad"))]))
    assert line.index("✗") == 4
    assert line[0] == "┃"
    signs = [(DAY - timedelta(days=1), ("•", "")), (DAY, ("◷", ""))]  # of today's cell
    around = Axis(DAY - timedelta(days=20), DAY + timedelta(days=20), 10)
    assert "•┃◷" in "".join(text for text, _tone in window(around, WindowDays(None, None, None, None), DAY, signs))


@pytest.mark.parametrize(("days", "words"), [(120, ["12", "2027"]), (700, ["2027", "Q2", "Q3"]), (3_000, ["2028"])])
def test_the_axis_says_months_quarters_or_years(days: int, words: list[str]) -> None:
    line = ticks(Axis(DAY, DAY + timedelta(days=days), 100))
    assert all(word in line for word in words)
    assert len(line) == 100


@pytest.mark.parametrize(
    ("days", "width", "ticks_seen"),
    [
        (730, 35, ["2027", "Q3", "2028", "Q3"]),  # not every quarter has room, so every half year
        (730, 16, ["2027", "2028"]),
        (3_000, 30, ["2028", "2030", "2032", "2034"]),
    ],
)
def test_what_has_no_room_goes_at_even_distances(days: int, width: int, ticks_seen: list[str]) -> None:
    assert ticks(Axis(DAY, DAY + timedelta(days=days), width)).split() == ticks_seen
