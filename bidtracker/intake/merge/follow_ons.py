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

from bidtracker.book.draft import Draft
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, Tender, TenderEvent, TenderLine
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
BITS = 128  # each telling stem of a title sets one of so many, so that most of what is unlike is passed over unread
SIGNED = BITS + 8  # of a signature: those, and before them how many stems there are
ANY = (1 << SIGNED) - 1  # the signature of a title that must be read


class _Titled(msgspec.Struct, frozen=True, gc=False):
    """A tender by what is looked at first: the telling stems of its title."""

    tender: TenderLine
    stems: frozenset[str]


class _Competition(msgspec.Struct, frozen=True, gc=False):
    """A tender as it is held against one with a title alike: its day, what its title is about, counts and names;
    whether it can be a re-compete at all; when its contracts (id, start, end) run, and when the last of them ends."""

    number: int
    day: date | None
    stems: frozenset[str]
    parts: frozenset[str]
    numbers: frozenset[str]
    competes: bool
    structure: Structure
    contracts: tuple[tuple[int, date | None, date | None], ...]
    end: date | None


class FollowOns:
    """The tenders of a book by buyer and class; those that an import brought are looked at when a list is through."""

    def __init__(self, draft: Draft, matching: Matching, proposing: Proposing) -> None:
        self.draft = draft
        self.matching = matching
        self.proposing = proposing
        # By day, then number, then signature, in one whole number each: a million triples would take thrice the memory.
        self._classes: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        self._touched: set[tuple[int, str]] = set()
        self._first = 0  # numbers only grow: from this one on tenders are new
        self._call_offs: set[int] = set()
        self._says: dict[int, tuple[str, ...]] = {}
        self._followed: set[int] = set()
        self._retitled: set[int] = set()

    def learn(self, number: int, earlier: TenderKeys) -> None:
        """Takes in a tender from before this import."""
        if earlier.follows:
            self.follows(number, earlier.follows)
        self._place(number, earlier, ANY)

    def follows(self, number: int, earlier: int) -> None:
        """Notes that one tender is the re-compete of another, so that neither is asked about."""
        self._followed.update((number, earlier))

    def brought(self, number: int, tender: Tender, notice: Notice) -> None:
        """Takes in a tender that is new to the book."""
        self._first = self._first or number
        if (place := self._place(number, tender, _signature(tender.title))) is not None:
            self._touched.add(place)
        if notice.call_off:
            self._call_offs.add(number)
        if notice.follows:
            self._says[number] = notice.follows

    def retitled(self, number: int) -> None:
        """Notes that a tender has another title than it came with."""
        self._retitled.add(number)

    def _place(self, number: int, tender: TenderKeys | Tender, signature: int) -> tuple[int, str] | None:
        day = tender.published or tender.deadline
        if day is None or not tender.category:
            return None
        place = tender.buyer, _class(tender.category, tender.category_scheme)
        self._classes[place].append((day.toordinal() << NUMBER | number) << SIGNED | signature)
        return place

    def look(self, source: str) -> None:
        """Proposes what the new tenders seem to follow, and what seems to follow them."""
        for number, ocids in tuple(self._says.items()):
            old = next(filter(None, map(self.matching.by_ocid, ocids)), 0)
            if old:
                del self._says[number]
                if number != old and not {number, old} & self._followed:
                    lines = self._lines(self.draft.several("tenders", (number, old), line=True))
                    self._propose(lines[number], lines[old], say("its record says so"), source)
        for place in sorted(self._touched):
            if len(self._classes[place]) > 1:
                self._look_through(sorted(self._classes[place]), source)
        self._touched.clear()
        self._first = 0

    def _look_through(self, alike: list[int], source: str) -> None:
        """One buyer's tenders of one class, old to new."""
        titled: dict[int, _Titled] = {}
        waiting: list[tuple[int, list[int]]] = []
        numbers = [packed >> SIGNED & (1 << NUMBER) - 1 for packed in alike]
        signatures = [packed & ANY for packed in alike]
        for at, number in enumerate(numbers):
            if number in self._retitled:
                signatures[at] = ANY
        for packed, number, signature in zip(alike, numbers, signatures, strict=True):
            day = packed >> SIGNED + NUMBER
            if number in self._followed or number in self._call_offs:
                continue
            first, last = (bisect_left(alike, day - days << SIGNED + NUMBER) for days in (FARTHEST, CLOSEST - 1))
            within = range(max(first, last - NEAREST), last)
            bits, least = signature & (1 << BITS) - 1, _least_shared(signature)
            older = [numbers[at] for at in within if (bits & signatures[at]).bit_count() >= least]
            if number < self._first:
                older = [old for old in older if old >= self._first]
            if older:
                waiting.append((number, older))
            if len(waiting) == TOGETHER:
                self._compare(waiting, titled, source)
                waiting = []
        self._compare(waiting, titled, source)

    def _compare(self, waiting: list[tuple[int, list[int]]], titled: dict[int, _Titled], source: str) -> None:
        """Holds tenders against older ones. Their records are read together: one by one they take ten times as long;
        and the contracts of those alone whose titles are alike, which are few."""
        wanted = {number for number, _ in waiting}.union(*(older for _, older in waiting))
        titled.update(self._titled(sorted(wanted - titled.keys())))
        alike = [(number, close) for number, older in waiting if (close := _alike(titled, number, older))]
        lines = self._lines({each: titled[each].tender for number, close in alike for each in (number, *close)})
        for number, close in alike:
            candidates = [
                (share, old)
                for old, share in close.items()
                if old not in self._followed and _may_follow(lines[old], lines[number], share)
            ]
            if candidates and number not in self._followed:
                share, old = max(candidates)
                self._propose(lines[number], lines[old], _grounds(lines[old], share), source)

    def _titled(self, numbers: Iterable[int]) -> dict[int, _Titled]:
        tenders: dict[int, TenderLine] = self.draft.several("tenders", numbers, line=True)
        return {number: _Titled(tender, telling_stems(tender.title)) for number, tender in tenders.items()}

    def _lines(self, tenders: dict[int, TenderLine]) -> dict[int, _Competition]:
        awards = self.draft.several("awards", (award for tender in tenders.values() for award in tender.awards))
        return {number: _line(tender, awards) for number, tender in tenders.items()}

    def _propose(self, new: _Competition, old: _Competition, grounds: Message, source: str) -> None:
        self._followed.update((new.number, old.number))
        about, other = ref("tenders", new.number), ref("tenders", old.number)
        kind, early = ProposalKind.FOLLOWS, _early(old, new)
        if self.proposing.propose(kind, about, grounds, other=other, field="follows", value=early, source=source):
            before: Tender = self.draft.get("tenders", old.number)
            event = TenderEvent(on=new.day or self.draft.today, kind=EventKind.FOLLOW_ON, after=about, source=source)
            self.draft.put(with_events(before, [event]))


def _signature(title: str) -> int:
    """How many telling stems a title has, and the bits that they set."""
    stems, bits = telling_stems(title), 0
    for stem in stems:
        bits |= 1 << hash(stem) % BITS
    return len(stems) << BITS | bits if len(stems) < ANY >> BITS else ANY


def _least_shared(signature: int) -> int:
    """How many bits a title alike enough must share: titles alike by a cosine share its square of the stems of either,
    some of which may set the same bit."""
    stems, bits = signature >> BITS, (signature & (1 << BITS) - 1).bit_count()
    return max(1, math.ceil(ALIKE**2 * stems) - (stems - bits))


def _alike(titled: dict[int, _Titled], number: int, older: list[int]) -> dict[int, float]:
    """Those of the older tenders whose titles are alike enough, with how much: the cosine of their telling stems."""
    stems = titled[number].stems
    sharing = [old for old in older if not stems.isdisjoint(titled[old].stems)]
    shares = {old: _cosine(stems, titled[old].stems) for old in sharing}
    return {old: share for old, share in shares.items() if share >= ALIKE}


def _cosine(one_side: frozenset[str], other_side: frozenset[str]) -> float:
    return len(one_side & other_side) / math.sqrt(len(one_side) * len(other_side))


def _line(tender: TenderLine, all_awards: dict[int, Award]) -> _Competition:
    awards = (all_awards[award] for award in tender.awards)
    kind = category_class(tender)
    built = is_works(kind) or builds(tender.title, kind)
    contracts = tuple(
        (award.id, award.start, award.terminated or award.end)
        for award in awards
        if award.status is not AwardStatus.CANCELLED
    )
    return _Competition(
        number=tender.id,
        day=tender.published or tender.deadline,
        stems=telling_stems(tender.title),
        parts=named_parts(tender.title),
        numbers=counting_numbers(tender.title),
        competes=not built and not is_addendum(tender.title) and not says_nothing(tender.title),
        structure=tender.structure,
        contracts=contracts,
        end=max((end for _, _, end in contracts if end), default=None),
    )


def _may_follow(old: _Competition, new: _Competition, alike: float) -> bool:
    """Whether a tender can be the re-compete of an old one whose title is alike, by what both name and when the old
    contract ends."""
    call_off = old.structure is not Structure.CONTRACT and new.structure is Structure.CONTRACT
    numbered = old.stems == new.stems and not same_parts(old.numbers, new.numbers)
    apart = numbered or not same_parts(old.parts, new.parts)
    if call_off or apart or not new.competes or not old.contracts:
        return False
    near = old.end is not None and new.day is not None and -BEFORE_END <= (new.day - old.end).days <= AFTER_END
    return alike >= (ALIKE if near else MUCH_ALIKE)


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
