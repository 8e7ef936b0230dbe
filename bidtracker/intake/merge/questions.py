"""What an import asks a person, each question once."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.draft import Draft
from bidtracker.domain.message import Message
from bidtracker.domain.records import Proposal
from bidtracker.domain.vocabulary import ProposalKind
from bidtracker.intake.report import Report


class Proposing:
    """The proposals of one import."""

    def __init__(self, draft: Draft, report: Report) -> None:
        self.draft = draft
        self.report = report
        self._asked: set[tuple[str, str, str, str]] = set()
        for _, body in draft.db.table("proposals").rows():
            made = msgspec.json.decode(body, type=Proposal)
            self._asked.add((made.kind, made.about, made.field or made.other, key_of(made.value)))

    def propose(self, kind: ProposalKind, about: str, grounds: Message, **fields: Any) -> bool:
        """Asks, unless the same was asked before, whatever the answer was; whether it did."""
        key = (str(kind), about, fields.get("field") or fields.get("other", ""), key_of(fields.get("value")))
        if key in self._asked:
            return False
        self._asked.add(key)
        self.draft.bring(Proposal(kind=kind, about=about, grounds=grounds, on=self.draft.today, **fields))
        self.report.proposals += 1
        return True


def key_of(value: Any) -> str:
    """A plain value as text that is the same for equal ones."""
    return msgspec.json.encode(value, order="deterministic").decode()
