"""What --why adds to the JSON of an opportunity."""

from __future__ import annotations

from typing import Any

from bidtracker.exports import json
from bidtracker.radar.score.opportunity import Opportunity


def with_reasons(opportunity: Opportunity) -> dict[str, Any]:
    """The rows that add up to its score, and what to find out next."""
    return {
        "reasons": [json.plain(reason) for reason in opportunity.reasons],
        "ask_next": [json.plain(unknown) | {"swing": unknown.swing} for unknown in opportunity.ask_next],
    }
