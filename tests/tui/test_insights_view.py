"""The view of the insights: pages beside their headlines, plots at every size, and what hangs on a row."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book, memory
from bidtracker.config import Config
from bidtracker.domain.reading import UnreadTable
from bidtracker.pages.insights import all_pages
from bidtracker.pages.insights.all_pages import KEYS
from bidtracker.tui import forms
from bidtracker.tui.app import VIEWS
from bidtracker.tui.widgets.frame import ViewHeader

AS_OF = date(2026, 11, 23)


@pytest.fixture
def sample(sample_book: Book) -> Book:
    return sample_book


async def to_insights(glass: Glass) -> None:
    await glass.press("6")
    await glass.until(lambda: glass.view.name == "insights")
    await glass.ready()


async def to_page(glass: Glass, key: str) -> None:
    """The cursor on a page, and its first line in the detail."""
    glass.table.go_to(key)
    title = next(page.title for page in glass.table.rows if page.key == key)
    if not glass.detail.display:
        await glass.press("enter")
    await glass.until(lambda: glass.detail.lines[:1] == [title] and glass.detail.display)


async def test_6_shows_all_pages_and_the_first_beside_them(sample: Book) -> None:
    async with opened(sample) as glass:
        await to_insights(glass)
        assert VIEWS["insights"].key == "6"
        assert glass.ids == list(KEYS)
        assert "You win 25 % [16..35] of 77 decided bids" in glass.detail.lines
        await glass.press("j", "j", "j", "j")
        await glass.until(lambda: glass.detail.lines[0] == "Calibration")
        assert any("●" in line for line in glass.detail.lines)


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        ((60, 16), "textual-dark"),
        ((80, 24), "textual-light"),
        ((120, 40), "ansi-dark"),
        ((200, 60), "textual-dark"),
    ],
)
async def test_every_page_is_drawn_at_every_size(sample: Book, size: tuple[int, int], theme: str) -> None:
    async with opened(sample, size=size, config=Config(theme=theme)) as glass:
        await to_insights(glass)
        for key in KEYS:
            await to_page(glass, key)
            room = glass.detail.scrollable_content_region.width
            assert all(len(line) <= room for line in glass.detail.lines if line.isascii())
            await glass.dash("G", "g")
            await glass.until(lambda: glass.detail.lines[0] in glass.text())
            await glass.press("escape")
            await glass.until(lambda: glass.app.focused is glass.table)


async def test_without_colour_it_says_the_same(sample: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(sample) as glass:
        await to_insights(glass)
        await to_page(glass, "lost_reasons")
        coloured = glass.text()
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(sample) as glass:
        await to_insights(glass)
        await to_page(glass, "lost_reasons")
        assert glass.text() == coloured


async def test_a_row_of_the_to_do_list_opens_its_record_and_takes_acts(sample: Book) -> None:
    async with opened(sample) as glass:
        await to_insights(glass)
        await to_page(glass, "coverage")
        await glass.press("tab")
        await glass.until(lambda: glass.app.focused is glass.detail and glass.detail.target == "T81")
        await glass.press("o")
        await glass.until(lambda: isinstance(glass.app.screen, forms.OutcomeForm))
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
        await glass.press("enter")
        await glass.until(lambda: glass.detail.trail == ["T81"])
        await glass.press("escape")
        await glass.until(lambda: glass.detail.lines[0] == "What is missing")


async def test_a_large_book_is_counted_without_reading_it_into_memory(
    sample: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(sample) as glass:
        await to_insights(glass)
        pages = list(glass.table.rows)
    monkeypatch.setattr(memory, "MANY", 0)
    with Book.open(sample.address, who="ann", clock=sample.clock) as large:
        async with opened(large) as glass:
            await to_insights(glass)
            assert list(glass.table.rows) == pages
            assert isinstance(large.holdings.tenders, UnreadTable) and isinstance(large.holdings.awards, UnreadTable)


async def test_y_copies_the_page_as_text(sample: Book) -> None:
    async with opened(sample) as glass:
        await to_insights(glass)
        await to_page(glass, "price_gap")
        await glass.press("y")
        await glass.until(lambda: glass.app.clipboard)
        copied = glass.app.clipboard.splitlines()
    assert copied[0] == "Price gap" and any("█" in line for line in copied)
    assert max(map(len, copied)) <= 80


async def test_what_cannot_be_done_to_a_page_says_so(sample: Book) -> None:
    async with opened(sample) as glass:
        await to_insights(glass)
        for key in ("x", "d", "e", "o", "w"):
            glass.view.newest_toast = before = (("", ""), 0.0)  # what stands already is not said twice
            await glass.press(key)
            await glass.until(lambda before=before: glass.view.newest_toast != before)
            assert glass.app.screen is glass.view
        assert any("y copies it" in toast for toast in glass.toasts)


async def test_pages_are_filtered_by_their_words(sample: Book) -> None:
    async with opened(sample) as glass:
        await to_insights(glass)
        await glass.press("slash")
        await glass.type("win rate !buyer")
        await glass.press("enter")
        await glass.until(lambda: glass.ids == ["win_rate", "by_competitor", "by_category"])


async def test_a_change_is_counted_at_once_and_undo_takes_it_back(book: Book) -> None:
    async with opened(small(book)) as glass:
        await to_insights(glass)
        assert "n too small: 0 of 1 decided bids won, 5 are needed" in glass.detail.lines
        book.win("T3")
        await glass.until(lambda: "n too small: 1 of 2 decided bids won, 5 are needed" in glass.detail.lines)
        await glass.press("u")
        await glass.until(lambda: "n too small: 0 of 1 decided bids won, 5 are needed" in glass.detail.lines)


async def test_an_empty_book_says_on_each_page_which_key_fills_it(book: Book) -> None:
    async with opened(book) as glass:
        await glass.until(lambda: isinstance(glass.app.screen, forms.FirstStart))
        await glass.press("escape")
        await to_insights(glass)
        assert glass.app.screen is glass.view  # who left the book empty is not asked again on every page
        assert "Nothing is decided yet: o on a tender" in glass.text()
        for key in KEYS:
            await to_page(glass, key)
            assert any("bidtracker " in line for line in glass.detail.lines)


async def test_while_it_counts_it_says_so_and_counts_once_at_a_time(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, begun, under_way, most = threading.Event(), [], [], [0]
    count = all_pages.pages

    def slow(*given: object) -> object:
        under_way.append(begun.append(1))
        most[0] = max(most[0], len(under_way))
        assert go.wait(30)
        under_way.pop()
        return count(*given)

    async with opened(small(book)) as glass:
        monkeypatch.setattr(all_pages, "pages", slow)
        await glass.press("6")
        await glass.until(lambda: glass.view.name == "insights" and begun)
        await glass.until(lambda: "counting" in glass.text())
        assert "counting" in glass.view.query_one(ViewHeader).text
        book.win("T3")  # what is being counted is out of date before it is counted
        await glass.until(lambda: glass.view.stale)
        go.set()
        await glass.until(lambda: "n too small: 1 of 2 decided bids won, 5 are needed" in glass.detail.lines)
        await glass.ready()
        assert "counting" not in glass.text()
    assert most[0] == 1
