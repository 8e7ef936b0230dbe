"""The fields of a fact about a buyer."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked, url, written
from bidtracker.domain.kinds import (
    DAY,
    PROSE,
    WHOLE,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import (
    Channel,
    FactKind,
    Rating,
    SignalState,
)

FACTS: tuple[Field, ...] = (
    id_field("facts"),
    *linked("buyer", _("Buyer"), "buyers", 26, 1),
    field("kind", _("Kind"), word(FactKind), 20, 1, form=1, needed=True),
    field("text", _("Fact"), PROSE, 40, 1, form=2, needed=True),
    field("on", _("On"), DAY, 10, 2, form=3, needed=True),
    field("channel", _("Channel"), word(Channel), 9, 3, form=4, needed=True),
    field("confidence", _("Confidence"), WHOLE, 10, 4, form=5, needed=True),
    *linked("contact", _("Contact"), "contacts", 18, 0, form=8),
    *linked("person", _("About"), "contacts", 18, 5, form=9),
    field("figure", _("Figure"), WHOLE, 8, 5, form=6),
    field("rating", _("Judgement"), word(Rating), 9, 4, form=7),
    field("state", _("State"), word(SignalState), 10, 5, edit=False, act="confirm|refute K4"),
    written(),
    url(),
    *kept(),
)
