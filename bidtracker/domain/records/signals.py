"""What is observed of how a contract is delivered."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.message import Message
from bidtracker.domain.records.record import Earlier, Sourced
from bidtracker.domain.vocabulary import Channel, Reliability, SignalKind, SignalState


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
