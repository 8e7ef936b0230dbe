"""A contact with a buyer, planned or done."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.records.record import Kept
from bidtracker.domain.vocabulary import TouchKind, TouchOutcome


class Touch(Kept, frozen=True, kw_only=True):
    """One planned or done contact with a buyer, `by` one of us. It is planned while `done` is None; `written` is the
    day on which it was written down that it was done."""

    buyer: int
    on: date
    kind: TouchKind = TouchKind.CALL
    contact: int = 0
    award: int = 0
    tender: int = 0
    done: date | None = None
    outcome: TouchOutcome | None = None
    by: str = ""
    written: date | None = None
