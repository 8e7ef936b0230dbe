"""What a list contradicts itself in, left out of a record so that the rest of it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from bidtracker.domain.doubts import award_doubts, tender_doubts
from bidtracker.domain.errors import FieldError
from bidtracker.domain.losses.score_sheet import doubts
from bidtracker.domain.message import CLAUSES, listed, say
from bidtracker.domain.records import Award, Record, ScoreSheet, Tender
from bidtracker.domain.rules import faults
from bidtracker.intake.notice import Notice
from bidtracker.intake.report import Report

# Values that a public record gets wrong now and then; without them the rest is still worth having.
DOUBTFUL = {"value", "runner_up", "offers", "end", "max_end"}

R = TypeVar("R", bound=Record)


def without_doubtful_scores(notice: Notice, report: Report) -> Notice:
    """The notice without a score sheet in which something looks wrong; a person is told, and may record it as it is."""
    doubtful = listed(doubts(ScoreSheet(criteria=notice.scores)), CLAUSES)
    if not doubtful:
        return notice
    left_out = say(
        "{doubts}: is it so? Left out; `bidtracker scores … --as-given` records it as it is", doubts=doubtful
    )
    report.note(notice, left_out, "scores")
    return msgspec.structs.replace(notice, scores=())


def sound(record: R, notice: Notice, report: Report) -> R:
    """The record without values that contradict each other, each of them reported. Raises the FieldError of any other
    fault."""
    for fault in faults(record):
        if fault.field not in DOUBTFUL:
            raise fault
        value = getattr(record, fault.field)
        left_out = say("{fault}; left out", fault=fault.message)
        report.note(notice, left_out, fault.field, str(value))
        record = msgspec.structs.replace(record, **{fault.field: None})
    for doubt in _doubts(record, notice):
        report.note(notice, doubt.message, doubt.field)
    return record


def _doubts(record: Record, notice: Notice) -> Iterator[FieldError]:
    """What stays as the list has it, although its days cannot have come in that order."""
    if isinstance(record, Tender):
        return tender_doubts(record)
    if isinstance(record, Award):
        return award_doubts(record, None if "deadline" in notice.rough else notice.deadline)
    return iter(())
