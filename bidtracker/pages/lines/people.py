"""Who is at a buyer: each one's card in a line, whom we lack, and whom to meet through whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.records import Contact
from bidtracker.domain.vocabulary import Layer, Level, Stance
from bidtracker.pages.page import Phrases, Remark, phrases, record_ref
from bidtracker.pages.words import STANCES, dots
from bidtracker.radar.account.coverage import Coverage, Introduction, Spoken, Waiting
from bidtracker.radar.score.relations import Relation


def person_line(relation: Relation, cover: Coverage | None = None, *, reach: bool = False) -> Remark:
    """One person: place, part in the buying, how close, for or against; with the `cover` of the account when somebody
    of us last spoke to them; with `reach` phone and mail."""
    contact = relation.contact
    return Remark(
        signs=_signs(relation.level, relation.stance),
        words=phrases(
            (contact.name, "muted" if contact.left else "strong"),
            (say(": {title}", title=contact.title), "muted") if contact.title else None,
        ),
        right=phrases(
            listed(contact.roles),
            relation.level,
            (relation.stance, STANCES[relation.stance][1]),
            *(last_words(contact, cover) if cover else ()),
            *((contact.phone, contact.email) if reach and not contact.do_not_contact else ()),
            tone="muted",
        ),
        target=record_ref("contacts", contact.id),
    )


def _signs(level: Level, stance: Stance) -> Phrases:
    mark, tone = STANCES[stance]
    return (f"{mark} ", tone), (f"{dots(level)} ", "accent")


def last_words(contact: Contact, cover: Coverage) -> Iterator[Message | tuple[Message, str]]:
    """When somebody of us last spoke to a person, and whether that is too long ago."""
    if contact.left is not None:
        yield say("left {day}", day=contact.left)
    elif contact.do_not_contact:
        yield say("do not contact"), "bad"
    else:
        yield _spoken(next((last for last in cover.spoken if last.contact == contact.id), None))
        if any(waiting.contact == contact.id for waiting in cover.stale):
            yield say("waits too long"), "warn"


def _spoken(last: Spoken | None) -> Message:
    if last is None:
        return say("no talk noted yet")
    if last.by:
        return say("last {day} by {who}", day=last.on, who=last.by)
    return say("last {day}", day=last.on)


def by_say(relation: Relation) -> tuple[bool, int, float, int]:
    """Who decides first, then the higher layers, then who is closest."""
    contact = relation.contact
    return not relation.decides, list(Layer).index(contact.layer), -relation.closeness, contact.id


def gap_line(gap: Message) -> Remark:
    """Somebody whom we lack, or who is against us."""
    return Remark(signs=(("! ", "warn"),), words=((gap, ""),))


def introduction_line(introduction: Introduction) -> Remark:
    """Whom to meet, through whom, and why through them."""
    why = introduction.why
    return Remark(
        signs=(("→ ", "accent"),),
        words=phrases(introduction.message, (say(": {why}", why=why), "muted") if why else None),
        target=record_ref("contacts", introduction.through or introduction.contact),
    )


def waiting_line(waiting: Waiting) -> Remark:
    """Who has waited too long."""
    return Remark(
        signs=(("◷ ", "warn"),),
        words=((waiting.message, ""),),
        target=record_ref("contacts", waiting.contact),
    )


def reporting_tree(contacts: Sequence[Contact]) -> Iterator[Remark]:
    """Who reports to whom, where that is known of anybody."""
    here = {contact.id for contact in contacts}
    below: dict[int, list[Contact]] = {}
    for contact in contacts:
        below.setdefault(contact.reports_to if contact.reports_to in here else 0, []).append(contact)
    if len(below) < 2:
        return
    seen: set[int] = set()

    def branch(contact: Contact, indent: str, sign: str) -> Iterator[Remark]:
        if contact.id in seen:  # two who report to each other
            return
        seen.add(contact.id)
        mark, tone = STANCES[contact.stance]
        words = phrases((indent + sign, "muted"), (f"{mark} ", tone), contact.name, (f"  {contact.title}", "muted"))
        yield Remark(words=words, target=record_ref("contacts", contact.id), brief=True)
        under = below.get(contact.id, [])
        indent += {"├─ ": "│  ", "└─ ": "   "}.get(sign, "")
        for each in under:
            yield from branch(each, indent, "└─ " if each is under[-1] else "├─ ")

    for contact in below.get(0, []):
        if contact.id in below:
            yield from branch(contact, "", "")
    for contact in contacts:
        if contact.reports_to in here:
            yield from branch(contact, "", "")  # a ring without a top
