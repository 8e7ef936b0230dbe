"""The fields of what an import leaves for a person."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import (
    DAY,
    MESSAGE,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Proposal
from bidtracker.domain.vocabulary import (
    ProposalKind,
    ProposalState,
)


def _value(proposal: Proposal, holdings: Holdings) -> str:
    """The value that is proposed; of a new record its fields."""
    if isinstance(proposal.value, dict) and "amount" not in proposal.value:
        return "; ".join(f"{name}: {value}" for name, value in proposal.value.items())
    return "" if proposal.value is None else str(proposal.value)


PROPOSALS: tuple[Field, ...] = (
    id_field("proposals"),
    field("kind", _("Kind"), word(ProposalKind), 20, 1, edit=False),
    field("about", _("About"), width=7, priority=1, edit=False),
    field("other", _("Other"), width=7, priority=2, edit=False),
    field("field", _("Field"), width=14, priority=2, edit=False),
    field("value", _("Value"), width=20, priority=2, get=_value),
    field("grounds", _("Grounds"), MESSAGE, 40, 1),
    field("source", _("List"), width=16, priority=4, edit=False),
    field("on", _("On"), DAY, 10, 3, edit=False),
    field("state", _("State"), word(ProposalState), 9, 3, edit=False),
)
