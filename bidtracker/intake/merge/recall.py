"""What of a book an import reads before its notices: all that finds a tender again, or only what they may be about.

A short list into a large book costs what it brings: of each notice the tenders are read that have its process, its key
or its buyer. What finds a tender hangs on these alone, so that it comes to the same as if all had been read; once many
were, all are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from bidtracker.book.draft import Draft
from bidtracker.intake.merge.follow_ons import FollowOns
from bidtracker.intake.merge.matching import Matching, TenderKeys
from bidtracker.intake.notice import Notice

FEW = 2_000  # tenders of a book that are read at once
MOST_OF = 10  # where more than one of so many is wanted, all are read: in order that takes a tenth of the time for each

_read = msgspec.json.Decoder(TenderKeys).decode


class Recall:
    """Teaches what finds tenders again, and what they compete again, from the tenders of a book."""

    def __init__(self, draft: Draft, matching: Matching, follow_ons: FollowOns) -> None:
        self.draft = draft
        self.matching = matching
        self.follow_ons = follow_ons
        self.last = draft.db.storage.last_id("tenders")  # numbers only grow: those above came with this import
        self.is_whole = False
        self._met = 0  # notices
        self._learned: set[int] = set()
        self._through: dict[str, set[Any]] = {"buyer": set(), "ocid": set()}  # of which all tenders were learned
        if self.last <= FEW or not draft.db.storage.has_index():
            self._learn_all()

    def about(self, notice: Notice) -> None:
        """Learns every tender that a notice may be about, may follow, or may be followed by."""
        if self.is_whole:
            return
        self._met += 1
        if (self._met + len(self._learned)) * MOST_OF > self.last:
            self._learn_all()
            return
        numbers = self._having("ocid", (notice.ocid, *notice.follows)) | self._having(
            "buyer", (self.matching.buyer(notice),)
        )
        if not notice.ocid and notice.key:
            numbers |= self._with("source.key", (notice.key,))
        learned: dict[int, TenderKeys] = {}
        while numbers := {number for number in numbers if number not in learned and number not in self._learned}:
            read = {number: _read(body) for number, body in self.draft.db.storage.bodies("tenders", sorted(numbers))}
            learned |= read
            # One process may be of several buyers; of each of them all are learned together, in the book's order.
            numbers = self._having("ocid", (keys.ocid for keys in read.values()))
            numbers |= self._having("buyer", (keys.buyer for keys in read.values()))
        self._learn(learned)

    def _having(self, field: str, values: Iterable[Any]) -> set[int]:
        """The tenders with some values that no notice before had."""
        new = {value for value in values if value} - self._through[field]
        self._through[field] |= new
        return self._with(field, new) if new else set()

    def _with(self, field: str, values: Iterable[Any]) -> set[int]:
        """The tenders from before this import that may have one of some values in an indexed field."""
        return {number for _, number in self.draft.having("tenders", field, values) if number <= self.last}

    def _learn(self, tenders: dict[int, TenderKeys]) -> None:
        for number, keys in sorted(tenders.items()):
            self._teach(number, keys)
        self._learned |= tenders.keys()
        for followed, follower in self.draft.having("tenders", "follows", tenders):
            self.follow_ons.follows(follower, followed)

    def _learn_all(self) -> None:
        self.is_whole = True
        for number, body in self.draft.db.table("tenders").rows():
            if number <= self.last and number not in self._learned:
                self._teach(number, _read(body))
        self._learned.clear()

    def _teach(self, number: int, keys: TenderKeys) -> None:
        self.matching.learn(number, keys)
        self.matching.learn_row(number, keys)
        self.follow_ons.learn(number, keys)
