"""The past of a book as a judgement reads it: rates of change, our own bids, and the usual sum of the structural rows.

Made once for a book and a day, then asked for each award.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Award, Bid, TenderLine
from bidtracker.domain.vocabulary import AwardStatus, Intent, Outcome
from bidtracker.radar.score import priors
from bidtracker.radar.score.decibel import chance, decibels
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.priors import ENTRENCHED_MONTHS, History, Retender, Typical
from bidtracker.radar.score.share import US, BidRecord, Tally
from bidtracker.radar.score.structure import structure
from bidtracker.radar.score.timing import term_of

MEANT_TO_LOSE = (Intent.POSITION, Intent.BENCHMARK)
LEAST = 30  # own re-tenders from which the book's own mean is taken
MOST = 1_000  # the newest of very many say it as well


def history(holdings: Holdings, as_of: date) -> History:
    """Reads the past of a book, once."""
    past = priors.history(holdings, as_of)
    return replace(past, bids=bid_record(holdings, as_of), typical=typical(holdings, as_of))


# ---------------------------------------------------------------- our bids


def bid_record(holdings: Holdings, as_of: date) -> BidRecord:
    """Our resolved bids that could win what their holder lost, won and all; and all our losses by buyer."""
    counts: defaultdict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    losses: Counter[int] = Counter()
    for tender in holdings.tenders.values():
        for bid in tender.bids:
            day = priors.resolved(bid, tender)
            if day is None or day >= as_of:
                continue
            won = bid.outcome is Outcome.WON
            losses[tender.buyer] += not won
            if bid.intent in MEANT_TO_LOSE or not _open_to_us(holdings, tender, bid):
                continue
            category = priors.category_class(tender)
            for key in {(tender.buyer, category), (0, category), (0, "")}:
                counts[key][0] += won
                counts[key][1] += 1
    return BidRecord({key: Tally(wins, n) for key, (wins, n) in counts.items()}, losses)


def _open_to_us(holdings: Holdings, tender: TenderLine, bid: Bid) -> bool:
    """Whether a holder other than us lost what we bid for, nobody held it, or its holder is not known."""
    awards = _of_lot(holdings.awards_of(tender.id), bid.lot)
    if any(award.incumbent_before for award in awards):
        return False
    held = _of_lot(holdings.awards_of(tender.follows), bid.lot) if tender.follows else []
    before: frozenset[int] = frozenset().union(*map(priors.parties, held))
    if not before:
        return True
    after: frozenset[int] = frozenset().union(*map(priors.parties, awards))
    if bid.outcome is Outcome.WON:
        after |= {US}
    return US not in before and bool(after) and not before & after


def _of_lot(awards: list[Award], lot: str) -> list[Award]:
    """The awards that stand on a lot, all of them where none does."""
    live = [award for award in awards if award.status is not AwardStatus.CANCELLED]
    return [award for award in live if award.lot == lot] or live


# ---------------------------------------------------------------- what the structural rows usually come to


def typical(holdings: Holdings, as_of: date) -> Typical:
    """The mean of the structural rows over this book's resolved re-tenders of others, each as of its own day; that of
    public records where there are fewer than 30."""
    events = [event for event in priors.retenders(holdings) if event.noted < as_of and US not in event.before]
    if len(events) < LEAST:
        return Typical()
    sums = [db for _event, _base, db in _as_they_looked(holdings, events)]
    return Typical(db=sum(sums) / len(sums), n=len(sums), own=True)


def record_chances(holdings: Holdings, events: Iterable[Retender]) -> Iterator[tuple[Retender, float]]:
    """Resolved re-tenders, each with C by the record alone as it looked before it was decided: the base rate and the
    structural rows, without a word of what was heard. Of very many only the newest."""
    for event, base, db in _as_they_looked(holdings, events):
        yield event, chance(decibels(base) + db)


def _as_they_looked(holdings: Holdings, events: Iterable[Retender]) -> Iterator[tuple[Retender, float, float]]:
    """The newest of some re-tenders, by the day from which the book could tell: each with the base rate and the sum of
    its structural rows, from what was known before it. What we held ourselves teaches nothing of others."""
    events = sorted(events, key=lambda event: event.noted)
    past, holding = _Running(), _Holding(holdings)
    for number, event in enumerate(events):
        if number >= len(events) - MOST:
            award = replace(event.held[-1], suppliers=tuple(sorted(event.before)))
            old = holdings.tenders.get(award.tender)
            before = past.as_of(event, *holding.before(old, event.on))
            yield event, before.p0, sum(row.db for row in structure(award, old, term_of(award), before))
        if US not in event.before:
            past.learn(event)


class _Running:
    """Rates of change that grow with every re-tender."""

    def __init__(self) -> None:
        self._counts: defaultdict[tuple[str, int | str], list[int]] = defaultdict(lambda: [0, 0])
        self._kept: set[int] = set()

    def learn(self, event: Retender) -> None:
        """Counts what came of one."""
        category = priors.category_class(event.tender)
        for key in (("base", 0), ("buyer", event.tender.buyer), ("class", category)):
            self._counts[key][0] += event.changed
            self._counts[key][1] += 1
        for number in event.before:
            self._counts["incumbent", number][0] += number not in event.after
            self._counts["incumbent", number][1] += 1
        self._kept.update(award.id for award in event.won if priors.parties(award) & event.before)

    def as_of(
        self, event: Retender, holds: dict[tuple[int, str], Counter[int]], awards: Counter[tuple[int, str]]
    ) -> History:
        """What was known before one of them was decided."""

        def tally(kind: str, key: int | str) -> Tally:
            return Tally(*self._counts.get((kind, key), (0, 0)))

        buyer, category = event.tender.buyer, priors.category_class(event.tender)
        return History(
            as_of=event.on,
            base=tally("base", 0),
            buyers={buyer: tally("buyer", buyer)},
            classes={category: tally("class", category)} if category else {},
            incumbents={number: tally("incumbent", number) for number in event.before},
            holds=holds,
            awards=awards,
            kept=frozenset(award.id for award in event.held if award.id in self._kept),
            typical=Typical(db=0.0),
        )


class _Holding:
    """Who held how many awards of a buyer in a category within three years before a day."""

    def __init__(self, holdings: Holdings) -> None:
        self._awards: defaultdict[tuple[int, str], list[tuple[date, int, Award]]] = defaultdict(list)
        for award in holdings.awards.values():
            tender = holdings.tenders.get(award.tender)
            day = priors.dated(award, tender)
            if tender is not None and day is not None and award.status is not AwardStatus.CANCELLED:
                self._awards[tender.buyer, priors.category_class(tender)].append((day, award.id, award))
        for awards in self._awards.values():
            awards.sort(key=lambda dated: dated[:2])

    def before(
        self, tender: TenderLine | None, day: date
    ) -> tuple[dict[tuple[int, str], Counter[int]], Counter[tuple[int, str]]]:
        """The counts as `History` has them, of one buyer and category."""
        key = (tender.buyer if tender else 0, priors.category_class(tender))
        awards = self._awards.get(key, [])
        first = bisect_left(awards, add_months(day, -ENTRENCHED_MONTHS), key=lambda dated: dated[0])
        within = awards[first : bisect_left(awards, day, key=lambda dated: dated[0])]
        return {key: Counter(party for *_, award in within for party in priors.parties(award))}, Counter(
            {key: len(within)}
        )
