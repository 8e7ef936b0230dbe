"""What passes between people: favours, hospitality, and a channel that changes."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import Kept
from bidtracker.domain.vocabulary import Side, TouchKind


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
