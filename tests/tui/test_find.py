"""Find: words in everything, as a list by kind, opened with enter."""

from __future__ import annotations

import pytest
from glass import opened, small
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.book.spelling import respelled
from bidtracker.domain.holdings import Holdings
from bidtracker.tui.finding import KINDS, MOST, find, names
from bidtracker.tui.screens.find import Find


def ids(book: Book, text: str) -> list[str]:
    return [f"{result.table} {result.number}" for _, group, _ in find(book, text, lambda: True) for result in group]


@pytest.fixture
def full(book: Book) -> Book:
    small(book)
    book.set("T2", description="Analysers with a café in the lobby", notes='He said "never"')
    return book


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ward beds", ["tenders 1", "awards 1"]),  # an award is called like its tender
        ("BEDS", ["tenders 1", "awards 1", "facts 1"]),
        ("beds leeds", ["tenders 1", "awards 1", "facts 1"]),  # and all is found with its buyer
        ("leeds", ["buyers 1"]),  # but not by that alone
        ("beds acme", ["awards 1"]),
        ("sterile leeds", []),
        ("cafe lobby", ["tenders 2"]),
        ("CAFÉ", ["tenders 2"]),
        ('"never"', ["tenders 2"]),
        ("30 days", ["awards 1"]),  # a promise
        ("jane", ["contacts 1"]),
        ("T3", ["tenders 3"]),
        ("title", []),  # the name of a field is no text of the record
        ("nowhere", []),
        ("  ", []),
    ],
)
def test_words_are_found_wherever_they_stand(full: Book, text: str, expected: list[str]) -> None:
    assert ids(full, text) == expected


def test_our_own_award_is_found_by_its_tender_and_by_our_name(full: Book) -> None:
    full.set_settings(us=("Ours Medical Ltd",))
    full.win("T3")
    assert "awards 2" in ids(full, "sterile")
    assert ids(full, "sterile ours") == ["awards 2"]


def test_a_mistyped_word_is_set_right_by_the_names_of_the_book(full: Book) -> None:
    assert respelled("strile yorc", names(full.holdings)) == "sterile york"
    assert respelled("sterile", names(full.holdings)) == ""
    assert respelled("xylophone", names(full.holdings)) == ""


async def test_find_says_for_what_it_found_where_that_is_spelled_otherwise(full: Book) -> None:
    async with opened(full) as glass:
        await glass.press("ctrl+f")
        await glass.until(lambda: isinstance(glass.app.screen, Find))
        await glass.type("strile servces")
        await glass.until(lambda: "1 found for sterile services" in glass.text())
        assert glass.app.screen.pane.target == "T3"


def test_an_excerpt_shows_the_word_that_the_name_has_not(full: Book) -> None:
    (group,) = [group for _, group, _ in find(full, "lobby", lambda: True) if group]
    assert "lobby" in group[0].excerpt


def test_no_more_than_fit_a_list_and_it_says_so(book: Book) -> None:
    for n in range(MOST + 1):
        book.add("buyers", name=f"Council {n}")
    result = {table: (len(group), more) for table, group, more in find(book, "council", lambda: True)}
    assert result["buyers"] == (MOST, True)


def test_it_stops_when_nobody_wants_it_any_more(full: Book) -> None:
    assert list(find(full, "beds", lambda: False)) == []


@given(st.text(max_size=20))
def test_anything_may_be_typed(text: str) -> None:
    class Empty:
        class db:
            @staticmethod
            def table(name: str) -> type:
                return Empty.Table

        class Table:
            @staticmethod
            def rows() -> list[tuple[int, bytes]]:
                return [(1, b'{"title":"x"}')]

            @staticmethod
            def body(number: int) -> None:
                return None

        holdings = Holdings()

    for table, _, _ in find(Empty, text, lambda: True):  # type: ignore[arg-type]
        assert table in KINDS


async def test_ctrl_f_finds_as_one_types_and_enter_opens_the_record(full: Book) -> None:
    async with opened(full) as glass:
        await glass.press("ctrl+f")
        await glass.until(lambda: isinstance(glass.app.screen, Find))
        result = glass.app.screen
        await glass.type("beds")
        await glass.until(lambda: "3 found" in glass.text())
        assert result.pane.target == "T1"
        await glass.press("down", "down")
        assert result.pane.target == "K1"
        await glass.press("enter")
        await glass.until(lambda: glass.app.screen is glass.view)
        await glass.until(lambda: any("900 beds" in line for line in glass.detail.lines))
        assert glass.app.focused is glass.detail
        await glass.press("escape")
        await glass.press("ctrl+f")
        await glass.type("zzz")
        await glass.until(lambda: "Nothing has zzz" in glass.text())
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
