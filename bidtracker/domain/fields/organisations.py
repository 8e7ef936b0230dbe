"""The fields of buyers and competitors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bidtracker.domain.fields.field import Field, Get, field, id_field, kept, url
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import (
    DAY,
    IDENTIFIERS,
    TEXTS,
    WHOLE,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import TenderLine
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Outcome,
)


def _lost(tender: TenderLine) -> bool:
    return tender.outcome is Outcome.LOST or any(bid.outcome is Outcome.LOST for bid in tender.bids)


def _count_of(table: str, field: str, which: Callable[[Any], bool] = lambda record: True) -> Get:
    return lambda record, holdings: sum(map(which, holdings.linked(table, field, record.id)))


def _wins_against_us(competitor: Any, holdings: Holdings) -> int:
    tenders = {award.tender for award in holdings.awards_to(competitor.id)}
    return sum(_lost(holdings.tenders[number]) for number in tenders if number in holdings.tenders)


def _done(record: Any, holdings: Holdings) -> date | None:
    return max((touch.done for touch in holdings.touches_of(record.id) if touch.done), default=None)


def _planned(record: Any, holdings: Holdings) -> date | None:
    return min((touch.on for touch in holdings.touches_of(record.id) if not touch.done), default=None)


def _signals_about(competitor: int, holdings: Holdings) -> set[int]:
    """The numbers of the signals about a competitor or one of its awards."""
    numbers = {signal.id for signal in holdings.linked("signals", "competitor", competitor)}
    for award in holdings.awards_to(competitor):
        numbers.update(signal.id for signal in holdings.linked("signals", "award", award.id))
    return numbers


def _next_end(competitor: int, holdings: Holdings) -> date | None:
    """The first end of a contract of theirs that still runs."""
    running = (award for award in holdings.awards_to(competitor) if award.status is AwardStatus.ACTIVE)
    return min((award.end for award in running if award.end), default=None)


ORGANISATION: tuple[Field, ...] = (
    field("country", _("Country"), width=7, priority=4, form=2),
    field("aliases", _("Also called"), TEXTS, 20, form=3),
    field("identifiers", _("Identifiers"), IDENTIFIERS, 20, form=4),
)

BUYERS: tuple[Field, ...] = (
    id_field("buyers"),
    field("name", _("Name"), width=32, priority=1, form=1, needed=True),
    *ORGANISATION,
    field("tenders", _("Tenders"), WHOLE, 7, 3, _count_of("tenders", "buyer")),
    field("bids", _("Bids"), WHOLE, 5, 3, _count_of("tenders", "buyer", lambda t: bool(t.bids))),
    field("wins", _("Won"), WHOLE, 5, 4, _count_of("tenders", "buyer", lambda t: t.outcome is Outcome.WON)),
    field("losses", _("Lost"), WHOLE, 5, 3, _count_of("tenders", "buyer", _lost)),
    field("contacts", _("Contacts"), WHOLE, 8, 5, _count_of("contacts", "buyer")),
    field("facts", _("Facts"), WHOLE, 5, 6, _count_of("facts", "buyer")),
    field("last_touch", _("Last touch"), DAY, 10, 5, _done),
    field("next_touch", _("Next touch"), DAY, 10, 4, _planned),
    url(),
    *kept(),
)

COMPETITORS: tuple[Field, ...] = (
    id_field("competitors"),
    field("name", _("Name"), width=32, priority=1, form=1, needed=True),
    *ORGANISATION,
    field("wins", _("Wins"), WHOLE, 5, 3, _count_of("awards", "suppliers")),
    field("wins_against_us", _("Against us"), WHOLE, 10, 2, _wins_against_us),
    field("signals", _("Signals"), WHOLE, 7, 4, lambda c, h: len(_signals_about(c.id, h))),
    field("next_end", _("Next end"), DAY, 10, 4, lambda c, h: _next_end(c.id, h)),
    url(),
    *kept(),
)
