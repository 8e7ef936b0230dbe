"""The fields of an offer of ours."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, long
from bidtracker.domain.kinds import (
    MONEY,
    word,
    words,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import (
    Lever,
    Tier,
)

OFFERS: tuple[Field, ...] = (
    id_field("offers"),
    field("name", _("Offer"), width=34, priority=1, form=1, needed=True),
    field("tier", _("Class"), word(Tier), 9, 2, form=3),
    field("price", _("Price"), MONEY, 16, 2, form=4),
    field("floor", _("Floor price"), MONEY, 16, 4, form=5),
    field("levers", _("Strong by"), words(Lever), 24, 3, form=6),
    long("description", _("Description"), form=2),
    *kept(links=84),
)
