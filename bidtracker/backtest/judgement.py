"""What the radar would have said of each event ninety days before the follow-on: nothing later is read.

The judgement is the radar's own (the rows of `structure`, C of `case`, on `priors.History`), with its weights; only
the history is kept here as running counts, so that a long list of awards is gone through once and not once a pair.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median_low

import msgspec

from bidtracker.backtest.matching import LEAD_DAYS, RetenderPair
from bidtracker.domain.as_it_stood import as_it_stood
from bidtracker.domain.past_awards import PastAward
from bidtracker.domain.records import Award, TenderLine
from bidtracker.domain.vocabulary import Method
from bidtracker.radar.score.case import Verdict
from bidtracker.radar.score.decibel import decibels
from bidtracker.radar.score.evidence import Weighed, discontent, noted_on
from bidtracker.radar.score.months import add_months, shift
from bidtracker.radar.score.priors import ENTRENCHED_MONTHS, History
from bidtracker.radar.score.share import NONE, Share, Tally
from bidtracker.radar.score.structure import structure
from bidtracker.radar.score.timing import Window, term_of

NO_EVIDENCE = Weighed(0.0, ())
NO_WINDOW = Window()  # C does not depend on when one acts


class Judgement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One event as it stood on `as_of`. `chance` is the radar's C, the probability that the supplier changes; `share`
    the part of the buyer's awards in the class over three years that its strongest holder has; `newest` the last day
    of anything that was read for it."""

    before: tuple[int, ...]
    buyer: str
    as_of: date
    chance: float
    share: float
    award: Award
    offers: int | None
    amount: float
    newest: date


class JudgedPair(Judgement, frozen=True, gc=False, kw_only=True):
    """A judgement LEAD_DAYS before the follow-on, and what came of it."""

    pair: RetenderPair
    follow_on: date
    resolved: date
    changed: bool


def judge_pairs(rows: Sequence[PastAward], pairs: Sequence[RetenderPair]) -> list[JudgedPair]:
    """Judges every pair as of its own day. `rows` run from old to new."""
    judge = HistoryJudge(rows, pairs, [pair.before for pair in pairs])
    judged = []
    for pair in sorted(pairs, key=lambda pair: pair.after):
        judgement = judge.judge(pair.before, judged_on(rows, pair))
        judged.append(
            JudgedPair(
                **{name: getattr(judgement, name) for name in Judgement.__struct_fields__},
                pair=pair,
                follow_on=rows[pair.after[0]].purchase.day,
                resolved=resolved_on(rows, pair),
                changed=has_changed(rows, pair),
            )
        )
    return judged


def judged_on(rows: Sequence[PastAward], pair: RetenderPair) -> date:
    """The day of the judgement: so long before the follow-on that a call would still have been in time."""
    return rows[pair.after[0]].purchase.day - timedelta(days=LEAD_DAYS)


def resolved_on(rows: Sequence[PastAward], pair: RetenderPair) -> date:
    """The day on which the last award of a follow-on was decided."""
    return max(rows[at].purchase.day for at in pair.after)


def has_changed(rows: Sequence[PastAward], pair: RetenderPair) -> bool:
    """Whether none of those who held it holds it now."""
    before, after = (frozenset().union(*(rows[at].suppliers for at in side)) for side in (pair.before, pair.after))
    return not before & after


class HistoryJudge:
    """The past growing day by day. Buyers and suppliers are numbered in order of appearance.

    `events` are all that will be judged, by the numbers of their awards; days may only move on.
    """

    def __init__(
        self, rows: Sequence[PastAward], pairs: Sequence[RetenderPair], events: Iterable[Sequence[int]]
    ) -> None:
        self.rows = rows
        self._buyers: dict[str, int] = {}
        self._suppliers: dict[str, int] = {}
        self._tallies: dict[str, dict[int, Tally]] = {"base": {}, "buyer": {}, "incumbent": {}}
        self._classes: dict[str, Tally] = {}
        self._kept: set[int] = set()  # numbers of the first award of events whose holder had held it before
        self._newest = date.min
        self._holds: dict[tuple[int, str], Counter[int]] = {}
        self._awards: Counter[tuple[int, str]] = Counter()
        self._results = sorted((resolved_on(rows, pair), number) for number, pair in enumerate(pairs))
        self._pairs, self._learned = pairs, 0
        asked = [rows[event[0]].purchase for event in events]
        self._windows = {(purchase.buyer, purchase.kind): _RecentAwards() for purchase in asked}
        for row in rows:
            window = self._windows.get((row.purchase.buyer, row.purchase.kind))
            if window is not None:
                window.rows.append(row)

    def _move(self, as_of: date) -> None:
        """On to a day: learns what was decided before it."""
        while self._learned < len(self._results) and self._results[self._learned][0] < as_of:
            self._newest, number = self._results[self._learned]
            self._learn(self._pairs[number])
            self._learned += 1

    def _learn(self, pair: RetenderPair) -> None:
        """Counts what came of a re-tender."""
        old, before, after = self.rows[pair.before[0]], self._held(pair.before), self._held(pair.after)
        changed = not before & after
        buyer = self._buyers.setdefault(old.purchase.buyer, len(self._buyers) + 1)
        for kind, number in (("base", 0), ("buyer", buyer)):
            _add(self._tallies[kind], number, changed)
        if category := old.purchase.kind:
            self._classes[category] = _plus(self._classes.get(category, NONE), changed)
        for number in before:
            _add(self._tallies["incumbent"], number, number not in after)
        if not changed:
            self._kept.add(pair.after[0])

    def judge(self, before: tuple[int, ...], as_of: date) -> Judgement:
        """Judges an event, all of whose awards are older than the day."""
        self._move(as_of)
        eve = shift(as_of, -1)
        old = [self.rows[at].as_of(eve) for at in before]
        buyer = self._buyers.setdefault(old[-1].purchase.buyer, len(self._buyers) + 1)
        holders = self._held(before)
        category = old[-1].purchase.kind
        window = self._windows[old[0].purchase.buyer, old[0].purchase.kind]
        window.move(as_of)
        holds = {self._suppliers[name]: window.held[name] for row in old for name in row.suppliers}
        self._holds[buyer, category], self._awards[buyer, category] = Counter(holds), window.n
        award = _award(old, before[0] + 1, holders)
        past = History(
            as_of=as_of,
            base=self._tallies["base"].get(0, NONE),
            buyers=self._tallies["buyer"],
            classes=self._classes,
            incumbents=self._tallies["incumbent"],
            holds=self._holds,
            awards=self._awards,
            kept=frozenset((award.id,) if before[0] in self._kept else ()),
        )
        whole = _as_single_award(old)
        signals = [s for row in old for signal in row.signals if noted_on(s := as_it_stood(signal, eve)) < as_of]
        verdict = Verdict(
            window=NO_WINDOW,
            base_db=decibels(past.p0),
            share=Share(),
            structure=tuple(structure(award, _tender(whole, buyer), term_of(award), past)),
            discontent=discontent(signals, award, as_of) if signals else NO_EVIDENCE,
            access=NO_EVIDENCE,
            ours=False,
        )
        return Judgement(
            before=before,
            buyer=old[0].purchase.buyer,
            as_of=as_of,
            chance=verdict.c,
            share=max(holds.values(), default=0) / window.n if window.n else 0.0,
            award=award,
            offers=whole.offers,
            amount=math.fsum(float(row.purchase.value.amount) for row in old if row.purchase.value),
            newest=max(old[-1].purchase.day, self._newest, window.last),
        )

    def _held(self, numbers: Sequence[int]) -> frozenset[int]:
        numbers_of = self._suppliers
        names = (name for at in numbers for name in self.rows[at].suppliers)
        return frozenset(numbers_of.setdefault(name, len(numbers_of) + 1) for name in names)


class _RecentAwards:
    """The awards of one buyer in one class within three years before a day that only moves on: how many there are, how
    many of them each supplier holds, and the day of the last."""

    def __init__(self) -> None:
        self.rows: list[PastAward] = []
        self.held: dict[str, int] = {}
        self.n = self._from = self._to = 0
        self.last = date.min

    def move(self, as_of: date) -> None:
        """On to a day, which itself is not seen yet."""
        since = add_months(as_of, -ENTRENCHED_MONTHS)
        rows, held = self.rows, self.held
        while self._to < len(rows) and rows[self._to].purchase.day < as_of:
            for name in rows[self._to].suppliers:
                held[name] = held.get(name, 0) + 1
            self._to += 1
        while self._from < self._to and rows[self._from].purchase.day < since:
            for name in rows[self._from].suppliers:
                held[name] -= 1
            self._from += 1
        self.n = self._to - self._from
        self.last = rows[self._to - 1].purchase.day if self._to else date.min


def _plus(tally: Tally, hit: bool) -> Tally:
    return Tally(tally.hits + hit, tally.n + 1)


def _add(tallies: dict[int, Tally], number: int, hit: bool) -> None:
    tallies[number] = _plus(tallies.get(number, NONE), hit)


def _as_single_award(rows: Sequence[PastAward]) -> PastAward:
    """The awards of an event as one: direct where all were, the middle one of the offers that are known."""
    last = rows[-1]
    if len(rows) == 1:
        return last
    offers = [row.offers for row in rows if row.offers]
    direct = all(row.method is Method.DIRECT for row in rows)
    competed = next((row.method for row in rows if row.method is not Method.DIRECT), None)
    return msgspec.structs.replace(
        last, offers=median_low(offers) if offers else None, method=Method.DIRECT if direct else competed
    )


def _tender(row: PastAward, buyer: int) -> TenderLine:
    return TenderLine(
        title=row.purchase.title,
        buyer=buyer,
        category=row.category,
        category_scheme=row.scheme,
        method=row.method,
        offers=row.offers,
    )


def _award(rows: Sequence[PastAward], number: int, holders: frozenset[int]) -> Award:
    """The event as one award. A contract without a known start is taken to start when it was awarded."""
    last = rows[-1]
    return Award(
        id=number,
        tender=number,
        suppliers=tuple(sorted(holders)),
        awarded=last.purchase.day,
        start=last.start or last.purchase.day,
        end=last.end,
    )
