"""Tender lists coming in: bytes of any known format -> a stream of Notices -> changes to a book."""

from bidtracker.intake.report import Progress, Report
from bidtracker.intake.run import import_files
from bidtracker.intake.session import Cancelled, Stop

__all__ = ["Cancelled", "Progress", "Report", "Stop", "import_files"]
