"""Tenders that look like the re-compete of an older one: always only possible, and for a person to accept.

The grounds: the same buyer, the same class of purchase, titles alike, published near the end of the old contract; or
the record itself says what it renews. A call-off under a framework competes nothing again, nor does what follows a
tender that came to nothing. The supplier is never looked at.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from bidtracker.book import Draft
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, Tender, TenderEvent
from bidtracker.domain.titles.addenda import is_addendum
from bidtracker.domain.titles.parts import counting_numbers, named_parts, same_parts
from bidtracker.domain.titles.stems import telling_stems
from bidtracker.domain.titles.words import says_nothing
from bidtracker.domain.titles.works import builds, is_works
from bidtracker.domain.vocabulary import AwardStatus, EventKind, ProposalKind, Structure
from bidtracker.intake.merge.matching import NUMBER, Matching, TenderKeys
from bidtracker.intake.merge.public_signals import with_events
from bidtracker.intake.merge.questions import Proposing
from bidtracker.intake.notice import Notice
from bidtracker.radar.score.priors import category_class

CLOSEST, FARTHEST = 180, 2_200  # days between two competitions for one need
BEFORE_END, AFTER_END = 550, 365  # days around the old contract's end within which the next is published
ALIKE, MUCH_ALIKE = 0.6, 0.8  # cosine of titles; the second where the end is not known, or far
EARLY_DAYS, EARLY_SHARE = 365, 0.4  # of the old term are still to come
TOGETHER = 100  # tenders that are held against older ones at a time
NEAREST = 60  # older tenders of one class that a new one is held against, at most


class _Competition(msgspec.Struct, frozen=True, gc=False):
    """A tender as it is held against others: its day, the telling stems of its title, whether it can be a re-compete
    at all, and when its contracts (id, start, end) run."""

    number: int
    day: date | None
    stems: frozenset[str]
    parts: frozenset[str]
    numbers: frozenset[str]
    competes: bool
    structure: Structure
    contracts: tuple[tuple[int, date | None, date | None], ...]

    @property
    def end(self) -> date | None:
        return max((end for _, _, end in self.contracts if end), default=None)


class FollowOns:
    """The tenders of a book by buyer and class; those that an import brought are looked at when a list is through."""

    def __init__(self, draft: Draft, matching: Matching, proposing: Proposing) -> None:
        self.draft = draft
        self.matching = matching
        self.proposing = proposing
        # By day, then number, in one whole number each: a million pairs would take three times the memory.
        self._classes: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self._touched: set[tuple[int, str]] = set()
        self._first = 0  # numbers only grow: from this one on tenders are new
        self._call_offs: set[int] = set()
        self._says: dict[int, tuple[str, ...]] = {}
        self._followed: set[int] = set()

    def learn(self, number: int, earlier: TenderKeys) -> None:
        """Takes in a tender from before this import."""
        if earlier.follows:
            self.follows(number, earlier.follows)
        self._place(number, earlier)

    def follows(self, number: int, earlier: int) -> None:
        """Notes that one tender is the re-compete of another, so that neither is asked about."""
        self._followed.update((number, earlier))

    def brought(self, number: int, tender: Tender, notice: Notice) -> None:
        """Takes in a tender that is new to the book."""
        self._first = self._first or number
        if (place := self._place(number, tender)) is not None:
            self._touched.add(place)
        if notice.call_off:
            self._call_offs.add(number)
        if notice.follows:
            self._says[number] = notice.follows

    def _place(self, number: int, tender: TenderKeys | Tender) -> tuple[int, str] | None:
        day = tender.published or tender.deadline
        if day is None or not tender.category:
            return None
        place = tender.buyer, _class(tender.category, tender.category_scheme)
        self._classes[place].append(day.toordinal() << NUMBER | number)
        return place

    def look(self, source: str) -> None:
        """Proposes what the new tenders seem to follow, and what seems to follow them."""
        for number, ocids in tuple(self._says.items()):
            old = next(filter(None, map(self.matching.by_ocid, ocids)), 0)
            if old:
                del self._says[number]
                if number != old and not {number, old} & self._followed:
                    lines = self._lines((number, old))
                    self._propose(lines[number], lines[old], say("its record says so"), source)
        for place in sorted(self._touched):
            if len(self._classes[place]) > 1:
                self._look_through(sorted(self._classes[place]), source)
        self._touched.clear()
        self._first = 0

    def _look_through(self, alike: list[int], source: str) -> None:
        """One buyer's tenders of one class, old to new."""
        lines: dict[int, _Competition] = {}
        waiting: list[tuple[int, list[int]]] = []
        for packed in alike:
            day, number = packed >> NUMBER, packed & (1 << NUMBER) - 1
            if number in self._followed or number in self._call_offs:
                continue
            first, last = (bisect_left(alike, day - days << NUMBER) for days in (FARTHEST, CLOSEST - 1))
            older = [old & (1 << NUMBER) - 1 for old in alike[max(first, last - NEAREST) : last]]
            older = [
                old for old in older if old not in self._followed and (number >= self._first or old >= self._first)
            ]
            if older:
                waiting.append((number, older))
            if len(waiting) == TOGETHER:
                self._compare(waiting, lines, source)
                waiting = []
        self._compare(waiting, lines, source)

    def _compare(self, waiting: list[tuple[int, list[int]]], lines: dict[int, _Competition], source: str) -> None:
        """Holds tenders against older ones. Their records are read together: one by one they take ten times as long."""
        wanted = dict.fromkeys(each for number, older in waiting for each in (number, *older) if each not in lines)
        lines.update(self._lines(wanted))
        for number, older in waiting:
            candidates = [
                (score, old)
                for old in older
                if old not in self._followed and (score := _likeness(lines[old], lines[number]))
            ]
            if candidates and number not in self._followed:
                score, old = max(candidates)
                self._propose(lines[number], lines[old], _grounds(lines[old], score), source)

    def _lines(self, numbers: Iterable[int]) -> dict[int, _Competition]:
        tenders: dict[int, Tender] = self.draft.several("tenders", numbers)
        awards = self.draft.several("awards", (award for tender in tenders.values() for award in tender.awards))
        return {number: self._line(tender, awards) for number, tender in tenders.items()}

    def _line(self, tender: Tender, all_awards: dict[int, Award]) -> _Competition:
        awards = (all_awards[award] for award in tender.awards)
        kind = category_class(tender)
        built = is_works(kind) or builds(tender.title, kind)
        return _Competition(
            number=tender.id,
            day=tender.published or tender.deadline,
            stems=telling_stems(tender.title),
            parts=named_parts(tender.title),
            numbers=counting_numbers(tender.title),
            competes=not built and not is_addendum(tender.title) and not says_nothing(tender.title),
            structure=tender.structure,
            contracts=tuple(
                (award.id, award.start, award.terminated or award.end)
                for award in awards
                if award.status is not AwardStatus.CANCELLED
            ),
        )

    def _propose(self, new: _Competition, old: _Competition, grounds: Message, source: str) -> None:
        self._followed.update((new.number, old.number))
        about, other = ref("tenders", new.number), ref("tenders", old.number)
        kind, early = ProposalKind.FOLLOWS, _early(old, new)
        if self.proposing.propose(kind, about, grounds, other=other, field="follows", value=early, source=source):
            before: Tender = self.draft.get("tenders", old.number)
            event = TenderEvent(on=new.day or self.draft.today, kind=EventKind.FOLLOW_ON, after=about, source=source)
            self.draft.put(with_events(before, [event]))


def _likeness(old: _Competition, new: _Competition) -> float:
    """How alike two titles are, 0 where the new tender can be no re-compete of the old one, or not now."""
    call_off = old.structure is not Structure.CONTRACT and new.structure is Structure.CONTRACT
    numbered = old.stems == new.stems and not same_parts(old.numbers, new.numbers)
    apart = numbered or not same_parts(old.parts, new.parts)
    if call_off or apart or not new.competes or not old.contracts or not old.stems or not new.stems:
        return 0.0
    alike = len(old.stems & new.stems) / math.sqrt(len(old.stems) * len(new.stems))
    end, day = old.end, new.day
    near = end is not None and day is not None and -BEFORE_END <= (day - end).days <= AFTER_END
    return alike if alike >= (ALIKE if near else MUCH_ALIKE) else 0.0


def _grounds(old: _Competition, alike: float) -> Message:
    share, contract = round(alike * 100), ref("tenders", old.number)
    if old.end is None:
        words = "possible: the same buyer and class, titles alike to {share} of 100; when {id} ends is not known"
        return say(words, share=share, id=contract)
    words = "possible: the same buyer and class, titles alike to {share} of 100, {id} ends on {end}"
    return say(words, share=share, id=contract, end=old.end)


def _early(old: _Competition, new: _Competition) -> dict[str, int] | None:
    """The award that would be competed again long before its end, and the days it still had: what is logged once a
    person agrees that this is the re-compete."""
    for award, start, end in old.contracts:
        if new.day is None or start is None or end is None:
            continue
        left, term = (end - new.day).days, (end - start).days
        if left > EARLY_DAYS and left > EARLY_SHARE * term and start + timedelta(CLOSEST) <= new.day:
            return {"award": award, "days_left": left}
    return None


@lru_cache(10_000)
def _class(category: str, scheme: str) -> str:
    return category_class(Tender(title="", buyer=0, category=category, category_scheme=scheme))
