"""What an act is about: the record under the cursor, with what the page around it tells of the rest."""

from __future__ import annotations

from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.tui import forms
from bidtracker.tui.subject import Subject, subject


def test_a_buyer_on_a_contracts_page_is_meant_with_that_contract(book: Book) -> None:
    holdings = small(book).holdings
    page, buyer = subject(holdings, "tenders", 1), subject(holdings, "buyers", 1)
    assert page and buyer and not buyer.contract
    assert buyer.within(page) == Subject("buyers", 1, tender=1, award=1, buyer=1, competitor=1)


def test_what_has_a_contract_of_its_own_or_another_buyer_keeps_to_that(book: Book) -> None:
    holdings = small(book).holdings
    page = subject(holdings, "tenders", 1)
    assert page
    for table, number in (("tenders", 2), ("buyers", 2)):
        here = subject(holdings, table, number)
        assert here and here.within(page) == here


async def test_in_a_tenders_page_a_signal_is_about_its_contract_whatever_the_cursor_is_on(book: Book) -> None:
    async with opened(small(book)) as glass:
        await to(glass, "T1")
        await glass.press("enter")
        await glass.until(lambda: glass.detail.target == "B1")
        await glass.press("n")
        await glass.until(lambda: isinstance(glass.app.screen, forms.SignalForm))
        assert glass.app.screen.about == "A1"


async def test_whoever_adds_a_record_goes_on_with_it(book: Book) -> None:
    async with opened(small(book)) as glass:
        await to(glass, "T3")
        await glass.dash("a", *"Beds", "enter", *"Kent", "ctrl+s")
        await glass.until(lambda: glass.app.screen is glass.view and glass.current == "T4")
        await glass.until(lambda: "T4" in glass.detail.lines[0])


async def test_in_a_tenders_page_its_buyer_is_deleted_only_after_a_question(book: Book) -> None:
    async with opened(small(book)) as glass:
        await to(glass, "T3")
        await glass.press("enter")
        await glass.until(lambda: glass.detail.target == "B2")
        await glass.press("d")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog))
        await glass.dash("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
    assert len(book.holdings.buyers) == 2


async def to(glass: Glass, id: str) -> None:
    """Puts the cursor of the tenders on one."""
    await glass.press("2")
    await glass.ready()
    assert glass.table.go_to(id)
    await glass.pilot.pause()
