"""The counts that a book can give away: how often a contract changed hands where something was heard, and what bids
that we expected to lose led to. No names, places, dates or amounts.

What rests on few could be told from what else is known of it. So a table is given only whole: each of its cells is 5
or more, and what it counts happened at 5 buyers or more. A cell below 5 that is left out leaves out small cells more
often than large ones, which by itself would make noise look like a signal; so a kind of signal is given only where
chance alone would have put 10 into its smallest cell. That looks at how often it was heard, never at what came of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from operator import sub

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Settings
from bidtracker.domain.vocabulary import CostBand, SignalKind
from bidtracker.radar.insights.costs import cost_of
from bidtracker.radar.insights.payoff import Followed, payoff
from bidtracker.radar.insights.signal_yield import AskedRetender, asked_retenders
from bidtracker.radar.insights.trials import trials

FORMAT = "bidtracker counts 1"
ABOUT = "Counts of one bid book: no names, places, dates or amounts. A table with a cell below 5 is left out."
LEAST_CELL = 5
LEAST_BUYERS = 5
LEAST_EXPECTED = 10
BAND_ENDS = (
    Decimal("0.005"),
    Decimal("0.02"),
    Decimal("0.05"),
)  # of the contract's value; above the last one is a band


class HeardTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Re-tenders about which somebody had asked: heard or not × changed hands or kept."""

    heard_changed: int
    heard_kept: int
    not_heard_changed: int
    not_heard_kept: int

    @property
    def with_signal(self) -> int:
        """In how many it was heard."""
        return self.heard_changed + self.heard_kept

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.cells)

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """The four counts."""
        return self.heard_changed, self.heard_kept, self.not_heard_changed, self.not_heard_kept

    @property
    def least_expected(self) -> float:
        """What chance alone would put into the smallest cell."""
        changed = self.heard_changed + self.not_heard_changed
        return (
            min(self.with_signal, self.n - self.with_signal) * min(changed, self.n - changed) / self.n
            if self.n
            else 0.0
        )


class LedTo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bids expected to be lost that led to something within 24 months, and those that did not."""

    yes: int
    no: int


class ExpectedLost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What bids expected to be lost led to: an invitation, a meeting, a contract; an invitation or a contract."""

    invited: LedTo | None = None
    met: LedTo | None = None
    awarded: LedTo | None = None
    paid: LedTo | None = None


class BookCounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All that one book gives away. `something` counts re-tenders of which anything was heard, against those where
    somebody asked and heard nothing; `signals` each kind; `costs` bids expected to be lost by their cost."""

    format: str
    about: str = ""
    something: HeardTable | None = None
    signals: dict[str, HeardTable] = {}
    expected_lost: ExpectedLost = ExpectedLost()
    costs: dict[str, int] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing is left to give away."""
        return not (self.something or self.signals or self.costs) and self.expected_lost == ExpectedLost()


class SmallCells(msgspec.Struct, frozen=True, kw_only=True):
    """What was left out since it rests on too few: kinds of signals, and tables of expected-lost bids."""

    kinds: tuple[SignalKind, ...] = ()
    tables: int = 0


def book_counts(holdings: Holdings, as_of: date) -> tuple[BookCounts, SmallCells]:
    """The counts of a book that can be told to nobody's harm, and what had to be left out."""
    followed = payoff(holdings, trials(holdings, as_of), as_of).followed
    return counts_of(asked_retenders(holdings, as_of), followed, holdings.settings)


def counts_of(
    asked: Collection[AskedRetender], followed: Collection[Followed], settings: Settings
) -> tuple[BookCounts, SmallCells]:
    """The same of what was asked about, and of the bids expected to be lost and what followed."""
    kinds = [kind for kind in SignalKind if any(kind in each.kinds for each in asked)]
    tables = {kind: table for kind in kinds if (table := _given(asked, frozenset((kind,))))}
    lost, costs = _expected_lost(followed), _costs(followed, settings)
    led = [getattr(lost, name) for name in ExpectedLost.__struct_fields__]
    counts = BookCounts(
        format=FORMAT,
        about=ABOUT,
        something=_something(asked, tables.values()),
        signals={str(kind): table for kind, table in tables.items()},
        expected_lost=lost,
        costs=costs,
    )
    return counts, SmallCells(
        kinds=tuple(kind for kind in kinds if kind not in tables),
        tables=(led.count(None) + (not costs)) if followed else 0,
    )


def _given(asked: Collection[AskedRetender], kinds: frozenset[SignalKind]) -> HeardTable | None:
    """The table of what was heard of any of some kinds, None where it rests on too few."""
    with_signal = [each for each in asked if not each.kinds.isdisjoint(kinds)]
    cells = Counter((not each.kinds.isdisjoint(kinds), each.changed) for each in asked)
    table = HeardTable(cells[True, True], cells[True, False], cells[False, True], cells[False, False])
    if min(table.cells) < LEAST_CELL or table.least_expected < LEAST_EXPECTED:
        return None
    return table if len({each.buyer for each in with_signal}) >= LEAST_BUYERS else None


def _something(asked: Collection[AskedRetender], tables: Iterable[HeardTable]) -> HeardTable | None:
    """The table of those of which anything was heard; None also where it less a kind's own would leave a small cell."""
    whole = _given(asked, frozenset(SignalKind))
    if whole is None:
        return None
    rests = [rest for table in tables for rest in map(sub, whole.cells[:2], table.cells[:2])]
    return None if any(0 < rest < LEAST_CELL for rest in rests) else whole


def _expected_lost(followed: Collection[Followed]) -> ExpectedLost:
    led = {name: [each for each in followed if getattr(each, name)] for name in ExpectedLost.__struct_fields__}
    lost = ExpectedLost(**{name: _led(followed, hits) for name, hits in led.items()})
    rests = [lost.paid.yes - each.yes for each in (lost.invited, lost.awarded) if lost.paid and each]
    small = any(0 < rest < LEAST_CELL for rest in rests)  # one of which only the other is known
    return msgspec.structs.replace(lost, paid=None) if small else lost


def _led(followed: Collection[Followed], hits: Collection[Followed]) -> LedTo | None:
    yes, no = len(hits), len(followed) - len(hits)
    return LedTo(yes, no) if min(yes, no) >= LEAST_CELL and _enough_buyers(hits) else None


def _enough_buyers(followed: Iterable[Followed]) -> bool:
    return len({each.tender.buyer for each in followed}) >= LEAST_BUYERS


def _costs(followed: Iterable[Followed], settings: Settings) -> dict[str, int]:
    """How many of the bids cost how much of the contract's value; none where a band, or the rest without one, is small,
    since the number of all is known."""
    bands: dict[CostBand | None, list[Followed]] = {}
    for each in followed:
        bands.setdefault(cost_band(each, settings), []).append(each)
    if any(len(bids) < LEAST_CELL or not _enough_buyers(bids) for bids in bands.values()):
        return {}
    return {str(band): len(bands[band]) for band in CostBand if band in bands}


def cost_band(bid: Followed, settings: Settings) -> CostBand | None:
    """The band of what a bid cost, None where its cost or the contract's value is not known."""
    value = bid.tender.value
    if value is None or value.amount <= 0:
        return None
    cost = cost_of(bid.tender, bid.bid, settings, value.currency)
    return None if cost is None else tuple(CostBand)[bisect_left(BAND_ENDS, cost / value.amount)]
