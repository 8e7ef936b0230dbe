"""The fields of a win theme."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref
from bidtracker.domain.kinds import (
    FLAG,
    PROSE,
    WHOLE,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Theme
from bidtracker.domain.vocabulary import (
    Lever,
)


def _answers(theme: Theme, holdings: Holdings) -> str:
    """What a theme answers: the demand and the rival's promise."""
    demand = part_ref("needs", theme.need, theme.demand) if theme.need else ""
    promise = part_ref("awards", theme.award, theme.promise) if theme.award else ""
    return f"{demand} {promise}".strip()


THEMES: tuple[Field, ...] = (
    id_field("themes"),
    *linked("tender", _("Tender"), "tenders", 30, 2),
    field("lever", _("Lever"), word(Lever), 9, 1),
    field("text", _("What it is worth to them"), PROSE, 44, 1),
    field("main", _("Main"), FLAG, 5, 3),
    field("answers", _("Answers"), width=12, priority=3, get=_answers, act="set V1 need=N1 demand=2"),
    field("proof", _("Proof"), PROSE, 30, 5),
    field("lot", _("Lot"), width=6),
    linked("need", _("Need"), "needs", 20, 0)[0],
    field("demand", _("Demand"), WHOLE, 7),
    linked("award", _("Rival's contract"), "awards", 20, 0)[0],
    field("promise", _("Promise"), WHOLE, 7),
    *kept(),
)
