"""Rows of one table about one tender: each is an award of its own, and none is the history of another.

A change shows from one issue of a list to the next: only where the list has a single row about a tender, and that names
another winner than the last issue did, has the supplier changed. Whether a row is the only one shows at the list's end.
"""

from __future__ import annotations

import sys

from bidtracker.domain.names import normal
from bidtracker.domain.records import Award
from bidtracker.intake.notice import Notice, NoticeAward


class TableRows:
    """The rows of the list that is being brought in, by the tender that each is about."""

    def __init__(self) -> None:
        self._met: set[int] = set()  # tenders that a row was about
        self._several: set[int] = set()  # those of more than one row
        self._touched: set[int] = set()  # awards from before this list that a row of it was about
        # Numbers only grow: all from these on came with this list.
        self._first_tender = self._first_award = sys.maxsize

    @staticmethod
    def is_undated(notice: Notice) -> bool:
        """Whether a notice is a row of a table, of which nothing says that it is newer than another."""
        return notice.released is None and not (notice.state or notice.release)

    @classmethod
    def is_row(cls, notice: Notice) -> bool:
        """Whether a notice is a row of a table with the award that it is about."""
        return cls.is_undated(notice) and bool(notice.awards)

    def meet(self, tender: int) -> None:
        """Notes a row about a tender."""
        if tender in self._met:
            self._several.add(tender)
        self._met.add(tender)

    def created(self, tender: int, awards: tuple[int, ...]) -> None:
        """Notes a tender that this list brought, and its awards."""
        self._first_tender = min(self._first_tender, tender)
        self._first_award = min(self._first_award, *awards, sys.maxsize)

    def is_new(self, tender: int) -> bool:
        """Whether this list brought a tender."""
        return tender >= self._first_tender

    def has_several(self, tender: int) -> bool:
        """Whether the list has several rows about a tender, so far."""
        return tender in self._several

    def end_list(self) -> None:
        """Forgets the rows: those of the next list may tell what changed."""
        for numbers in (self._met, self._several, self._touched):
            numbers.clear()
        self._first_tender = self._first_award = sys.maxsize

    # ------------------------------------------------------------ awards

    def touch(self, award: int) -> None:
        """Notes that a row is about an award."""
        self._touched.add(award)

    def is_touched(self, award: int) -> bool:
        """Whether another row of this list is about an award."""
        return award >= self._first_award or award in self._touched

    def match(self, awards: list[Award], row: NoticeAward, suppliers: tuple[int, ...], *, alone: bool) -> Award | None:
        """The award that a row is about, None where it is a new one; `alone`: no other row is about its tender."""
        here = [award for award in awards if award.lot == row.lot or (award.source is None and not award.lot)]
        same = [award for award in here if set(award.suppliers) == set(suppliers)]
        for award in same:
            if not self.is_touched(award.id) or _agrees(award, row):
                return award
        left = [award for award in here if not self.is_touched(award.id) and (alone or not award.suppliers)]
        return left[0] if not same and len(left) == len(here) == 1 else None


def key_of(row: NoticeAward, awards: list[Award]) -> str:
    """The key of a new award: the row's own, with the names of its winners where another award has that."""
    keys = {award.source.key for award in awards if award.source is not None}
    key, n = row.key, 1
    while key in keys:
        names = "|".join(normal(party.name) for party in row.suppliers)
        key, n = f"{row.key}|{names}{n if n > 1 else ''}", n + 1
    return key


def _agrees(award: Award, row: NoticeAward) -> bool:
    """Whether a row contradicts nothing of an award: the same contract once more."""
    pairs = ((award.value, row.value), (award.awarded, row.awarded), (award.start, row.start), (award.end, row.end))
    return all(held is None or given is None or held == given for held, given in pairs)
