"""What every part of the screen is given: the book, and the day on which it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from bidtracker.book import Book
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import RECORDS


class Desk(msgspec.Struct, frozen=True):
    """A book on a day. `as_of` fixes the day; without it the day is the book's own today. `keys` are the user's;
    `opened` is the moment at which the screen opened."""

    book: Book
    as_of: date | None = None
    demo: bool = False
    keys: Mapping[str, str] = msgspec.field(default_factory=dict)
    opened: datetime | None = None

    @property
    def today(self) -> date:
        """The day that everything is judged on."""
        return self.as_of or self.book.today()

    @property
    def holdings(self) -> Holdings:
        """The records as they now are; another object after a large change, so it is not kept."""
        return self.book.holdings

    def snapshot(self) -> Holdings:
        """The records as they are this moment, for another thread to judge in peace: 2 ms at 100,000 tenders."""
        now = self.holdings
        then = Holdings(now.settings)
        for table in RECORDS:
            if table != "history":
                then.table(table).update(now.table(table))
        return then
