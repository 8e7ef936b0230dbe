"""What a list contradicts itself in, left out of a record so that the rest of it comes in."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from bidtracker.domain.message import say
from bidtracker.domain.records import Record
from bidtracker.domain.rules import faults
from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.report import Report

# Values that a public record gets wrong now and then; without them the rest is still worth having.
DOUBTFUL = {"value", "runner_up", "offers", "end", "max_end"}

R = TypeVar("R", bound=Record)


def sound(record: R, notice: Notice, report: Report) -> R:
    """The record without values that contradict each other, each of them reported. Raises the FieldError of any other
    fault."""
    for fault in faults(record):
        if fault.field not in DOUBTFUL:
            raise fault
        value = getattr(record, fault.field)
        left_out = say("{fault}; left out", fault=fault.message)
        report.take(
            Problem(file=notice.list, record=notice.record, key=fault.field, value=str(value), message=left_out)
        )
        record = msgspec.structs.replace(record, **{fault.field: None})
    return record
