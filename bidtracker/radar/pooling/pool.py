"""What the counts of several books say together, and what factors of signals would become by them.

    observed = ratio of the shares that heard it, of those that changed hands over those kept, books as strata
               (Mantel and Haenszel); its interval is the wider of theirs and of that by how books differ
    becomes  = exp((n ln observed + 20 ln shipped) / (n + 20)), n = re-tenders with the signal, within a half and the
               double of the shipped factor, and 1 to 10

The shipped factor stands while there are fewer than five books, and while an interval twice as wide holds 1 (nothing is
shown) or the shipped factor (nothing else is shown). So noise moves nothing: of 28 kinds tried at once at 95 %, one
that means nothing would move in three pools of four. A book counts for 200 re-tenders at most, and whatever a file
says, a factor stays within its cap.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from bidtracker.domain.records import PooledFactor
from bidtracker.domain.vocabulary import CostBand, SignalKind
from bidtracker.radar.insights.signal_yield import toward
from bidtracker.radar.measures.rates import Z95, Rate, rate
from bidtracker.radar.measures.stratified import SharesRatio, Stratum, shares_ratio
from bidtracker.radar.pooling.book_counts import LEAST_CELL, BookCounts, ExpectedLost, HeardTable
from bidtracker.radar.score.decibel import clamp
from bidtracker.radar.score.evidence import SHIPPED, cap

LEAST_BOOKS = 5
MOST_OF_ONE = 200  # re-tenders that one book counts for; more would let one file speak for all
MOST_COUNTED = 1_000_000
WIDER = 2  # times the 95 % interval must leave out what is to be given up
FEW_STUDENT = {1: 12.706, 2: 4.303}  # where the expansion below is too small


class PooledKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of signal over several books: `with_signal` of the `retenders` that somebody asked about had it."""

    kind: SignalKind
    books: int
    with_signal: int
    retenders: int
    shipped: float
    observed: float
    low: float
    high: float
    becomes: float

    @property
    def moves(self) -> bool:
        """Whether the pool gives it another factor than the shipped one."""
        return self.becomes != self.shipped


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """What `books` books say: each kind, how much oftener contracts changed hands of which anything was heard, and what
    bids expected to be lost led to and cost."""

    books: int
    kinds: tuple[PooledKind, ...]
    something: SharesRatio | None
    expected_lost: Mapping[str, Rate]
    costs: Mapping[CostBand, int]


def pool(books: Sequence[BookCounts]) -> Pool:
    """Pools the counts of some books, each of them sound."""
    some = [book.something for book in books if book.something]
    return Pool(
        books=len(books),
        kinds=tuple(_kinds(books)),
        something=_ratio([_stratum(table, 1) for table in some]) if some else None,
        expected_lost=dict(_rates(book.expected_lost for book in books)),
        costs=_costs(books),
    )


def taken(pooled: Pool, source: str, on: date) -> dict[SignalKind, PooledFactor]:
    """The factors that a pool would put in place of the shipped ones."""
    return {
        each.kind: PooledFactor(
            factor=each.becomes,
            low=each.low,
            high=each.high,
            retenders=each.with_signal,
            books=each.books,
            source=source,
            on=on,
        )
        for each in pooled.kinds
        if each.moves
    }


def faults(counts: BookCounts) -> Iterator[str]:
    """The places of counts that no book gives away: below 5 or beyond any book."""
    tables = {"something": counts.something, **counts.signals}
    for name, table in tables.items():
        if table is not None and not all(map(_sound, table.cells)):
            yield name
    for name in ExpectedLost.__struct_fields__:
        led = getattr(counts.expected_lost, name)
        if led is not None and not (_sound(led.yes) and _sound(led.no)):
            yield name
    yield from (name for name, n in counts.costs.items() if not _sound(n))


def _sound(n: int) -> bool:
    return LEAST_CELL <= n <= MOST_COUNTED


def _kinds(books: Sequence[BookCounts]) -> Iterator[PooledKind]:
    for kind in SignalKind:
        tables = [book.signals[kind] for book in books if kind in book.signals]
        if tables:
            yield _kind(kind, tables)


def _kind(kind: SignalKind, tables: Sequence[HeardTable]) -> PooledKind:
    strata = [_stratum(table, kind.sign) for table in tables]
    ratio, shipped = _ratio(strata), SHIPPED[kind]
    with_signal = sum(stratum.k1 + stratum.k0 for stratum in strata)
    shown = len(tables) >= LEAST_BOOKS and all(_leaves_out(ratio, factor) for factor in (1.0, shipped))
    becomes = clamp(toward(ratio.value, with_signal, shipped), *cap(kind)) if shown else shipped
    return PooledKind(
        kind=kind,
        books=len(tables),
        with_signal=sum(table.with_signal for table in tables),
        retenders=sum(table.n for table in tables),
        shipped=shipped,
        observed=ratio.value,
        low=ratio.low,
        high=ratio.high,
        becomes=becomes,
    )


def _leaves_out(ratio: SharesRatio, factor: float) -> bool:
    """Whether a ratio is surely another than a factor."""
    reach = math.log(ratio.high / ratio.value)
    return abs(math.log(factor / ratio.value)) > WIDER * reach


def _stratum(table: HeardTable, sign: int) -> Stratum:
    """A book as a stratum, the outcome that the kind speaks for first, scaled down to what one book may count for."""
    share = min(1.0, MOST_OF_ONE / table.n)
    heard_changed, heard_kept, other_changed, other_kept = (share * n for n in table.cells)
    changed = heard_changed, heard_changed + other_changed
    kept = heard_kept, heard_kept + other_kept
    return Stratum(*changed, *kept) if sign > 0 else Stratum(*kept, *changed)


def _ratio(strata: Sequence[Stratum]) -> SharesRatio:
    """The ratio of shares over books, with the wider of two intervals: of alike books, and by how books differ."""
    alike, n = shares_ratio(strata), len(strata)
    if n < 2:
        return alike
    parts = [(k1 * n0 / (n1 + n0), k0 * n1 / (n1 + n0)) for k1, n1, k0, n0 in strata]
    second = sum(s for _, s in parts)
    squares = sum((r - alike.value * s) ** 2 for r, s in parts)
    error = math.sqrt(squares * n / (n - 1)) / (alike.value * second)
    reach = max(alike.high / alike.value, math.exp(min(700.0, student(n - 1) * error)))
    return SharesRatio(alike.value, alike.value / reach, alike.value * reach)


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t, by its expansion (Abramowitz and Stegun 26.7.5): within 2 % from 3 on."""
    if freedom in FEW_STUDENT:
        return FEW_STUDENT[freedom]
    z, f = Z95, freedom
    return (
        z
        + (z**3 + z) / (4 * f)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * f**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * f**3)
    )


def _rates(books: Iterable[ExpectedLost]) -> Iterator[tuple[str, Rate]]:
    tables = list(books)
    for name in ExpectedLost.__struct_fields__:
        led = [each for table in tables if (each := getattr(table, name))]
        if led:
            hits = sum(each.yes for each in led)
            yield name, rate(hits, hits + sum(each.no for each in led))


def _costs(books: Iterable[BookCounts]) -> dict[CostBand, int]:
    sums: Counter[str] = Counter()
    for book in books:
        sums.update(book.costs)
    return {band: sums[band] for band in CostBand if sums[band]}
