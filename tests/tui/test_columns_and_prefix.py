"""The prefix and what follows on it, columns as a person wants them, and how often each value occurs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.config import Config
from bidtracker.domain.errors import Refused
from bidtracker.domain.money import Money
from bidtracker.tui.app import BidtrackerApp
from bidtracker.tui.arranging import ColumnLook, arranged
from bidtracker.tui.keys import KEYS
from bidtracker.tui.screens.frequency import Frequency
from bidtracker.tui.screens.which_key import WhichKey


def names(glass: Glass) -> list[str]:
    return [placed.column.name for placed in glass.table._fit]


async def to_tenders(glass: Glass, column: str) -> None:
    await glass.press("2")
    await glass.ready()
    glass.table.column = column


async def column_act(glass: Glass, key: str) -> None:
    await glass.press("comma")
    await glass.until(lambda: isinstance(glass.app.screen, WhichKey))
    await glass.press(key)
    await glass.until(lambda: glass.app.screen is glass.view)


def test_no_two_acts_follow_on_the_prefix_by_the_same_key() -> None:
    keys = [act.after for act in KEYS if act.after]
    assert len(keys) == len(set(keys))
    assert all(not act.keys for act in KEYS if act.after)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_prefix_shows_what_may_follow_and_esc_does_nothing(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size) as glass:
        await glass.press("comma")
        await glass.until(lambda: isinstance(glass.app.screen, WhichKey))
        await glass.until(lambda: "Hide" in glass.text() and "Decide" in glass.text())
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)


async def test_an_act_is_done_by_its_second_key(book: Book) -> None:
    async with opened(small(book)) as glass:
        await to_tenders(glass, "title")
        glass.table.go_to("T3")
        await glass.press("comma")
        await glass.until(lambda: isinstance(glass.app.screen, WhichKey))
        await glass.press("d")
        await glass.until(lambda: "Do we bid on T3?" in glass.text())


async def test_columns_are_hidden_widened_and_moved_and_come_back_as_they_were_left(book: Book) -> None:
    small(book)
    app = BidtrackerApp(book, Config())
    async with app.run_test(size=(200, 60)) as pilot:
        glass = Glass(app, pilot)
        await glass.ready()
        await to_tenders(glass, "stage")
        before = names(glass)
        await column_act(glass, "minus")
        assert "stage" not in names(glass)
        glass.table.column = "outcome"
        await column_act(glass, "less_than_sign")
        assert names(glass).index("outcome") == before.index("outcome") - 2
        wide = next(placed.width for placed in glass.table._fit if placed.column.name == "outcome")
        await column_act(glass, "plus")
        assert next(placed.width for placed in glass.table._fit if placed.column.name == "outcome") == wide + 4
        left = names(glass)
        app.exit()
    again = BidtrackerApp(book, Config())
    async with again.run_test(size=(200, 60)) as pilot:
        glass = Glass(again, pilot)
        await glass.ready()
        assert names(glass) == left
        await column_act(glass, "0")
        assert names(glass) == before


def test_the_last_column_stays(book: Book) -> None:
    from bidtracker.tui.columns import column
    from bidtracker.tui.desk import Desk

    only = (column(Desk(book), "tenders", "title"),)
    with pytest.raises(Refused):
        ColumnLook().without(only, "title")
    assert arranged(only, ColumnLook(hidden=("title",))) == only


async def test_how_often_each_value_occurs_and_enter_filters_by_it(book: Book) -> None:
    async with opened(small(book)) as glass:
        await to_tenders(glass, "buyer")
        await glass.press("comma")
        await glass.until(lambda: isinstance(glass.app.screen, WhichKey))
        await glass.press("t")
        await glass.until(lambda: isinstance(glass.app.screen, Frequency) and "Leeds Hospital" in glass.text())
        line = next(line for line in glass.text().splitlines() if "Leeds Hospital" in line and "67 %" in line)
        assert " 2 " in line
        await glass.press("enter")
        await glass.until(lambda: sorted(glass.ids) == ["T1", "T2"])


async def test_a_column_of_amounts_is_added_up_by_currency_of_the_marked_rows_or_of_all(book: Book) -> None:
    small(book)
    book.bid("T3", p_win=0.3, price=Money(Decimal(90_000), "EUR"))
    async with opened(book, size=(120, 40)) as glass:
        await to_tenders(glass, "price")
        await column_act(glass, "=")
        await glass.until(lambda: "Our price, 2 of 3 rows: 510,000 GBP, 90,000 EUR" in glass.toasts)
        glass.table.marks = {"T1"}
        await column_act(glass, "=")
        await glass.until(lambda: "Our price, 1 of 1 rows: 510,000 GBP" in glass.toasts)


async def test_a_column_of_words_is_not_added_up_and_chances_only_have_a_mean(book: Book) -> None:
    async with opened(small(book), size=(120, 40)) as glass:
        await to_tenders(glass, "title")
        await column_act(glass, "=")
        await glass.until(lambda: any("no amounts or numbers" in toast for toast in glass.toasts))
        glass.table.column = "p_win"
        await column_act(glass, "=")
        await glass.until(lambda: "P(win), 2 of 3 rows: 25 % on average" in glass.toasts)
