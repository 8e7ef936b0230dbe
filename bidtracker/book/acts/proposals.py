"""Acts on what an import left for a person: accept or refuse a proposal, merge two spellings into one."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.acts.outcomes import lost, won
from bidtracker.book.acts.proposing import carry_out
from bidtracker.book.cross_checks import agree
from bidtracker.book.draft import Draft
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import changed
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.links import relinked
from bidtracker.domain.message import count, say
from bidtracker.domain.records import LostReasonNote, Proposal, Signal, Source, Tender
from bidtracker.domain.vocabulary import (
    Channel,
    LostReason,
    ProposalKind,
    ProposalState,
    Reliability,
    SaidBy,
    SignalKind,
)


def accept(book: Ledger, *ids: str) -> list[Proposal]:
    """Does what the proposals say, all in one step."""
    return _decide(book, ids, ProposalState.ACCEPTED)


def refuse(book: Ledger, *ids: str) -> list[Proposal]:
    """Leaves things as they are; the same is not proposed again."""
    return _decide(book, ids, ProposalState.REFUSED)


def merge(book: Ledger, keep: str, gone: str) -> Any:
    """Makes one organisation of two spellings: what hung on `gone` hangs on `keep`, which learns its names."""
    with book.acting("merge") as draft:
        kept = _merge(book, draft, keep, gone)
        draft.title = say("Merged {gone} into {keep} {name}", gone=gone, keep=keep, name=kept.name)
    return kept


def _decide(book: Ledger, ids: tuple[str, ...], state: ProposalState) -> list[Proposal]:
    decided = []
    with book.acting(state) as draft:
        for record_id in ids:
            proposal = record_in(draft, Proposal, record_id)
            if proposal.state is not ProposalState.OPEN:
                raise Refused("{id} is already {state}", id=record_id, state=proposal.state)
            if state is ProposalState.ACCEPTED:
                _apply(book, draft, proposal)
            decided.append(draft.put(msgspec.structs.replace(proposal, state=state)))
        if state is ProposalState.ACCEPTED:
            draft.title = count("Accepted {id}", "Accepted {n} proposals", len(ids), id=ids[0])
        else:
            draft.title = count("Refused {id}", "Refused {n} proposals", len(ids), id=ids[0])
    return decided


def _apply(book: Ledger, draft: Draft, proposal: Proposal) -> None:
    table, number = parse_ref(proposal.about)
    if proposal.kind in (ProposalKind.SAME_BUYER, ProposalKind.SAME_COMPETITOR):
        _merge(book, draft, proposal.other, proposal.about)
        return
    if proposal.kind is ProposalKind.OUTCOME:
        tender, award = draft.get(table, number), draft.get(*parse_ref(proposal.other))
        if award.ours:
            won(draft, tender, award, ContractTerms(lot=award.lot))
        else:
            reasons = (LostReasonNote(code=LostReason.UNKNOWN, said_by=SaidBy.PUBLIC, evidence=proposal.source),)
            lost(draft, tender, award, 0, reasons)
        return
    if proposal.kind is ProposalKind.FOLLOWS:
        _follow(draft, proposal)
        return
    if proposal.kind in (ProposalKind.NEW_RECORD, ProposalKind.EDIT):
        carry_out(draft, proposal)
        return
    record = changed(draft.get(table, number), {proposal.field: proposal.value})
    displaced = {field: value for field, value in record.displaced.items() if field != proposal.field}
    draft.by_person = False  # from here on the list's word stands again
    draft.put(msgspec.structs.replace(record, displaced=displaced))
    draft.by_person = True


def _merge(book: Ledger, draft: Draft, keep: str, gone: str) -> Any:
    (table, number), (other, lost) = parse_ref(keep), parse_ref(gone)
    if table != other or table not in ("buyers", "competitors") or number == lost:
        raise Refused("{gone} cannot be merged into {keep}; two buyers or two competitors can", gone=gone, keep=keep)
    kept, left = draft.get(table, number), draft.get(table, lost)
    names = dict.fromkeys((*kept.aliases, left.name, *left.aliases))
    names.pop(kept.name, None)
    kept = draft.put(
        msgspec.structs.replace(
            kept,
            aliases=tuple(names),
            identifiers=tuple(dict.fromkeys((*kept.identifiers, *left.identifiers))),
            country=kept.country or left.country,
            url=kept.url or left.url,
            tags=tuple(dict.fromkeys((*kept.tags, *left.tags))),
            notes="\n".join(part for part in (kept.notes, left.notes) if part),
        )
    )
    for hanging, link, naming in book.holdings.naming(table, lost):
        record = draft.find(hanging, naming.id)
        if record is not None:
            draft.put(relinked(record, link, lost, number))
    draft.drop(table, lost)
    return kept


def _follow(draft: Draft, proposal: Proposal) -> None:
    """Links a tender to the one it competes again; where that comes long before the old end, it is a signal."""
    (_, number), (_, old) = parse_ref(proposal.about), parse_ref(proposal.other)
    tender: Tender = draft.get("tenders", number)
    draft.by_person = False  # no list speaks of this field, so nothing of a list's is displaced
    agree(draft, draft.put(msgspec.structs.replace(tender, follows=old)), tender)
    draft.by_person = True
    if not proposal.value:
        return
    draft.add(
        Signal(
            kind=SignalKind.EARLY_RETENDER,
            award=proposal.value["award"],
            on=draft.today,
            happened=tender.published or tender.deadline,
            channel=Channel.PUBLIC,
            reliability=Reliability.A,
            url=tender.url,
            grounds=count(
                "{id} competes it again {n} day before its end",
                "{id} competes it again {n} days before its end",
                proposal.value["days_left"],
                id=proposal.about,
            ),
            source=Source(list=proposal.source, key=proposal.about),
        )
    )
