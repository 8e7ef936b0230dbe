"""One list while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from bidtracker.intake.formats.reader import Item, Reader
from bidtracker.intake.mapping.columns import ColumnMap
from bidtracker.intake.mapping.survey import ColumnSurvey
from bidtracker.intake.notice import Problem
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.reading.entries import Entry
from bidtracker.intake.where import Unwanted


class Reading:
    """One list being read: iterate it once for its Notices and Problems, in the file's order, in bounded memory.
    Where only some are `wanted`, others that are known before anything is built from them come as Unwanted.

    A record that cannot be read is a refused Problem and the others still come. Where the file breaks off (cut off,
    damaged, no longer JSON), the last thing to come is a refused Problem that says at which byte. `mapping` is how the
    columns of a plain list are read, None for a list in a known format, `survey` what that comes to.
    `mark` tells the list from others.
    """

    def __init__(
        self,
        source: ListSource,
        reader: Reader,
        entries: Iterator[Entry],
        mapping: ColumnMap | None = None,
        survey: ColumnSurvey | None = None,
    ) -> None:
        self.name = source.name
        self.format = reader.name
        self.label = reader.label
        self.mapping = mapping
        self.survey = survey
        self.mark = source.mark
        self._source = source
        self._entries = entries
        self._reader = reader

    @property
    def bytes_read(self) -> int:
        """Bytes taken from the file so far, packed as they are there."""
        return self._source.read

    @property
    def bytes_total(self) -> int | None:
        """The file's size; None for a stream."""
        return self._source.total

    def __iter__(self) -> Iterator[Item]:
        read = self._reader.read
        try:
            for entry in self._entries:
                if isinstance(entry, (Problem, Unwanted)):
                    yield entry
                else:
                    yield from read(*entry)
            yield from self._reader.rest()  # tenders that take several records
        finally:
            self.close()

    def close(self) -> None:
        """Stops reading and lets go of the file."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
