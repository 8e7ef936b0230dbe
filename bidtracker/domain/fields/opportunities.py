"""The fields of a row of the radar, which is made above this room: read by the names of its attributes."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from bidtracker.domain.fields.field import Field, Get, field
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import (
    DAY,
    FLAG,
    MESSAGE,
    MONEY,
    NUMBER,
    SHARE,
    SPOKEN,
    id_of,
    link,
    links,
)
from bidtracker.domain.message import label as _


def _attempt(path: str) -> Get:
    """An attribute of something that may itself be missing, by its path."""
    get = attrgetter(path)

    def read(record: Any, holdings: Holdings) -> Any:
        try:
            return get(record)
        except AttributeError:
            return None

    return read


def _contract(opportunity: Any, holdings: Holdings) -> str:
    return holdings.name("awards", opportunity.award)


def _value(opportunity: Any, holdings: Holdings) -> Any:
    award, tender = holdings.awards.get(opportunity.award), holdings.tenders.get(opportunity.tender)
    return (award.value if award else None) or (tender.value if tender else None)


OPPORTUNITIES: tuple[Field, ...] = (
    field("id", _("Id"), id_of("awards"), 6, 2, lambda o, h: o.award),
    field("score", _("Score"), NUMBER, 6, 1, edit=False),
    field("buyer", _("Buyer"), link("buyers"), 26, 1, lambda o, h: h.name("buyers", o.buyer)),
    field(
        "incumbent",
        _("Incumbent"),
        links("competitors"),
        22,
        2,
        lambda o, h: tuple(h.name("competitors", number) for number in o.suppliers) or None,
    ),
    field("contract", _("Contract"), width=30, priority=3, get=_contract),
    field("value", _("Value"), MONEY, 16, 5, _value),
    field("state", _("Window"), SPOKEN, 12, 4, _attempt("window.state")),
    field("opens", _("Opens"), DAY, 10, 6, _attempt("window.opens")),
    field("act_by", _("Act by"), DAY, 10, 2, _attempt("window.act_by")),
    field("end", _("End"), DAY, 10, 4, _attempt("window.closes")),
    field("freshest", _("Freshest signal"), MESSAGE, 24, 5, _attempt("freshest.label")),
    field("freshest_on", _("Heard"), DAY, 10, 7, _attempt("freshest.on")),
    field("action", _("Next action"), MESSAGE, 36, 3, _attempt("action.message")),
    field("action_on", _("Action on"), DAY, 10, 0, _attempt("action.on")),
    field("expected_value", _("Expected value"), MONEY, 16, 0, edit=False),
    field("change", _("P(change)"), SHARE, 8, 0, _attempt("c")),
    field("share", _("P(ours)"), SHARE, 8, 0, _attempt("a")),
    field("weight", _("Timing"), SHARE, 8, 0, _attempt("w")),
    field("discontent", _("Discontent dB"), NUMBER, 10, 0, edit=False),
    field("access", _("Access dB"), NUMBER, 10, 0, edit=False),
    field("tender_ref", _("Tender"), id_of("tenders"), 6, 0, lambda o, h: o.tender or None),
    field("buyer_ref", _("Buyer"), id_of("buyers"), 6, 0, lambda o, h: o.buyer or None),
    field("ours", _("Ours"), FLAG, 5, 0, edit=False),
    field("snoozed_until", _("Snoozed until"), DAY, 10, 0, edit=False),
)
