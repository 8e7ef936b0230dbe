"""Acts that put something to a person, who accepts or refuses it: a record to write down, a field to change."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.acts.signals import observed
from bidtracker.book.acts.touches import about as touch_about
from bidtracker.book.cross_checks import agree
from bidtracker.book.draft import Draft
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, changed, plain, resolve
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Proposal, Touch
from bidtracker.domain.vocabulary import ProposalKind

PROPOSED = ("signals", "touches", "contacts", "facts")  # tables of which a record can be proposed


class _Rehearsed(Exception):
    """Ends an act that was only tried."""


def propose(
    book: Ledger, table: str, about: str, *, grounds: Message, source: str = "", fields: dict[str, Any]
) -> Proposal:
    """Proposes a record of one of PROPOSED about another ("A5", "T42", "B12", "P7"), with its fields by name.

    `grounds` says why, `source` from where. What could not be written down is refused now, with its reason.
    """
    if table not in PROPOSED:
        raise Refused("{table} are not proposed; {known} are", table=table, known=", ".join(PROPOSED))
    proposal = Proposal(
        kind=ProposalKind.NEW_RECORD,
        about=about.strip().upper(),
        field=table,
        value=plain({name: value for name, value in fields.items() if value is not None}),
        grounds=grounds,
        source=source,
        on=book.today(),
    )
    return _put(book, proposal)


def propose_change(
    book: Ledger, record_id: str, field: str, value: Any, *, grounds: Message, source: str = ""
) -> Proposal:
    """Proposes another value for a field of a record; what the record could not have is refused now."""
    proposal = Proposal(
        kind=ProposalKind.EDIT,
        about=record_id.strip().upper(),
        field=field,
        value=plain(value),
        grounds=grounds,
        source=source,
        on=book.today(),
    )
    return _put(book, proposal)


def carry_out(draft: Draft, proposal: Proposal) -> None:
    """Writes down what a person accepted: a new record, or another value of a field."""
    if proposal.kind is ProposalKind.EDIT:
        before = draft.get(*parse_ref(proposal.about))
        agree(
            draft,
            draft.put(changed(before, resolve(draft, parse_ref(proposal.about)[0], {proposal.field: proposal.value}))),
            before,
        )
        return
    fields = resolve(draft, proposal.field, {"on": proposal.on.isoformat()} | proposal.value)
    match proposal.field:
        case "signals":
            observed(draft, proposal.about, fields)
        case "touches":
            touch = touch_about(draft, proposal.about, build("touches", fields | {"buyer": 0}))
            draft.add(touch if touch.done is None else msgspec.structs.replace(touch, written=draft.today))
        case table:
            kept = {name: value for name, value in fields.items() if table == "facts" or name != "on"}
            buyer = touch_about(draft, proposal.about, Touch(buyer=0, on=proposal.on)).buyer
            agree(draft, draft.add(build(table, kept | {"buyer": buyer})))


def _put(book: Ledger, proposal: Proposal) -> Proposal:
    """Puts a proposal that could be carried out to a person, unless the same was put before."""
    same = ("kind", "about", "field", "value")
    for other in book.holdings.proposals.values():
        if all(getattr(other, name) == getattr(proposal, name) for name in same):
            raise Refused(
                "the same was proposed before: {id}, {state}", id=ref("proposals", other.id), state=other.state
            )
    try:
        with book.acting("propose") as draft:
            carry_out(draft, proposal)
            raise _Rehearsed
    except _Rehearsed:
        pass
    with book.acting("propose") as draft:
        proposal = draft.add(proposal)
        draft.title = say("Proposed {id} about {about}", id=ref("proposals", proposal.id), about=proposal.about)
    return proposal
