"""What we can deliver."""

from __future__ import annotations

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import Kept
from bidtracker.domain.vocabulary import Lever, Tier


class Offer(Kept, frozen=True, kw_only=True):
    """Something of ours that we can deliver, in our own small catalogue. `tier` is the class it competes in, `floor`
    the price below which we do not go, `levers` what it is strong by."""

    name: str
    description: str = ""
    tier: Tier | None = None
    price: Money | None = None
    floor: Money | None = None
    levers: tuple[Lever, ...] = ()
