"""Where one is and what one can do there: crumbs, the footer's keys, the help's search and signs, sections."""

from __future__ import annotations

from datetime import date

import pytest
from glass import opened, small

from bidtracker.book import Book
from bidtracker.pages.axis import spark
from bidtracker.radar.insights.felt import buyer_by_month, rival_by_month
from bidtracker.tui.keys import BY_ID
from bidtracker.tui.saved_filters import save_filter
from bidtracker.tui.screens.help import Help, Listed
from bidtracker.tui.screens.legend import legend
from bidtracker.tui.views.view import FOOTER_KEYS, ON_RECORDS, WITH_MARKS
from bidtracker.tui.widgets.frame import Footer

DAY = date(2026, 11, 23)


async def test_the_detail_says_by_which_way_one_came(book: Book) -> None:
    async with opened(small(book), size=(120, 40), as_of=DAY) as glass:
        await glass.press("4")
        await glass.ready()
        glass.table.go_to("B1")
        glass.view.show_record("P1")
        await glass.until(lambda: glass.detail.lines[0].startswith("B1 Leeds Hospital › P1 Jane Roe"))
        glass.view.show_record("F1")
        await glass.until(lambda: "P1 Jane Roe › F1  " in glass.detail.lines[0])  # a touch has no name but its id
        await glass.press("escape", "escape")
        await glass.until(lambda: "›" not in glass.detail.lines[0])


@pytest.mark.parametrize("names", [WITH_MARKS, *ON_RECORDS.values()])
def test_every_footer_has_at_most_seven_known_keys_and_ends_in_help(names: tuple[str, ...]) -> None:
    assert len(names) <= FOOTER_KEYS
    assert names[-1] == "help"
    assert all(name in BY_ID for name in names)


async def test_the_footer_is_of_where_the_cursor_is(book: Book) -> None:
    async with opened(small(book), size=(120, 40), as_of=DAY) as glass:
        await glass.press("4")
        await glass.ready()
        glass.table.go_to("B1")
        footer = glass.view.query_one(Footer)
        assert "Fact" in footer.text
        await glass.press("space")
        assert "Tag" in footer.text
        await glass.press("escape", "g", "enter")
        glass.table.go_to("B1")
        await glass.until(lambda: glass.detail.target == "B1")
        assert "Contact" in footer.text
        await glass.press("j")
        await glass.until(lambda: glass.detail.target == "P1")
        assert "Level" in footer.text


async def test_the_help_is_searched_and_tells_the_signs(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        await glass.press("question_mark")
        await glass.until(lambda: isinstance(glass.app.screen, Help) and glass.app.screen.focused)
        lines = glass.app.screen.query_one(Listed)
        everything = len(lines.lines)
        await glass.type("undo")
        await glass.until(lambda: len(lines.lines) < everything)
        assert any("Undo the last act" in line for line in lines.lines)
        assert not any("Next row" in line for line in lines.lines)
        for _ in range(4):
            await glass.press("backspace")
        await glass.type("late: the day")
        await glass.until(lambda: any("╌" in line for line in lines.lines))
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)


def test_every_sign_has_one_meaning_and_words() -> None:
    assert all(sign and meaning for sign, _tone, meaning in legend())


async def test_saved_filters_are_sections_with_their_counts(book: Book) -> None:
    small(book)
    save_filter(book, "tenders", "Leeds", "buyer:leeds")
    save_filter(book, "tenders", "York", "buyer:york")
    async with opened(book, size=(120, 40), as_of=DAY) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.until(lambda: "All 3  Leeds 2  York 1" in glass.view.sections.text)
        await glass.press("shift+tab")
        await glass.until(lambda: len(glass.ids) == 2)
        await glass.press("shift+tab")
        await glass.until(lambda: glass.ids == ["T3"])
        await glass.press("shift+tab")
        await glass.until(lambda: len(glass.ids) == 3)
        book.add("tenders", title="Roads", buyer="York Trust")
        await glass.until(lambda: "York 2" in glass.view.sections.text)


async def test_a_list_without_saved_filters_has_no_sections(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        assert not glass.view.sections.display
        await glass.press("shift+tab")
        await glass.until(lambda: any("F saves" in toast for toast in glass.toasts))


def test_discontent_rises_with_the_months(book: Book) -> None:
    small(book)
    by_month = rival_by_month(book.holdings, 1, DAY)
    assert len(by_month) == 12
    assert by_month[0] == 0
    assert by_month[-1] > by_month[-3] >= 0
    assert buyer_by_month(book.holdings, 1, DAY) == by_month
    assert not buyer_by_month(book.holdings, 2, DAY)
    drawn = spark(by_month, 12)
    assert len(drawn) == 12
    assert drawn[0] == "▁"
    assert drawn[-1] > "▁"


async def test_in_the_pane_of_a_rival_or_of_numbers_the_footer_says_the_way_back(book: Book) -> None:
    async with opened(small(book), size=(80, 24), as_of=DAY) as glass:
        for view in ("competitors", "insights"):
            await glass.app.action_view(view)
            await glass.ready()
            footer = glass.view.query_one(Footer)
            assert "Back" not in footer.text
            await glass.press("enter")
            await glass.until(lambda: "esc Back" in footer.text)  # noqa: B023
            assert "Filter" not in footer.text


async def test_a_section_goes_when_its_saving_is_undone(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        await glass.press("2")
        await glass.ready()
        glass.view.use_filter("leeds")
        await glass.ready()
        save_filter(book, "tenders", "Leeds", "leeds")
        await glass.until(lambda: "Leeds 2" in glass.view.sections.text)
        await glass.press("u")
        await glass.until(lambda: not book.settings.filters)
        await glass.until(lambda: not glass.view.sections.display)
