"""Keys pressed faster than the screen opens what they are for."""

from __future__ import annotations

import pytest
from glass import Glass, opened, small
from textual import events

from bidtracker.book import Book
from bidtracker.tui.forms.form import Form
from bidtracker.tui.forms.inputs import Line
from bidtracker.tui.screens.find import Find
from bidtracker.tui.widgets.filter_bar import FilterBar


async def at_tenders(glass: Glass) -> None:
    await glass.press("2")
    await glass.ready()


@pytest.mark.parametrize("typed", ["Beds ahead", "quick"])
async def test_what_is_typed_ahead_of_a_form_is_in_its_first_field_in_order(book: Book, typed: str) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.type("a" + typed)  # in one go: not one of them waits for the form

        def first() -> str:
            form = glass.app.screen
            entry = form.row("title").entry if isinstance(form, Form) and form.is_mounted else None
            return entry.value if isinstance(entry, Line) else ""

        await glass.until(lambda: first() == typed)
        assert not glass.app.typed
    assert len(book.holdings.tenders) == 3  # no letter was an act


async def test_tab_typed_ahead_goes_to_the_next_field(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.type("aBeds")
        await glass.press("tab")
        await glass.type("Kent")

        def filled() -> list[str]:
            form = glass.app.screen
            if not (isinstance(form, Form) and form.is_mounted):
                return []
            entries = [form.row(name).entry for name in ("title", "buyer")]
            return [entry.value for entry in entries if isinstance(entry, Line)]

        await glass.until(lambda: filled() == ["Beds", "Kent"])


async def test_what_is_typed_ahead_of_the_filter_filters(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        glass.app.post_message(events.Key("slash", "/"))
        await glass.type("sterile")
        await glass.until(lambda: glass.view.query_one(FilterBar).children and glass.view.text == "sterile")
        await glass.until(lambda: glass.ids == ["T3"])


async def test_what_is_typed_ahead_of_find_is_looked_for(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.press("ctrl+f")
        await glass.type("ward")
        await glass.until(lambda: isinstance(glass.app.screen, Find) and glass.app.screen.text == "ward")


async def test_letters_in_a_view_are_acts_as_before(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.type("jj")
        await glass.until(lambda: glass.current == glass.ids[2])
        assert not glass.app.typed
