"""A tender, and the parts of it: lots, our bids, events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import Earlier, FrozenValue, Record, Source
from bidtracker.domain.vocabulary import (
    Decision,
    EventKind,
    Intent,
    LostReason,
    Method,
    NoAwardReason,
    NoBidReason,
    Outcome,
    PriceFormula,
    SaidBy,
    Stage,
    Structure,
    Watch,
    WonReason,
)


class Lot(FrozenValue, frozen=True, kw_only=True):
    """A part of a tender that is awarded on its own."""

    id: str
    title: str = ""
    value: Money | None = None
    status: str = ""


class LostReasonNote(FrozenValue, frozen=True, kw_only=True):
    """Why we lost, who says so, and on what evidence. The first of a bid's reasons is the primary one."""

    code: LostReason
    said_by: SaidBy = SaidBy.OURS
    evidence: str = ""


class WonReasonNote(FrozenValue, frozen=True, kw_only=True):
    """Why we won, who says so, and on what evidence. The first of a bid's is the primary one."""

    code: WonReason
    said_by: SaidBy = SaidBy.OURS
    evidence: str = ""


class Revision(FrozenValue, frozen=True, kw_only=True):
    """An estimate of p_win made on a day; those after submission are kept but not scored."""

    on: date
    p_win: float


class Criterion(FrozenValue, frozen=True, kw_only=True):
    """One line of a score sheet: its weight in per cent, the `most` points that it gives (None: as many as it weighs),
    our points and the winner's, and the buyer's words. `price`: it scores the price."""

    name: str
    weight: float | None = None
    most: float | None = None
    ours: float | None = None
    winners: float | None = None
    words: str = ""
    price: bool = False


class PriceBand(FrozenValue, frozen=True, kw_only=True):
    """A step of a banded price score: prices up to `above` (0.05: 5 %) over the lowest get `share` of the points."""

    above: float
    share: float


class ScoreSheet(FrozenValue, frozen=True, kw_only=True):
    """How a bid was scored, criterion by criterion, who says so (ours: inferred), and on which day we were told.

    `formula` is how a price became points, None where it is not known; `bands` its steps where it has some."""

    criteria: tuple[Criterion, ...]
    said_by: SaidBy = SaidBy.DEBRIEF
    on: date | None = None
    formula: PriceFormula | None = None
    bands: tuple[PriceBand, ...] = ()


class Bid(FrozenValue, frozen=True, kw_only=True):
    """Our own part in a tender, or in one lot of it (`lot` "" is the whole).

    `p_win` is our probability of winning, 0..1; `p_win_locked` is what it was at submission, and is what is scored.
    `score` and `winning_score` are the points that the buyer gave us and the winner, `sheet` those of each criterion;
    `position` our place, 1 the first.
    `manager` is who of us led the bid. `hours` and `cost` are what it took to make, the cost without those hours.
    """

    lot: str = ""
    intent: Intent | None = None
    p_win: float | None = None
    p_win_locked: float | None = None
    revisions: tuple[Revision, ...] = ()
    price: Money | None = None
    submitted: date | None = None
    outcome: Outcome = Outcome.PENDING
    outcome_on: date | None = None
    reasons: tuple[LostReasonNote, ...] = ()
    won_reasons: tuple[WonReasonNote, ...] = ()
    why: str = ""
    score: float | None = None
    winning_score: float | None = None
    sheet: ScoreSheet | None = None
    position: int | None = None
    manager: str = ""
    hours: float | None = None
    cost: Money | None = None


class TenderLine(Record, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """What a list of tenders shows and the radar reads: a Tender without its long texts. Read, never written.

    `enquiries_until` is the last day on which the buyer takes questions (OCDS: the end of `enquiryPeriod`).
    `deadline_at` is the deadline's hour where a list names one: with the buyer's offset from UTC, or without where only
    the clock's time is known. `no_bid_reason` is why we did not bid, `retender_on` when the buyer means to buy again,
    `rough` names the dates of which only the month or quarter is known (they hold its last day). `follows`
    is the tender that this one competes again; `awards` its awards, kept by the book so that an act on one tender need
    not look through all awards.
    """

    title: str
    buyer: int
    reference: str = ""
    ocid: str = ""
    country: str = ""
    category: str = ""
    category_scheme: str = ""
    sector: str = ""
    value: Money | None = None
    published: date | None = None
    enquiries_until: date | None = None
    deadline: date | None = None
    deadline_at: datetime | None = None
    decision_date: date | None = None
    standstill_until: date | None = None
    retender_on: date | None = None
    rough: tuple[str, ...] = ()
    stage: Stage = Stage.WATCHING
    decision: Decision = Decision.PENDING
    outcome: Outcome = Outcome.PENDING
    no_award_reason: NoAwardReason | None = None
    no_bid_reason: NoBidReason | None = None
    watch: Watch | None = None
    park_until: date | None = None
    method: Method | None = None
    structure: Structure = Structure.CONTRACT
    offers: int | None = None
    tenderers: tuple[int, ...] = ()
    bids: tuple[Bid, ...] = ()
    follows: int = 0
    awards: tuple[int, ...] = ()
    url: str = ""
    tags: tuple[str, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    @property
    def deadline_day(self) -> date | None:
        """The day of the deadline where the reader is: 00:00 in Greenwich is still the day before in America."""
        at = self.deadline_at
        return at.astimezone().date() if at is not None and at.tzinfo is not None else self.deadline

    @property
    def bid(self) -> Bid | None:
        """Our bid on the whole, or the first lot's."""
        return self.bids[0] if self.bids else None

    def expected_lost(self, below: float = 0.2) -> bool:
        """Whether we bid without expecting to win: p_win under the threshold, or only to be known or to learn."""
        return any(
            bid.intent in (Intent.POSITION, Intent.BENCHMARK) or (p is not None and p < below)
            for bid in self.bids
            for p in [bid.p_win if bid.p_win_locked is None else bid.p_win_locked]
        )


class TenderEvent(FrozenValue, frozen=True, kw_only=True):
    """What a list changed about a tender (or its `award`) from one issue to the next: `before` and `after` as JSON has
    them, `note` the publisher's own words, `source` the list."""

    on: date
    kind: EventKind
    award: int = 0
    field: str = ""
    before: str = ""
    after: str = ""
    note: str = ""
    source: str = ""


class Tender(TenderLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One competition and what follows from it (an OCDS contracting process). `events` run as they were noticed."""

    description: str = ""
    lots: tuple[Lot, ...] = ()
    events: tuple[TenderEvent, ...] = ()
    source: Source | None = None
    displaced: dict[str, Any] = {}
    notes: str = ""
    links: tuple[str, ...] = ()
    extra: dict[str, Any] = {}
