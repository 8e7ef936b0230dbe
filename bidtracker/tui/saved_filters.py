"""The filters that a view has saved under names. In the book each is called like its view and its name: "tenders/due
soon"."""

from __future__ import annotations

from bidtracker.book import Book
from bidtracker.domain.message import say

BETWEEN = "/"


def saved_filters(book: Book, view: str) -> dict[str, str]:
    """Name -> text of those of one view."""
    head = view + BETWEEN
    saved = book.settings.filters.items()
    return {name.removeprefix(head): text for name, text in saved if name.startswith(head)}


def save_filter(book: Book, view: str, name: str, text: str) -> None:
    """Saves a filter under a name, in the place of one of that name. Raises BidtrackerError."""
    with book.acting("settings") as draft:
        book.set_settings(filters=book.settings.filters | {view + BETWEEN + name: text})
        draft.title = say("Saved the filter {name}: {text}", name=name, text=text)


def drop_filter(book: Book, view: str, name: str) -> None:
    """Removes a filter. Raises BidtrackerError."""
    gone = view + BETWEEN + name
    with book.acting("settings") as draft:
        book.set_settings(
            filters={saved_name: text for saved_name, text in book.settings.filters.items() if saved_name != gone}
        )
        draft.title = say("Removed the filter {name}", name=name)
