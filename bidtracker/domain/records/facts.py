"""What is known of a buyer."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.records.record import Earlier, Kept
from bidtracker.domain.vocabulary import Channel, FactKind, Rating, SignalState


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
