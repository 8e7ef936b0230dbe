"""Acts of the book that never make the screen stand still: they wait beside it for a book that is held."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.screen import Screen

from bidtracker.book import Book, Busy
from bidtracker.domain.errors import BidtrackerError


def patiently(
    screen: Screen[Any],
    book: Book,
    act: Callable[[], object],
    refused: Callable[[BidtrackerError], None],
    since: float | None = None,
) -> None:
    """Does an act of the book. Where another program holds that, waits over the screen and tries again; `refused`
    gets the error of the act, and what kept us waiting where that was given up. `since` is when waiting
    began, by the monotonic clock."""
    before = book.acts_done
    try:
        with book.at_once():
            act()
    except Busy as error:
        busy = error
        if book.acts_done != before:  # the act itself was done, so it is not done again
            refused(busy)
        else:
            from bidtracker.tui.forms.parts.waiting import WaitDialog  # seldom seen

            begun = since or monotonic()

            def waited(free: bool | None) -> None:
                if free:
                    patiently(screen, book, act, refused, begun)
                else:
                    refused(busy)

            screen.app.push_screen(WaitDialog(book, busy, begun), waited)
    except BidtrackerError as error:
        refused(error)
