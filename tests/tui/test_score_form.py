"""The form of a score sheet: what is typed is one act, and what looks wrong is kept only when asked again."""

from __future__ import annotations

from datetime import date

from forms_host import filled, opened, saved

from bidtracker.book import Book
from bidtracker.domain.vocabulary import PriceFormula
from bidtracker.tui import forms


def lost(book: Book) -> Book:
    filled(book)
    book.bid("T2", submitted=date(2025, 1, 1))
    return book


async def test_a_sheet_is_typed_a_line_a_criterion_and_taken_off(book: Book) -> None:
    lost(book)
    done = await saved(
        forms.ScoresForm(book, "T2"),
        scores="Quality = 60: 45/52 | thin\nPrice = 40: 38/40",
        formula="by bands above the lowest",
        bands="0%=100% 5%=95%",
    )
    sheet = book.get("T2").bids[0].sheet
    assert done.startswith("Scores of T2") and sheet.formula is PriceFormula.BANDED and len(sheet.bands) == 2
    assert [(each.name, each.words, each.price) for each in sheet.criteria] == [
        ("Quality", "thin", False),
        ("Price", "", True),
    ]
    await saved(forms.ScoresForm(book, "T2"), scores="")
    assert book.get("T2").bids[0].sheet is None


async def test_what_looks_wrong_is_kept_when_saved_again_and_not_before(book: Book) -> None:
    lost(book)
    async with opened(forms.ScoresForm(book, "T2"), size=(100, 40)) as hands:
        await hands.fill(scores="Quality = 60: 45/52")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.error("scores"))
        assert "the weights come to 60 %, not 100" in hands.error("scores")
        assert "ctrl+s again keeps it as it is" in hands.text(".help")
        assert book.get("T2").bids[0].sheet is None
        await hands.press("ctrl+s")
        await hands.closed()
    assert book.get("T2").bids[0].sheet.criteria[0].weight == 60


async def test_a_line_that_is_none_is_said_beside_the_field(book: Book) -> None:
    lost(book)
    async with opened(forms.ScoresForm(book, "T2"), size=(100, 40)) as hands:
        await hands.fill(scores="Quality forty")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.error("scores"))
        assert "no line of a score sheet" in hands.error("scores")
