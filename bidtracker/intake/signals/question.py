"""What a public record is asked about, one award as it was and as it is, and what is found: a signal to be made."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.message import Message
from bidtracker.domain.records import Award, TenderEvent
from bidtracker.domain.vocabulary import EventKind, SignalKind, Structure
from bidtracker.intake.notice import Amendment, Delivery

STATED, CONCLUDED = 2, 3  # credibility: what a record states, and what is concluded from two states of it


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A signal to be made: its key within the award, the day of the event, and its grounds in words."""

    kind: SignalKind
    key: str
    grounds: Message
    happened: date | None = None
    severity: int = 2
    credibility: int = STATED


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One award as it was (None: not known before) and is now, what its record tells, and what was noticed of it.

    `events` are those of this statement, `past` all earlier ones of the award; `on` the day of the statement;
    `was` and `now` name its suppliers; `decided`: the statement is that of the decision, so that what it says otherwise
    than before was put right.
    """

    award: Award
    before: Award | None
    delivery: Delivery
    on: date
    events: tuple[TenderEvent, ...] = ()
    past: tuple[TenderEvent, ...] = ()
    structure: Structure = Structure.CONTRACT
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    decided: bool = False

    def moved(self, kind: EventKind) -> bool:
        """Whether this statement says so for the first time."""
        return any(event.kind is kind for event in self.events)

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """Those told for the first time."""
        old = {event.after for event in self.past if event.kind is EventKind.AMENDED}
        return tuple(amendment for amendment in self.delivery.amendments if amendment.id not in old)

    @property
    def why(self) -> str:
        """The publisher's words on what is new."""
        return " ".join(amendment.why for amendment in self.amendments)

    @property
    def codes(self) -> list[str]:
        """The publisher's codes for what is new."""
        return [code for amendment in self.amendments for code in amendment.codes]
