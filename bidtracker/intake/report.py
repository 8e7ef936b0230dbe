"""What an import did, and how far it is."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bidtracker.domain.message import Message
from bidtracker.intake.mapping import Mapping
from bidtracker.intake.notice import Problem


class Progress(msgspec.Struct, frozen=True):
    """How far an import is: records read, and bytes of how many (None: a stream, nobody knows)."""

    records: int
    read: int
    total: int | None
    file: str


COLUMNS = (  # "done" is "refused" (the record did not come in) or "kept" (it did, without the value or with another)
    "file",
    "record",
    "path",
    "value",
    "done",
    "why",
)


class Report(msgspec.Struct, kw_only=True):
    """The counts of one import. `read` = created + updated + unchanged + refused + left_out, record by record.

    `signals` were read from the records; `proposals` waits for a person; `left_out` did not fit `--where`; `problems`
    names every value that was refused or read as something else.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    left_out: int = 0
    proposals: int = 0
    buyers: int = 0
    competitors: int = 0
    awards: int = 0
    signals: int = 0
    problems: list[Problem] = []
    more_problems: int = 0
    formats: dict[str, str] = {}
    mappings: list[Mapping] = []
    dry_run: bool = False

    def take(self, problem: Problem) -> None:
        """Counts a problem, and keeps it while there are not too many to read."""
        if problem.refused:
            self.read += 1
            self.refused += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.more_problems += 1

    def rows(self, tr: Callable[[Message], str] = str) -> list[dict[str, str | int]]:
        """Every value that was refused or read as something else, as rows with the keys of COLUMNS."""
        return [
            {
                "file": problem.file,
                "record": problem.record,
                "path": problem.key,
                "value": problem.value,
                "done": "refused" if problem.refused else "kept",
                "why": tr(problem.message),
            }
            for problem in self.problems
        ]


MOST_PROBLEMS = 10_000  # kept in memory; the others are only counted
