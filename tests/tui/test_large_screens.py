"""A large screen: the list above with all its columns, its page below in two panes; and few colours, or none."""

from __future__ import annotations

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.tui.app import PLAIN_THEME, THEME, BidtrackerApp
from bidtracker.tui.views.paned import LEAST_ROWS
from bidtracker.tui.widgets.browser import Further

pytestmark = pytest.mark.usefixtures("drawn_at_each_rest")

LARGE, MIDDLE = (200, 60), (120, 40)


def further(glass: Glass) -> Further:
    """The pane in which the page goes on."""
    pane = glass.view.further
    assert pane is not None
    return pane


def long_page(book: Book, signals: int = 60) -> Book:
    """A book in which Acme's page is longer than a pane."""
    small(book)
    for _ in range(signals):
        book.observe("A1", SignalKind.QUALITY_POOR)
    return book


async def test_a_large_screen_has_every_column_above_its_page(book: Book) -> None:
    async with opened(small(book), size=LARGE) as glass:
        for view in ("tenders", "competitors", "buyers", "insights"):
            await glass.app.action_view(view)
            await glass.ready()
            assert [placed.column.name for placed in glass.table._fit] == [c.name for c in glass.table.columns], view
            await glass.until(lambda: glass.table.size.width > 190 and glass.detail.region.y > glass.table.region.y)
            await glass.until(lambda: glass.table.size.height < 26 < glass.detail.size.height)  # as many as rows


async def test_the_board_has_the_page_of_its_card_below_where_there_is_room(book: Book) -> None:
    async with opened(small(book), size=LARGE) as glass:
        await glass.app.action_view("board")
        await glass.ready()
        await glass.until(lambda: glass.detail.display and glass.detail.region.y > glass.table.region.y)
        assert "Sterile services" in "\n".join(glass.detail.lines)
        await glass.press("i")
        await glass.until(lambda: not glass.detail.display)
        assert not glass.view.look.pane


async def test_a_long_page_goes_on_in_the_second_pane(book: Book) -> None:
    async with opened(long_page(book), size=LARGE) as glass:
        await glass.press("3")
        await glass.ready()
        await glass.until(lambda: "Contracts by end" in "\n".join(glass.detail.lines))
        assert "Signals" not in "\n".join(glass.detail.lines)
        assert "Signals" in "\n".join(further(glass).lines)
        assert any("Signals" in line for line in glass.view.page_text)


async def test_a_short_list_leaves_its_page_the_room_below(book: Book) -> None:
    async with opened(small(book), size=MIDDLE) as glass:
        await glass.press("3")
        await glass.ready()
        await glass.until(lambda: glass.table.size.height == LEAST_ROWS)
        assert glass.detail.size.height > MIDDLE[1] // 2
        await glass.press("i")
        await glass.until(lambda: glass.table.size.height > MIDDLE[1] // 2)
        await glass.press("i")
        await glass.until(lambda: glass.table.size.height == LEAST_ROWS)
        await glass.pilot.resize_terminal(*LARGE)
        await glass.until(lambda: glass.view.has_class("-spread") and glass.table.size.height == LEAST_ROWS)
        await glass.pilot.resize_terminal(*MIDDLE)
        await glass.until(lambda: glass.table.size.height == LEAST_ROWS and glass.detail.size.width == MIDDLE[0] - 1)


async def test_acts_are_about_what_the_cursor_is_on_in_the_second_pane(book: Book) -> None:
    async with opened(long_page(book), size=LARGE) as glass:
        await glass.press("3")
        await glass.ready()
        await glass.until(lambda: further(glass).entries)
        await glass.press("tab", "tab")
        await glass.until(lambda: glass.view.focused is further(glass) and further(glass).target.startswith("S"))
        signal = further(glass).target
        assert glass.view.here is not None and glass.view.here.id == signal
        await glass.press("enter")
        await glass.until(lambda: glass.detail.opened == signal and glass.view.focused is glass.detail)
        await glass.press("escape")
        await glass.until(lambda: not glass.detail.trail and glass.view.focused is further(glass))
        assert further(glass).target == signal  # back is to the line that led on
        await glass.press("d")
        await glass.until(lambda: signal not in {f"S{each.id}" for each in book.holdings.signals.values()})
        assert 1 in book.holdings.competitors  # the row itself was not meant


async def test_tab_goes_through_the_panes_and_back_to_the_list(book: Book) -> None:
    async with opened(long_page(book), size=LARGE) as glass:
        await glass.press("3")
        await glass.ready()
        await glass.until(lambda: further(glass).entries)
        gone_through = []
        for _ in range(3):
            before = glass.view.focused
            await glass.press("tab")
            await glass.until(lambda before=before: glass.view.focused is not before)  # type: ignore[misc]
            gone_through.append(glass.view.focused)
        assert gone_through == [glass.detail, further(glass), glass.table]


async def test_a_screen_made_smaller_keeps_the_cursor_in_what_is_seen(book: Book) -> None:
    async with opened(long_page(book), size=LARGE) as glass:
        await glass.press("3")
        await glass.ready()
        await glass.until(lambda: further(glass).entries)
        await glass.press("tab", "tab")
        await glass.until(lambda: glass.view.focused is further(glass))
        await glass.pilot.resize_terminal(*MIDDLE)
        await glass.until(lambda: not further(glass).display and glass.view.focused is not further(glass))
        await glass.until(lambda: "Signals" in "\n".join(glass.detail.lines))


async def test_without_colour_what_is_overdue_is_not_fainter_than_the_rest(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(small(book), size=MIDDLE) as glass:
        tones, plain = glass.table.tones, glass.table.ground
        assert tones["bad"].bold
        assert tones["bad"].color == tones["warn"].color == plain.color
        assert tones["muted"].color != plain.color


def test_where_a_terminal_has_sixteen_colours_its_own_are_taken(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from bidtracker.config import Config

    monkeypatch.setattr(BidtrackerApp, "is_headless", False)
    app = BidtrackerApp(book, Config())
    for system, theme in (("standard", PLAIN_THEME), ("256", THEME), ("truecolor", THEME)):
        monkeypatch.setattr(type(app.console), "color_system", system)
        assert app._own_theme() == theme
