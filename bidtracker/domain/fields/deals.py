"""The fields of a deal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any

from bidtracker.domain.fields.field import Field, Get, field, id_field, kept, linked
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import (
    DAY,
    MONEY,
    SPOKEN,
    WHOLE,
    link,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Deal, Milestone


def _next_step(deal: Deal) -> Milestone | None:
    """The step that is due first of those not done."""
    waiting = [step for step in deal.milestones if step.done is None]
    return min(waiting, key=lambda step: step.due or date.max, default=None)


def _of_step(read: Callable[[Milestone], Any]) -> Get:
    def get(deal: Deal, holdings: Holdings) -> Any:
        step = _next_step(deal)
        return read(step) if step else None

    return get


def _satisfaction(deal: Deal) -> int | None:
    """What the last visit that asked found, 1 to 5."""
    asked = [step for step in deal.milestones if step.satisfaction is not None]
    return max(asked, key=lambda step: step.done or date.min).satisfaction if asked else None


DEALS: tuple[Field, ...] = (
    id_field("deals"),
    *linked("award", _("Contract"), "awards", 34, 1),
    field("buyer", _("Buyer"), link("buyers"), 26, 2, lambda d, h: h.name("buyers", h.buyer_of(d))),
    field("next_step", _("Next step"), SPOKEN, 18, 2, _of_step(attrgetter("step")), act="step D3.2"),
    field("due", _("Due"), DAY, 10, 1, _of_step(attrgetter("due")), act="step D3.2"),
    field("amount", _("Amount"), MONEY, 16, 3, _of_step(attrgetter("amount")), act="step D3.2"),
    field("changes", _("Changes of the order"), WHOLE, 8, 5, lambda d, h: len(d.changes) or None, act="change D3"),
    field("satisfaction", _("Satisfaction"), WHOLE, 12, 4, lambda d, h: _satisfaction(d), act="visited D3.4"),
    *kept(),
)
