"""The past of a book as a judgement reads it: rates of change, our own bids, and the usual sum of the structural rows.

Made once for a book and a day, then asked for each award.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from bidtracker.domain.as_it_stood import as_it_stood
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.reading import TOGETHER, Past, UsualSum
from bidtracker.domain.records import Award, Bid, TenderLine
from bidtracker.domain.vocabulary import AwardStatus, Intent, Outcome
from bidtracker.radar.score import priors
from bidtracker.radar.score.decibel import chance, decibels
from bidtracker.radar.score.months import add_months, shift
from bidtracker.radar.score.priors import ENTRENCHED_MONTHS, History, Retender, Typical
from bidtracker.radar.score.share import US, BidRecord, Tally
from bidtracker.radar.score.structure import ENTRENCHED_DB, structure
from bidtracker.radar.score.tender_past import LAST, holding, kept_history, placed_retenders, tally, was_kept
from bidtracker.radar.score.timing import term_of

MEANT_TO_LOSE = (Intent.POSITION, Intent.BENCHMARK)
LEAST = 30  # own re-tenders from which the book's own mean is taken
MOST = 1_000  # the newest of very many say it as well
MORE = 500  # re-tenders before and among them, by whose days it is kept as well
DAYS = 100  # of which it is kept at most
DAY = len("2026-01-31")


def history(holdings: Holdings, as_of: date) -> History:
    """Reads the past of a book, once; where the book keeps what it tells, only what is then asked for."""
    holdings = holdings.as_of(as_of)
    past = priors.history(holdings, as_of) if holdings.past is None else kept_history(holdings.past, as_of)
    return replace(past, bids=bid_record(holdings, as_of), typical=typical(holdings, as_of))


# ---------------------------------------------------------------- our bids


def bid_record(holdings: Holdings, as_of: date) -> BidRecord:
    """Our resolved bids that could win what their holder lost, won and all; and all our losses by buyer."""
    counts: defaultdict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    losses: Counter[int] = Counter()
    for tender in holdings.having("tenders", "bids"):
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
    if holdings.past is not None:
        return kept_typical(holdings, holdings.past, as_of)
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
            yield event, *_as_it_looked(holdings, event, past, holding.before)
        if US not in event.before:
            past.learn(event)


def _as_it_looked(holdings: Holdings, event: Retender, past: _Running, held: Held) -> tuple[float, float]:
    """The base rate, and the sum of the structural rows of one re-tender."""
    eve = shift(event.on, -1)
    award = replace(as_it_stood(event.held[-1], eve), suppliers=tuple(sorted(event.before)))
    tender = holdings.tenders.get(award.tender)
    old = as_it_stood(tender, eve) if tender else None
    before = past.as_of(event, *held(old, event.on))
    return before.p0, sum(row.db for row in structure(award, old, term_of(award), before))


def kept_typical(holdings: Holdings, past: Past, as_of: date) -> Typical:
    """The same from what the book keeps: as it was found at the last change, or by the newest re-tenders."""
    until = as_of.isoformat()
    newest = past.newest(until, 1)
    if not newest:
        return Typical()
    ((last, _),) = newest
    of_day = next((each for each in past.usual() if each.last == last), None)
    if of_day is None:
        of_day = usual_sums(holdings, past, until, days=1)[-1]
    return Typical(db=of_day.db, n=of_day.n, own=True) if of_day.n else Typical()


def usual_sums(holdings: Holdings, past: Past, until: str = LAST, days: int = DAYS) -> list[UsualSum]:
    """The mean of the structural rows of the newest re-tenders of others told before `until`, and as it was at the end
    of each day before, of so many days on which one was told. Whichever day it is, and whatever a list has put into
    the future, its sum is among them."""
    more = MORE if days > 1 else 0
    places = past.newest(until, MOST + more)[::-1]
    whole = len(places) < MOST + more  # they are all that there are
    ends = [
        at
        for at, (place, _) in enumerate(places, 1)
        if (whole or at >= MOST) and (at == len(places) or places[at][0][:DAY] != place[:DAY])
    ][-days:]
    if not ends or ends[-1] < LEAST:
        return [UsualSum(places[end - 1][0], 0.0, 0) for end in ends]
    first = max(0, ends[0] - MOST)
    rows_db = list(_structural_sums(holdings, past, places[first:]))
    sums = []
    for end in ends:
        window = rows_db[max(0, end - MOST) - first : end - first]
        db, n = (sum(window) / len(window), len(window)) if len(window) >= LEAST else (0.0, 0)
        sums.append(UsualSum(places[end - 1][0], db, n))
    return sums


def _structural_sums(holdings: Holdings, past: Past, places: list[tuple[str, int]]) -> Iterator[float]:
    """The sum of the structural rows of re-tenders that follow each other, each as it looked before it was decided."""
    running = _Running(past, places[0][0])
    for start in range(0, len(places), TOGETHER):
        some = places[start : start + TOGETHER]
        holdings.prepare_following([holdings.tenders[number] for number in dict.fromkeys(n for _, n in some)])
        for at, number in some:
            retenders = placed_retenders(holdings, holdings.tenders[number])
            event = next(event for place, event in retenders if place == at)
            yield _as_it_looked(holdings, event, running, lambda tender, day: _held(past, tender, day))[1]
            running.learn(event)


def _held(
    past: Past, tender: TenderLine | None, day: date
) -> tuple[dict[tuple[int, str], Counter[int]], dict[tuple[int, str], int]]:
    """The counts as `History` has them, of one buyer and category, from what the book keeps."""
    if not ENTRENCHED_DB:
        return {}, {}  # they count nothing
    key = (tender.buyer if tender else 0, priors.category_class(tender))
    held, n = holding(past, key, add_months(day, -ENTRENCHED_MONTHS), day, None)
    return {key: held}, {key: n}


Held = Callable[[TenderLine | None, date], tuple[dict[tuple[int, str], Counter[int]], Mapping[tuple[int, str], int]]]


class _Running:
    """Rates of change that grow with every re-tender; with a `past`, from what is told there before `start`."""

    def __init__(self, past: Past | None = None, start: str = "") -> None:
        self._past, self._start = past, start
        self._counts: dict[tuple[str, int | str], list[int]] = {}
        self._kept: set[int] = set()

    def _count(self, kind: str, key: int | str) -> list[int]:
        if (kind, key) not in self._counts:
            before_start = (0, 0) if self._past is None else tally(self._past, kind, key, self._start)
            self._counts[kind, key] = list(before_start)
        return self._counts[kind, key]

    def _was_kept(self, award: int) -> bool:
        return award in self._kept or (self._past is not None and was_kept(self._past, award, self._start, own=False))

    def learn(self, event: Retender) -> None:
        """Counts what came of one."""
        category = priors.category_class(event.tender)
        for key in (("base", 0), ("buyer", event.tender.buyer), ("class", category)):
            count = self._count(*key)
            count[0] += event.changed
            count[1] += 1
        for number in event.before:
            count = self._count("incumbent", number)
            count[0] += number not in event.after
            count[1] += 1
        self._kept.update(award.id for award in event.won if priors.parties(award) & event.before)

    def as_of(
        self, event: Retender, holds: dict[tuple[int, str], Counter[int]], awards: Mapping[tuple[int, str], int]
    ) -> History:
        """What was known before one of them was decided."""

        def rate(kind: str, key: int | str) -> Tally:
            return Tally(*self._count(kind, key))

        buyer, category = event.tender.buyer, priors.category_class(event.tender)
        return History(
            as_of=event.on,
            base=rate("base", 0),
            buyers={buyer: rate("buyer", buyer)},
            classes={category: rate("class", category)} if category else {},
            incumbents={number: rate("incumbent", number) for number in event.before},
            holds=holds,
            awards=awards,
            kept=frozenset(award.id for award in event.held if self._was_kept(award.id)),
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
