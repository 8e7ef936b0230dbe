"""Manners that a person notices only where they are missing."""

from __future__ import annotations

from datetime import date

import pytest
from glass import Glass, opened, small
from textual.containers import VerticalScroll
from textual.geometry import Size

from bidtracker.book import Book
from bidtracker.tui import forms
from bidtracker.tui.forms.parts.fields import FormBody
from bidtracker.tui.forms.parts.form import Form
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


async def test_a_form_has_room_between_its_fields_only_where_all_of_them_are_on_the_screen(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        for height, gap in ((24, 0), (40, 0), (60, 1)):
            await glass.pilot.resize_terminal(100, height)
            await glass.press("E")
            await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm))
            await glass.pilot.pause()
            rows = [row for row in glass.app.screen.query(FormRow) if row.display]
            assert rows[1].region.y - rows[0].region.bottom == gap, height
            body = glass.app.screen.query_one(".body", VerticalScroll)
            assert body.max_scroll_y == 0 or height == 24
            await glass.press("escape")


async def test_a_form_is_painted_first_as_it_stays(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[Size] = []
    monkeypatch.setattr(FormBody, "on_resize", lambda self, event: sizes.append(event.size), raising=False)
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        for size in ((80, 24), (120, 40)):
            await glass.pilot.resize_terminal(*size)
            for key in ("b", "E", "o"):
                sizes.clear()
                await glass.press(key)
                await glass.until(lambda: isinstance(glass.app.screen, Form) and sizes)
                roomy = glass.app.screen.query_one(".box").has_class("-roomy")
                await glass.pilot.pause(0.05)
                assert len(set(sizes)) == 1, (key, size)
                assert glass.app.screen.query_one(".box").has_class("-roomy") == roomy
                await glass.press("escape")
                await glass.until(lambda: glass.app.screen is glass.view)


async def test_what_the_filter_complains_of_can_be_read_at_80_columns(book: Book) -> None:
    async with opened(small(book), size=(80, 24)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash")
        await glass.type("buyr:x")
        await glass.until(lambda: "did you mean buyer?" in glass.text())
