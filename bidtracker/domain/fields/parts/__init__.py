"""The fields of what stands inside a record: its parts, each named as the part's attribute.

A new field of a part is one line where its record is, in `domain/records/`, and one here. A bid's fields with a column
in a native list are columns of its tender, too.
"""

from __future__ import annotations

from bidtracker.domain.fields.field import Field
from bidtracker.domain.fields.parts.bids import BIDS
from bidtracker.domain.fields.parts.demands import DEMANDS
from bidtracker.domain.fields.parts.lots import LOTS
from bidtracker.domain.fields.parts.milestones import MILESTONES
from bidtracker.domain.records import Bid, Demand, FrozenValue, Lot, Milestone

PARTS: dict[type[FrozenValue], tuple[Field, ...]] = {Bid: BIDS, Lot: LOTS, Milestone: MILESTONES, Demand: DEMANDS}

__all__ = ["BIDS", "DEMANDS", "LOTS", "MILESTONES", "PARTS"]
