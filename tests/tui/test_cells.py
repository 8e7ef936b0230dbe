"""A cell is changed where it stands, a column in all marked rows at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Stage
from bidtracker.pages.layout import wrapped
from bidtracker.tui import forms

pytestmark = pytest.mark.usefixtures("drawn_at_each_rest")


async def at(glass: Glass, view: str, row: str, column: str) -> None:
    """Puts the cursor on a cell."""
    await glass.press(view)
    await glass.ready()
    glass.table.go_to(row)
    glass.table.column = column


async def asked(glass: Glass, form: type, *keys: str) -> None:
    await glass.press(*keys)
    await glass.until(lambda: isinstance(glass.app.screen, form) and glass.app.screen.focused)


async def saved(glass: Glass) -> None:
    await glass.press("enter")
    await glass.until(lambda: glass.app.screen is glass.view)


async def test_e_changes_the_cell_where_it_stands(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "2", "T3", "deadline")
        await glass.pilot.pause()
        place = glass.table.cell_region
        await asked(glass, forms.CellForm, "e")
        entry = glass.app.screen.query_one("LineInput").region
        assert entry.y == place.y and entry.x <= place.x <= entry.right
        await glass.type("1 feb 2027")
        await saved(glass)
        assert book.holdings.tenders[3].deadline == date(2027, 2, 1)
        assert "Changed Deadline of T3 Sterile services" in glass.toasts[-1]
        await glass.press("u")
        assert book.holdings.tenders[3].deadline == date(2027, 1, 15)


async def test_a_cell_of_our_bid_is_changed_as_a_bid(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "2", "T2", "p_win")
        await asked(glass, forms.CellForm, "e")
        await glass.type("10")
        await glass.press("backspace", "backspace")
        await glass.type("25")
        await saved(glass)
        bid = book.get("T2").bids[0]
        assert (bid.p_win, [revision.p_win for revision in bid.revisions]) == (0.25, [0.1, 0.25])


async def test_a_word_is_chosen_from_the_list_that_is_open_at_once(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "2", "T3", "stage")
        await asked(glass, forms.CellForm, "e")
        await glass.until(lambda: glass.app.screen._choices.open)
        await glass.press("down")
        await glass.press("enter")
        if glass.app.screen is not glass.view:
            await saved(glass)
        assert book.holdings.tenders[3].stage is list(Stage)[list(Stage).index(Stage.WATCHING) + 1]


async def test_esc_leaves_the_cell_as_it_was(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "2", "T3", "title")
        await asked(glass, forms.CellForm, "e")
        await glass.type("other")
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
        assert book.holdings.tenders[3].title == "Sterile services"


async def test_what_cannot_be_read_is_said_below_the_cell(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "2", "T3", "deadline")
        await asked(glass, forms.CellForm, "e")
        await glass.type("soon")
        await glass.press("enter")
        await glass.until(lambda: "is not a date" in glass.text())
        assert isinstance(glass.app.screen, forms.CellForm)


async def test_a_cell_says_all_that_is_the_matter_even_on_the_last_line_of_the_screen(book: Book) -> None:
    small(book)
    for n in range(40):
        book.add("tenders", title=f"Tender {n}", buyer="York Trust", deadline=date(2026, 12, 1))
    async with opened(book, size=(80, 24)) as glass:
        await at(glass, "2", "T40", "deadline")
        await asked(glass, forms.CellForm, "e")
        await glass.type("soon")
        await glass.press("enter")
        await glass.until(lambda: "✗" in glass.text())
        error = glass.app.screen.query_one("FormRow").error
        lines = ["".join(text for text, _tone in line) for line in wrapped(((f"✗ {error}", ""),), 26)]
        assert len(lines) > 2

        def shown() -> bool:  # the cell grows upwards before the next frame
            text = "".join(glass.text().split())
            return all("".join(line.split()) in text for line in lines)

        await glass.until(shown)


async def test_a_column_is_set_for_all_marked_after_a_look_at_what_changes(book: Book) -> None:
    async with opened(small(book), size=(200, 60)) as glass:
        await glass.press("2", "i")
        await at(glass, "2", "T2", "value")
        await glass.app.run_action("top", glass.table)
        await glass.press("space", "space", "space")
        await asked(glass, forms.ColumnForm, "e")
        await glass.type("90k gbp")
        await glass.pilot.pause()
        text = glass.text()
        assert "3 records change:" in text
        assert "T3 Sterile services: — → 90,000" in text
        await saved(glass)
        assert {tender.value for tender in book.holdings.tenders.values()} == {Money(Decimal(90_000), "GBP")}
        assert "Changed Value of 3 records" in glass.toasts[-1]
        await glass.press("u")
        assert {tender.value for tender in book.holdings.tenders.values()} == {None}


async def test_a_column_that_follows_from_others_is_not_typed(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "1", "A1", "score")
        await glass.press("e")
        assert "E edits the whole record" in glass.toasts[-1]


async def test_a_cell_of_the_radar_is_the_award_or_its_tender(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "1", "A1", "act_by")
        await asked(glass, forms.CellForm, "e")
        await glass.type("2029-06-30")
        await saved(glass)
        assert book.holdings.awards[1].end == date(2029, 6, 30)
        await at(glass, "1", "A1", "contract")
        await asked(glass, forms.CellForm, "e")
        await glass.press("end")
        await glass.type(" and cots")
        await saved(glass)
        assert book.holdings.tenders[1].title == "Ward beds and cots"


async def test_the_outcome_is_asked_for_with_what_it_needs(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at(glass, "2", "T2", "outcome")
        await asked(glass, forms.OutcomeForm, "e")
        await glass.press("escape")


async def test_a_day_of_the_agenda_is_put_off_in_its_cell(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("5")
        await glass.ready()
        glass.table.go_to(next(key for key in glass.ids if key.startswith("F1@")))
        glass.table.column = "day"
        await asked(glass, forms.CellForm, "e")
        await glass.type("2026-12-01")
        await saved(glass)
        assert book.holdings.touches[1].on == date(2026, 12, 1)


def test_a_number_and_its_per_cent_stay_on_one_line() -> None:
    for width in range(8, 40):
        lines = ["".join(text for text, _tone in line) for line in wrapped((("our share 45.8 % (0 of 1)", ""),), width)]
        assert not any(line.startswith("%") for line in lines)
        assert " ".join(lines) == "our share 45.8 % (0 of 1)"
