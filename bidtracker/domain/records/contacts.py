"""A person at a buyer, and what we believe of them."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.records.record import Earlier, FrozenValue, Sourced
from bidtracker.domain.vocabulary import Layer, Level, Role, Stance


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
