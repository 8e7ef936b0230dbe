"""The fields of a step of a deal."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field
from bidtracker.domain.kinds import DAY, MONEY, PROSE, WHOLE, link, word
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import DealStep

MILESTONES: tuple[Field, ...] = (
    field("step", _("Step"), word(DealStep), 18, form=1, needed=True),
    field("due", _("Due"), DAY, 10, form=2),
    field("done", _("Done"), DAY, 10, form=3),
    field("amount", _("Amount"), MONEY, 16, form=4),
    field("party", _("Party"), width=20, form=5),
    field("note", _("Note"), PROSE, 30, form=6),
    # What a visit finds; VisitForm asks for it.
    field("contact", _("With whom"), link("contacts"), 18, act="visited D3.4 --contact"),
    field("satisfaction", _("Satisfaction"), WHOLE, 12, act="visited D3.4"),
    field("improve", _("To improve"), PROSE, 30, act="visited D3.4 --improve"),
    field("next_need", _("Next need"), PROSE, 30, act="visited D3.4 --next-need"),
)
