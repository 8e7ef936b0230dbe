"""One person as a card: name and place, how close and for whom, their part in the buying, when we last met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bidtracker.domain.message import Message, listed, say
from bidtracker.pages.lines.people import last_words
from bidtracker.pages.page import PersonCard, Phrases, phrases, record_ref
from bidtracker.pages.words import STANCES, dots
from bidtracker.radar.account.coverage import Coverage
from bidtracker.radar.score.relations import Relation


def person_card(relation: Relation, cover: Coverage, names: Mapping[int, str]) -> PersonCard:
    """The card of a person; `names` are those of everybody at the account. It is dashed where the news is old: they
    wait too long, or have left."""
    contact = relation.contact
    waits = any(waiting.contact == contact.id for waiting in cover.stale)
    return PersonCard(
        lines=tuple(_lines(relation, cover, names)),
        target=record_ref("contacts", contact.id),
        above=record_ref("contacts", contact.reports_to),
        through=record_ref("contacts", contact.introduced_by),
        dashed=waits or contact.left is not None,
    )


def empty_card(question: Message) -> PersonCard:
    """A place at which nobody is known to stand."""
    return PersonCard(
        lines=(phrases(("? ", "warn"), (question, "strong")), phrases((say("not known yet"), "muted"))), empty=True
    )


def _lines(relation: Relation, cover: Coverage, names: Mapping[int, str]) -> Iterator[Phrases]:
    contact = relation.contact
    mark, tone = STANCES[relation.stance]
    yield phrases((f"{mark} ", tone), (contact.name, "muted" if contact.left else "strong"))
    yield phrases((contact.title, "muted"))
    yield phrases((f"{dots(relation.level)} ", "accent"), relation.level, " ", (relation.stance, tone))
    yield phrases(listed(contact.roles))
    yield from (phrases(word) for word in last_words(contact, cover))
    superior, through = names.get(contact.reports_to), names.get(contact.introduced_by)
    if superior or through:
        yield phrases(
            (f"↑ {superior} " if superior else "", "muted"),
            (f"⇠ {through if through != superior else ''}" if through else "", "muted"),
        )
