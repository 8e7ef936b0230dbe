"""What signals turned out to be worth: how much more often contracts changed hands where one was heard.

    observed BF = share of those that changed hands with the signal / share of those kept, within thirds of C by the
                  record alone (Mantel and Haenszel; see stratified.py), from 30 re-tenders on
    moved BF    = exp((n ln observed + 20 ln shipped) / (n + 20)), held within 1..10, n = re-tenders with the signal

Silence counts only where somebody asked or something else was heard: of other re-tenders nobody knows whether there was
anything to hear. For kinds that speak of content the two outcomes change places. Both factors are shown; scores use the
shipped one, or one pooled over several books (radar/pooling).
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import date

import msgspec

from bidtracker.domain.as_it_stood import as_it_stood
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Signal
from bidtracker.domain.vocabulary import SignalKind, SignalState
from bidtracker.radar.measures.stratified import SharesRatio, Stratum, shares_ratio
from bidtracker.radar.score.decibel import clamp
from bidtracker.radar.score.evidence import BOUNDS, SHIPPED, noted_on
from bidtracker.radar.score.months import shift
from bidtracker.radar.score.past import record_chances
from bidtracker.radar.score.priors import Retender, retenders
from bidtracker.radar.score.relations import silences

PSEUDO = 20
NEEDED = 160  # resolved re-tenders that tell a factor of 2 from none: a signal in a third, half of them changed
LEAST_STRATIFIED = 30  # from which there are ten in each third of C


class KindYield(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One kind of signal: in how many of the re-tenders that changed hands, and of those kept, it was written
    down before; the factor observed within thirds of C, with its 95 % interval."""

    kind: SignalKind
    changed: int
    kept: int
    shipped: float
    observed: float
    low: float
    high: float
    moved: float

    @property
    def shown(self) -> bool:
        """Whether the record shows that the signal tells anything: its interval does not hold 1."""
        return not self.low <= 1 <= self.high


class SignalYield(msgspec.Struct, frozen=True, kw_only=True):
    """Over how many resolved re-tenders, changed and kept; those of them about which somebody had asked or heard
    something before, and of how many buyers they are; whether factors are taken within thirds of C; and each kind that
    was with_signal."""

    changed: int
    kept: int
    asked_changed: int = 0
    asked_kept: int = 0
    stratified: bool = False
    buyers: int = 0
    kinds: tuple[KindYield, ...] = ()


class AskedRetender(msgspec.Struct, frozen=True, gc=False):
    """A re-tender about which somebody had asked: of which buyer, what was heard, its stratum, and what came of it."""

    buyer: int
    kinds: frozenset[SignalKind]
    third: int
    changed: bool


def asked_retenders(holdings: Holdings, as_of: date) -> list[AskedRetender]:
    """Every re-tender resolved by a day about which somebody had asked before, all in one stratum."""
    return _heard(holdings, *_resolved(holdings, as_of), stratified=False)


def signal_yield(holdings: Holdings, as_of: date) -> SignalYield:
    """Each kind's factor as observed in this book and moved toward it. Refuted signals do not count."""
    events, asked = _resolved(holdings, as_of)
    totals = Counter(event.changed for event in events)
    stratified = len(asked) >= LEAST_STRATIFIED
    with_signal = _heard(holdings, events, asked, stratified=stratified)
    counts = Counter(each.changed for each in with_signal)
    kinds = frozenset().union(*(each.kinds for each in with_signal))
    return SignalYield(
        changed=totals[True],
        kept=totals[False],
        asked_changed=counts[True],
        asked_kept=counts[False],
        stratified=stratified,
        buyers=len({event.tender.buyer for event in asked}),
        kinds=tuple(_kind(kind, with_signal) for kind in SignalKind if kind in kinds),
    )


def _resolved(holdings: Holdings, as_of: date) -> tuple[list[Retender], list[Retender]]:
    """The re-tenders resolved by a day; and those of them about which somebody had asked before, looked at while what
    is around them is in memory."""
    events, asked = [], []
    for event in retenders(holdings):
        if event.noted <= as_of:
            events.append(event)
            if _asked(holdings, event):
                asked.append(event)
    return events, asked


def _asked(holdings: Holdings, event: Retender) -> bool:
    """Whether somebody had asked how a contract goes, or heard something of it, before it was decided anew."""
    eve = shift(event.on, -1)
    return bool(_signals(holdings, event)) or any(
        silences(holdings.linked("touches", "award", award.id), eve) for award in event.held
    )


def _signals(holdings: Holdings, event: Retender) -> list[Signal]:
    """The signals about a contract that were written down before it was decided anew, as they stood then."""
    eve = shift(event.on, -1)
    every = (as_it_stood(signal, eve) for award in event.held for signal in holdings.signals_of(award))
    return [signal for signal in every if noted_on(signal) <= eve]


def _heard(
    holdings: Holdings, events: list[Retender], asked: list[Retender], *, stratified: bool
) -> list[AskedRetender]:
    """What was heard of each re-tender that somebody had asked about, with its third of C where that is wanted."""
    chances = {id(event): c for event, c in record_chances(holdings, events)} if stratified else {}
    ordered = sorted(chances[id(event)] for event in asked if id(event) in chances)
    cuts = [ordered[len(ordered) * third // 3] for third in (1, 2)] if ordered else []
    return [
        AskedRetender(
            buyer=event.tender.buyer,
            kinds=frozenset(s.kind for s in _signals(holdings, event) if s.state is not SignalState.REFUTED),
            third=sum(chances[id(event)] >= cut for cut in cuts),
            changed=event.changed,
        )
        for event in asked
        if not stratified or id(event) in chances
    ]


def _kind(kind: SignalKind, with_signal: list[AskedRetender]) -> KindYield:
    tallies = Counter(each.changed for each in with_signal if kind in each.kinds)
    observed = _factor(kind, with_signal)
    return KindYield(
        kind=kind,
        changed=tallies[True],
        kept=tallies[False],
        shipped=SHIPPED[kind],
        observed=observed.value,
        low=observed.low,
        high=observed.high,
        moved=clamp(toward(observed.value, tallies.total(), SHIPPED[kind]), *BOUNDS),
    )


def toward(observed: float, n: float, shipped: float) -> float:
    """A shipped factor moved toward the one observed over n re-tenders with the signal."""
    return math.exp((n * math.log(observed) + PSEUDO * math.log(shipped)) / (n + PSEUDO))


def _factor(kind: SignalKind, with_signal: list[AskedRetender]) -> SharesRatio:
    """How much likelier the outcome that a kind speaks for is, once it was heard."""
    cells = Counter((each.third, each.changed is (kind.sign > 0), kind in each.kinds) for each in with_signal)
    return shares_ratio(
        [
            Stratum(
                cells[third, True, True],
                cells[third, True, True] + cells[third, True, False],
                cells[third, False, True],
                cells[third, False, True] + cells[third, False, False],
            )
            for third in sorted({each.third for each in with_signal})
        ]
    )
