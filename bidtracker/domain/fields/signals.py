"""The fields of a signal."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked, url, written
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref
from bidtracker.domain.kinds import (
    DAY,
    MESSAGE,
    WHOLE,
    id_of,
    link,
    links,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Signal
from bidtracker.domain.vocabulary import (
    Channel,
    SignalKind,
    SignalState,
)


def _about(signal: Signal, holdings: Holdings) -> str:
    return holdings.name("awards", signal.award) if signal.award else holdings.name("competitors", signal.competitor)


def _accused(signal: Signal, holdings: Holdings) -> tuple[str, ...] | None:
    """The suppliers that a signal speaks of."""
    award = holdings.awards.get(signal.award)
    names = holdings.suppliers(award) if award else [holdings.name("competitors", signal.competitor)]
    return tuple(filter(None, names)) or None


SIGNALS: tuple[Field, ...] = (
    id_field("signals"),
    field("on", _("Observed"), DAY, 10, 1),
    field("kind", _("Kind"), word(SignalKind), 22, 1),
    field("about", _("About"), width=30, priority=3, get=_about),
    field("award_ref", _("Award"), id_of("awards"), 6, 0, lambda s, h: s.award or None),
    field("supplier", _("Supplier"), links("competitors"), 20, 3, _accused),
    field("buyer", _("Buyer"), link("buyers"), 22, 2, lambda s, h: h.name("buyers", h.buyer_of(s))),
    field("severity", _("Severity"), WHOLE, 8, 4),
    field("channel", _("Channel"), word(Channel), 9, 5),
    field("source", _("Source"), width=6, priority=4, get=lambda s, h: f"{s.reliability}{s.credibility}"),
    field("state", _("State"), word(SignalState), 10, 3, edit=False, act="confirm|refute S9"),
    field("happened", _("Happened"), DAY, 10),
    field(
        "promise", _("Promise"), width=8, get=lambda s, h: part_ref("awards", s.award, s.promise) if s.promise else ""
    ),
    *linked("contact", _("Contact"), "contacts", 18, 0),
    field("grounds", _("Grounds"), MESSAGE, 40, edit=False),
    written(),
    url(),
    *kept(),
)
