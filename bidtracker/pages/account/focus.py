"""What a page on an account is about, and how its lines are kept short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import TenderLine
from bidtracker.domain.text import cut, safe
from bidtracker.radar import Opportunity
from bidtracker.radar.score.quiet import Quiet

LONGEST = 110  # cells that a text out of a record may take on the page


class Focus(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer on a day, its competitions that matter now (the first most), its opportunities and our own contracts as
    the radar sees them. In a `quiet` period nobody is named to be met or asked."""

    holdings: Holdings
    buyer: int
    as_of: date
    tenders: tuple[TenderLine, ...]
    found: tuple[Opportunity, ...]
    quiet: Quiet | None = None


def cycle(holdings: Holdings, tender: int) -> Iterator[TenderLine]:
    """A competition, with those that compete its need again before it."""
    following: list[TenderLine] = holdings.next_of(tender)
    yield from sorted(following, key=lambda line: -line.id)
    if tender in holdings.tenders:
        yield holdings.tenders[tender]


def short(text: str) -> str:
    """A text of a record on one line, cut where it is long."""
    return cut(safe(" ".join(text.split())), LONGEST)
