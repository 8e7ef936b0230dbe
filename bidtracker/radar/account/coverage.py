"""How well we know the people of a buyer: what is missing, who waits too long, who of us spoke to whom, whom to meet
through whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Touch
from bidtracker.domain.vocabulary import Layer, Level, Role, Stance, TouchKind
from bidtracker.radar.account.introductions import bridge
from bidtracker.radar.score.relations import CADENCE, LEVELS, ROLES, Relation, reached, relations

NEAR = LEVELS[Level.FAMILIAR]
ALLY = LEVELS[Level.TRUSTED]

# Whole sentences: one put together of parts reads badly in other languages.
NOBODY = {
    Layer.DECISION: _("nobody known in the decision layer"),
    Layer.MANAGEMENT: _("nobody known in the management layer"),
    Layer.OPERATIONS: _("nobody known in the operations layer"),
}
NOBODY_NEAR = {
    Layer.DECISION: _("nobody above acquainted in the decision layer"),
    Layer.MANAGEMENT: _("nobody above acquainted in the management layer"),
    Layer.OPERATIONS: _("nobody above acquainted in the operations layer"),
}
NO_ALLY = {
    Layer.DECISION: _("no ally in the decision layer"),
    Layer.MANAGEMENT: _("no ally in the management layer"),
    Layer.OPERATIONS: _("no ally in the operations layer"),
}
UNKNOWN_ROLES = {
    Role.DECIDES: _("it is not known who decides"),
    Role.PAYS: _("it is not known who pays"),
    Role.USES: _("it is not known who uses it"),
}


class Spoken(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Who of us (`by`, "" where it was not noted) last reached a contact, on which day and how."""

    contact: int
    by: str
    on: date
    kind: TouchKind


class Waiting(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A contact not spoken to for longer than one so close should wait: `days` by our cadence, `over` beyond them,
    since `last`, which is the day of the belief where no touch since is noted."""

    contact: int
    last: date
    days: int
    over: int
    message: Message


class Introduction(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody worth meeting, and through whom: `why` it is that one. `through` is 0 where nobody could do it."""

    contact: int
    through: int
    message: Message
    why: Message | None
    score: float


class Coverage(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The people of a buyer on a day: gaps (most wanted first), who waits (longest first), who spoke to whom (newest
    first), and introductions (whoever decides first)."""

    people: tuple[Relation, ...]
    gaps: tuple[Message, ...]
    stale: tuple[Waiting, ...]
    spoken: tuple[Spoken, ...]
    introductions: tuple[Introduction, ...]


def coverage(holdings: Holdings, buyer: int, as_of: date) -> Coverage:
    """How well a buyer's people are covered. Who has left by then is not among them."""
    touches = [touch for touch in holdings.touches_of(buyer) if reached(touch, as_of)]
    people = relations(holdings.contacts_of(buyer), touches, as_of)
    return Coverage(
        people=people,
        gaps=tuple(gaps(people)),
        stale=tuple(sorted(_waiting(people, as_of), key=lambda waiting: (-waiting.over, waiting.contact))),
        spoken=_spoken(people, touches),
        introductions=tuple(introductions(people)),
    )


def gaps(people: Sequence[Relation]) -> Iterator[Message]:
    """What the map lacks, the most wanted first."""
    for layer in Layer:
        here = [person for person in people if person.contact.layer is layer]
        if not here:
            yield say(NOBODY[layer])
        elif all(person.closeness < NEAR for person in here):
            yield say(NOBODY_NEAR[layer])
        elif not any(person.stance is Stance.SUPPORTS for person in here):
            yield say(NO_ALLY[layer])
    distant = sorted(p.contact.name for p in people if p.stance is Stance.SUPPORTS and NEAR <= p.closeness < ALLY)
    if distant:
        yield count(
            "{names} is for us, but not yet close to us",
            "{n} are for us, but not yet close to us: {names}",
            len(distant),
            names=listed(distant),
        )
    yield from (say(UNKNOWN_ROLES[role]) for role in missing_roles(people))
    against = sorted(person.contact.name for person in people if person.stance is Stance.OPPOSES)
    if against:
        yield count("{names} is against us", "{n} are against us: {names}", len(against), names=listed(against))


def missing_roles(people: Sequence[Relation]) -> list[Role]:
    """The roles that somebody must have and nobody is known to have."""
    return [role for role in UNKNOWN_ROLES if not any(role in person.contact.roles for person in people)]


def introductions(people: Sequence[Relation]) -> Iterator[Introduction]:
    """Who is worth meeting and through whom, whoever has most say first."""
    for whom in sorted(filter(_worth_meeting, people), key=_say):
        name, best = whom.contact.name, bridge(people, whom)
        if best is None:
            message = say("find somebody who can introduce you to {name}", name=name)
            yield Introduction(contact=whom.contact.id, through=0, message=message, why=None, score=0.0)
            continue
        through = best.through.contact
        message = say("meet {name} through {through}", name=name, through=through.name)
        yield Introduction(contact=whom.contact.id, through=through.id, message=message, why=best.why, score=best.score)


def _worth_meeting(person: Relation) -> bool:
    """Whether somebody with a say in it is not yet familiar and may be contacted."""
    roles = person.contact.roles
    counts = person.contact.layer is not Layer.OPERATIONS or any(ROLES[role] >= ROLES[Role.EVALUATES] for role in roles)
    return counts and person.closeness < NEAR and not person.contact.do_not_contact


def _say(person: Relation) -> tuple[bool, float, int, int]:
    """Who has most say in it comes first."""
    weight = max((ROLES[role] for role in person.contact.roles), default=0.0)
    return not person.decides, -weight, list(Layer).index(person.contact.layer), person.contact.id


def _waiting(people: Iterable[Relation], as_of: date) -> Iterator[Waiting]:
    for person in people:
        days = CADENCE.get(person.level)
        if days is None or person.last is None or person.contact.do_not_contact:
            continue
        over = (as_of - person.last).days - days
        if over > 0:
            words = {"name": person.contact.name, "day": person.last, "level": person.level, "days": days}
            message = (
                say("{name}: last on {day}; {level}, so every {days} days", **words)
                if person.spoken
                else say("{name}: {level} as noted on {day}, so every {days} days", **words)
            )
            yield Waiting(contact=person.contact.id, last=person.last, days=days, over=over, message=message)


def _spoken(people: Iterable[Relation], touches: Iterable[Touch]) -> tuple[Spoken, ...]:
    here = {person.contact.id for person in people}
    newest: dict[int, tuple[date, int, Touch]] = {}
    for touch in touches:
        if touch.contact in here and touch.done is not None:
            held = (touch.done, touch.id, touch)
            newest[touch.contact] = max(held, newest.get(touch.contact, held), key=lambda talk: talk[:2])
    talks = [Spoken(contact=number, by=touch.by, on=on, kind=touch.kind) for number, (on, _id, touch) in newest.items()]
    return tuple(sorted(talks, key=lambda spoken: (-spoken.on.toordinal(), spoken.contact)))
