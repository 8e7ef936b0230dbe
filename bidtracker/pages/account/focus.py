"""What a page on an account is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Award, TenderLine
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.quiet import Quiet


class Focus(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer on a day, its competitions that matter now (the first most), its opportunities and our own contracts as
    the radar sees them. In a `quiet` period nobody is named to be met or asked."""

    holdings: Holdings
    buyer: int
    as_of: date
    tenders: tuple[TenderLine, ...]
    opportunities: tuple[Opportunity, ...]
    quiet: Quiet | None = None
    personal: bool = True

    @property
    def awards(self) -> list[Award]:
        """The contracts that the page is about: the radar's first, then those of its competitions."""
        numbers = [opportunity.award for opportunity in self.opportunities]
        numbers += [award.id for tender in self.tenders for award in self.holdings.awards_of(tender.id)]
        return [self.holdings.awards[number] for number in dict.fromkeys(numbers)]


def cycle(holdings: Holdings, tender: int) -> Iterator[TenderLine]:
    """A competition, with those that compete its need again before it."""
    following: list[TenderLine] = holdings.next_of(tender)
    yield from sorted(following, key=lambda line: -line.id)
    if tender in holdings.tenders:
        yield holdings.tenders[tender]


def focus_on(opportunity: Opportunity, holdings: Holdings, as_of: date, *, personal: bool = True) -> Focus:
    """An account as one contract of it is talked about."""
    return Focus(
        holdings=holdings,
        buyer=opportunity.buyer,
        as_of=as_of,
        tenders=tuple(cycle(holdings, opportunity.tender)),
        opportunities=(opportunity,),
        quiet=opportunity.quiet,
        personal=personal and holdings.settings.personal_facts,
    )
