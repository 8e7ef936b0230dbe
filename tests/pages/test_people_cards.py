"""People as cards: three bands, lines from card to card, empty places, dashes where the news is old."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tui"))

import pytest
from glass import opened

from bidtracker.book import Book
from bidtracker.domain.text import cells
from bidtracker.domain.vocabulary import Layer, Level, Role, Stance
from bidtracker.pages.account.people import people_page
from bidtracker.pages.draw.cards import draw_map
from bidtracker.pages.draw.markdown import page_markdown
from bidtracker.pages.draw.text import page_lines, plain, plain_text
from bidtracker.pages.page import CardMap

DAY = date(2026, 11, 24)


def house(book: Book) -> Book:
    """P1 decides, P2 reports to her and was introduced by P3, a user; nobody is known to pay."""
    book.add("buyers", name="Leeds Hospital")
    book.add("contacts", name="Jane Roe", buyer="B1", title="Director", layer=Layer.DECISION, roles=[Role.DECIDES])
    book.add("contacts", name="Max Lee", buyer="B1", layer=Layer.MANAGEMENT, roles=[Role.BUYS], reports_to="P1")
    book.add("contacts", name="Bo Leaf", buyer="B1", layer=Layer.OPERATIONS, roles=[Role.USES], introduced_by="P2")
    book.believe("P2", level=Level.ALLIED, stance=Stance.SUPPORTS, on=DAY - timedelta(days=300))
    return book


def people(book: Book) -> CardMap:
    page = people_page(house(book).holdings, 1, DAY)
    return next(item for section in page.sections for item in section.items if isinstance(item, CardMap))


@pytest.mark.parametrize("width", [78, 118, 198])
def test_three_bands_with_a_card_each_that_fit_the_width(book: Book, width: int) -> None:
    drawing = draw_map(people(book), width)
    lines = list(plain(drawing.lines))
    assert all(cells(line) <= width for line in lines)
    for band, name in (("Decision layer", "Jane Roe"), ("Management", "Max Lee"), ("Operations", "Bo Leaf")):
        at = next(n for n, line in enumerate(lines) if band in line)
        assert any(name in line for line in lines[at : at + 3])
    assert [spot.target for spot in drawing.spots] == ["P1", "P2", "P3"]
    for spot in drawing.spots:
        assert lines[spot.line][spot.left] in "╭┌"


def test_reporting_and_introduction_lines_join_the_cards(book: Book) -> None:
    lines = [(text, tone) for line in draw_map(people(book), 78).lines for text, tone in line]
    assert any(set(text.strip()) <= set("│╰╯╭╮─├┤┴┬┼") and text.strip() and tone == "muted" for text, tone in lines)
    assert any(set(text.strip()) <= set("╎╰╯╭╮╌├┤┴┬┼") and text.strip() and tone == "accent" for text, tone in lines)


def test_old_news_are_dashed_and_a_missing_role_is_an_empty_place(book: Book) -> None:
    cards = {card.target: card for band in people(book).bands for card in band.cards}
    assert cards["P2"].dashed
    assert not cards["P1"].dashed
    assert cards[""].empty
    lines = list(plain(draw_map(people_of(book), 78).lines))
    assert any("Who pays?" in line for line in lines)
    assert any("┌╌╌" in line for line in lines)


def people_of(book: Book) -> CardMap:
    page = people_page(book.holdings, 1, DAY)
    return next(item for section in page.sections for item in section.items if isinstance(item, CardMap))


def test_where_nothing_is_drawn_the_same_stands_in_words(book: Book) -> None:
    page = people_page(house(book).holdings, 1, DAY)
    for text in (plain_text(page), page_markdown(page)):
        assert "╭" not in text
        assert "Jane Roe: Director" in text
        assert "Management" in text
    assert any("╭" in line for line in plain(page_lines(page, 80)))


async def test_the_cursor_goes_from_card_to_card_and_acts_change_them(book: Book) -> None:
    async with opened(house(book), size=(120, 40), as_of=DAY) as glass:
        await glass.press("4")
        await glass.ready()
        await glass.press("enter")
        await glass.until(lambda: glass.app.focused is glass.detail and glass.detail.target == "B1")
        await glass.press("j")
        await glass.until(lambda: glass.detail.target == "P1")
        await glass.press("j")
        assert glass.detail.target == "P2"
        await glass.press("A")
        await glass.until(lambda: book.holdings.contacts[2].stance is Stance.NEUTRAL)
        await glass.press("greater_than_sign")
        await glass.until(lambda: book.holdings.contacts[2].layer is Layer.OPERATIONS)
        await glass.ready()
        await glass.until(lambda: glass.detail.target in ("P2", "P3"))
        before = glass.detail.target
        await glass.press("l" if before == "P2" else "h")
        await glass.until(lambda: {before, glass.detail.target} <= {"P2", "P3"})
