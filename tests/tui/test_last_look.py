"""The screen comes back as it was left, and undo asks before it reaches behind this session."""

from __future__ import annotations

from datetime import timedelta

from glass import opened, small

from bidtracker.book import Book
from bidtracker.config import remember
from bidtracker.tui import forms
from bidtracker.tui.last_look import MOST, REMEMBERED, LastLook, ViewLook, keep_look, last_look


async def test_the_screen_comes_back_as_it_was_left(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("2")
        await glass.ready()
        glass.view.use_filter("leeds")
        await glass.ready()
        glass.view._sort_by("title")
        await glass.ready()
        assert glass.table.go_to("T1")
        await glass.press("i")
        shown = glass.detail.display
        glass.app.exit()
    async with opened(book) as glass:
        await glass.until(lambda: glass.view.name == "tenders" and glass.view.filled)
        assert (glass.view.text, glass.view.sorted) == ("leeds", ("title", False))
        await glass.until(lambda: glass.current == "T1")
        assert glass.detail.display is shown is False
        await glass.press("1")
        await glass.ready()
        assert (glass.view.name, glass.view.text, glass.detail.display) == ("radar", "", True)


async def test_another_book_begins_as_ever(book: Book) -> None:
    keep_look("/elsewhere", LastLook("buyers", {"radar": ViewLook(filter="x")}))
    async with opened(small(book)) as glass:
        assert (glass.view.name, glass.view.text) == ("radar", "")


async def test_what_was_left_of_columns_and_views_that_are_no_more_is_passed_over(book: Book) -> None:
    looks = {"radar": ViewLook(column="mood", cursor="A99")}
    keep_look(small(book).address, LastLook("weather", looks))
    async with opened(book) as glass:
        assert (glass.view.name, glass.view.sorted) == ("radar", glass.view.order)
        assert glass.current


def test_of_many_books_the_last_ones_are_kept_and_nonsense_is_nothing() -> None:
    for number in range(MOST + 5):
        keep_look(f"/{number}", LastLook("tenders"))
    assert last_look("/3") == LastLook()
    assert last_look(f"/{MOST + 4}").view == "tenders"
    remember(**{REMEMBERED: {"/1": {"views": 7}}})
    assert last_look("/1") == LastLook()
    remember(**{REMEMBERED: []})
    assert last_look("/1") == LastLook()


async def test_undo_asks_before_it_takes_back_what_an_earlier_session_did(book: Book) -> None:
    small(book).delete("T3")
    now = book.clock()
    book.clock = lambda: now + timedelta(hours=3)
    async with opened(book) as glass:
        await glass.press("u")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog) and glass.app.screen.focused)
        await glass.press("enter")  # No has the focus
        await glass.until(lambda: glass.app.screen is glass.view)
        assert 3 not in book.holdings.tenders
        book.set("T2", title="Other")
        await glass.press("u")  # ours of now: at once
        await glass.until(lambda: book.get("T2").title == "Blood gas analysers")
        await glass.press("u")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog) and glass.app.screen.focused)
        await glass.press("y")
        await glass.until(lambda: 3 in book.holdings.tenders)
