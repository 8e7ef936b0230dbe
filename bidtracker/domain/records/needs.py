"""What a buyer needs, demand by demand, and how our offers meet it."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import FrozenValue, Kept
from bidtracker.domain.vocabulary import Channel, DemandKind, Fit


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
