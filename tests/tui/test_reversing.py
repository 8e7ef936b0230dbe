"""Undo of an act of very many records: the keyboard stays free, and esc leaves all as it was."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from glass import opened

from bidtracker.book import Book
from bidtracker.domain.records import HistoryEntry, Tender
from bidtracker.tui import forms
from bidtracker.tui.acts.record import AT_ONCE


def large(book: Book) -> Book:
    with book.acting("import") as draft:
        buyer = draft.organisation("buyers", "Trust")
        for n in range(AT_ONCE + 1):
            draft.add(Tender(title=f"Beds {n}", buyer=buyer))
    return book


async def test_undo_and_redo_of_an_act_of_very_many_records(book: Book) -> None:
    async with opened(large(book)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("u")
        await glass.until(lambda: any(toast.startswith("Undone:") for toast in glass.toasts))
        await glass.until(lambda: glass.app.screen is glass.view and glass.ids == [])
        await glass.press("ctrl+r")
        await glass.until(lambda: any(toast.startswith("Done again:") for toast in glass.toasts))
        await glass.until(lambda: glass.app.screen is glass.view and len(glass.ids) > 0)
    assert len(book.holdings.tenders) == AT_ONCE + 1 and book.check() == []


async def test_esc_stops_it_and_leaves_all_as_it_was(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, undo = threading.Event(), large(book).undo

    def later(**how: Any) -> list[HistoryEntry]:
        assert asked.wait(60)
        return undo(**how)

    monkeypatch.setattr(book, "undo", later)
    async with opened(book) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("u")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ReversingDialog))
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen.stopped)
        asked.set()
        await glass.until(lambda: any("nothing was changed" in toast for toast in glass.toasts))
        await glass.until(lambda: glass.app.screen is glass.view)
    assert len(book.holdings.tenders) == AT_ONCE + 1 and book.check() == []
    assert [entry.act for entry in book.history()] == ["import"]
