"""The list widget: it draws what is seen, keeps its place, and lines up in every script."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.pilot import Pilot

from bidtracker.domain.filters.conditions import Condition
from bidtracker.domain.spans import joined
from bidtracker.domain.text import cells, safe
from bidtracker.pages.axis import rule, step
from bidtracker.pages.layout import CLOSING, OPENING, clipped, ends, padded, width_of, wrapped
from bidtracker.tui.cells import TableColumn, between, fit
from bidtracker.tui.listing.held import SLICE, Listing
from bidtracker.tui.widgets.record_table import RecordTable
from bidtracker.tui.widgets.toned import TonedApp

pytestmark = pytest.mark.usefixtures("drawn_at_each_rest")

COLUMNS = (
    TableColumn("id", "Id", 5, lambda r: (r[0], ""), lambda r: r[0], lambda r: int(r[0][1:]), priority=2),
    TableColumn("name", "Name", 10, lambda r: (safe(r[1]), ""), lambda r: r[1], lambda r: r[1], priority=1, grow=1),
    TableColumn("n", "N", 6, lambda r: (str(r[2]), ""), lambda r: str(r[2]), lambda r: r[2], "right", priority=3),
)


class Host(TonedApp):
    asked: str = ""

    def on_record_table_sorted(self, event: RecordTable.Sorted) -> None:
        self.asked = event.column

    def compose(self) -> ComposeResult:
        yield RecordTable(COLUMNS, lambda row: row[0])


@asynccontextmanager
async def table(
    rows: list[tuple[str, str, int]], size: tuple[int, int] = (40, 12)
) -> AsyncIterator[tuple[RecordTable, Pilot[None]]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        result = app.query_one(RecordTable)
        result.styles.height = "1fr"
        result.focus()
        await pilot.pause()
        result.show(rows)
        await pilot.pause()
        yield result, pilot


def rows(n: int) -> list[tuple[str, str, int]]:
    return [(f"T{number}", f"row {number}", number) for number in range(1, n + 1)]


def lines(shown: RecordTable) -> list[str]:
    return [shown.render_line(y).text for y in range(shown.size.height)]


# ---------------------------------------------------------------- moving


async def test_moving_stays_within_the_rows_and_in_sight() -> None:
    async with table(rows(100)) as (shown, pilot):
        for key, at in [
            ("up", 0),
            ("j", 1),
            ("G", 99),
            ("down", 99),
            ("g", 0),
            ("pagedown", 11),
            ("ctrl+d", 16),
            ("k", 15),
        ]:
            await pilot.press(key)
            await pilot.pause()
            assert shown.cursor == at
            assert any(f"row {at + 1} " in line for line in lines(shown)), key


async def test_the_cursor_stays_on_its_record_when_rows_change() -> None:
    async with table(rows(50)) as (shown, pilot):
        await pilot.press("end")
        shown.show([*reversed(rows(50))])
        assert (shown.cursor, shown.current[0]) == (0, "T50")
        shown.show(rows(10))  # its record is gone: it stays where it was
        assert shown.cursor == 0
        shown.show([])
        assert shown.current is None
        await pilot.press("j", "k", "space", "enter", "G")


async def test_marks_stay_on_their_records() -> None:
    async with table(rows(5)) as (shown, pilot):
        await pilot.press("space", "down", "space")
        assert [row[0] for row in shown.chosen] == ["T1", "T3"]
        shown.show([*reversed(rows(5))])
        assert [row[0] for row in shown.chosen] == ["T3", "T1"]
        assert sum("●" in line for line in lines(shown)) == 2


async def test_a_click_takes_the_cursor_and_a_click_on_a_header_asks_for_its_order() -> None:
    async with table(rows(30)) as (shown, pilot):
        await pilot.click(RecordTable, offset=(10, 4))
        assert shown.cursor == 3
        await pilot.click(RecordTable, offset=(10, 0))
        await pilot.pause()
        assert isinstance(pilot.app, Host)
        assert pilot.app.asked == "name"


async def test_a_hundred_thousand_rows_and_only_the_seen_ones_are_drawn() -> None:
    drawn: list[str] = []
    many = rows(100_000)
    async with table(many) as (shown, pilot):
        shown.columns = (TableColumn("id", "Id", 8, lambda r: (drawn.append(r[0]) or r[0], ""), str, str),)
        shown.repaint()
        await pilot.press("G")
        await pilot.pause()
        assert shown.current == many[-1]
        shown.look_ahead()
        assert 0 < len(set(drawn)) <= 4 * shown.size.height  # the first page, the last one, and the one before it
        drawn.clear()
        await pilot.press("k")
        await pilot.pause()
        assert len(drawn) <= 4  # the line left and the line reached


# ---------------------------------------------------------------- drawing


async def test_columns_of_the_highest_priority_number_drop_out_first() -> None:
    assert [column.name for column, _, _ in fit(COLUMNS, 40, 1)] == ["id", "name", "n"]
    assert [column.name for column, _, _ in fit(COLUMNS, 16, 1)] == ["id", "name"]
    assert fit(COLUMNS, 4, 1) == [(COLUMNS[1], 4, 0)]


async def test_a_number_and_what_begins_after_it_stand_two_cells_apart() -> None:
    last = TableColumn("due", "Due", 6, lambda r: ("17 d", ""), lambda r: "17 d", lambda r: 17, priority=4)
    columns = (*COLUMNS, last)
    assert between(columns, 1) == [0, 1, 1, 2] and between(columns, 2) == [0, 2, 2, 2]
    whole = 5 + 1 + 10 + 1 + 6 + 2 + 6
    assert [column.name for column, _, _ in fit(columns, whole, 1)] == ["id", "name", "n", "due"]
    assert [column.name for column, _, _ in fit(columns, whole - 1, 1)] == ["id", "name", "n"]
    app = Host()
    async with app.run_test(size=(whole + 10, 4)) as pilot:
        table = RecordTable(columns, lambda row: row[0])
        await app.mount(table)
        table.show([("T1", "Beds", 3)])
        while "Beds" not in (line := table.render_line(1).text):  # it is given its width later
            await pilot.pause(0.01)
        assert "     3  17 d" in line
        places = {
            name: line.index(output) for name, output in (("id", "T1"), ("name", "Beds"), ("n", "3"), ("due", "17"))
        }
        for name, x in places.items():
            column = table._column_at(x)
            assert column is not None and column.name == name


async def test_every_line_is_as_wide_as_the_table_in_every_script() -> None:
    names = [
        "плантация",
        "电子病历系统三期工程采购",
        "‏مستشفى‏",
        "🏥🏥🏥🏥🏥🏥🏥🏥",
        "e\u0301" * 30,
        "한국어 문서",
        "\x1b[31mred",
        "a\nb\tc",
    ]
    async with table([(f"T{n}", name, n) for n, name in enumerate(names, 1)], size=(33, 12)) as (shown, _):
        for y in range(shown.size.height):
            assert shown.render_line(y).cell_length == 33
            assert cell_len(shown.render_line(y).text) == 33


async def test_the_sorted_column_bears_a_sign() -> None:
    async with table(rows(3)) as (shown, _):
        shown.order = ("name", True)
        shown.repaint()
        assert "Name ▼" in lines(shown)[0]


# ---------------------------------------------------------------- order and filter


async def test_sorting_puts_the_unknown_last_either_way() -> None:
    column = TableColumn("n", "N", 5, lambda r: ("", ""), str, lambda r: r[2] or None)
    listing = Listing()
    listing.replace([("T1", "", 0), ("T2", "", 5), ("T3", "", 3)])
    await listing.sort(column, falling=False)
    assert [row[0] for row in listing.rows] == ["T3", "T2", "T1"]
    await listing.sort(column, falling=True)
    assert [row[0] for row in listing.rows] == ["T2", "T3", "T1"]


async def test_rows_that_are_alike_stay_as_they_came_either_way() -> None:
    column = TableColumn("n", "N", 5, lambda r: ("", ""), str, lambda r: r[2])
    listing = Listing()
    listing.replace([("T1", "", 3), ("T2", "", 5), ("T3", "", 3)])
    await listing.sort(column, falling=False)
    assert [row[0] for row in listing.rows] == ["T1", "T3", "T2"]
    await listing.sort(column, falling=True)
    assert [row[0] for row in listing.rows] == ["T2", "T1", "T3"]


async def test_filtering_gives_what_matches_in_order_slice_by_slice() -> None:
    listing = Listing()
    listing.replace(rows(3 * SLICE))
    parts = [part async for part in listing.matching([Condition(lambda row: row[2] % 1000 == 0, "")])]
    assert len(parts) == 3
    assert [row[2] for part in parts for row in part] == list(range(1000, 3 * SLICE + 1, 1000))


async def test_a_first_page_is_glimpsed_in_order_or_all_where_there_is_less() -> None:
    listing = Listing()
    listing.replace(rows(SLICE))
    assert [row[2] for row in listing.glimpse([Condition(lambda row: True, "")], 3) or ()] == [1, 2, 3]
    few = listing.glimpse([Condition(lambda row: row[2] in (5, SLICE), "")], 40)
    assert few is None or [row[2] for row in few] == [5, SLICE]  # a slow machine may have no time for it


# ---------------------------------------------------------------- cells

TEXTS = st.text(max_size=40).map(safe)


@given(TEXTS, st.integers(0, 60), st.sampled_from(["left", "right"]))
def test_fitted_text_takes_exactly_its_cells(text: str, width: int, align: str) -> None:
    assert cells(padded(text, width, align == "right")) == width


@given(st.lists(st.tuples(TEXTS, st.just("")), max_size=5), st.integers(0, 60))
def test_a_clipped_line_never_takes_more_than_its_cells(line: list[tuple[str, str]], width: int) -> None:
    assert width_of(clipped(line, width)) <= width


@given(st.lists(st.tuples(TEXTS, st.just("")), max_size=4), st.integers(6, 60), st.integers(0, 4))
def test_wrapping_loses_no_word_and_no_line_is_too_wide(line: list[tuple[str, str]], width: int, indent: int) -> None:
    broken = wrapped(tuple(line), width, indent)
    assert all(width_of(row) <= width for row in broken)
    output = "".join(text for text, _ in line)
    assert "".join("".join(text for text, _ in row) for row in broken).replace(" ", "") == output.replace(" ", "")


@pytest.mark.parametrize("width", range(10, 40))
def test_no_line_begins_with_punctuation_that_closes_nor_ends_with_one_that_opens(width: int) -> None:
    output = "交货延迟，质量差。见「合同」（一），价格《上涨》；服务慢！联系人离职？已确认：是。"
    apart = tuple((part, "") for part in output.replace("，", "\0，").replace("：", "\0：").split("\0"))
    for spans in (((output, ""),), apart):
        lines = ["".join(text for text, _ in line) for line in wrapped(spans, width)]
        assert "".join(lines) == output
        assert not [line for line in lines if line[0] in CLOSING or line[-1] in OPENING]


def test_a_word_of_two_tones_stays_together() -> None:
    [first, second] = wrapped((("Call back at Leeds", "strong"), (": after ten", "")), 16)
    assert ["".join(text for text, _tone in line) for line in (first, second)] == ["Call back at", "Leeds: after ten"]


@given(st.tuples(TEXTS, st.just("")), st.tuples(TEXTS, st.just("")), st.integers(1, 60))
def test_ends_fill_their_line(left: tuple[str, str], right: tuple[str, str], width: int) -> None:
    assert width_of(ends((left,), (right,), width)) == width


@given(st.floats(0, 100), st.floats(0, 100), st.integers(1, 30))
def test_drawings_take_their_cells(before: float, after: float, width: int) -> None:
    assert len(step(before, after, 100.0, width)) == width
    assert len(rule(before / 100, width)) == width


def test_a_waterfall_s_steps_begin_where_the_one_before_ended() -> None:
    assert step(0, 50, 100, 10) == "█████     "
    assert step(50, 80, 100, 10) == "     ███  "
    assert step(80, 60, 100, 10) == "      ▒▒  "
    assert step(60, 60.1, 100, 10) == "      ▏   "


def test_neighbours_of_one_tone_are_drawn_together() -> None:
    assert joined([("a", ""), ("b", ""), ("c", "bad")]) == (("ab", ""), ("c", "bad"))


async def test_a_click_on_a_row_s_edge_marks_it() -> None:
    async with table(rows(30)) as (shown, pilot):
        await pilot.click(RecordTable, offset=(0, 4))
        assert shown.marks == {"T4"}
        await pilot.click(RecordTable, offset=(0, 4))
        assert not shown.marks


def test_what_is_left_over_makes_headings_whole_before_a_name_grows_wider() -> None:
    def column(name: str, label: str, width: int, grow: int = 0) -> TableColumn:
        return TableColumn(name, label, width, lambda row: ("", ""), str, str, grow=grow, priority=1)

    columns = [column("name", "Name", 10, grow=1), column("facts", "客戶資訊", 5), column("n", "N", 3)]
    assert [placed.width for placed in fit(columns, 22, 1)] == [10, 7, 3]
    assert [placed.width for placed in fit(columns, 30, 1)] == [17, 8, 3]
