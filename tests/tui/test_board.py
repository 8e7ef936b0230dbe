"""The board and the windows on the screen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from glass import Glass, opened, small
from textual import events

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Stage
from bidtracker.locale import speaking
from bidtracker.tui.views.windows import WindowsView
from bidtracker.tui.widgets.board import HEAD, BoardTable

pytestmark = pytest.mark.usefixtures("drawn_at_each_rest")

DAY = date(2026, 11, 24)


def on_board(glass: Glass) -> BoardTable:
    table = glass.table
    assert isinstance(table, BoardTable)
    return table


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_cards_stand_in_their_lanes_and_are_moved_by_key(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size, as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        assert set(glass.ids) == {"T2", "T3"}
        assert "Blood gas" in glass.text()
        glass.table.go_to("T2")
        stage = book.holdings.tenders[2].stage
        await glass.press("greater_than_sign")
        await glass.until(lambda: book.holdings.tenders[2].stage is not stage)
        assert book.holdings.tenders[2].stage is Stage.SUBMITTED
        await glass.ready()
        assert glass.current == "T2"
        await glass.press("u")
        await glass.until(lambda: book.holdings.tenders[2].stage is stage)


async def test_every_lane_says_how_many_and_what_they_are_worth(book: Book) -> None:
    small(book)
    book.bid("T2", price=Money(Decimal(200_000), "GBP"))
    async with opened(book, size=(200, 60), as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        heads = glass.text().splitlines()[1:3]
        assert "Preparing 1" in heads[0]
        assert "200k GBP" in heads[1]
        assert "≈ 20k" in heads[1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_a_card_says_of_a_bid_stands_there_whole_or_not_at_all(book: Book, size: tuple[int, int]) -> None:
    small(book)
    book.set("T2", title="Narkosearbeitsplätze, vierunddreißig Stück")
    book.bid("T2", price=Money(Decimal(987_000), "GBP"), p_win=0.123)
    book.add("tenders", title="Beds", buyer="York Trust", value=Money(Decimal(1_000), "EUR"))
    async with opened(book, size=size, as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        lines = glass.text().splitlines()
        assert "987k GBP" in lines[2]
        assert "≈ 12…" not in lines[2] and "≈ 1…" not in lines[2]
        facts = [cell for line in lines for cell in line.split("│") if " · " in cell]
        assert facts and not any(cell.rstrip().endswith("…") for cell in facts)
        assert any("◇ Narkosearb" in line for line in lines)  # the sign stands before the title, not above it


async def test_arrows_go_through_the_cards_of_a_lane_and_over_empty_lanes(book: Book) -> None:
    for n in range(30):
        book.add("tenders", title=f"Tender {n}", buyer="Leeds", deadline=date(2027, 1, 1 + n % 28))
    book.move({"T30": Stage.STANDSTILL})
    async with opened(book, size=(80, 24), as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        board = on_board(glass)
        await glass.press("j", "j")
        assert board.cursor == 2
        await glass.press("G")
        assert board.cursor == 28
        assert "‹" not in glass.text().splitlines()[1]
        await glass.press("l")
        assert glass.current == "T30"
        assert "‹" in glass.text().splitlines()[1]
        await glass.press("h", "g")
        assert board.cursor == 0


async def test_a_click_takes_a_card_and_the_wheel_rolls_its_lane(book: Book) -> None:
    for n in range(30):
        book.add("tenders", title=f"Tender {n}", buyer="Leeds", deadline=date(2027, 1, 1 + n % 28))
    async with opened(book, size=(120, 40), as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        board = on_board(glass)
        await glass.pilot.click(BoardTable, offset=(3, HEAD + board.tall))
        await glass.until(lambda: board.cursor == 1)
        board.post_message(events.MouseScrollDown(board, 3, 5, 0, 1, 0, False, False, False, 3, 5))
        await glass.until(lambda: board._tops.get(0) == 1)


async def test_the_last_stage_says_that_the_outcome_comes_next(book: Book) -> None:
    small(book)
    book.move({"T2": Stage.STANDSTILL})
    async with opened(book, as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        glass.table.go_to("T2")
        await glass.press("greater_than_sign")
        await glass.until(lambda: any("outcome" in toast for toast in glass.toasts))


async def test_the_order_goes_through_deadline_value_chance_and_title(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        seen = [glass.view.sorted[0]]
        for _ in range(4):
            await glass.press("s")
            seen.append(glass.view.sorted[0])
        assert seen == ["deadline", "value", "p_win", "title", "deadline"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_windows_have_an_axis_that_is_zoomed(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size, as_of=DAY) as glass:
        await glass.press("8")
        await glass.ready()
        assert glass.ids == ["A1"]
        assert "┃" in glass.text()
        view = glass.view
        assert isinstance(view, WindowsView)
        assert "< Zoom out  > Zoom in" in glass.text().splitlines()[-1]
        before, zoom = glass.text(), view.zoom
        await glass.press("less_than_sign")
        await glass.until(lambda: view.zoom == zoom - 1 and glass.text() != before)
        assert "four years" in view.header.text
        for _ in range(6):
            await glass.press("greater_than_sign")
        await glass.until(lambda: any("near" in toast for toast in glass.toasts))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("code", ["en", "zh_CN", "zh_TW"])
async def test_what_a_lane_is_worth_and_what_may_be_expected_of_it_are_both_seen(
    book: Book, size: tuple[int, int], code: str
) -> None:
    small(book)
    book.bid("T2", price=Money(Decimal(24_310_000), "TWD"), p_win=0.25)
    book.add("tenders", title="Beds", buyer="York Trust", value=Money(Decimal(1_000), "EUR"))
    book.move({"T4": book.holdings.tenders[2].stage})
    with speaking(code):
        async with opened(book, size=size, as_of=DAY) as glass:
            await glass.press("7")
            await glass.ready()
            board = on_board(glass)
            heads = "\n".join(glass.text().splitlines()[1 : 1 + board.head])
            assert {"en": "24.3m TWD", "zh_CN": "2431万 TWD", "zh_TW": "2431萬 TWD"}[code] in heads
            assert {"en": "≈ 6.08m", "zh_CN": "≈ 608万", "zh_TW": "≈ 608萬"}[code] in heads
            glass.table.go_to("T2")
            await glass.press("j")
            across = (board.lane(board.cursor) - board.seen.start) * board.wide
            await glass.pilot.click(BoardTable, offset=(3 + across, board.head))
            await glass.until(lambda: glass.current == "T2")


@pytest.mark.parametrize(("size", "apart"), [((120, 40), True), ((80, 24), False)])
async def test_a_card_names_the_buyer_on_a_line_of_its_own_where_all_cards_find_room(
    book: Book, size: tuple[int, int], *, apart: bool
) -> None:
    for n in range(5):
        book.add("tenders", title=f"Tender {n}", buyer="Leeds Hospital", deadline=date(2027, 1, 1 + n))
    async with opened(book, size=size, as_of=DAY) as glass:
        await glass.press("7")
        await glass.ready()
        assert ("│ Leeds Hospital" in glass.text()) is apart
        assert all(f"Tender {n}" in glass.text() for n in range(5))
