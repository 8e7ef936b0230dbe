"""What a day begins with."""

from __future__ import annotations

import sys
from datetime import UTC, date
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tui"))

from glass import small

from bidtracker.book import Book
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.morning import morning_page
from bidtracker.radar.morning import morning

DAY = date(2026, 11, 24)


def test_the_touch_of_the_day_the_deadline_and_the_news_stand_on_the_page(book: Book) -> None:
    today = morning(small(book).holdings, DAY, date(2026, 10, 1))
    assert [item.refs[0] for item in today.touches] == ["F1"] and today.put_off == today.touches and not today.to_do
    assert not today.empty
    page = plain_text(morning_page(today, book.holdings), 100)
    assert "Call with Jane Roe" in page
    assert "What changed since 2026-10-01" in page
    assert "Find out" in page


def test_a_deadline_within_two_weeks_is_told_with_its_hour(book: Book) -> None:
    from datetime import datetime

    small(book)
    book.set("T2", deadline=date(2026, 12, 1), deadline_at=datetime(2026, 12, 1, 12, tzinfo=UTC))
    today = morning(book.holdings, DAY)
    assert [item.refs for item in today.deadlines] == [("T2",)]
    assert ":00" in plain_text(morning_page(today, book.holdings), 100)


def test_a_buyer_whose_touch_is_planned_is_not_called_twice(book: Book) -> None:
    today = morning(small(book).holdings, DAY)
    planned = {item.buyer for item in today.touches}
    assert not planned & {call.buyer for call in today.calls}


def test_questions_are_one_line_until_they_are_unfolded(book: Book) -> None:
    today = morning(small(book).holdings, DAY)
    assert today.questions
    folded = plain_text(morning_page(today, book.holdings), 200)
    unfolded = plain_text(morning_page(today, book.holdings, unfolded=True), 200)
    question = str(today.questions[0].unknown.question)
    assert question not in folded
    assert question in unfolded


def test_an_empty_book_has_an_empty_day(book: Book) -> None:
    today = morning(book.holdings, DAY, date(2026, 11, 1))
    assert today.empty
    assert "Nothing is due" in plain_text(morning_page(today, book.holdings))
