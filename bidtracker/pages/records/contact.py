"""The page of a contact: the stakeholder card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Contact
from bidtracker.pages.lines.linked import linked
from bidtracker.pages.lines.manners import personal_lines
from bidtracker.pages.lines.signals import signals
from bidtracker.pages.lines.touches import touches
from bidtracker.pages.page import Page, Pair, Remark, phrases, section
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import STANCES, day, dots, lead


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
        section("personal", say("What they care about"), _personal(contact, holdings, as_of)),
        section("favours", say("Favours and hospitality"), _favours(contact, holdings)),
        section("believed", say("What we believed"), _beliefs(contact)),
        signals(holdings.linked("signals", "contact", contact.id), holdings),
        touches(holdings.linked("touches", "contact", contact.id), holdings, as_of),
        title=contact.name,
        note=contact.title,
    )


def _personal(contact: Contact, holdings: Holdings, as_of: date) -> Iterator[Remark]:
    if holdings.settings.personal_facts:
        yield from personal_lines(holdings, contact.buyer, as_of, contact.id)


def _favours(contact: Contact, holdings: Holdings) -> Iterator[Remark]:
    """What they did for us and we for them, the last first."""
    for favour in sorted(holdings.linked("favours", "contact", contact.id), key=lambda each: each.on, reverse=True):
        open_or_not = say("returned {day}", day=favour.returned) if favour.returned else say("open")
        yield Remark(
            words=phrases((lead(say(favour.side.label)), "muted"), favour.text),
            right=phrases((open_or_not, "muted" if favour.returned else "warn"), (day(favour.on), "muted")),
            target=ref("favours", favour.id),
        )
    for meal in sorted(holdings.linked("hospitality", "contact", contact.id), key=lambda each: each.on, reverse=True):
        yield Remark(
            words=phrases((lead(say(meal.side.label)), "muted"), meal.text),
            right=phrases(str(meal.value or ""), (day(meal.on), "muted")),
            target=ref("hospitality", meal.id),
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
