"""Another program holds the book: the screen goes on, waits beside it, and what was typed meanwhile is no act."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from glass import Glass, opened, small
from textual.widgets import Static

from bidtracker.book import Book, Busy
from bidtracker.domain.errors import Refused
from bidtracker.tui import forms
from bidtracker.tui.forms.parts.waiting import WaitDialog


@contextmanager
def held(book: Book) -> Iterator[None]:
    """Another program that lets nobody read or write."""
    with closing(sqlite3.connect(book.address, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def at_tenders(glass: Glass) -> None:
    await glass.press("2")
    await glass.ready()


def waiting(glass: Glass) -> bool:
    return isinstance(glass.app.screen, WaitDialog) and glass.app.screen.is_mounted


async def test_a_form_opens_once_the_other_program_is_done(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        with held(book):
            await glass.type("E")
            await glass.until(lambda: waiting(glass))
            shown = " ".join(str(part.content) for part in glass.app.screen.query(Static))
            assert "written by another program" in shown
            assert "esc gives up" in shown
        await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm))
        await glass.pilot.pause()  # a form that is closed while it is put together complains
    assert len(book.history()) == len({entry.id for entry in book.history()})


@pytest.mark.parametrize("typed", ["Edud", "Tdud", "oduu"])
async def test_letters_for_a_form_that_could_not_open_are_no_acts(book: Book, typed: str) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        before = len(book.history())
        with held(book):
            await glass.type(typed)
            await glass.dash("enter")
            await glass.until(lambda: waiting(glass) or glass.app.screen is not glass.view)
            await glass.press("escape")
            if waiting(glass):
                await glass.press("escape")
    assert (len(book.holdings.tenders), len(book.history())) == (3, before)


async def test_esc_gives_up_and_says_what_was_not_done(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        with held(book):
            await glass.press("d")
            await glass.until(lambda: waiting(glass))
            await glass.press("escape")
            await glass.until(lambda: glass.app.screen is glass.view)
            assert "being written by another program" in glass.toasts[-1]
    assert len(book.holdings.tenders) == 3


async def test_a_dialog_that_closes_while_it_looks_says_nothing_more(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        with held(book):
            await glass.press("d")
            await glass.until(lambda: waiting(glass))
            dialog = glass.app.screen
            await dialog.query("*").remove()
            dialog._draw()  # type: ignore[attr-defined]
            await glass.press("escape")
            await glass.until(lambda: glass.app.screen is glass.view)


async def test_what_cannot_be_read_for_the_moment_is_read_again(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        read_all, times = book.read_all, 0

        def busy_at_first() -> None:
            nonlocal times
            times += 1
            if times < 3:
                raise Busy("the book is being written by another program")
            read_all()

        monkeypatch.setattr(book, "read_all", busy_at_first)
        book.add("tenders", title="Brought meanwhile", buyer="Kent")
        await glass.until(lambda: any(row.title == "Brought meanwhile" for row in glass.table.rows))
        assert times >= 3
        assert glass.app.unforeseen is None


async def test_what_waited_is_done_once(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        deleted = glass.current
        with held(book):
            await glass.press("d")
            await glass.until(lambda: waiting(glass))
        await glass.until(lambda: len(book.holdings.tenders) == 2)
        await glass.until(lambda: glass.app.screen is glass.view)
    assert deleted not in {f"T{number}" for number in book.holdings.tenders}
    assert [entry.act for entry in book.history(limit=1)] == ["delete"]


async def test_a_form_that_is_saved_waits_as_well_and_keeps_what_was_typed(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.press("a")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm) and glass.app.screen.focused)
        await glass.dash(*"Beds", "tab", *"Kent")
        form = glass.app.screen
        assert isinstance(form, forms.TenderForm)
        await glass.until(lambda: form.row("buyer").entry.value == "Kent")
        with held(book):
            await glass.press("ctrl+s")
            await glass.until(lambda: waiting(glass))
            await glass.press("escape")
            await glass.until(lambda: glass.app.screen is form)
            assert form.row("title").entry.value == "Beds"
        await glass.press("ctrl+s")
        await glass.until(lambda: 4 in book.holdings.tenders)


async def test_letters_behind_a_refusal_are_nobodys_until_a_pause_or_esc(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        view = glass.view
        before = len(book.history())
        view.refuse(Refused("no form here"))
        await glass.dash("d", "u", "d", "enter")
        await glass.until(lambda: not glass.app.typed)
        assert (len(book.holdings.tenders), len(book.history())) == (3, before)
        await glass.dash("escape", "d")
        await glass.until(lambda: len(book.holdings.tenders) == 2)


def test_the_book_says_who_holds_it_and_does_not_wait(book: Book) -> None:
    small(book)
    assert book.occupied() is None
    with held(book):
        busy = book.occupied()
        assert isinstance(busy, Busy)
        with pytest.raises(Busy), book.at_once():
            book.set("T1", title="Beds")
    assert book.occupied() is None
    assert book.get("T1").title == "Ward beds"
