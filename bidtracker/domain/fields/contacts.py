"""The fields of a contact."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked
from bidtracker.domain.kinds import (
    DAY,
    FLAG,
    word,
    words,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import (
    Layer,
    Level,
    Role,
    Stance,
)

TAGS, NOTES, LINKS = kept(imported=True)

CONTACTS: tuple[Field, ...] = (
    id_field("contacts"),
    field("name", _("Full name"), width=24, priority=1, form=1, needed=True, imported=True),
    *linked("buyer", _("Buyer"), "buyers", 26, 2),
    field("title", _("Job title"), width=20, priority=4, form=2, imported=True),
    field("layer", _("Layer"), word(Layer), 14, 3, form=3, needed=True),
    field("roles", _("Roles"), words(Role), 18, 4, form=4),
    field("level", _("Level"), word(Level), 10, 3, edit=False, form=5, needed=True, act="believe P7 --level"),
    field("stance", _("Stance"), word(Stance), 9, 3, edit=False, form=6, needed=True, act="believe P7 --stance"),
    field("believed_on", _("Believed on"), DAY, 10, 6, lambda c, h: c.believed[-1].on if c.believed else None),
    linked("reports_to", _("Reports to"), "contacts", 20, 0, form=7)[0],
    linked("introduced_by", _("Introduced by"), "contacts", 20, 0, form=8)[0],
    field("phone", _("Phone"), width=16, priority=5, form=9, imported=True),
    field("email", _("Mail"), width=24, priority=6, form=10, imported=True),
    field("do_not_contact", _("Do not contact"), FLAG, 8, form=11),
    field("left", _("Left"), DAY, 10, form=12),
    TAGS,
    NOTES,
    LINKS,
)
