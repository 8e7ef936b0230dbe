"""Several buyers of one tender: it is kept under the first, and the others stay with it."""

from __future__ import annotations

from collections.abc import Iterable

from bidtracker.domain.message import Message, say
from bidtracker.intake.notice import Party
from bidtracker.intake.open.lenient_json import Object

BUYERS = "buyers"  # of what a tender keeps beside its fields: who buys together with its buyer


def beside(buyer: Party | None, buyers: Iterable[Party]) -> Object:
    """What a tender keeps of those who buy together with its buyer."""
    first = buyer.name if buyer else ""
    names = list(dict.fromkeys(party.name for party in buyers if party.name != first))
    return {BUYERS: names} if names else {}


def bought_together(n: int) -> Message:
    """Says that there are `n` buyers, of whom one is the tender's."""
    return say("{n} buyers buy together; it is kept under the first, and names the others", n=n)
