"""Words of what a person is asked to decide."""

from __future__ import annotations

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class ProposalKind(Word):
    """What a person is asked to decide: after an import, or because a helper or a mail suggests it."""

    SAME_BUYER = "same_buyer", _("Same buyer?")
    SAME_COMPETITOR = "same_competitor", _("Same competitor?")
    CHANGED_FIELD = "changed_field", _("List says otherwise")
    OUTCOME = "outcome", _("Outcome published")
    FOLLOWS = "follows", _("Tendered again?")
    NEW_RECORD = "new_record", _("Write this down?")
    EDIT = "edit", _("Change this?")


class ProposalState(Word):
    """Whether a person has decided."""

    OPEN = "open", _("To decide")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
