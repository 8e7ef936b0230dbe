"""Which tender of the book a notice is about.

An ocid finds it alone; else the list's own key; else the buyer's reference with the buyer, compared without spaces,
kinds of dashes and case. Two rows of one list with one reference and two titles are two tenders, as lots of one
purchase are. A row without any of them is known by a digest of all it says. Under another list's name it is found again
by title, buyer and deadline; one that was put right is taken for the one tender of the same list, title and buyer (and
day of publication) that no other row of the list stands for.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import msgspec

from bidtracker.book.draft import Draft
from bidtracker.book.identity import OrganisationNames
from bidtracker.domain.records import Source, Tender
from bidtracker.domain.text import fold
from bidtracker.intake.notice import Notice

ROW = "row "  # how the key of a row begins that is known only by what it says
NUMBER = 40  # bits of a tender's number
MOST_WAITING = 20_000  # rows that wait in memory for the end of their list

_SPACES = re.compile(r"[\s\u200b\ufeff\u2060]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u00ad]")

RowKey = tuple[str, str, int]
OtherKey = tuple[str, int, date | None]


def plain_reference(reference: str) -> str:
    """A reference as it is compared: without spaces, kinds of dashes, width and case.

    >>> plain_reference(" R\N{NON-BREAKING HYPHEN}1 ") == plain_reference("r-1")
    True
    """
    if reference.isascii() and " " not in reference:
        return reference.casefold()
    return _DASHES.sub("-", _SPACES.sub("", unicodedata.normalize("NFKC", reference))).casefold()


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
        self._elsewhere: dict[
            OtherKey, list[tuple[str, int]]
        ] = {}  # rows by title, buyer and deadline, with their list
        self._titles: dict[int, str] = {}  # of the tenders with a reference that the list under way spoke of
        self._twins: dict[tuple[str, int], dict[str, int]] = {}  # tenders with one reference, by title
        self._stood_for: set[int] = set()
        self.is_part = False  # whether the notice looked for last has another row's reference under another title

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
            reference = plain_reference(keys.reference)
            first = self._by_reference.setdefault(reference, keys.buyer << NUMBER | number)
            if first >> NUMBER != keys.buyer:
                first = self._by_other.setdefault((reference, keys.buyer), number)
            if (first := first & (1 << NUMBER) - 1) != number and not keys.ocid:
                twins = self._twins.setdefault((reference, keys.buyer), {})
                if not twins:
                    twins[fold(self.draft.get("tenders", first).title)] = first
                twins.setdefault(fold(keys.title), number)
        elif source is not None and source.key.startswith(ROW):
            other = fold(keys.title), keys.buyer, keys.deadline
            self._elsewhere.setdefault(other, []).append((source.list, number))

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
        self.is_part = False
        if number or notice.buyer is None:
            return number or 0
        if not notice.reference:
            return self._by_row(notice)
        number = self._referred(notice)
        if notice.format == "native" and not (notice.ocid or notice.lot):
            number = self._part(notice, number)
        if number and notice.ocid:
            # The buyer's own reference is used again for other processes; two ocids are two tenders.
            tender: Tender = self.draft.get("tenders", number)
            return 0 if tender.ocid else number
        return number

    def stands_for(self, number: int, notice: Notice) -> None:
        """Notes the title under which a row of the list under way brought a tender."""
        if notice.reference and notice.format == "native" and not notice.lot:
            self._titles[number] = fold(notice.title)

    def end_list(self) -> None:
        """Forgets what only the rows of one list mean to each other."""
        self._titles.clear()

    def _part(self, notice: Notice, number: int) -> int:
        """The tender that a row of a plain list is about: of several with its reference the one with its title, 0 where
        another row of the same list has the reference under another title."""
        title = fold(notice.title)
        if number and self._twins:
            twins = self._twins.get((plain_reference(notice.reference), self.buyer(notice)))
            number = twins.get(title, number) if twins else number
        if number and self._titles.setdefault(number, title) != title:
            self.is_part = True
            return 0
        return number

    def _by_row(self, notice: Notice) -> int:
        """The tender of a row without a reference that another list brought: one title, buyer and deadline."""
        if not self._elsewhere or not notice.key.startswith(ROW):
            return 0
        for list_name, number in self._elsewhere.get((fold(notice.title), self.buyer(notice), notice.deadline), ()):
            if list_name != notice.list and number not in self._stood_for:
                self._stood_for.add(number)
                return number
        return 0

    def _referred(self, notice: Notice) -> int:
        reference = plain_reference(notice.reference)
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
