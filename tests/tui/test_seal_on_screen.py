"""Sealing on the screen: by its key, and by itself with the first act of a quarter."""

from __future__ import annotations

from datetime import UTC, datetime

from glass import opened, small

from bidtracker.book import Book


async def test_a_key_seals_the_radar_and_the_page_shows_it(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.press("Z")
        await glass.until(lambda: any(toast.startswith("Sealed L1 with 1 contract") for toast in glass.toasts))
    assert list(book.holdings.seals) == [1] and book.check() == []


async def test_what_was_sealed_by_itself_is_told_in_passing(book: Book) -> None:
    small(book)
    book.clock = lambda: datetime(2027, 1, 4, 9, tzinfo=UTC)
    async with opened(book) as glass:
        book.track("A1", off=True)
        await glass.until(lambda: any("Sealed L1" in toast for toast in glass.toasts))
    assert book.newly_sealed == []
