"""The fields of our bid on a tender or one of its lots."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field
from bidtracker.domain.kinds import DAY, MONEY, NUMBER, SHARE, TEXT, WHOLE, word
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import Intent, Outcome

# How we bid, and what came of it.
OFFERED: tuple[Field, ...] = (
    field("intent", _("Intent"), word(Intent), 9, 5, form=1, native=True, imported=True, act="bid T42 --intent"),
    field("p_win", _("P(win)"), SHARE, 6, 4, form=2, native=True, act="bid T42 --p-win"),
    field("price", _("Our price"), MONEY, 16, 4, form=3, native=True, imported=True, act="bid T42 --price"),
    field("submitted", _("Submitted"), DAY, 10, 7, form=4, native=True, imported=True, act="bid T42 --submitted"),
    field("outcome", _("Outcome"), word(Outcome), 10, edit=False),
)
# How the buyer judged it, and who of us says why it was made.
JUDGED: tuple[Field, ...] = (
    field("score", _("Our score"), NUMBER, 9, native="number", imported=True),
    field("winning_score", _("Winning score"), NUMBER, 9, native="number", imported=True),
    field("position", _("Position"), WHOLE, 8, native=True, imported=True),
    field("manager", _("Bid manager"), TEXT, 16, native=True),
    field("why", _("Why we bid"), TEXT, 30, form=5),
    field("hours", _("Bid hours"), NUMBER, 9, form=6, native="number", imported=True),
    field("cost", _("Bid cost"), MONEY, 14, form=7, native=True, imported=True),
)
BIDS = (*OFFERED, *JUDGED)
