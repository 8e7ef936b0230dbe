"""Tender lists coming in: bytes of any known format -> a stream of Notices -> changes to a book."""

from bidtracker.intake.choices import ImportChoices, ImportListener, Stop
from bidtracker.intake.report import Progress, Report
from bidtracker.intake.run import import_files
from bidtracker.intake.session import Cancelled

__all__ = ["Cancelled", "ImportChoices", "ImportListener", "Progress", "Report", "Stop", "import_files"]
