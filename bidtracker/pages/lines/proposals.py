"""What is put to a person to decide."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.domain.fields import FIELDS
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.records import Proposal
from bidtracker.domain.vocabulary import ProposalKind
from bidtracker.locale import listed, tr
from bidtracker.pages.words import named


def claim(proposal: Proposal, holdings: Holdings) -> str:
    """What is proposed, on one line: two names, a field and its two values, or a new record and what it says."""
    table, number = parse_ref(proposal.about)
    name = holdings.name(table, number)
    if proposal.other:
        other = holdings.name(*parse_ref(proposal.other))
        return f"{name} ({proposal.about}) = {other} ({proposal.other})"
    if proposal.kind is ProposalKind.NEW_RECORD:
        fields = listed(
            named(_label(proposal.field, field)) + words
            for field, value in proposal.value.items()
            if (words := _words(proposal.field, field, value, holdings))
        )
        return f"{proposal.about} {name} · {fields}"
    now = msgspec.to_builtins(getattr(holdings.table(table).get(number), proposal.field, None))
    before, after = (
        _words(table, proposal.field, now, holdings),
        _words(table, proposal.field, proposal.value, holdings),
    )
    what = named(_label(table, proposal.field))
    return f"{proposal.about} {name} · {what}{before or '—'} → {after or '—'}"


def _label(table: str, name: str) -> str:
    field = next((field for field in FIELDS[table] if field.name == name), None)
    return tr(field.label) if field else name


def _words(table: str, name: str, value: Any, holdings: Holdings) -> str:
    """A value of plain JSON as a person reads it."""
    match value:
        case None | "":
            return ""
        case {"amount": amount, **rest}:
            return f"{amount} {rest.get('currency', '')}".strip()
        case list() | tuple():
            return listed(_words(table, name, each, holdings) for each in value)
    field = next((field for field in FIELDS[table] if field.name == name), None)
    if field is not None and field.kind.table and isinstance(value, int):
        return holdings.name(field.kind.table, value)
    words = (field.kind.words if field else None) or ()
    return next((tr(word) for word in words if word == value), str(value))
