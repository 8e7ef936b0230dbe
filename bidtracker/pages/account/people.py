"""Who is there at an account, and whom we lack."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.message import Message, say
from bidtracker.domain.vocabulary import Layer
from bidtracker.locale import listed
from bidtracker.pages.account.focus import Focus
from bidtracker.radar.account.coverage import Introduction, coverage
from bidtracker.radar.score.relations import Relation


def people(focus: Focus) -> Iterator[Message]:
    """Each one's place, how we stand with them, and when somebody of us last spoke to them; who decides first."""
    cover = coverage(focus.holdings, focus.buyer, focus.as_of)
    waiting = {one.contact for one in cover.stale}
    spoken = {one.contact: one for one in cover.spoken}
    for one in sorted(cover.people, key=_by_say):
        contact = one.contact
        bits: list[Message | str] = [contact.title, *contact.roles, one.level, one.stance]
        if contact.do_not_contact:
            bits.append(say("do not contact"))
        elif contact.id in spoken:
            last = spoken[contact.id]
            by = say("{day} by {who}", day=last.on, who=last.by) if last.by else say("{day}", day=last.on)
            bits.append(say("last {when}", when=by))
        else:
            bits.append(say("no talk noted yet"))
        if contact.id in waiting:
            bits.append(say("waits too long"))
        yield say("{name}: {what}", name=contact.name, what=listed(bits))


def missing(focus: Focus) -> Iterator[Message]:
    """Gaps and introductions in turn, since a gap by itself is nothing that one can do."""
    cover = coverage(focus.holdings, focus.buyer, focus.as_of)
    meet = [introduction(one) for one in cover.introductions] if focus.quiet is None else []
    for place in range(max(len(cover.gaps), len(meet))):
        yield from meet[place : place + 1]
        yield from cover.gaps[place : place + 1]


def introduction(one: Introduction) -> Message:
    """Whom to meet, through whom, and why through them."""
    return say("{meet}: {why}", meet=one.message, why=one.why) if one.why else one.message


def _by_say(one: Relation) -> tuple[bool, int, float, int]:
    return not one.decides, list(Layer).index(one.contact.layer), -one.closeness, one.contact.id
