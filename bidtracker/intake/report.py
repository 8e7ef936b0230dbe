"""What an import did, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec

from bidtracker.domain.message import Message
from bidtracker.intake.mapping.columns import ColumnMap
from bidtracker.intake.notice import Notice, Problem


class Progress(msgspec.Struct, frozen=True):
    """How far an import is: records read, and bytes of how many (None: a stream, nobody knows)."""

    records: int
    read: int
    total: int | None
    file: str


class DryRun(Exception):
    """Leaves an act without writing it."""


MOST_PROBLEMS = 10_000  # kept in memory; `each` is told of all


def _ignore(_: Problem) -> None:
    """Nobody wants to know."""


class Report(msgspec.Struct, kw_only=True):
    """The counts of one import. `read` = created + updated + unchanged + refused + left_out, record by record.

    `signals` were read from the records; `proposals` waits for a person; `left_out` did not fit `--where`, or is a sum
    or a heading; `problems`
    names the values that were refused or read as something else, of very many only the first. `each` hears all.
    `stopped` is the list and how many of its records were read, where a person stopped it to keep what came in.
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
    sectors: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)  # classification and head of the code
    problems: list[Problem] = []
    more_problems: int = 0
    formats: dict[str, str] = {}
    mappings: list[ColumnMap] = []
    dry_run: bool = False
    stopped: tuple[str, int] | None = None
    each: Callable[[Problem], None] = _ignore
    file: str = ""  # whose records are being brought in

    def note(self, notice: Notice, message: Message, key: str = "", value: str = "", *, refused: bool = False) -> None:
        """Counts what is the matter with a record of the list that is being read."""
        file = self.file or notice.list
        self.take(Problem(file=file, record=notice.record, key=key, value=value, message=message, refused=refused))

    def take(self, problem: Problem) -> None:
        """Counts a problem, and keeps it while there are not too many to read."""
        if problem.refused:
            self.read += 1
            self.refused += 1
        elif problem.left_out:
            self.read += 1
            self.left_out += 1
        self.each(problem)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.more_problems += 1
