"""What is not done without a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from bidtracker.domain.message import Message
from bidtracker.domain.records.record import Record
from bidtracker.domain.vocabulary import ProposalKind, ProposalState


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
