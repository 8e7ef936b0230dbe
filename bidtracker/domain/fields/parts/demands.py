"""The fields of one thing that a need asks for."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field
from bidtracker.domain.kinds import FLAG, PROSE, word
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import DemandKind

DEMANDS: tuple[Field, ...] = (
    field("kind", _("About"), word(DemandKind), 14, form=1, needed=True),
    field("text", _("Demand"), PROSE, 40, form=2),
    field("must", _("A must"), FLAG, 6, form=3, needed=True),
)
