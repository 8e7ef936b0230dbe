"""Which tender of the book a notice is about.

An ocid finds it alone; else the list's own key; else the buyer's reference with the buyer. A row without any of them is
known by a digest of all it says, so a row that was put right is unknown: it is taken for the one tender of the same
list, title and buyer (and day of publication) that no other row of the list stands for.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.book import Draft
from bidtracker.book.identity import OrganisationNames
from bidtracker.domain.records import Source, Tender
from bidtracker.domain.text import fold
from bidtracker.intake.notice import Notice

ROW = "row "  # how the key of a row begins that is known only by what it says
NUMBER = 40  # bits of a tender's number
MOST_WAITING = 20_000  # rows that wait in memory for the end of their list

RowKey = tuple[str, str, int]


class TenderKeys(msgspec.Struct, frozen=True, gc=False):
    """What finds a tender again, decoded from its row without the rest."""

    title: str
    buyer: int
    reference: str = ""
    ocid: str = ""
    category: str = ""
    category_scheme: str = ""
    published: date | None = None
    deadline: date | None = None
    follows: int = 0
    source: Source | None = None


class Matching:
    """The tenders of a book by what finds them."""

    def __init__(self, draft: Draft, buyers: OrganisationNames) -> None:
        self.draft = draft
        self.buyers = buyers
        self.digests: dict[int, str] = {}
        self._by_key: dict[tuple[str, str], int] = {}
        self._by_ocid: dict[str, int] = {}
        self._by_process: dict[tuple[str, int], int] = {}  # where one ocid is of several buyers: the others
        # Of each reference the first buyer and tender, in one whole number: a million pairs take twice the memory.
        self._by_reference: dict[str, int] = {}
        self._by_other: dict[tuple[str, int], int] = {}  # the others who use the same one
        self._rows: dict[RowKey, list[tuple[date | None, int]]] = {}  # those from before this import
        self._stood_for: set[int] = set()

    def learn(self, number: int, keys: TenderKeys | Tender) -> None:
        """Takes in a tender, or what has become of it."""
        source = keys.source
        if source is not None:
            if source.key:
                self._by_key.setdefault((source.list, source.key), number)
            self.digests[number] = source.digest
        if keys.ocid and self._by_ocid.setdefault(keys.ocid, number) != number:
            self._by_process.setdefault((keys.ocid, keys.buyer), number)
        if keys.reference:
            reference = keys.reference.casefold()
            if self._by_reference.setdefault(reference, keys.buyer << NUMBER | number) >> NUMBER != keys.buyer:
                self._by_other.setdefault((reference, keys.buyer), number)

    def learn_row(self, number: int, keys: TenderKeys) -> None:
        """Takes in a tender from before this import, which may come again put right."""
        if keys.source is not None and keys.source.key.startswith(ROW):
            row = (keys.source.list, fold(keys.title), keys.buyer)
            self._rows.setdefault(row, []).append((keys.published, number))

    def by_ocid(self, ocid: str) -> int:
        """The tender of a process, 0 where there is none."""
        return self._by_ocid.get(ocid, 0)

    def find(self, notice: Notice) -> int:
        """The tender that a notice is about, 0 where the book has none."""
        if notice.ocid and notice.ocid in self._by_ocid:
            other = self._by_process.get((notice.ocid, self.buyer(notice))) if self._by_process else 0
            return other or self._by_ocid[notice.ocid]
        number = self._by_key.get((notice.list, notice.key)) if not notice.ocid else 0
        if number and self._rows:
            self._stood_for.add(number)
        if number or not notice.reference or notice.buyer is None:
            return number or 0
        number = self._referred(notice)
        if number and notice.ocid:
            # The buyer's own reference is used again for other processes; two ocids are two tenders.
            tender: Tender = self.draft.get("tenders", number)
            return 0 if tender.ocid else number
        return number

    def _referred(self, notice: Notice) -> int:
        reference = notice.reference.casefold()
        first = self._by_reference.get(reference)
        if first is None:
            return 0
        buyer = self.buyer(notice)
        return first & (1 << NUMBER) - 1 if first >> NUMBER == buyer else self._by_other.get((reference, buyer), 0)

    def may_be_put_right(self, notice: Notice) -> bool:
        """Whether this unknown row may be an older one put right. Which one shows when its list is through."""
        return bool(self._rows) and bool(self._candidates(notice))

    def put_right(self, notice: Notice) -> int:
        """The tender whose row this is, put right; 0 where there is none, or more than one it could be."""
        left = [candidate for candidate in self._candidates(notice) if candidate[1] not in self._stood_for]
        dated = [candidate for candidate in left if candidate[0] == notice.published]
        left = dated or left
        if len(left) != 1:
            return 0
        self._stood_for.add(left[0][1])
        return left[0][1]

    def _candidates(self, notice: Notice) -> list[tuple[date | None, int]]:
        if not notice.key.startswith(ROW) or notice.buyer is None:
            return []
        return self._rows.get((notice.list, fold(notice.title), self.buyer(notice)), [])

    def buyer(self, notice: Notice) -> int:
        """The buyer of the book that a notice names, 0 where there is none."""
        buyer = notice.buyer
        return self.buyers.find(buyer.name, buyer.identifiers, buyer.country or notice.country) if buyer else 0
