"""The filter bar finishes what one types; filters have names; acts on all marked rows."""

from __future__ import annotations

from datetime import date

import pytest
from glass import opened, small

from bidtracker.book import Book
from bidtracker.domain.vocabulary import Level, Stance, Watch
from bidtracker.tui import forms
from bidtracker.tui.widgets.filter_bar import FilterBar
from bidtracker.tui.widgets.prose import Prose


async def test_tab_finishes_keys_and_values_and_enter_keeps_the_filter(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash")
        bar = glass.view.query_one(FilterBar)
        await glass.type("buy")
        await glass.until(lambda: bar.offered.options[:1] == ("buyer:",))
        assert "buyer:" in glass.text()
        await glass.press("tab")
        assert bar.field.value == "buyer:"
        await glass.until(lambda: "York Trust" in "".join(bar.offered.options))
        await glass.type("yo")
        await glass.until(lambda: bar.offered.options == ('"York Trust"',))
        await glass.press("down", "enter")
        assert bar.field.value == 'buyer:"York Trust" '
        await glass.until(lambda: glass.ids == ["T3"])
        await glass.press("enter")
        await glass.until(lambda: glass.app.focused is glass.table)
        assert not bar.display


async def test_a_filter_is_typed_with_the_signs_of_a_chinese_keyboard(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash")
        await glass.type("buyer：leeds")
        await glass.press("ideographic_space")
        await glass.type("deadline＞２０２５")
        await glass.until(lambda: glass.ids == ["T2"])
        assert glass.view.query_one(FilterBar).field.value == "buyer：leeds deadline＞２０２５"


async def test_filters_are_saved_by_name_taken_again_and_removed(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash")
        await glass.type("leeds")
        await glass.press("enter", "F")
        await glass.until(lambda: isinstance(glass.app.screen, forms.FiltersDialog))
        await glass.type("mine")
        await glass.press("enter")
        await glass.until(lambda: glass.app.screen is glass.view)
        assert book.settings.filters == {"tenders/mine": "leeds"}
        await glass.press("escape")
        await glass.until(lambda: len(glass.ids) == 3)
        await glass.press("F", "enter")
        await glass.until(lambda: glass.ids == ["T2", "T1"])
        await glass.press("escape", "colon")
        await glass.until(lambda: glass.app.screen is not glass.view)
        await glass.type("filter mine")
        await glass.until(lambda: "Filter mine: leeds" in glass.text())
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
        await glass.press("4")  # another view has its own
        await glass.ready()
        await glass.press("F")
        await glass.until(lambda: "none yet" in glass.text())
        await glass.press("escape", "2", "F")
        await glass.until(lambda: isinstance(glass.app.screen, forms.FiltersDialog))
        await glass.press("delete")
        await glass.until(lambda: book.settings.filters == {})


async def test_acts_on_all_marked_rows_are_each_one_undo(book: Book) -> None:
    small(book)
    book.lose("T3", to="Acme Ltd")
    async with opened(book) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("G", "space", "k", "space")
        assert {each.id for each in glass.view.chosen} == {"T1", "T3"}
        await glass.press("T")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TagForm))
        await glass.type("hot")
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.app.screen is glass.view)
        assert [book.holdings.tenders[n].tags for n in (1, 2, 3)] == [("hot",), (), ("hot",)]
        await glass.press("u")
        assert not book.holdings.tenders[1].tags and not book.holdings.tenders[3].tags
        await glass.press("z")
        await glass.type("+6m")
        await glass.press("ctrl+s")
        await glass.until(lambda: book.holdings.tenders[3].watch is Watch.PARKED)
        assert book.holdings.tenders[1].park_until == date(2027, 5, 23)
        await glass.press("u")
        assert book.holdings.tenders[1].watch is not Watch.PARKED
        await glass.press("D")
        assert book.holdings.awards[1].dismissed and book.holdings.awards[2].dismissed
        await glass.press("u")
        assert not book.holdings.awards[1].dismissed and not book.holdings.awards[2].dismissed
        await glass.press("t")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TouchForm))
        await glass.type("+2w")
        await glass.press("ctrl+s")
        await glass.until(lambda: len(book.holdings.touches) == 3)
        assert {touch.buyer for touch in book.holdings.touches.values()} == {1, 2}


async def test_a_record_with_very_much_hanging_on_it_is_deleted_after_a_question(book: Book) -> None:
    small(book)
    for n in range(20):
        book.add("contacts", name=f"Person {n}", buyer="B1")
    assert len(book.holdings.going([("buyers", 1)])) == len(book.holdings.going([("buyers", 1), ("tenders", 1)]))
    async with opened(book) as glass:
        await glass.press("4")
        await glass.ready()
        assert glass.current == "B1"
        await glass.press("d")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog))
        n = len(book.holdings.going([("buyers", 1)]))
        await glass.until(lambda: glass.app.screen.focused)
        assert f"That is {n} records: buyers 1" in str(glass.app.screen.query_one(".question", Prose).content)
        before = book.history(limit=1)[0].id
        await glass.press("y")
        await glass.until(lambda: 1 not in book.holdings.buyers)
        assert book.history(limit=1)[0].id == before + 1
        assert str(n) in str(book.history(limit=1)[0].title)
        await glass.until(lambda: glass.ids == ["B2"])
        await glass.press("d")
        await glass.until(lambda: not book.holdings.buyers)  # the other one has little


async def test_level_and_stance_take_a_key_each_and_stay_dated_on_the_card(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("4")
        await glass.ready()
        await glass.press("L")
        assert any("go to a contact" in toast for toast in glass.toasts)
        await glass.press("enter")
        await glass.until(lambda: glass.detail.target == "B1")
        await glass.press("j")
        await glass.until(lambda: glass.detail.target == "P1")
        await glass.press("L", "L", "A")
        person = book.holdings.contacts[1]
        assert (person.level, person.stance) == (Level.FAMILIAR, Stance.OPPOSES)
        assert glass.detail.target == "P1"
        await glass.press("A")
        await glass.until(lambda: book.holdings.contacts[1].stance is Stance.SUPPORTS)
        assert [b.on for b in book.holdings.contacts[1].believed] == [date(2026, 11, 23)]


async def test_a_planned_touch_is_edited(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("5")
        await glass.ready()
        assert glass.view.id_of(glass.table.current) == "F1"
        await glass.press("E")
        await glass.until(lambda: isinstance(glass.app.screen, forms.PlannedForm))
        await glass.type("2026-11-26")
        await glass.press("ctrl+s")
        await glass.until(lambda: book.holdings.touches[1].on == date(2026, 11, 26))
        assert book.holdings.touches[1].done is None


async def test_only_the_agenda_can_be_a_calendar(book: Book) -> None:
    async with opened(small(book)) as glass:
        offered = {}
        for key, name in (("2", "tenders"), ("5", "agenda")):
            await glass.press(key)
            await glass.ready()
            await glass.press("x")
            await glass.until(lambda: isinstance(glass.app.screen, forms.ExportDialog))
            line = glass.app.screen.row("format").entry
            offered[name] = [choice.value for choice in line.answer.listed("")]
            await glass.press("escape")
            await glass.until(lambda: glass.app.screen is glass.view)
        assert "ics" in offered["agenda"] and "ics" not in offered["tenders"]


async def test_a_pane_opened_later_begins_at_the_top_of_the_row_it_came_to(book: Book) -> None:
    async with opened(small(book), size=(80, 16)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("enter", "G", "escape", "j", "i")
        await glass.until(lambda: glass.detail.display)
        assert glass.detail.scroll_y == 0


async def test_an_unforeseen_error_leaves_no_page_of_code_and_is_handed_on(book: Book) -> None:
    error = RuntimeError("boom")

    def fail() -> None:
        raise error

    try:
        async with opened(small(book)) as glass:
            glass.app.call_later(fail)
            await glass.until(lambda: glass.app.unforeseen)
    except RuntimeError as raised:
        assert raised is error
    assert glass.app.unforeseen is error
    assert not glass.app._exit_renderables


@pytest.mark.parametrize("minus", ["-", "−"])
async def test_a_day_that_is_past_is_found_by_either_minus(book: Book, minus: str) -> None:
    async with opened(small(book), as_of=date(2028, 3, 1)) as glass:
        await glass.press("1")
        await glass.ready()
        act_by = next(column for column in glass.table.columns if column.name == "act_by")
        shown = act_by.text(glass.table.rows[0])
        assert shown.startswith("−")
        await glass.press("slash")
        await glass.type(f'act_by:"{shown.replace("−", minus)}"')
        await glass.press("enter")
        await glass.until(lambda: glass.ids == ["A1"])
