"""`--report FILE` of an import: every refused or doubtful value as it is found, as CSV, or as JSON where the file ends
so. The file is there once the import is through, whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from bidtracker.exports.csv import guarded
from bidtracker.exports.whole import written
from bidtracker.intake.mapping.survey import ColumnSurvey, lines_of
from bidtracker.intake.notice import Problem
from bidtracker.intake.report import Report
from bidtracker.locale import tr

COLUMNS = (  # "refused" (the record did not come in), "kept" (it did, without the value), "page" (how a list is read)
    "file",
    "record",
    "path",
    "value",
    "done",
    "why",
)


class Rows:
    """A report being written, in memory that does not grow with it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._line(COLUMNS)

    def take(self, problem: Problem) -> None:
        """One value, as one row."""
        row = _row(problem)
        self._line([guarded(str(row[column])) for column in COLUMNS])

    def page(self, survey: ColumnSurvey) -> None:
        """What a plain list comes to, a line a row."""
        for line in lines_of(survey):
            self._line([guarded(cell) for cell in (survey.file, "", "", "", "page", str(tr(line)).strip())])

    def end(self, report: Report) -> None:
        """What is said once all of them are there."""

    def _line(self, cells: list[str] | tuple[str, ...]) -> None:
        line = StringIO(newline="")
        csv.writer(line).writerow(cells)
        self._stream.write(line.getvalue().encode("utf-8"))


class Document(Rows):
    """The same as one JSON document, with the counts of the import after its values."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._before = b'{"values": [\n  '

    def page(self, survey: ColumnSurvey) -> None:
        """What a plain list comes to, a line an object."""
        for line in lines_of(survey):
            text = str(tr(line)).strip()
            row = {"file": survey.file, "record": 0, "path": "", "value": "", "done": "page", "why": text}
            self._stream.write(self._before + msgspec.json.encode(row))
            self._before = b",\n  "

    def take(self, problem: Problem) -> None:
        """One value, as one object."""
        self._stream.write(self._before + msgspec.json.encode(_row(problem)))
        self._before = b",\n  "

    def end(self, report: Report) -> None:
        """The end of the list, and the counts."""
        counts = {
            "dry_run": report.dry_run,
            "read": report.read,
            "refused": report.refused,
            "formats": report.formats,
        }
        opened = b"" if self._before.startswith(b",") else self._before.rstrip()
        self._stream.write(opened + b"\n], " + msgspec.json.encode(counts)[1:] + b"\n")


@contextmanager
def reporting(path: Path, *, overwrite: bool = False) -> Iterator[Rows]:
    """The report that becomes the file `path`. Raises BidtrackerError where it is there or cannot be written."""
    with written(path, overwrite=overwrite) as stream:
        yield Document(stream) if path.suffix.lower() == ".json" else Rows(stream)


def _row(problem: Problem) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "record": problem.record,
        "path": problem.key,
        "value": problem.value,
        "done": "refused" if problem.refused else "left out" if problem.left_out else "kept",
        "why": tr(problem.message),
    }
