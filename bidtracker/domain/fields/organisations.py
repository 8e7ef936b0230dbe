"""The fields of buyers and competitors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bidtracker.domain.fields.field import Field, Get, field, id_field, kept, url
from bidtracker.domain.holdings import Holdings, is_lost
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

ANY = bool  # which of some records: all of them


def _count_of(table: str, field: str, which: Callable[[Any], bool] = ANY) -> Get:
    if which is ANY:
        return lambda record, holdings: holdings.count_linked(table, field, record.id)
    return lambda record, holdings: sum(map(which, holdings.linked(table, field, record.id)))


def _own(which: Callable[[TenderLine], bool]) -> Get:
    """How many of those tenders of a buyer in which we had a part are such."""
    return lambda buyer, holdings: sum(map(which, holdings.own_tenders_of(buyer.id)))


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
    field("bids", _("Bids"), WHOLE, 5, 3, _own(lambda t: bool(t.bids))),
    field("wins", _("Won"), WHOLE, 5, 4, _own(lambda t: t.outcome is Outcome.WON)),
    field("losses", _("Lost"), WHOLE, 5, 3, _own(is_lost)),
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
    field("wins", _("Wins"), WHOLE, 5, 3, lambda c, h: h.wins_of(c.id)),
    field("wins_against_us", _("Against us"), WHOLE, 10, 2, lambda c, h: h.losses_to(c.id)),
    field("signals", _("Signals"), WHOLE, 7, 4, lambda c, h: len(_signals_about(c.id, h))),
    field("next_end", _("Next end"), DAY, 10, 4, lambda c, h: _next_end(c.id, h)),
    url(),
    *kept(),
)
