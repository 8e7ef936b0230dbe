"""One act, and one undo, on all that is marked; and a radar with more than it lists."""

from __future__ import annotations

from datetime import date

import pytest
from glass import opened, small

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.tui import forms
from bidtracker.tui.views import radar

TODAY = date(2026, 11, 23)


async def test_a_touch_about_each_marked_tender_is_one_act_and_one_undo(book: Book) -> None:
    async with opened(small(book), as_of=TODAY) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("g", "space", "space", "t")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TouchForm))
        await glass.type("1 dec")
        await glass.press("ctrl+s")
        await glass.until(lambda: len(book.holdings.touches) == 3)  # one is there from the start
        await glass.press("u")
        await glass.until(lambda: len(book.holdings.touches) == 1)


async def test_marked_touches_are_put_off_by_one_act(book: Book) -> None:
    small(book)
    book.plan_touch("B2", on=date(2026, 11, 25))
    async with opened(book, as_of=TODAY) as glass:
        await glass.press("5")
        await glass.ready()
        await glass.press("slash")
        await glass.type("call")
        await glass.press("enter")
        await glass.until(lambda: [id.partition("@")[0] for id in glass.ids] == ["F1", "F2"])
        await glass.press("g", "space", "space", "z")
        await glass.until(lambda: isinstance(glass.app.screen, forms.DateForm))
        await glass.type("2026-12-24")
        await glass.press("ctrl+s")
        await glass.until(lambda: {touch.on for touch in book.holdings.touches.values()} == {date(2026, 12, 24)})
    book.undo()
    assert [touch.on for touch in book.holdings.touches.values()] == [date(2026, 11, 24), date(2026, 11, 25)]


async def test_a_radar_with_more_than_it_lists_says_so(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    small(book)
    for number, title in enumerate(("Masks", "Gowns"), 4):
        book.add("tenders", title=title, buyer="York Trust")
        book.lose(
            f"T{number}",
            to="Acme Ltd",
            reasons=loss_reasons("price"),
            terms=ContractTerms(start=TODAY, end=date(2028, 1, 1)),
        )
    monkeypatch.setattr(radar, "MOST", 2)
    async with opened(book, as_of=TODAY) as glass:
        assert len(glass.ids) == 2
        assert "first 2 of 3" in glass.text().splitlines()[0]
        await glass.press("slash")
        await glass.type("york")
        await glass.until(lambda: "of the first 2 of 3" in glass.text().splitlines()[0])
