"""Which award follows which: the same buyer buys the same thing again. The supplier is never seen.

Awards of one requirement within the closest gap are one event. A follow-on is the first award of a later event, of
the same buyer and class, so many days on, with alike title and size. Both are decided from old to new with nothing
but what was dated until then, each stem weighed by how common it was so far, so that later records change no pair.

Growth: awards are blocked by buyer and class; within a block only events that share one of a title's rarest stems are
compared (prefix filter: without one of them the cosine cannot reach the bar), at most MOST_EVENTS a stem, newest first.
So the work is n times a constant, after one sort.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from itertools import chain

import msgspec

from bidtracker.domain.past_awards import Purchase
from bidtracker.domain.records import Settings
from bidtracker.domain.titles.parts import named_parts, same_parts
from bidtracker.radar.score.case import small

CLOSEST_DAYS, SMALL_CLOSEST_DAYS, FARTHEST_DAYS = 180, 90, 2_200
LEAD_DAYS = 90  # before the follow-on; what a judgement reads is older still
ALIKE = 0.66  # cosine
SIZES = 10.0  # how many times larger one may be
MOST_EVENTS = 100
OWN = 0.40  # weight of a stem that each of two titles has for itself, from which on they name two things
NEARLY = 2  # decimals of a cosine; between equals the newer counts

TitleWeights = dict[str, float]  # of the stems of one title, a vector of length 1


class PurchaseEvent(msgspec.Struct, gc=False):
    """Awards of one requirement: the numbers of their needs, from the first day to the last (ordinals), the least and
    the largest amount among them (0: not known), whether it is a small purchase, and whether an event follows."""

    purchases: list[int]
    weights: TitleWeights
    first: int
    last: int
    least: float
    most: float
    currency: str
    small: bool
    parts: frozenset[str]
    follower: bool = False


class RetenderPair(msgspec.Struct, frozen=True, gc=False):
    """An event and the one that follows it, as numbers of needs; how alike they are (0..1; 1: a record says so)."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    alike: float


class Retenders(msgspec.Struct, frozen=True):
    """The pairs, from old to new by the follow-on's first day; all events, as numbers of purchases; and how many blocks
    have more than one award."""

    pairs: list[RetenderPair]
    events: list[tuple[int, ...]]
    blocks: int


def match(
    purchases: Sequence[Purchase], words: Sequence[tuple[str, ...]], settings: Settings | None = None
) -> Retenders:
    """Finds the re-tenders among needs that run from old to new; `words` are the stems of their titles."""
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, purchase in enumerate(purchases):
        blocks[purchase.buyer, purchase.kind].append(number)
    several = [numbers for numbers in blocks.values() if len(numbers) > 1]
    weights = weigh_words(purchases, words, set(chain.from_iterable(several)))
    settings = settings or Settings()
    alike_pairs: list[tuple[PurchaseEvent, PurchaseEvent, float]] = []
    events: list[tuple[int, ...]] = [(numbers[0],) for numbers in blocks.values() if len(numbers) == 1]
    for numbers in several:
        block = _AlikePurchases(purchases, weights, settings)
        for number in numbers:
            block.take(number)
        events += [tuple(event.purchases) for event in block.events]
        alike_pairs += block.alike_pairs
    pairs = [RetenderPair(tuple(old.purchases), tuple(new.purchases), alike) for old, new, alike in alike_pairs]
    pairs.sort(key=lambda pair: pair.after)
    events.sort()
    return Retenders(pairs, events, len(several))


def weigh_words(
    purchases: Sequence[Purchase], words: Sequence[tuple[str, ...]], asked: Container[int] | None = None
) -> list[TitleWeights]:
    """TF-IDF of each title as of its own day: tf * (1 + ln((1 + n) / (1 + df))) over the titles of earlier days. Those
    that are not `asked` for only count, and get no weights."""
    logs = [math.log(1 + n) for n in range(len(purchases) + 1)]
    seen: Counter[str] = Counter()
    count_of = seen.get
    weights: list[TitleWeights] = []
    at = 0
    while at < len(purchases):
        day, start = purchases[at].day, at
        whole = 1 + logs[start]
        while at < len(purchases) and purchases[at].day == day:
            own: TitleWeights = {}
            if asked is None or at in asked:
                for stem in words[at]:
                    weight = whole - logs[count_of(stem, 0)]
                    own[stem] = own[stem] + weight if stem in own else weight
                length = math.hypot(*own.values())
                own = {stem: w / length for stem, w in own.items()}
            weights.append(own)
            at += 1
        seen.update(chain.from_iterable(map(set, words[start:at])))
    return weights


class _AlikePurchases:
    """The events of one buyer and class, as they come about."""

    def __init__(self, purchases: Sequence[Purchase], weights: list[TitleWeights], settings: Settings) -> None:
        self.purchases, self.weights, self.settings = purchases, weights, settings
        self.events: list[PurchaseEvent] = []
        self.alike_pairs: list[tuple[PurchaseEvent, PurchaseEvent, float]] = []
        self._by_stem: dict[str, list[int]] = {}
        self._by_requirement: dict[str, int] = {}

    def take(self, number: int) -> None:
        """Takes the next award in: into an event that is under way, or as the first of a new one."""
        purchase = self.purchases[number]
        new = self._event(number, purchase)
        linked = self._by_requirement.get(purchase.requirement) if purchase.requirement else None
        if linked is not None and not self.events[linked].follower:
            _join(self.events[linked], new)
            return
        linked = self._by_requirement.get(purchase.follows) if purchase.follows else None
        best, alike = (linked, 1.0) if linked is not None else self._nearest(new)
        if best is not None:
            old = self.events[best]
            closest = SMALL_CLOSEST_DAYS if old.small and new.small else CLOSEST_DAYS
            if linked is None and new.first - old.first < closest:
                _join(old, new)
                return
            gap = new.first - old.last
            if not old.follower and gap > LEAD_DAYS and (linked is not None or closest <= gap <= FARTHEST_DAYS):
                old.follower = True
                self.alike_pairs.append((old, new, alike))
        self._add(new, purchase)

    def _event(self, number: int, purchase: Purchase) -> PurchaseEvent:
        value = purchase.value
        amount = float(value.amount) if value else 0.0
        currency = value.currency if value else ""
        is_small = value is not None and small(value, self.settings)
        day = purchase.day.toordinal()
        parts = named_parts(purchase.title)
        return PurchaseEvent([number], self.weights[number], day, day, amount, amount, currency, is_small, parts)

    def _add(self, event: PurchaseEvent, purchase: Purchase) -> None:
        at = len(self.events)
        self.events.append(event)
        for stem in event.weights:
            self._by_stem.setdefault(stem, []).append(at)
        if purchase.requirement:
            self._by_requirement[purchase.requirement] = at

    def _nearest(self, new: PurchaseEvent) -> tuple[int | None, float]:
        """The event most like a new one, of those that have no follower yet; the newer between equals."""
        best, top, alike = None, 0.0, 0.0
        weights = new.weights
        for at in self._candidates(weights):
            event = self.events[at]
            if event.follower or new.first - event.last > FARTHEST_DAYS or not _same_need(event, new):
                continue
            cosine, others = 0.0, event.weights
            for stem, weight in weights.items():
                if stem in others:
                    cosine += weight * others[stem]
            if cosine >= ALIKE and (rank := round(cosine, NEARLY)) > top and not _two_things(weights, others):
                best, top, alike = at, rank, cosine
                if top >= 1.0:
                    break
        return best, alike

    def _candidates(self, weights: TitleWeights) -> Iterable[int]:
        """The events that share one of the stems without which a cosine of ALIKE cannot be reached, new to old."""
        rest = 1.0
        numbers: set[int] = set()
        by_stem = self._by_stem
        for lightness, stem in sorted([(-weight, stem) for stem, weight in weights.items()]):  # the rarest first
            if rest < ALIKE * ALIKE - 1e-9:
                break
            rest -= lightness * lightness
            if stem in by_stem:
                numbers.update(by_stem[stem][-MOST_EVENTS:])
        return sorted(numbers, reverse=True)


def _two_things(weights: TitleWeights, others: TitleWeights) -> bool:
    """Whether each title has a telling stem of its own: "care of cats" and "care of dogs"."""
    return _own(weights, others) >= OWN and _own(others, weights) >= OWN


def _own(weights: TitleWeights, others: TitleWeights) -> float:
    return max((weight for stem, weight in weights.items() if stem not in others), default=0.0)


def _same_need(event: PurchaseEvent, new: PurchaseEvent) -> bool:
    """Whether an award names none but parts of an event, and its amount lies within ten times of what that came to;
    what is not known fits."""
    if not same_parts(event.parts, new.parts):
        return False
    if not event.least or not new.least or event.currency != new.currency:
        return True
    return event.least / SIZES <= new.least <= event.most * SIZES


def _join(event: PurchaseEvent, new: PurchaseEvent) -> None:
    event.purchases += new.purchases
    event.last = max(event.last, new.last)
    event.parts |= new.parts
    if new.least and event.currency == new.currency:
        event.least = min(event.least, new.least) or new.least
        event.most = max(event.most, new.most)
