"""What the book's own past says before anybody has said anything: rates of change, shares and cycles, with their n.

Point in time: only what is dated before the day asked for is read. A `History` is made once for a book and a day,
in one pass over its awards, and then asked for each opportunity.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Award, Bid, TenderLine
from bidtracker.domain.titles.categories import CODE_LENGTHS, scheme_of
from bidtracker.domain.vocabulary import AwardStatus, Outcome
from bidtracker.radar.score.months import add_months, months_until
from bidtracker.radar.score.share import NONE, US, BidRecord, Tally

BASE_RATE, BASE_PSEUDO = 0.50, 20
BASE_RANGE = (0.38, 0.70)  # change-of-hands rates by market, shown beside a prior without own history
# What the structural rows come to on average: over 508 re-tenders of the two public records that the weights were
# looked at with, 36 Czech cities (-0.54 dB over 196) and six municipalities of Kosovo (-0.40 dB over 312).
TYPICAL_DB, TYPICAL_N = -0.45, 508
LEAST_CYCLES = 3  # gaps seen before a category's own cycle is believed
ENTRENCHED_MONTHS = 36


class Retender(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One resolved re-tender of a tender or lot: the awards that were held, those that were won now, who held and who
    won, when, from when on the book could tell, and after how many months (None where not known)."""

    tender: TenderLine
    held: tuple[Award, ...]
    won: tuple[Award, ...]
    before: frozenset[int]
    after: frozenset[int]
    on: date
    noted: date
    gap: float | None

    @property
    def changed(self) -> bool:
        """Whether none of those who held it holds it now."""
        return not self.before & self.after


class Typical(msgspec.Struct, frozen=True, gc=False):
    """The mean of the structural rows of C in dB, over so many re-tenders: the book's `own`, or of public records."""

    db: float = TYPICAL_DB
    n: int = TYPICAL_N
    own: bool = False


class History(msgspec.Struct, frozen=True):
    """The past of a book as of a day. Categories are classes as `category_class` makes them."""

    as_of: date
    base: Tally = NONE
    buyers: Mapping[int, Tally] = {}
    classes: Mapping[str, Tally] = {}
    incumbents: Mapping[int, Tally] = {}
    holds: Mapping[tuple[int, str], Counter[int]] = {}
    awards: Mapping[tuple[int, str], int] = {}
    bids: BidRecord = BidRecord()
    typical: Typical = Typical()
    cycles: Mapping[str, float] = {}
    kept: Container[int] = frozenset()

    def expect(self, judged: Iterable[tuple[Award, TenderLine | None]]) -> None:
        """Hears which awards will be judged; here all is counted."""

    @property
    def p0(self) -> float:
        """The chance that a contract changes hands when it is tendered again, before anything else is known."""
        return self.base.rate(BASE_RATE, BASE_PSEUDO)

    def record(self, incumbents: Iterable[int]) -> Tally:
        """How many re-tenders these suppliers lost, of those that they held."""
        tallies = [self.incumbents.get(number, NONE) for number in incumbents]
        return Tally(sum(t.hits for t in tallies), sum(t.n for t in tallies))

    def holding(self, buyer: int, category: str, incumbents: Iterable[int]) -> Tally:
        """How many of a buyer's awards of three years in a category the strongest of these suppliers holds."""
        held: dict[int, int] = self.holds.get((buyer, category), Counter())
        return Tally(
            max((held.get(number, 0) for number in incumbents), default=0), self.awards.get((buyer, category), 0)
        )


def history(holdings: Holdings, as_of: date) -> History:
    """The rates of change and cycles of a book, in one pass. Re-tenders of what we held ourselves take no part in
    rates: they say nothing of how others fare."""
    tallies: defaultdict[tuple[str, int | str], list[int]] = defaultdict(lambda: [0, 0])
    gaps: defaultdict[str, list[float]] = defaultdict(list)
    kept: set[int] = set()
    for event in retenders(holdings):
        if event.noted >= as_of:
            continue
        category = category_class(event.tender)
        kept.update(award.id for award in event.won if parties(award) & event.before)
        if event.gap is not None and category:
            gaps[category].append(event.gap)
        if US in event.before:
            continue
        for key in (("base", 0), ("buyer", event.tender.buyer), ("class", category)):
            tallies[key][0] += event.changed
            tallies[key][1] += 1
        for number in event.before:
            tallies["incumbent", number][0] += number not in event.after
            tallies["incumbent", number][1] += 1
    by_kind: dict[str, dict[int | str, Tally]] = {"base": {}, "buyer": {}, "class": {}, "incumbent": {}}
    for (kind, of), (hits, n) in tallies.items():
        by_kind[kind][of] = Tally(hits, n)
    by_kind["class"].pop("", None)
    holds, awards_held = _holds(holdings, as_of)
    return History(
        as_of=as_of,
        base=by_kind["base"].get(0, NONE),
        buyers={int(of): tally for of, tally in by_kind["buyer"].items()},
        classes={str(of): tally for of, tally in by_kind["class"].items()},
        incumbents={int(of): tally for of, tally in by_kind["incumbent"].items()},
        holds=holds,
        awards=awards_held,
        cycles={name: median(months) for name, months in gaps.items() if len(months) >= LEAST_CYCLES},
        kept=frozenset(kept),
    )


def parties(award: Award) -> frozenset[int]:
    """Who holds an award, ourselves as `US`; empty where it is not known."""
    return frozenset((*award.suppliers, US)) if award.ours else frozenset(award.suppliers)


def dated(award: Award, tender: TenderLine | None) -> date | None:
    """The day of an award, or the nearest to it that is known."""
    return award.awarded or award.start or ((tender.decision_date or tender.deadline) if tender else None)


def noted(award: Award, as_of: date) -> bool:
    """Whether an award was made, and written down, by a day."""
    return (award.awarded or as_of) <= as_of and (award.written or as_of) <= as_of


def category_class(tender: TenderLine | None) -> str:
    """The class of alike purchases that a tender belongs to: the head of its code, or the words of its category.

    An eight-digit code without a scheme is read as CPV. "" where there is no category.
    """
    return "" if tender is None or not tender.category else _class_of(tender.category, tender.category_scheme)


@lru_cache(1 << 14)  # a judgement asks for it twenty times
def _class_of(category: str, named_scheme: str) -> str:
    text = category.strip().casefold()
    scheme = scheme_of(text, named_scheme)
    length = CODE_LENGTHS.get(scheme)
    return f"{scheme}:{text[:length]}" if length else text


# ---------------------------------------------------------------- one pass each


def retenders(holdings: Holdings) -> Iterator[Retender]:
    """Every re-tender whose holders, winners and day are known."""
    for tender in holdings.following():
        yield from retenders_in(holdings, tender)


def retenders_in(holdings: Holdings, tender: TenderLine) -> Iterator[Retender]:
    """The re-tenders that one tender is, by lot."""
    if not tender.follows or tender.follows == tender.id:
        return
    olds = holdings.awards_of(tender.follows)
    olds = [award for award in olds if award.status is not AwardStatus.CANCELLED]
    lots: defaultdict[str, list[Award]] = defaultdict(list)
    for award in holdings.awards_of(tender.id):
        if award.status is not AwardStatus.CANCELLED:
            lots[award.lot].append(award)
    for lot, news in lots.items():
        event = _retender(holdings, tender, [a for a in olds if lot and a.lot == lot] or olds, news)
        if event is not None:
            yield event


def _retender(holdings: Holdings, tender: TenderLine, olds: list[Award], news: list[Award]) -> Retender | None:
    before: frozenset[int] = frozenset().union(*map(parties, olds))
    after: frozenset[int] = frozenset().union(*map(parties, news))
    days = [day for award in news if (day := dated(award, tender))]
    if not before or not after or not days:
        return None
    starts = [day for award in olds if (day := dated(award, holdings.tenders.get(award.tender)))]
    gap = months_until(max(starts), min(days)) if starts else 0.0
    return Retender(
        tender=tender,
        held=tuple(olds),
        won=tuple(news),
        before=before,
        after=after,
        on=min(days),
        noted=max(min(days), *(award.written or date.min for award in news)),
        gap=gap if gap > 0 else None,
    )


def _holds(holdings: Holdings, as_of: date) -> tuple[dict[tuple[int, str], Counter[int]], Counter[tuple[int, str]]]:
    """Per buyer and category, how many awards of the last three years there are, and who holds how many."""
    since = add_months(as_of, -ENTRENCHED_MONTHS)
    holds: defaultdict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    awards: Counter[tuple[int, str]] = Counter()
    for award in holdings.awards.values():
        tender = holdings.tenders.get(award.tender)
        day = dated(award, tender)
        if tender is None or day is None or not since <= day < as_of or award.status is AwardStatus.CANCELLED:
            continue
        if not noted(award, as_of):
            continue
        key = (tender.buyer, category_class(tender))
        holds[key].update(parties(award))
        awards[key] += 1
    return dict(holds), awards


def resolved(bid: Bid, tender: TenderLine) -> date | None:
    """The day on which a bid was won or lost, or the nearest known; None where it was neither or has no date."""
    if bid.outcome not in (Outcome.WON, Outcome.LOST):
        return None
    return bid.outcome_on or tender.decision_date or bid.submitted or tender.deadline or tender.published


def median(months: list[float]) -> float:
    """The middle one. The standard library's takes 3 ms to import, which the first paint does without."""
    ordered, half = sorted(months), len(months) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
