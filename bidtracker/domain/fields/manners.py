"""The fields of favours, hospitality and changes of channel."""

from __future__ import annotations

from typing import Any

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import DAY, MONEY, PROSE, link, word
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import Side, TouchKind


def _buyer(record: Any, holdings: Holdings) -> str:
    return holdings.name("buyers", holdings.buyer_of(record))


FAVOURS: tuple[Field, ...] = (
    id_field("favours"),
    field("text", _("Favour"), PROSE, 36, 1, form=2, needed=True),
    *linked("contact", _("Contact"), "contacts", 20, 1, form=1, needed=True),
    field("buyer", _("Buyer"), link("buyers"), 26, 3, _buyer),
    field("side", _("Who for whom"), word(Side), 14, 2, form=3, needed=True),
    field("on", _("On"), DAY, 10, 2, form=4, needed=True),
    field("returned", _("Returned"), DAY, 10, 2, form=5),
    *kept(),
)
HOSPITALITY: tuple[Field, ...] = (
    id_field("hospitality"),
    field("text", _("What"), PROSE, 30, 1, form=2, needed=True),
    *linked("contact", _("Contact"), "contacts", 20, 1, form=1, needed=True),
    field("buyer", _("Buyer"), link("buyers"), 26, 4, _buyer),
    field("value", _("Value"), MONEY, 14, 2, form=3),
    field("side", _("Who for whom"), word(Side), 14, 3, form=4, needed=True),
    field("on", _("On"), DAY, 10, 2, form=5, needed=True),
    field("by", _("By"), width=12, priority=5, form=6),
    *kept(),
)
CHANNEL_CHANGES: tuple[Field, ...] = (
    id_field("channel_changes"),
    *linked("buyer", _("Buyer"), "buyers", 26, 1),
    field("was", _("So far by"), width=20, priority=1, form=1, needed=True),
    field("becomes", _("From then on by"), width=20, priority=1, form=2, needed=True),
    field("on", _("From"), DAY, 10, 2, form=3, needed=True),
    *linked("contact", _("Tell first"), "contacts", 20, 2, form=4),
    field("decided_by", _("Decided by"), width=16, priority=4, form=5),
    field("how", _("Tell by"), word(TouchKind), 9, 3, form=6, needed=True),
    field("told_on", _("Told"), DAY, 10, 2, form=7),
    *kept(notes=8),
)
