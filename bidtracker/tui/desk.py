"""What every part of the screen is given: the book, and the day on which it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from bidtracker.book import Book
from bidtracker.domain.holdings import Holdings


class Desk(msgspec.Struct, frozen=True):
    """A book on a day. `as_of` fixes the day; without it the day is the book's own today. `keys` are the user's;
    `opened` is the moment at which the screen opened, `since` the day from which on everything is news."""

    book: Book
    as_of: date | None = None
    demo: bool = False
    keys: Mapping[str, str] = msgspec.field(default_factory=dict)
    opened: datetime | None = None
    since: date | None = None

    @property
    def today(self) -> date:
        """The day that everything is judged on."""
        return self.as_of or self.book.today()

    @property
    def holdings(self) -> Holdings:
        """The records as they now are, or as they stood on the day; another object after a change, so not kept."""
        return self.book.holdings if self.as_of is None else self.book.holdings.as_of(self.as_of)

    def snapshot(self) -> Holdings:
        """The records as they are this moment, for another thread to judge in peace."""
        return self.book.snapshot() if self.as_of is None else self.book.snapshot().as_of(self.as_of)
