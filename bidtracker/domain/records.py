"""What a book holds, as frozen values. Who knows these knows the book.

Links between records are plain numbers within the other table (`Award.tender == 42` is T42). A record's
own number is `id`; 0 means not yet in a book. Defaults mean "not known" and are not stored.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from bidtracker.domain.message import Message
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Channel,
    DealStep,
    Decision,
    DemandKind,
    EventKind,
    FactKind,
    Fit,
    InquiryKind,
    InquiryResult,
    Intent,
    Layer,
    Level,
    Lever,
    LostReason,
    Method,
    NoAwardReason,
    NoBidReason,
    Outcome,
    PriceFormula,
    PromiseKind,
    ProposalKind,
    ProposalState,
    Rating,
    Reliability,
    Role,
    SaidBy,
    Side,
    SignalKind,
    SignalState,
    Stage,
    Stance,
    Structure,
    TerminationReason,
    Tier,
    TouchKind,
    TouchOutcome,
    Watch,
    WonReason,
)

# gc=False: frozen values cannot form circles, and 100,000 of them would otherwise cost 0.4 s a full collection.


class FrozenValue(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something inside a record."""


class Record(FrozenValue, frozen=True, kw_only=True):
    """Something with a number of its own. Unknown stored fields are an error: rewriting would lose them.

    `earlier` of some kinds keeps what a judgement read before it was changed, from old to new (see `as_it_stood`)."""

    id: int = 0


class Identifier(FrozenValue, frozen=True, kw_only=True):
    """An organisation's number in a register: scheme as org-id.guide has it ("GB-COH"), and the id there."""

    scheme: str
    id: str


class Earlier(FrozenValue, frozen=True, kw_only=True):
    """What some fields of a record held until the day on which they were changed, as JSON has them."""

    until: date
    fields: dict[str, Any]


class Source(FrozenValue, frozen=True, kw_only=True):
    """Where a record came from: the list and its format, the key there, digests of what it last said, and when.

    `state` is what the format itself keeps, as JSON, to join the list's next word to it."""

    list: str
    format: str = ""
    key: str = ""
    digest: str = ""
    released: datetime | None = None
    state: str = ""


class Kept(Record, frozen=True, kw_only=True):
    """A record that a person keeps: with tags, notes, and links to what belongs to it (addresses of pages or files)."""

    tags: tuple[str, ...] = ()
    notes: str = ""
    links: tuple[str, ...] = ()


class Sourced(Kept, frozen=True, kw_only=True):
    """A record that a list can bring. `displaced` keeps, for each field a person has since typed, the value the
    list had (None: nothing), so that a newer list changes only what it really says anew."""

    source: Source | None = None
    displaced: dict[str, Any] = {}
    extra: dict[str, Any] = {}


# ---------------------------------------------------------------- who


class Buyer(Sourced, frozen=True, kw_only=True):
    """The organisation that will conclude the contract or use the result; the account."""

    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    url: str = ""


class Believed(FrozenValue, frozen=True, kw_only=True):
    """What we believed of a contact from a day on; `written` is when that was written down, None where not known."""

    on: date
    level: Level = Level.UNKNOWN
    stance: Stance = Stance.NEUTRAL
    written: date | None = None

    def held_by(self, as_of: date) -> bool:
        """Whether it was believed, and written down, by a day."""
        return self.on <= as_of and (self.written is None or self.written <= as_of)


class Contact(Sourced, frozen=True, kw_only=True):
    """A person at a buyer: a stakeholder card. `believed` runs from old to new; the last is today's.

    `introduced_by` is the contact through whom we met."""

    name: str
    buyer: int
    title: str = ""
    layer: Layer = Layer.OPERATIONS
    roles: tuple[Role, ...] = ()
    believed: tuple[Believed, ...] = ()
    reports_to: int = 0
    introduced_by: int = 0
    phone: str = ""
    email: str = ""
    do_not_contact: bool = False
    left: date | None = None
    earlier: tuple[Earlier, ...] = ()

    def belief(self, as_of: date | None = None) -> Believed | None:
        """The newest belief held on `as_of` (or ever), None where none is dated so early."""
        held = [b for b in self.believed if as_of is None or b.held_by(as_of)]
        return held[-1] if held else None

    @property
    def level(self) -> Level:
        return self.believed[-1].level if self.believed else Level.UNKNOWN

    @property
    def stance(self) -> Stance:
        return self.believed[-1].stance if self.believed else Stance.NEUTRAL


class Competitor(Sourced, frozen=True, kw_only=True):
    """An organisation that bids against us; as winner it is the supplier of an award."""

    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    url: str = ""


# ---------------------------------------------------------------- what


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


# ---------------------------------------------------------------- what we hear, do and know


class Signal(Sourced, frozen=True, kw_only=True):
    """One dated observation about how an award is delivered, of an award or of a competitor at a buyer.

    `on` is the day it was observed, `happened` the day of the event where that differs; `reliability` and `credibility`
    (1 confirmed .. 6 cannot be judged) are the Admiralty code. `grounds` is why an import made it; `written` the day on
    which a person wrote it down, None where a list brought it with days of its own.
    """

    kind: SignalKind
    on: date
    award: int = 0
    competitor: int = 0
    buyer: int = 0
    happened: date | None = None
    severity: int = 2
    channel: Channel = Channel.INSIDE
    reliability: Reliability = Reliability.B
    credibility: int = 2
    promise: int = 0
    contact: int = 0
    url: str = ""
    grounds: Message | None = None
    state: SignalState = SignalState.OPEN
    written: date | None = None
    earlier: tuple[Earlier, ...] = ()


class Touch(Kept, frozen=True, kw_only=True):
    """One planned or done contact with a buyer, `by` one of us. It is planned while `done` is None; `written` is the
    day on which it was written down that it was done."""

    buyer: int
    on: date
    kind: TouchKind = TouchKind.CALL
    contact: int = 0
    award: int = 0
    tender: int = 0
    done: date | None = None
    outcome: TouchOutcome | None = None
    by: str = ""
    written: date | None = None


class Fact(Kept, frozen=True, kw_only=True):
    """One sourced piece of knowledge about a buyer; `confidence` is the Admiralty digit (1 sure .. 6 unjudged).

    `figure` is the number that its kind asks for (`FactKind.figure`: a year, days to pay), `rating` our judgement of
    it; both only where known. A refuted fact stays and counts nothing; `on` is the day it was last heard or confirmed,
    `written` the day on which a person wrote it down. `person` is whom a personal one is about; it goes with them.
    """

    buyer: int
    kind: FactKind
    text: str
    on: date
    channel: Channel = Channel.INSIDE
    confidence: int = 3
    contact: int = 0
    url: str = ""
    figure: int | None = None
    rating: Rating | None = None
    state: SignalState = SignalState.OPEN
    person: int = 0
    written: date | None = None
    earlier: tuple[Earlier, ...] = ()


class Favour(Kept, frozen=True, kw_only=True):
    """What a contact did for us, or we for them; open until it is `returned`."""

    contact: int
    text: str
    on: date
    side: Side = Side.THEIRS
    returned: date | None = None


class Hospitality(Kept, frozen=True, kw_only=True):
    """A meal, a gift, a visit paid for: to a contact, or from them; what it was worth, and `by` whom of us."""

    contact: int
    text: str
    on: date
    value: Money | None = None
    side: Side = Side.OURS
    by: str = ""


class ChannelChange(Kept, frozen=True, kw_only=True):
    """Another way by which a buyer is served or spoken to: from whom to whom (a dealer, a branch, one of us), by whose
    decision (`decided_by`), which `contact` hears of it first and how; `told_on` the day on which they did."""

    buyer: int
    was: str
    becomes: str
    on: date
    contact: int = 0
    decided_by: str = ""
    how: TouchKind = TouchKind.VISIT
    told_on: date | None = None


class Inquiry(Kept, frozen=True, kw_only=True):
    """What a buyer was asked about a tender and its `award`: of a `contact`, or of an `office`; by which `rule` (its
    code), `due` when. `answer` is what they wrote or told, `answered` the day, `result` what came of it; the document
    stands among the links."""

    tender: int
    kind: InquiryKind
    on: date
    award: int = 0
    contact: int = 0
    office: str = ""
    rule: str = ""
    due: date | None = None
    answered: date | None = None
    result: InquiryResult | None = None
    answer: str = ""


# ---------------------------------------------------------------- what they need and what we offer


class Demand(FrozenValue, frozen=True, kw_only=True):
    """One thing that a need asks for; `number` is its own within the need (N3.2). What is not a `must` is a wish."""

    number: int
    kind: DemandKind
    text: str
    must: bool = True


class Match(FrozenValue, frozen=True, kw_only=True):
    """How one of our offers fits one demand, and what would make it fit."""

    demand: int
    offer: int
    fit: Fit
    note: str = ""


class Need(Kept, frozen=True, kw_only=True):
    """What a buyer asks for, and the job behind it: what they will do with it. It may be known before any tender."""

    buyer: int
    title: str
    tender: int = 0
    job: str = ""
    demands: tuple[Demand, ...] = ()
    matches: tuple[Match, ...] = ()
    budget: Money | None = None
    wanted_by: date | None = None
    on: date | None = None
    channel: Channel = Channel.INSIDE
    contact: int = 0


class Offer(Kept, frozen=True, kw_only=True):
    """Something of ours that we can deliver, in our own small catalogue. `tier` is the class it competes in, `floor`
    the price below which we do not go, `levers` what it is strong by."""

    name: str
    description: str = ""
    tier: Tier | None = None
    price: Money | None = None
    floor: Money | None = None
    levers: tuple[Lever, ...] = ()


class Theme(Kept, frozen=True, kw_only=True):
    """What our bid on a tender (or `lot`) is worth to the buyer by one lever: a win theme, in words that can be said.

    It answers a `demand` of a `need`, or a `promise` of a rival's `award`, or both; `proof` is what bears it out. The
    `main` one of a bid is said first.
    """

    tender: int
    lever: Lever
    text: str
    lot: str = ""
    need: int = 0
    demand: int = 0
    award: int = 0
    promise: int = 0
    proof: str = ""
    main: bool = False


class Concession(FrozenValue, frozen=True, kw_only=True):
    """What was given up in a negotiation, what it cost us, and what was got for it ("" is nothing)."""

    on: date
    gave: str
    got: str = ""
    amount: Money | None = None


class Quote(Kept, frozen=True, kw_only=True):
    """A price named for a tender (or `lot`) on a day: ours (`competitor` 0), or what is known of a rival's.

    `tier` is the class of what was priced: prices compare only with the same class or a higher one. `floor` is the
    price below which we do not go; `agreed` the day on which both sides took it.
    """

    tender: int
    on: date
    price: Money
    competitor: int = 0
    lot: str = ""
    tier: Tier | None = None
    offer: int = 0
    terms: str = ""
    floor: Money | None = None
    concessions: tuple[Concession, ...] = ()
    channel: Channel = Channel.INSIDE
    confidence: int = 3
    contact: int = 0
    agreed: date | None = None


# ---------------------------------------------------------------- what we deliver


class Milestone(FrozenValue, frozen=True, kw_only=True):
    """One step of a deal; `number` is its own within the deal (D2.3). `due` and `done` are days, `amount` what it is
    worth, `party` with whom an order of ours stands. A visit found how satisfied `contact` was (1..5), what to improve,
    and what they will need next."""

    number: int
    step: DealStep
    due: date | None = None
    done: date | None = None
    amount: Money | None = None
    party: str = ""
    note: str = ""
    contact: int = 0
    satisfaction: int | None = None
    improve: str = ""
    next_need: str = ""


class OrderChange(FrozenValue, frozen=True, kw_only=True):
    """What a buyer wants otherwise than ordered, what it `costs` them and how many days later it comes; `agreed` the
    day on which they took that."""

    number: int
    on: date
    text: str
    costs: Money | None = None
    days: int | None = None
    agreed: date | None = None


class Clocks(FrozenValue, frozen=True, kw_only=True):
    """Days that the contract gives, each counted from the day a fault was found: to report what arrived faulty, to
    send it back, and to replace it."""

    report: int = 7
    send_back: int = 14
    replace: int = 30


class VisitPlan(FrozenValue, frozen=True, kw_only=True):
    """When to look after a delivery: so many days after it, then every so many months (0: not again)."""

    days: tuple[int, ...] = (7, 30, 90)
    every_months: int = 3


class Deal(Kept, frozen=True, kw_only=True):
    """The delivery of an award that is ours: deposit, delivery, returns, payment, visits."""

    award: int
    milestones: tuple[Milestone, ...] = ()
    changes: tuple[OrderChange, ...] = ()
    clocks: Clocks = Clocks()
    visits: VisitPlan = VisitPlan()


# ---------------------------------------------------------------- the book's own


class Proposal(Record, frozen=True, kw_only=True):
    """What is not done without a person: `about` is the record's id ("B12"), `other` the one it may be, `field` and
    `value` (plain JSON) what a list says, `grounds` why. A refused proposal is not made again.

    For a new record `field` is its table, `value` its fields by name, and `about` what it is about.
    """

    kind: ProposalKind
    about: str
    grounds: Message
    on: date
    other: str = ""
    field: str = ""
    value: Any = None
    source: str = ""
    state: ProposalState = ProposalState.OPEN


NOTHING = msgspec.Raw(b"null")


class BeforeImage(FrozenValue, frozen=True, array_like=True):
    """One record that an act changed, and its stored body before (`null`: it was not there)."""

    table: str
    id: int
    before: msgspec.Raw = NOTHING


class HistoryEntry(Record, frozen=True, kw_only=True):
    """One act in the book's history: when (UTC), who, what, and the before-images that undo needs.

    `images` names the documents of the table `images` that hold the changes when an act (an import) made very many.
    `state` is the sum of all records after the act and `seal` chains it to the act before; `salt`, or what is left of
    its `keys`, hides the parts, and `digests` keeps the hash of those that were erased (see book/seals.py). While an
    act was prepared others may have done some beside it: `acted_beside` of them.
    """

    at: datetime
    who: str
    act: str
    title: Message
    changes: tuple[BeforeImage, ...] = ()
    images: tuple[int, ...] = ()
    undoes: int = 0
    undone_by: int = 0
    acted_beside: int = 0
    state: str = ""
    seal: str = ""
    salt: str = ""
    keys: tuple[str, ...] = ()
    digests: dict[str, str] = {}


class Images(FrozenValue, frozen=True, kw_only=True):
    """A chunk of an act's before-images, kept apart from its entry; the rest as the entry has it."""

    changes: tuple[BeforeImage, ...]
    salt: str = ""
    keys: tuple[str, ...] = ()
    digests: dict[str, str] = {}


class SealedRow(FrozenValue, frozen=True, kw_only=True):
    """One contract of a sealed list: the award's id ("A5"; it may be deleted later), its rank, score (0..100), C, A and
    W, the last day to act, and its ranks in the lists sealed beside the radar."""

    award: str
    rank: int
    score: float
    c: float
    a: float
    w: float
    act_by: date | None = None
    ranks: dict[str, int] = {}


class Seal(Record, frozen=True, kw_only=True):
    """The radar as it stood on a day, by the program of that version; never changed, only added to.

    `digest` is the SHA-256 over all of it and over `before`, the digest of the seal before ("" for the first).
    """

    day: date
    program: str
    rows: tuple[SealedRow, ...] = ()
    before: str = ""
    digest: str = ""


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


RECORDS: dict[str, type[Record]] = {
    "buyers": Buyer,
    "contacts": Contact,
    "competitors": Competitor,
    "tenders": Tender,
    "awards": Award,
    "signals": Signal,
    "touches": Touch,
    "facts": Fact,
    "inquiries": Inquiry,
    "favours": Favour,
    "hospitality": Hospitality,
    "channel_changes": ChannelChange,
    "needs": Need,
    "offers": Offer,
    "themes": Theme,
    "quotes": Quote,
    "deals": Deal,
    "proposals": Proposal,
    "seals": Seal,
    "history": HistoryEntry,
}
TABLE_OF: dict[type[Record], str] = {kind: table for table, kind in RECORDS.items()} | {TenderLine: "tenders"}


_DEFAULTS: dict[type, dict[str, Any]] = {}


def defaults_of(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of a kind of record that may be left out, each with what it then is.

    `msgspec.structs.fields` reads every annotation for that, anew each time it is asked.
    """
    if kind not in _DEFAULTS:
        names, defaults = kind.__struct_fields__, kind.__struct_defaults__
        _DEFAULTS[kind] = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return _DEFAULTS[kind]
