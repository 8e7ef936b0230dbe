"""The fields of a price named."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked
from bidtracker.domain.kinds import (
    DAY,
    FLAG,
    MONEY,
    PROSE,
    WHOLE,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import (
    Channel,
    Tier,
)

QUOTES: tuple[Field, ...] = (
    id_field("quotes"),
    field("on", _("On"), DAY, 10, 1, form=3, needed=True),
    *linked("tender", _("Tender"), "tenders", 30, 2),
    field("ours", _("Ours"), FLAG, 5, 3, lambda q, h: not q.competitor, act="set M3 competitor=C3"),
    *linked("competitor", _("Competitor"), "competitors", 22, 2, form=1),
    field("price", _("Price"), MONEY, 16, 1, form=2, needed=True),
    field("agreed", _("Agreed on"), DAY, 10, 4, form=11),
    field("tier", _("Class"), word(Tier), 9, 3, form=4),
    *linked("offer", _("Offer"), "offers", 22, 5, form=6),
    field("terms", _("Terms"), PROSE, 24, 6, form=5),
    field("floor", _("Floor price"), MONEY, 16, 6, form=7),
    field("concessions", _("Concessions"), WHOLE, 8, 5, lambda q, h: len(q.concessions), act="concede M3"),
    field("lot", _("Lot"), width=6, form=10),
    field("channel", _("Channel"), word(Channel), 9, 0, form=8),
    field("confidence", _("Confidence"), WHOLE, 10, 0, form=9),
    *linked("contact", _("Contact"), "contacts", 18, 0),
    *kept(),
)
