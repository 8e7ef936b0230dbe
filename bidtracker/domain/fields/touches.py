"""The fields of a touch."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked, written
from bidtracker.domain.kinds import (
    DAY,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import (
    TouchKind,
    TouchOutcome,
)

TOUCHES: tuple[Field, ...] = (
    id_field("touches"),
    field("on", _("On"), DAY, 10, 1, form=1, needed=True),
    field("kind", _("Kind"), word(TouchKind), 9, 3, form=2, needed=True),
    *linked("buyer", _("Buyer"), "buyers", 26, 1),
    *linked("contact", _("Contact"), "contacts", 20, 3, form=3),
    *linked("award", _("Contract"), "awards", 26, 4),
    *linked("tender", _("Tender"), "tenders", 26, 0),
    field("done", _("Done"), DAY, 10, 2, act="done F4"),
    field("outcome", _("Outcome"), word(TouchOutcome), 20, 2, edit=False, act="done F4"),
    field("by", _("By"), width=12, priority=5),
    written(),
    *kept(tags=0, notes=4),
)
