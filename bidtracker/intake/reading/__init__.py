"""The way in: a file or stream of any known format, read as a stream of Notices and Problems."""

from bidtracker.intake.reading.opening import read, readings, records
from bidtracker.intake.reading.reading import Reading

__all__ = ["Reading", "read", "readings", "records"]
