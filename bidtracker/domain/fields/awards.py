"""The fields of an award."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked, url, written
from bidtracker.domain.kinds import (
    DAY,
    FLAG,
    MONEY,
    WHOLE,
    link,
    links,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award
from bidtracker.domain.vocabulary import (
    AwardStatus,
    TerminationReason,
)


def _promises(award: Award, kept: bool | None) -> int:
    return sum(promise.kept is kept for promise in award.promises)


AWARDS: tuple[Field, ...] = (
    id_field("awards"),
    field("name", _("Contract"), width=34, priority=1, get=lambda a, h: h.name("awards", a.id)),
    field("buyer", _("Buyer"), link("buyers"), 24, 2, lambda a, h: h.name("buyers", h.buyer_of(a))),
    field("suppliers", _("Supplier"), links("competitors"), 22, 2, lambda a, h: tuple(h.suppliers(a)) or None, form=1),
    *linked("tender", _("Tender"), "tenders", 24, 0),
    field("lot", _("Lot"), width=6, imported=True),
    field("ours", _("Ours"), FLAG, 5, 7),
    field("value", _("Value"), MONEY, 16, 3, form=2, imported=True),
    field("runner_up", _("Runner-up price"), MONEY, 16, 0, form=3, imported=True),
    field("status", _("Status"), word(AwardStatus), 10, 4, form=4, needed=True, imported=True),
    field("awarded", _("Awarded"), DAY, 10, 6, form=5, imported=True),
    field("start", _("Start"), DAY, 10, 5, form=6, imported=True),
    field("end", _("End"), DAY, 10, 2, form=7, imported=True),
    field("max_end", _("Last end"), DAY, 10, 6, form=8, imported=True),
    field("terminated", _("Terminated"), DAY, 10, form=9, imported=True),
    field("termination_reason", _("Terminated for"), word(TerminationReason), 14, form=10, needed=True, imported=True),
    field("promises", _("Promises"), WHOLE, 8, 6, lambda a, h: len(a.promises), form=11, act="promise A5"),
    field("promises_broken", _("Broken"), WHOLE, 6, 5, lambda a, h: _promises(a, False)),
    field("signals", _("Signals"), WHOLE, 7, 4, lambda a, h: len(h.signals_of(a))),
    field("tracked", _("Followed"), FLAG, 8),
    field("snoozed_until", _("Snoozed until"), DAY, 10, edit=False),
    field("dismissed", _("Dismissed"), FLAG, 8, edit=False),
    field("title", _("Title"), width=30, imported=True),
    written(),
    url(imported=True),
    *kept(tags=0),
)
