"""The page of a contact: the stakeholder card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Contact
from bidtracker.pages.lines.linked import linked
from bidtracker.pages.lines.signals import signals
from bidtracker.pages.lines.touches import touches
from bidtracker.pages.page import Page, Pair, Remark, phrases, section
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import STANCES, day, dots


def contact_page(contact: Contact, holdings: Holdings, as_of: date) -> Page:
    """One person: place, part in the buying, how close, for or against, and since when."""
    mark, tone = STANCES[contact.stance]
    return page_of(
        contact,
        fields(
            contact,
            holdings,
            as_of,
            skip=("name", "title", "reports_to", "introduced_by"),
            special={
                "level": ((f"{dots(contact.level)} ", "accent"), (contact.level, "")),
                "stance": ((f"{mark} ", tone), (contact.stance, tone)),
                "do_not_contact": phrases((say("yes"), "bad") if contact.do_not_contact else None),
                "left": phrases((day(contact.left), "warn")),
            },
            last=_links(contact, holdings),
        ),
        section("believed", say("What we believed"), _beliefs(contact)),
        signals(holdings.linked("signals", "contact", contact.id), holdings),
        touches(holdings.linked("touches", "contact", contact.id), holdings, as_of),
        title=contact.name,
        note=contact.title,
    )


def _links(contact: Contact, holdings: Holdings) -> Iterator[Pair]:
    yield linked(_("Reports to"), "contacts", contact.reports_to, holdings)
    yield linked(_("Introduced by"), "contacts", contact.introduced_by, holdings)


def _beliefs(contact: Contact) -> Iterator[Remark]:
    """How close and how disposed we believed the person to be, the newest first."""
    for belief in reversed(contact.believed):
        mark, tone = STANCES[belief.stance]
        yield Remark(
            signs=((f"{dots(belief.level)} ", "accent"),),
            words=phrases(belief.level, "  ", (f"{mark} ", tone), (belief.stance, tone)),
            right=((day(belief.on), "muted"),),
        )
