"""The fields of an act in the history."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field
from bidtracker.domain.kinds import (
    FLAG,
    MESSAGE,
    MOMENT,
)
from bidtracker.domain.message import label as _

HISTORY: tuple[Field, ...] = (
    id_field("history"),
    field("at", _("When"), MOMENT, 16, 1, edit=False),
    field("who", _("Who"), width=14, priority=2, edit=False),
    field("act", _("Act"), width=12, priority=3, edit=False),
    field("title", _("What"), MESSAGE, 50, 1),
    field("undone", _("Undone"), FLAG, 7, 4, lambda entry, h: bool(entry.undone_by)),
)
