"""What each size of the terminal shows, the wheel, and what stands in the header."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from glass import Glass, opened, small
from msgspec.structs import replace
from textual import events

from bidtracker.book import Book
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Tender
from bidtracker.domain.text import cells
from bidtracker.locale import set_language, tr
from bidtracker.tui import forms
from bidtracker.tui.cells import fit
from bidtracker.tui.widgets.frame import ViewHeader
from bidtracker.tui.widgets.record_table import MARGIN

pytestmark = pytest.mark.usefixtures("drawn_at_each_rest")

SCROLLBAR = 1  # cells
SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (200, 60)
MUST = {
    ("radar", SMALL): {"score", "buyer", "contract", "act_by", "action"},
    ("radar", MIDDLE): {"score", "buyer", "contract", "act_by", "action", "incumbent", "state", "freshest"},
    ("agenda", SMALL): {"day", "kind", "text", "buyer"},
    ("agenda", MIDDLE): {"day", "kind", "text", "buyer"},
    ("tenders", SMALL): {"title", "buyer", "deadline", "outcome"},
}


async def test_what_each_size_must_show(book: Book) -> None:
    async with opened(small(book), size=SMALL) as glass:
        for view, size in MUST:
            await glass.pilot.resize_terminal(*size)
            await glass.app.action_view(view)
            await glass.ready()
            must = MUST[view, size]
            await glass.until(lambda must=must: must <= {placed.column.name for placed in glass.table._fit})


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
async def test_a_list_that_scrolls_shows_as_much_in_every_language(book: Book, language: str) -> None:
    set_language(language)
    try:
        async with opened(small(book), size=SMALL) as glass:
            for view, size in MUST:
                await glass.app.action_view(view)
                await glass.ready()
                room, gap = size[0] - MARGIN - SCROLLBAR, 2 if size[0] >= MIDDLE[0] else 1
                shown = {placed.column.name for placed in fit(glass.view.columns(), room, gap)}
                assert MUST[view, size] <= shown, (view, size)
    finally:
        set_language("en")


async def test_a_large_screen_shows_every_column_of_the_radar_above_its_reasons(book: Book) -> None:
    async with opened(small(book), size=LARGE) as glass:
        assert glass.detail.display
        assert {column.name for column in glass.view.columns()} == {placed.column.name for placed in glass.table._fit}
        await glass.press("w")
        await glass.until(lambda: glass.view.in_detail)
        await glass.press("w")
        await glass.until(lambda: glass.app.focused is glass.table)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_what_was_heard_begins_in_one_column_however_old_it_is(book: Book, language: str) -> None:
    set_language(language)
    try:
        async with opened(small(book), size=LARGE) as glass:
            row = glass.table.current
            before = set()
            for days in (9, 42, 192, 420):
                sign, age, _kind = glass.view._freshest(replace(row, freshest=replace(row.freshest, age_days=days)))
                before.add(cells(sign[0] + age[0]))
            assert len(before) == 1
    finally:
        set_language("en")


def header(width: int, filtered: str = "") -> str:
    views = [(name, name.title()) for name in ("radar", "tenders", "competitors", "buyers", "agenda", "insights")]
    line = ViewHeader(views, "radar")
    line.book, line.today, line.counted = "bids", "2026-11-23", "row 37 of 1,204"
    line.filtered, line.ordered = filtered, "score ↓"
    return "".join(text for text, _tone in line.line(width))


def test_the_header_gives_way_date_count_order_and_never_the_filter() -> None:
    text = "/category:33 buyer:kent"
    seen = [header(width, text) for width in range(140, 30, -1)]
    assert all(text in line for line in seen)
    gone = ["2026-11-23", "row 37", "score ↓"]
    for width in range(len(seen)):
        missing = [part for part in gone if part not in seen[width]]
        assert missing == gone[: len(missing)], seen[width]
    assert "2 3 4 5 6" in header(80)
    assert "2 Tenders" in header(140)


async def test_a_long_filter_stands_whole_in_the_header(book: Book) -> None:
    async with opened(small(book), size=MIDDLE) as glass:
        await glass.press("2")
        await glass.ready()
        filtered = "category:33 buyer:leeds stage:closed|submitted value>100k title:scanners"
        glass.view.use_filter(filtered)
        await glass.until(lambda: f"/{filtered}" in glass.view.header.text)
        assert "deadline" not in glass.view.header.text


async def wheel(glass: Glass, widget: object, down: bool = True) -> None:
    kind = events.MouseScrollDown if down else events.MouseScrollUp
    event = kind(widget, 5, 5, 0, 1 if down else -1, 0, False, False, False, 5, 5)  # type: ignore[arg-type]
    widget.post_message(event)  # type: ignore[attr-defined]
    await glass.pilot.pause()


async def test_the_wheel_moves_table_and_detail_and_the_header_says_which_row_it_is(book: Book) -> None:
    small(book)
    for n in range(60):
        book.add("tenders", title=f"Tender {n}", buyer="Leeds Hospital")
    async with opened(book, size=MIDDLE) as glass:
        await glass.press("2")
        await glass.ready()
        assert glass.table.show_vertical_scrollbar
        await wheel(glass, glass.table)
        await glass.until(lambda: glass.table.scroll_y > 0)
        await glass.press("j", "j")
        assert "row 3 of 63" in glass.view.header.text
        await glass.press("4")
        await glass.ready()
        await glass.until(lambda: glass.detail.show_vertical_scrollbar)
        await wheel(glass, glass.detail)
        await glass.until(lambda: glass.detail.scroll_y > 0)


# ---------------------------------------------------------------- acts that say what they take along


async def test_marks_go_with_their_records(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("space", "space")
        book.delete(*sorted(glass.table.marks))
        await glass.until(lambda: len(glass.ids) == 1 and not glass.table.marks)
        assert "marked" not in glass.view.header.text


async def test_deleting_on_the_radar_asks_what_hangs_on_the_contract(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("d")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog) and glass.app.screen.focused)
        assert "signals 2" in glass.text()
        await glass.press("enter")
        assert 1 in book.holdings.awards


async def test_the_next_tender_is_filled_in_from_the_old_contract_and_made_once(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("r")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ReengageForm) and glass.app.screen.focused)
        assert glass.app.screen.row("title").entry.value == "Ward beds"
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.view.detail.opened == "T4")
        assert book.holdings.tenders[4].value == Money(Decimal(480_000), "GBP")
        await glass.press("escape", "escape")
        await glass.press("r")
        await glass.until(lambda: any("competes it again already" in toast for toast in glass.toasts))
        assert len(book.holdings.tenders) == 4
        assert glass.view.detail.opened == "T4"


async def test_a_repeated_toast_stands_once(book: Book) -> None:
    async with opened(small(book)) as glass:
        for _ in range(4):
            glass.view.toast("nothing to do")
        await glass.until(lambda: glass.toasts)
        assert glass.toasts.count("Nothing to do") == 1


async def test_an_id_in_the_filter_finds_its_record(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        glass.view.use_filter("T2")
        await glass.until(lambda: glass.ids == ["T2"])


async def test_the_id_of_a_hundred_thousandth_tender_is_seen_whole(book: Book) -> None:
    small(book)
    with book.acting("add") as draft:
        draft.bring(Tender(title="The last", buyer=1, deadline=date(2026, 12, 1)), 100_000)
        draft.title = say("One more")
    async with opened(book) as glass:
        await glass.press("2")
        await glass.ready()
        assert "T100000" in glass.text()


async def test_in_chinese_the_radar_shows_at_120_what_it_shows_in_english(book: Book) -> None:
    set_language("zh_CN")
    try:
        async with opened(small(book), size=MIDDLE) as glass:
            await glass.app.action_view("radar")
            await glass.ready()
            shown = {placed.column.name for placed in glass.table._fit}
            assert MUST["radar", MIDDLE] <= shown
    finally:
        set_language("en")


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
async def test_a_large_screen_cuts_no_heading(book: Book, language: str) -> None:
    set_language(language)
    try:
        async with opened(small(book), size=LARGE) as glass:
            for view in ("radar", "tenders", "competitors", "buyers", "agenda", "windows"):
                await glass.app.action_view(view)
                await glass.ready()
                heads = glass.text().splitlines()[1]
                for column, _width, _gap in glass.table._fit:
                    assert column.over is not None or tr(column.label) in heads, (view, heads)
    finally:
        set_language("en")
