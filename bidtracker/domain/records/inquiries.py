"""What a buyer was asked about a tender and its award."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.records.record import Kept
from bidtracker.domain.vocabulary import InquiryKind, InquiryResult


class Inquiry(Kept, frozen=True, kw_only=True):
    """What a buyer was asked about a tender and its `award`: of a `contact`, or of an `office`; by which `rule` (its
    code), `due` when. `answer` is what they wrote or told, `answered` the day, `result` what came of it; the document
    stands among the links."""

    tender: int
    kind: InquiryKind
    on: date
    award: int = 0
    contact: int = 0
    office: str = ""
    rule: str = ""
    due: date | None = None
    answered: date | None = None
    result: InquiryResult | None = None
    answer: str = ""
