"""A price named, and what was given up for it."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import FrozenValue, Kept
from bidtracker.domain.vocabulary import Channel, Tier


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
