"""What an act is about: the record under the cursor, with what the page around it tells of the rest."""

from __future__ import annotations

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.domain.ids import parse_ref
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
        await to_line(glass, "B1")
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
        await to_line(glass, "B2")
        await glass.press("d")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog))
        await glass.dash("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
    assert len(book.holdings.buyers) == 2


# a record opened from the page of another -> the form in which E changes it
FORMS_OF_PAGES = {
    "A1": forms.AwardForm,
    "B1": forms.BuyerForm,
    "C1": forms.CompetitorForm,
    "F1": forms.PlannedForm,
    "K1": forms.FactForm,
    "P1": forms.ContactForm,
    "S1": forms.SignalForm,
    "T1": forms.TenderForm,
}


@pytest.mark.parametrize("record", FORMS_OF_PAGES)
async def test_on_a_page_opened_from_another_record_acts_are_about_that_page(book: Book, record: str) -> None:
    async with opened(small(book)) as glass:
        await to(glass, "T3")
        await glass.press("enter")
        await to_line(glass, "B2")
        glass.view.show_record(record)
        await glass.until(lambda: glass.detail.target == record)
        assert glass.view.here == glass.view.page
        await glass.press("E")
        await glass.until(lambda: isinstance(glass.app.screen, FORMS_OF_PAGES[record]))
        form = glass.app.screen
        await glass.until(lambda: form.base is not None)
        assert form.base.id == parse_ref(record)[1]


async def test_esc_leads_back_to_the_line_that_led_on(book: Book) -> None:
    async with opened(small(book)) as glass:
        await to(glass, "T1")
        await glass.press("enter")
        await to_line(glass, "A1")
        await glass.press("enter")
        await glass.until(lambda: glass.detail.opened == "A1" and glass.detail.target == "A1")
        await glass.press("escape")
        await glass.until(lambda: not glass.detail.trail)
        assert glass.detail.target == "A1" and glass.detail.shown_id == "T1"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_in_the_list_acts_are_about_its_row_whatever_was_opened_over_its_page(
    book: Book, size: tuple[int, int]
) -> None:
    async with opened(small(book), size=size) as glass:
        await to(glass, "T3")
        glass.view.show_record("B1")
        await glass.until(lambda: glass.detail.target == "B1")
        await glass.press("tab")
        assert glass.view.here is not None and glass.view.here.id == "T3"
        await glass.press("d")
        await glass.until(lambda: 3 not in book.holdings.tenders)
    assert 1 in book.holdings.buyers


async def test_what_is_scrolled_out_of_sight_is_not_what_acts_are_about(book: Book) -> None:
    small(book).set("T1", description="\n".join(["a line"] * 60))
    async with opened(book, size=(80, 24)) as glass:
        await to(glass, "T1")
        await glass.press("enter")
        await to_line(glass, "A1")
        while not glass.detail.at < 0:
            await glass.press("j")
        assert glass.view.here is not None and glass.view.here.id == "T1"
        for key in "Gg":
            await glass.press(key)
            detail = glass.detail
            assert detail.at < 0 or detail._in_sight(round(detail.scroll_y))


async def to_line(glass: Glass, target: str) -> None:
    """Goes down to a line of the detail."""
    await glass.until(lambda: glass.app.focused is glass.detail)
    await glass.press("g")
    for _ in range(60):
        if glass.detail.target == target:
            return
        await glass.press("j")
    raise AssertionError(f"no line leads to {target}")


async def to(glass: Glass, id: str) -> None:
    """Puts the cursor of the tenders on one."""
    await glass.press("2")
    await glass.ready()
    assert glass.table.go_to(id)
    await glass.pilot.pause()
