"""The morning page on the screen: it opens first when there is something, and what its line leads to stands beside."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.config import Config
from bidtracker.domain.holdings import Holdings
from bidtracker.radar.morning import Morning, morning
from bidtracker.tui.app import BidtrackerApp
from bidtracker.tui.last_look import LastLook, keep_look
from bidtracker.tui.views.morning import MorningView, Preview


async def first_view(book: Book, name: str) -> None:
    """Opens the program as a person does, and waits for the view of that name."""
    app = BidtrackerApp(book, Config(), morning=True)
    async with app.run_test(size=(120, 40)) as pilot:
        glass = Glass(app, pilot)
        await glass.until(lambda: glass.view.name == name and glass.view.filled)
        await glass.ready()


async def test_a_day_begins_with_its_page(book: Book) -> None:
    await first_view(small(book), "morning")


async def test_a_book_that_asks_for_nothing_opens_with_the_radar(book: Book) -> None:
    book.add("buyers", name="Leeds Hospital")
    await first_view(book, "radar")


async def test_who_went_elsewhere_meanwhile_stays_there(book: Book) -> None:
    book.add("buyers", name="Leeds Hospital")
    async with opened(book) as glass:
        await glass.press("0")
        await glass.until(lambda: isinstance(glass.view, MorningView) and glass.view.filled and glass.view.idle)
        glass.app.begins = True
        glass.app.on_list_screen_filled()  # which passes on to the radar, for the morning has nothing to say
        await glass.app.action_view("tenders")
        await glass.ready()
        assert glass.view.name == "tenders"


async def test_later_on_the_same_day_the_screen_comes_back_as_it_was_left(book: Book) -> None:
    small(book)
    keep_look(book.address, LastLook("buyers", {}, book.today()))
    await first_view(book, "buyers")


async def test_news_are_of_the_day_before_not_of_an_hour_ago(book: Book) -> None:
    today, before = date(2026, 11, 24), date(2026, 11, 20)
    assert LastLook(day=today, before=before).since(today) == before
    assert LastLook(day=before).since(today) == before
    assert LastLook().since(today) == today - timedelta(days=7)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_acts_are_about_the_line_under_the_cursor_at_every_size(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size, as_of=date(2026, 11, 24)) as glass:
        await glass.press("0")
        await glass.until(lambda: isinstance(glass.view, MorningView))
        await glass.ready()
        await glass.until(lambda: glass.detail.target == "F1")
        assert glass.view.here is not None
        assert glass.view.here.id == "F1"
        await glass.press("m")
        await glass.until(lambda: glass.app.screen is not glass.view)
        await glass.press("escape")


async def test_what_the_line_leads_to_stands_beside_the_page(book: Book) -> None:
    async with opened(small(book), size=(200, 60), as_of=date(2026, 11, 24)) as glass:
        await glass.press("0")
        await glass.ready()
        preview = glass.view.query_one(Preview)
        await glass.until(lambda: any("Jane Roe" in line for line in preview.lines))
        looked_up = glass.view.staying
        preview.show(preview.entries)
        await glass.ready()
        assert glass.view.staying is looked_up  # else the screen would look it up again and again, for good


async def test_questions_unfold_and_esc_comes_back_from_a_record(book: Book) -> None:
    async with opened(small(book), as_of=date(2026, 11, 24)) as glass:
        await glass.press("0")
        await glass.ready()
        before = len(glass.detail.entries)
        await glass.press("G", "enter")
        await glass.until(lambda: len(glass.detail.entries) > before)
        await glass.press("g", "enter")
        await glass.until(lambda: glass.detail.trail == ["F1"])
        await glass.press("escape")
        assert not glass.detail.trail


async def test_while_the_page_is_put_together_it_says_so(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slow(holdings: Holdings, as_of: date) -> Morning:
        go_on.wait(30)
        return morning(holdings, as_of)

    monkeypatch.setattr("bidtracker.radar.morning.morning", slow)
    async with opened(small(book), size=(80, 24), as_of=date(2026, 11, 24)) as glass:
        await glass.press("0")
        try:
            await glass.until(lambda: any("Putting today's page together" in line for line in glass.detail.lines))
            assert "reading" in glass.view.header.text
        finally:
            go_on.set()
        await glass.until(lambda: any("Planned, but not now" in line for line in glass.detail.lines))
        assert "0 to call" in glass.view.header.text  # what is not to be done now is no call


@pytest.mark.parametrize("act", ["frequency", "total", "column('hide')"])
async def test_a_page_has_no_columns_to_count_to_add_up_or_to_hide(book: Book, act: str) -> None:
    async with opened(small(book), as_of=date(2026, 11, 24)) as glass:
        await glass.press("0")
        await glass.ready()
        await glass.app.run_action(act, glass.view)
        await glass.until(lambda: any("page has no columns" in toast for toast in glass.toasts))
        assert glass.app.screen is glass.view
