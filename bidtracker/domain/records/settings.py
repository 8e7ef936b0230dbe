"""What holds for one book."""

from __future__ import annotations

from datetime import date
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import FrozenValue
from bidtracker.domain.vocabulary import SignalKind


class PooledFactor(FrozenValue, frozen=True, kw_only=True):
    """What a kind of signal multiplies the odds of a change by, as the counts of several books have it: `retenders`
    with the signal in `books` books, its 95 % interval `low` to `high`, taken from the files `source` on a day."""

    factor: float
    low: float
    high: float
    retenders: int
    books: int
    source: str
    on: date


class Settings(FrozenValue, frozen=True, kw_only=True):
    """What holds for one book: our own names, when a bid counts as expected lost, rates typed by a person, saved
    filters, how the columns of plain lists were read (`mappings`, by the set of their names), and how many records of
    which lists came in when an import was stopped (`unfinished`), and whether the radar is sealed by itself with the
    first act of a quarter, and after how many years without a contact a person is proposed to be erased (0: never).

    `hour_rate` is what an hour of ours costs ("80 EUR"), `bid_costs` what a bid takes where its own record does not
    say, by class of purchases ("" for all others): hours ("40 h") or money ("5000 EUR").
    `pooled` are the factors of signals that a person took from the counts of several books.
    `personal_facts`: briefs and call sheets have what is known of people; `hospitality_limit` is what one person may be
    given in twelve months."""

    us: tuple[str, ...] = ()
    expected_lost_below: float = 0.2
    base_currency: str = ""
    rates: dict[str, str] = {}
    filters: dict[str, str] = {}
    mappings: dict[str, dict[str, Any]] = {}
    unfinished: dict[str, int] = {}
    seal_quarterly: bool = True
    forget_after: int = 0
    hour_rate: str = ""
    bid_costs: dict[str, str] = {}
    personal_facts: bool = True
    hospitality_limit: Money | None = None
    pooled: dict[SignalKind, PooledFactor] = {}
