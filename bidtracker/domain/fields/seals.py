"""The fields of a sealed list."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field
from bidtracker.domain.kinds import DAY, WHOLE
from bidtracker.domain.message import label as _

SEALS: tuple[Field, ...] = (
    id_field("seals"),
    field("day", _("On"), DAY, 10, 1, edit=False),
    field("contracts", _("Contracts"), WHOLE, 9, 2, lambda seal, holdings: len(seal.rows), edit=False),
    field("program", _("Program"), width=12, priority=4, edit=False),
    field("digest", _("Hash"), width=20, priority=3, edit=False),
)
