"""Manners that a person notices only where they are missing."""

from __future__ import annotations

from datetime import date

import pytest
from glass import Glass, opened, small
from textual.containers import VerticalScroll

from bidtracker.book import Book
from bidtracker.tui import forms
from bidtracker.tui.forms.parts.inputs import FormRow

TODAY = date(2026, 11, 23)


async def at(glass: Glass, id: str) -> None:
    """To the line of the agenda that is about a record."""
    await glass.press("5")
    await glass.until(lambda: glass.view.name == "agenda")
    await glass.ready()
    place = next(place for place, key in enumerate(glass.ids) if key.startswith(id))
    await glass.press("g", *["j"] * place)


async def test_a_line_of_the_agenda_does_not_delete_the_contract_that_it_stems_from(book: Book) -> None:
    async with opened(small(book), as_of=TODAY) as glass:
        await at(glass, "T2@")
        await glass.press("d")
        assert glass.toasts == ["This line stems from T2; open it (enter) to delete that"]
        await at(glass, "F1@")
        await glass.press("d")
        await glass.until(lambda: len(glass.toasts) == 2)
    assert 2 in book.holdings.tenders and not book.holdings.touches


@pytest.mark.parametrize(("height", "gap"), [(24, 0), (40, 0), (60, 1)])
async def test_a_form_has_room_between_its_fields_only_where_all_of_them_are_on_the_screen(
    book: Book, height: int, gap: int
) -> None:
    async with opened(small(book), size=(100, height)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("e")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm))
        await glass.pilot.pause()
        rows = [row for row in glass.app.screen.query(FormRow) if row.display]
        assert rows[1].region.y - rows[0].region.bottom == gap
        body = glass.app.screen.query_one(".body", VerticalScroll)
        assert body.max_scroll_y == 0 or height == 24


async def test_what_the_filter_complains_of_can_be_read_at_80_columns(book: Book) -> None:
    async with opened(small(book), size=(80, 24)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash")
        await glass.type("buyr:x")
        await glass.until(lambda: "did you mean buyer?" in glass.text())
