"""What a person chooses for an import, and who hears of it while it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

import msgspec

from bidtracker.intake.mapping.columns import Asked, ColumnMap
from bidtracker.intake.mapping.survey import ColumnSurvey
from bidtracker.intake.notice import Problem
from bidtracker.intake.report import Progress


class Stop(Enum):
    """What becomes of what was read, where a person stops an import."""

    LEAVE = auto()  # nothing of it is in the book
    KEEP = auto()  # it is in the book, and the same import goes on from there


class ImportChoices(msgspec.Struct, frozen=True, kw_only=True):
    """How lists are read, and what of them comes in.

    `us` names our own company, besides what the book's settings know; `where` are KEY=GLOB conditions. `mapping` is for
    plain lists, as "--map" says it, `mappings` those that were confirmed for lists of several layouts. `buyer` (an id
    or a name) is whose people those cards of an address book are that name no buyer of the book. With `dry_run` the
    report is the same and the book stays as it was; `in_parts` makes several acts, which stay whatever comes.
    """

    file_format: str | None = None
    us: Sequence[str] = ()
    where: Sequence[str] = ()
    mapping: Sequence[str] | Asked = ()
    mappings: Sequence[ColumnMap] = ()
    buyer: str = ""
    dry_run: bool = False
    in_parts: bool = False


class ImportListener(msgspec.Struct, frozen=True, kw_only=True):
    """Who hears of an import while it runs.

    `on_progress` hears how far it is. `on_problem` hears of every value that is refused or read as something else, of
    which the report itself keeps only so many. `on_survey` is shown what each plain list comes to before anything is
    written; what it raises ends the import. `stopped` is asked every now and then whether to stop.
    """

    on_progress: Callable[[Progress], None] = lambda _: None
    on_problem: Callable[[Problem], None] = lambda _: None
    on_survey: Callable[[ColumnSurvey], None] = lambda _: None
    stopped: Callable[[], Stop | None] = lambda: None
