"""Nothing vanishes: what is put away is in a drawer, counted in the header, with a key that wakes it."""

from __future__ import annotations

from datetime import date

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.domain.vocabulary import Watch


async def drawer(glass: Glass) -> None:
    await glass.press("R")
    await glass.until(lambda: glass.view.drawer and not glass.view.stale)
    await glass.ready()


@pytest.mark.parametrize("away", ["snoozed", "dismissed", "parked", "dead"])
async def test_what_is_put_away_is_counted_and_found_in_the_drawer_and_wakes(book: Book, away: str) -> None:
    small(book)
    match away:
        case "snoozed":
            book.snooze("A1", until=date(2027, 6, 1))
        case "dismissed":
            book.dismiss("A1")
        case "parked":
            book.watch("T1", word=Watch.PARKED, until=date(2027, 6, 1))
        case "dead":
            book.watch("T1", word=Watch.DEAD)
    async with opened(book) as glass:
        assert glass.ids == []
        assert "1 asleep" in glass.view.header.text
        assert "R shows" in glass.text()
        await drawer(glass)
        assert glass.ids == ["A1"]
        assert "W Wake" in glass.text().splitlines()[-1]
        await glass.press("W")
        await glass.until(lambda: glass.ids == [])
        await glass.press("R")
        await glass.until(lambda: glass.ids == ["A1"])
        assert "asleep" not in glass.view.header.text
        await glass.press("u")
        await glass.until(lambda: glass.ids == [])


async def test_snoozed_until_today_is_awake(book: Book) -> None:
    small(book)
    book.snooze("A1", until=date(2027, 6, 1))
    async with opened(book) as glass:
        await drawer(glass)
        await glass.press("z")
        await glass.type("today")
        await glass.press("ctrl+s")
        await glass.until(lambda: book.holdings.awards[1].snoozed_until is None)


async def test_the_agenda_keeps_the_touches_of_what_sleeps(book: Book) -> None:
    small(book)
    book.snooze("A1", until=date(2027, 6, 1))
    async with opened(book) as glass:
        await glass.press("5")
        await glass.ready()
        assert any(key.startswith("F1@") for key in glass.ids)


async def test_snooze_on_an_empty_radar_says_that_there_is_nothing(book: Book) -> None:
    book.add("buyers", name="Leeds Hospital")
    async with opened(book) as glass:
        await glass.press("1", "z")
        await glass.until(lambda: "There is nothing under the cursor" in glass.toasts)
