"""An award, and the contract that follows: promises, options, odds."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import Earlier, FrozenValue, Sourced
from bidtracker.domain.vocabulary import AwardStatus, PromiseKind, TerminationReason


class Promise(FrozenValue, frozen=True, kw_only=True):
    """A term that the winner won on. `number` is its own within the award (A5.2); `due` when it can be checked."""

    number: int
    text: str
    kind: PromiseKind = PromiseKind.OTHER
    due: date | None = None
    kept: bool | None = None


class Option(FrozenValue, frozen=True, kw_only=True):
    """A right to extend: until when the buyer must decide, the end it would give, whether it was used."""

    decide_by: date
    new_end: date | None = None
    exercised: bool | None = None


class OutsideOdds(FrozenValue, frozen=True, kw_only=True):
    """The chance (0..1) that the supplier changes once it is tendered again, as a source outside judged it on a day;
    `written` is when it came into the book."""

    on: date
    chance: float
    source: str
    written: date | None = None

    def held_by(self, as_of: date) -> bool:
        """Whether it was made, and in the book, by a day."""
        return max(self.on, self.written or self.on) <= as_of


class Award(Sourced, frozen=True, kw_only=True):
    """The decision for a supplier on a tender or lot, and the contract that follows.

    `max_end` is the last day with every extension used. `suppliers` are competitors; `ours` that we are among them.
    `runner_up` is the second-best price, where it became known. `odds` of outside sources run from old to new.
    `written` is the day on which a person wrote it down;
    None where a list brought it, which was public when it happened.
    """

    tender: int
    lot: str = ""
    suppliers: tuple[int, ...] = ()
    ours: bool = False
    status: AwardStatus = AwardStatus.ACTIVE
    value: Money | None = None
    runner_up: Money | None = None
    awarded: date | None = None
    start: date | None = None
    end: date | None = None
    max_end: date | None = None
    options: tuple[Option, ...] = ()
    terminated: date | None = None
    termination_reason: TerminationReason = TerminationReason.UNKNOWN
    promises: tuple[Promise, ...] = ()
    incumbent_before: bool | None = None
    tracked: bool = False
    snoozed_until: date | None = None
    dismissed: bool = False
    title: str = ""
    url: str = ""
    written: date | None = None
    odds: tuple[OutsideOdds, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def odds_on(self, as_of: date) -> OutsideOdds | None:
        """The newest outside odds that were in the book by a day."""
        return next((odds for odds in reversed(self.odds) if odds.held_by(as_of)), None)
