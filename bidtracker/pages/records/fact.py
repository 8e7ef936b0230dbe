"""The page of one fact about a buyer, and where it is from."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Fact
from bidtracker.pages.page import Page
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import CHANNELS, STATES, age, day, sure


def fact_page(fact: Fact, holdings: Holdings, as_of: date) -> Page:
    """What it says, how sure it is, and since when."""
    return page_of(
        fact,
        fields(
            fact,
            holdings,
            as_of,
            skip=("text", "kind"),
            special={
                "channel": ((f"{CHANNELS[fact.channel]} ", ""), (fact.channel, "")),
                "confidence": ((f"{fact.confidence} · ", ""), (sure(fact.confidence), "")),
                "state": ((f"{STATES[fact.state]} ", ""), (fact.state, "")),
                "on": ((day(fact.on), ""), ("  ", ""), (age((as_of - fact.on).days), "muted")),
            },
        ),
        title=fact.text,
        note=fact.kind,
    )
