"""All acts of a list."""

from __future__ import annotations

from bidtracker.tui.acts.account import AccountActs
from bidtracker.tui.acts.radar import RadarActs
from bidtracker.tui.acts.record import RecordActs
from bidtracker.tui.acts.tender import TenderActs


class Acts(RecordActs, TenderActs, AccountActs, RadarActs):
    """What can be done to the record under the cursor, or to the marked ones."""
