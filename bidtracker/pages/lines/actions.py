"""What the radar says to do next."""

from __future__ import annotations

from bidtracker.pages.page import Remark, record_ref
from bidtracker.radar.score.opportunity import Opportunity


def action_line(opportunity: Opportunity) -> Remark:
    """What the radar says to do about one contract."""
    return Remark(
        signs=(("▸ ", "accent"),),
        words=((opportunity.action.message, ""),),
        target=record_ref("awards", opportunity.award),
    )
