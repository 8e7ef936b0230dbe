"""The fields of a lot: a part of a tender that is awarded on its own."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field
from bidtracker.domain.kinds import MONEY
from bidtracker.domain.message import label as _

LOTS: tuple[Field, ...] = (
    field("id", _("Lot"), width=6),
    field("title", _("Title"), width=30),
    field("value", _("Value"), MONEY, 16),
    field("status", _("Status"), width=10),
)
