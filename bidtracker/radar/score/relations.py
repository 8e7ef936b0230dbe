"""How well we are placed at a buyer: each contact's role, closeness, stance and freshness.

    support +6 q l f      neutral +1.5 q l f      oppose -6 q (1 - l/2)        dB
    R = D(plus) - D(minus)                         within +-8 dB
    f = 2 ** (-days since last contact / 365); opposition does not fade by itself

Contacts who asked not to be contacted still count, for or against; they are only never suggested.
Contacts who have left no longer count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Contact, Touch
from bidtracker.domain.vocabulary import Layer, Level, Role, Stance, TouchOutcome
from bidtracker.radar.score.decibel import balance
from bidtracker.radar.score.evidence import Contribution, Weighed

BOUND = 8.0
SUPPORT_DB, NEUTRAL_DB, OPPOSED_DB = 6.0, 1.5, -6.0
ROLES = {
    Role.DECIDES: 1.0,
    Role.APPROVES: 0.7,
    Role.EVALUATES: 0.6,
    Role.BUYS: 0.5,
    Role.PAYS: 0.5,
    Role.USES: 0.4,
    Role.COORDINATES: 0.2,
}
OTHER_ROLE = 0.2
LEVELS = dict(zip(Level, (0.0, 0.25, 0.5, 0.75, 1.0), strict=True))
JUDGES = frozenset((Role.DECIDES, Role.APPROVES, Role.EVALUATES, Role.BUYS))
HALF_LIFE = 365
UNDATED = 0.5
CADENCE = {Level.ACQUAINTED: 90, Level.FAMILIAR: 60, Level.TRUSTED: 45, Level.ALLIED: 30}  # days between touches
NOT_REACHED = {TouchOutcome.NO_ANSWER, TouchOutcome.VOICEMAIL, TouchOutcome.WRONG_CONTACT}


class Relation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What we believe of one contact on a day, and the day of the last contact; `spoken` where that day is of a touch,
    not of the belief alone."""

    contact: Contact
    level: Level = Level.UNKNOWN
    stance: Stance = Stance.NEUTRAL
    last: date | None = None
    spoken: bool = False

    @property
    def decides(self) -> bool:
        """Whether this is a decision-maker: by role, or where no role is noted by layer."""
        roles = self.contact.roles
        return Role.DECIDES in roles if roles else self.contact.layer is Layer.DECISION

    @property
    def uses(self) -> bool:
        """Whether this is somebody who lives with what is delivered."""
        roles = self.contact.roles
        return Role.USES in roles if roles else self.contact.layer is Layer.OPERATIONS

    @property
    def judges(self) -> bool:
        """Whether this is somebody who may have a say in a competition."""
        return self.decides or not JUDGES.isdisjoint(self.contact.roles)

    @property
    def closeness(self) -> float:
        return LEVELS[self.level]

    def voice(self, as_of: date) -> float:
        """What this contact alone is worth, in dB."""
        q = max((ROLES[role] for role in self.contact.roles), default=OTHER_ROLE)
        if self.stance is Stance.OPPOSES:
            return OPPOSED_DB * q * (1 - self.closeness / 2)
        f = UNDATED if self.last is None else math.pow(2, -(as_of - self.last).days / HALF_LIFE)
        return (SUPPORT_DB if self.stance is Stance.SUPPORTS else NEUTRAL_DB) * q * self.closeness * f


def relations(contacts: Iterable[Contact], touches: Iterable[Touch], as_of: date) -> tuple[Relation, ...]:
    """The contacts who are there on a day, as we then saw them. The last contact is the newest touch that reached
    them, or the day of the newest belief if that is later."""
    spoken: dict[int, date] = {}
    for touch in touches:
        if touch.contact and touch.done and reached(touch, as_of):
            spoken[touch.contact] = max(touch.done, spoken.get(touch.contact, touch.done))
    people = []
    for contact in contacts:
        if contact.left is not None and contact.left <= as_of:
            continue
        belief = contact.belief(as_of)
        days = [day for day in (spoken.get(contact.id), belief and belief.on) if day]
        last = max(days, default=None)
        people.append(
            Relation(
                contact=contact,
                level=belief.level if belief else Level.UNKNOWN,
                stance=belief.stance if belief else Stance.NEUTRAL,
                last=last,
                spoken=last is not None and last == spoken.get(contact.id),
            )
        )
    return tuple(people)


def reached(touch: Touch, as_of: date) -> bool:
    """Whether a touch was done, and written down, by a day and somebody answered."""
    return noted_touch(touch, as_of) and touch.outcome not in NOT_REACHED


def noted_touch(touch: Touch, as_of: date) -> bool:
    """Whether a touch was done, and written down, by a day."""
    return touch.done is not None and max(touch.done, touch.written or touch.done) <= as_of


def silences(touches: Iterable[Touch], as_of: date) -> list[date]:
    """The days on which somebody asked how a contract goes and heard nothing, as written down by a day, in order."""
    return sorted(
        touch.done
        for touch in touches
        if touch.done and touch.outcome is TouchOutcome.NOTHING_HEARD and noted_touch(touch, as_of)
    )


def access(people: Iterable[Relation], as_of: date) -> Weighed:
    """R of a buyer from its contacts, with each one's share; those that count nothing are left out."""
    counting = [(relation, voice) for relation in people if (voice := relation.voice(as_of))]
    counting.sort(key=lambda pair: (-abs(pair[1]), pair[0].contact.id))
    db, shares = balance((voice for _, voice in counting), BOUND)
    return Weighed(
        db, tuple(_part(pair[0], pair[1], share, as_of) for pair, share in zip(counting, shares, strict=True))
    )


def _part(relation: Relation, voice: float, share: float, as_of: date) -> Contribution:
    words = {
        "name": relation.contact.name,
        "level": relation.level,
        "stance": relation.stance,
    }
    roles = relation.contact.roles
    role = max(roles, key=lambda r: ROLES[r]) if roles else None
    return Contribution(
        ref=ref("contacts", relation.contact.id),
        label=say("{name}: {role}, {level}, {stance}", role=role, **words)
        if role
        else say("{name}: {level}, {stance}", **words),
        db=share,
        alone=voice,
        on=relation.last,
        age_days=(as_of - relation.last).days if relation.last else None,
    )
