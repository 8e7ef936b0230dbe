"""What any source says of one tender, in our words; and what was found wrong with it.

Readers make these and know nothing of a book. Whatever a list does not say keeps its default (None, "" or
an empty tuple), so that the merge changes only what a list really says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from msgspec import field

from bidtracker.domain.fields import imported
from bidtracker.domain.message import Message
from bidtracker.domain.money import Money
from bidtracker.domain.records import Criterion, FrozenValue, Identifier, Lot, Option
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    Intent,
    LostReason,
    Method,
    NoAwardReason,
    NoBidReason,
    Outcome,
    Stage,
    Structure,
    TerminationReason,
    Watch,
    WonReason,
)


class Party(FrozenValue, frozen=True, gc=False, kw_only=True):
    """An organisation as a list names it. `identifiers` never hold an id without a scheme of its own."""

    name: str
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    url: str = ""


class Amendment(FrozenValue, frozen=True, gc=False, kw_only=True):
    """A change to a contract as its record tells it: when, why in the publisher's words and by the codes of Prozorro
    or eForms, what is new, if anything."""

    id: str
    on: date | None = None
    why: str = ""
    codes: tuple[str, ...] = ()
    value: Money | None = None
    end: date | None = None
    supplier: bool = False


class Step(FrozenValue, frozen=True, gc=False, kw_only=True):
    """A milestone of a contract: OCDS status (scheduled, met, notMet, partiallyMet) and type, when due, when met."""

    id: str
    title: str = ""
    status: str = ""
    kind: str = ""
    due: date | None = None
    met: date | None = None


class Metric(FrozenValue, frozen=True, gc=False, kw_only=True):
    """One observation of a key performance indicator: `rating` is what was seen against what was asked, in the UK's
    words (met, slightlyBelow, below, significantlyBelow)."""

    id: str
    title: str = ""
    on: date | None = None
    rating: str = ""


class Failure(FrozenValue, frozen=True, gc=False, kw_only=True):
    """A failure to perform as the record tells it: what, how often (None: not told), and what it cost the supplier.

    `penalty` is what was imposed, in words; `basis` contracted, imposed or negotiated; `partial` what was terminated.
    """

    id: str
    what: str = ""
    on: date | None = None
    events: int | None = None
    penalty: str = ""
    basis: str = ""
    partial: str = ""


class Complaint(FrozenValue, frozen=True, gc=False, kw_only=True):
    """A complaint about the award, not about the delivery, and what became of it."""

    id: str
    on: date | None = None
    status: str = ""


class Delivery(FrozenValue, frozen=True, gc=False, kw_only=True):
    """What a record tells of how a contract is delivered; `paid` the sum of its payments (None: none or of several
    currencies), `final_status` that of OCDS 1.2, `ended` the publisher's words on why it ended."""

    amendments: tuple[Amendment, ...] = ()
    milestones: tuple[Step, ...] = ()
    metrics: tuple[Metric, ...] = ()
    failures: tuple[Failure, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    paid: Money | None = None
    payments: int = 0
    final_status: str = ""
    ended: str = ""


class NoticeAward(FrozenValue, frozen=True, gc=False, kw_only=True):
    """One award and its contract as a list tells it. `key` is stable within the Notice's tender.

    `status` CANCELLED with a `no_award_reason` means that this lot (or the whole, lot "") went to nobody;
    `end` may be derived from a start and a duration (`end_derived`); `runner_up` is the best price of the others;
    `so_far`: its value is what was committed until now, or of a part, from which nothing follows where the contract is
    worth more; `decides`: it tells of a decision, of which there may be several under one key, and of no
    change to a contract.
    `others` are values of fields that have no attribute here, by the field's name.
    """

    key: str
    lot: str = ""
    suppliers: tuple[Party, ...] = ()
    ours: bool = False
    status: AwardStatus | None = None
    no_award_reason: NoAwardReason | None = None
    value: Money | None = None
    awarded: date | None = None
    start: date | None = None
    end: date | None = None
    end_derived: bool = False
    so_far: bool = False
    decides: bool = False
    max_end: date | None = None
    runner_up: Money | None = None
    options: tuple[Option, ...] = ()
    terminated: date | None = None
    termination_reason: TerminationReason | None = None
    title: str = ""
    url: str = ""
    delivery: Delivery | None = None
    cleared: tuple[str, ...] = ()
    others: dict[str, Any] = field(default_factory=dict)


class ListedBid(FrozenValue, frozen=True, gc=False):
    """What a row for one bid tells of it: its price, whether it won (None where that is not told), and whether the row
    names ourselves."""

    price: Money | None = None
    won: bool | None = None
    ours: bool = False


class Notice(FrozenValue, frozen=True, gc=False, kw_only=True):
    """One record of a list: the state of one tender as the list tells it.

    `key` finds the same tender in the next issue of the same list (an ocid; a reference and its buyer; a row's
    digest); `digest` is equal where the list says the same again; `released` is the moment of this statement, by
    which several about one tender are ordered. `record` is its number in the file, from 1.
    `cancelled`: the whole procedure ended without an award, for `no_award_reason` where that is told.
    `others` are values of fields that have no attribute here, by the field's name (see `domain.fields`); `bid_others`
    those of our bid.
    `follows` are the ocids of processes that it says it renews or replaces; `call_off`: it buys under a framework;
    `some_lots`: the tender may have lots that it does not name, and it says nothing of those; `again`: the tender may
    have been published before, so that an earlier day stands; `bid` is that of its one tenderer; `of_contract`: it is
    the record of one contract, with that one's title and buyer, which are the tender's only while no others are known.

    A format whose records tell only what is new keeps in `state` what the next is to be joined to, and in `release` the
    record itself where that says more; `cleared` are the fields that it takes back, `reopened` that it is cancelled no
    more, and it `announces` the tender where its date may be that of the publication. `own` is the number that the
    tender had in the book that wrote the row, in an export of this program.
    """

    key: str
    list: str
    format: str
    digest: str
    record: int = 0
    released: datetime | None = None
    url: str = ""
    reference: str = ""
    ocid: str = ""
    title: str = ""
    buyer: Party | None = None
    country: str = ""
    category: str = ""
    category_scheme: str = ""
    description: str = ""
    value: Money | None = None
    published: date | None = None
    enquiries_until: date | None = None
    deadline: date | None = None
    deadline_at: datetime | None = None
    decision_date: date | None = None
    standstill_until: date | None = None
    stage: Stage | None = None
    method: Method | None = None
    structure: Structure | None = None
    offers: int | None = None
    tenderers: tuple[Party, ...] = ()
    lots: tuple[Lot, ...] = ()
    awards: tuple[NoticeAward, ...] = ()
    cancelled: bool = False
    no_award_reason: NoAwardReason | None = None
    no_bid_reason: NoBidReason | None = None
    sector: str = ""
    retender_on: date | None = None
    rough: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    call_off: bool = False
    some_lots: bool = False
    again: bool = False
    of_contract: bool = False
    bid: ListedBid | None = None

    # our own part: only the native list tells it. `lot` is the part of the tender that this row is about.
    lot: str = ""
    decision: Decision | None = None
    intent: Intent | None = None
    p_win: float | None = None
    price: Money | None = None
    score: float | None = None
    winning_score: float | None = None
    scores: tuple[Criterion, ...] = ()
    position: int | None = None
    manager: str = ""
    submitted: date | None = None
    outcome: Outcome | None = None
    lost_reason: LostReason | None = None
    lost_evidence: str = ""
    also_reasons: tuple[LostReason, ...] = ()
    won_reason: WonReason | None = None
    also_won_reasons: tuple[WonReason, ...] = ()
    watch: Watch | None = None
    park_until: date | None = None
    promises: tuple[str, ...] = ()
    notes: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    others: dict[str, Any] = field(default_factory=dict)
    bid_others: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    state: str = ""
    release: bytes = b""
    cleared: tuple[str, ...] = ()
    reopened: bool = False
    announces: bool = True
    own: int = 0


class Card(FrozenValue, frozen=True, gc=False, kw_only=True):
    """One person of an address book. `key` finds the same person in the next export (the UID, else name and
    organisation); `more` are telephones and addresses beside the first, which no field has room for; `others` are
    values of fields that have no attribute here, by the field's name."""

    key: str
    list: str
    record: int
    digest: str
    name: str
    organisation: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    notes: str = ""
    links: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    others: dict[str, Any] = field(default_factory=dict)


class Problem(FrozenValue, frozen=True, gc=False, kw_only=True):
    """Something in a list that was refused, or taken in another way than it was written.

    `record` is its number in the file from 1 (0: the file as a whole), `key` the column or path,
    `value` a shortened rendering of what stood there. `refused`: the record did not come in; `left_out`: it is none,
    but a sum or a heading.
    """

    file: str
    record: int | str
    message: Message
    key: str = ""
    value: str = ""
    refused: bool = False
    left_out: bool = False


def stated_in(fields: Iterable[str], statement: type[FrozenValue]) -> tuple[str, ...]:
    """Those of a record's fields that a list tells of it under the same name."""
    return tuple(name for name in fields if name in statement.__struct_fields__)


# What a list tells of a tender, of an award, and a card of a person, and a record keeps under the same name.
LISTED_TENDER = (*stated_in(imported("tenders"), Notice), "lots")
LISTED_AWARD = (*stated_in(imported("awards"), NoticeAward), "options")
LISTED_CONTACT = stated_in(imported("contacts"), Card)


def digest(raw: bytes) -> str:
    """A short digest (16 hexadecimal digits) of what a list said of one record."""
    return hashlib.sha1(raw, usedforsecurity=False).hexdigest()[:16]  # processors help with it: 1.8 us less for 3 KB


def shorten(value: Any) -> str:
    """A value as it may stand in a sentence: one safe line of at most 60 cells."""
    return safe(value if isinstance(value, str) else repr(value), 60)
