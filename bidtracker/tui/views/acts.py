"""The acts of the views: each asks a form or the book, and says what was done."""

from __future__ import annotations

from bidtracker.tui.views.account_acts import AccountActs
from bidtracker.tui.views.radar_acts import RadarActs
from bidtracker.tui.views.record_acts import RecordActs
from bidtracker.tui.views.tender_acts import TenderActs


class Acts(RecordActs, TenderActs, AccountActs, RadarActs):
    """What can be done to the record under the cursor, or to the marked ones."""
