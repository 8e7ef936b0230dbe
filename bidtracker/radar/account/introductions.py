"""Through whom to meet somebody at a buyer: who stands near them in the house, is close to us and not against us."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import date

import msgspec

from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Contact
from bidtracker.domain.vocabulary import Stance
from bidtracker.radar.score.relations import Relation

# How near a bridge stands to whom we want to meet. It multiplies how close the bridge is to us, since a near one who
# does not know us opens no door, nor does a friend who never meets them.
MET_THROUGH = 1.0  # through the bridge we met them before
REPORTS = (1.0, 0.7, 0.5)  # so many steps along the reporting line
SAME_DOOR = 0.5  # the same person introduced both to us
SAME_LAYER = 0.4
SAME_HOUSE = 0.25
SUPPORTS, NEUTRAL = 1.0, 0.6


class Bridge(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Somebody who could introduce us, how well that promises to work (0..1), and why."""

    through: Relation
    score: float
    why: Message


def bridge(people: Sequence[Relation], whom: Relation) -> Bridge | None:
    """The best one to introduce us to a contact, None where nobody could. Never somebody who is against us, must not
    be contacted, or does not know us."""
    could = [
        person
        for person in people
        if person.contact.id != whom.contact.id
        and person.closeness > 0
        and person.stance is not Stance.OPPOSES
        and not person.contact.do_not_contact
    ]
    steps = _steps(people, whom.contact.id) if could else {}
    bridges = [_bridge(person, whom.contact, steps.get(person.contact.id)) for person in could]
    return max(bridges, key=_order, default=None)


def _order(candidate: Bridge) -> tuple[float, date, int]:
    """The best first; of equals whom we spoke to last."""
    return candidate.score, candidate.through.last or date.min, -candidate.through.contact.id


def _bridge(through: Relation, whom: Contact, steps: int | None) -> Bridge:
    near, why = max(_ties(through.contact, whom, steps), key=lambda tie: tie[0])
    stance = SUPPORTS if through.stance is Stance.SUPPORTS else NEUTRAL
    words = say("{why}; {level}, {stance}", why=why, level=through.level, stance=through.stance)
    return Bridge(through=through, score=near * through.closeness * stance, why=words)


def _ties(person: Contact, whom: Contact, steps: int | None) -> list[tuple[float, Message]]:
    """What links two people in the house; of equal ties the first is told."""
    ties: list[tuple[float, Message]] = []
    if whom.introduced_by == person.id:
        ties.append((MET_THROUGH, say("introduced {name} to us before", name=whom.name)))
    if steps is not None and steps <= len(REPORTS):
        words = (
            say("reports to {name}", name=whom.name)
            if person.reports_to == whom.id
            else say("{name} reports to them", name=whom.name)
            if whom.reports_to == person.id
            else say("{n} steps from {name} in the reporting line", n=steps, name=whom.name)
        )
        ties.append((REPORTS[steps - 1], words))
    if person.introduced_by and person.introduced_by == whom.introduced_by:
        ties.append((SAME_DOOR, say("came to us through the same person")))
    if person.layer is whom.layer:
        ties.append((SAME_LAYER, say("in the same layer")))
    ties.append((SAME_HOUSE, say("nobody is nearer")))
    return ties


def _steps(people: Sequence[Relation], start: int) -> dict[int, int]:
    """How many steps along the reporting line, up or down, each is from one of them; who is not linked is left out."""
    beside: dict[int, list[int]] = {}
    for person in people:
        if person.contact.reports_to:
            beside.setdefault(person.contact.id, []).append(person.contact.reports_to)
            beside.setdefault(person.contact.reports_to, []).append(person.contact.id)
    distances, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for neighbour in beside.get(here, ()):
            if neighbour not in distances:
                distances[neighbour] = distances[here] + 1
                waiting.append(neighbour)
    return distances
