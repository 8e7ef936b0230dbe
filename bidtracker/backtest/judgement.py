"""What the radar would have said of each event ninety days before the follow-on: nothing later is read.

The judgement is the radar's own (the rows of `structure`, C of `case`, on `priors.History`), with its weights; only
the history is kept here as running counts, so that a long list of awards is gone through once and not once a pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median_low

import msgspec

from bidtracker.backtest.matching import LEAD_DAYS, RetenderPair
from bidtracker.domain.past_awards import PastAward
from bidtracker.domain.records import Award, TenderLine
from bidtracker.domain.vocabulary import Method
from bidtracker.radar.score.case import Verdict
from bidtracker.radar.score.decibel import decibels
from bidtracker.radar.score.evidence import Weighed, day_of, discontent
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.priors import ENTRENCHED_MONTHS, NONE, History, Tally
from bidtracker.radar.score.structure import structure
from bidtracker.radar.score.timing import Window, term_of

NO_EVIDENCE = Weighed(0.0, ())
NO_WINDOW = Window()  # C does not depend on when one acts


class JudgedPair(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One pair with what was known on `as_of`, and what came of it. `chance` is the radar's C, the probability that
    the supplier changes; `newest` the last day of anything that was read for it."""

    pair: RetenderPair
    buyer: str
    as_of: date
    follow_on: date
    resolved: date
    changed: bool
    chance: float
    award: Award
    amount: float
    newest: date


def judge_pairs(rows: Sequence[PastAward], pairs: Sequence[RetenderPair]) -> list[JudgedPair]:
    """Judges every pair as of its own day. `rows` run from old to new."""
    return list(_Judge(rows, pairs).judged())


def judged_on(rows: Sequence[PastAward], pair: RetenderPair) -> date:
    """The day of the judgement: so long before the follow-on that a call would still have been in time."""
    return rows[pair.after[0]].purchase.day - timedelta(days=LEAD_DAYS)


class _Judge:
    """The past growing day by day. Buyers and suppliers are numbered in order of appearance."""

    def __init__(self, rows: Sequence[PastAward], pairs: Sequence[RetenderPair]) -> None:
        self.rows, self.pairs = rows, pairs
        self._buyers: dict[str, int] = {}
        self._suppliers: dict[str, int] = {}
        self._tallies: dict[str, dict[int, Tally]] = {"base": {}, "buyer": {}, "incumbent": {}}
        self._classes: dict[str, Tally] = {}
        self._kept: set[int] = set()  # numbers of the first award of events whose holder had held it before
        self._newest = date.min
        self._holds: dict[tuple[int, str], Counter[int]] = {}
        self._awards: Counter[tuple[int, str]] = Counter()
        asked = [rows[pair.before[0]].purchase for pair in pairs]
        self._windows = {(purchase.buyer, purchase.kind): _RecentAwards() for purchase in asked}
        for row in rows:
            window = self._windows.get((row.purchase.buyer, row.purchase.kind))
            if window is not None:
                window.rows.append(row)

    def judged(self) -> Iterator[JudgedPair]:
        rows = self.rows
        results = [(max(rows[at].purchase.day for at in pair.after), number) for number, pair in enumerate(self.pairs)]
        results.sort()
        learned = 0
        for pair in sorted(self.pairs, key=lambda pair: pair.after):
            as_of = judged_on(rows, pair)
            while learned < len(results) and results[learned][0] < as_of:
                self._learn(self.pairs[results[learned][1]])
                self._newest = results[learned][0]
                learned += 1
            yield self._judge(pair, as_of)

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

    def _judge(self, pair: RetenderPair, as_of: date) -> JudgedPair:
        old = [self.rows[at] for at in pair.before]
        buyer = self._buyers.setdefault(old[-1].purchase.buyer, len(self._buyers) + 1)
        before, after = self._held(pair.before), self._held(pair.after)
        category = old[-1].purchase.kind
        window = self._windows[old[0].purchase.buyer, old[0].purchase.kind]
        window.move(as_of)
        holds = {self._suppliers[name]: window.held[name] for row in old for name in row.suppliers}
        self._holds[buyer, category], self._awards[buyer, category] = Counter(holds), window.n
        award = _award(old, pair.before[0] + 1, before)
        past = History(
            as_of=as_of,
            base=self._tallies["base"].get(0, NONE),
            buyers=self._tallies["buyer"],
            classes=self._classes,
            incumbents=self._tallies["incumbent"],
            holds=self._holds,
            awards=self._awards,
            kept=frozenset((award.id,) if pair.before[0] in self._kept else ()),
        )
        signals = [s for row in old for s in row.signals if max(s.on, day_of(s)) < as_of]
        verdict = Verdict(
            window=NO_WINDOW,
            base_db=decibels(past.p0),
            share=NONE,
            share_where="",
            structure=tuple(structure(award, _tender(_as_single_award(old), buyer), term_of(award), past)),
            discontent=discontent(signals, award, as_of) if signals else NO_EVIDENCE,
            access=NO_EVIDENCE,
            ours=False,
        )
        return JudgedPair(
            pair=pair,
            buyer=old[0].purchase.buyer,
            as_of=as_of,
            follow_on=self.rows[pair.after[0]].purchase.day,
            resolved=max(self.rows[at].purchase.day for at in pair.after),
            changed=not before & after,
            chance=verdict.c,
            award=award,
            amount=sum(float(row.purchase.value.amount) for row in old if row.purchase.value),
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
