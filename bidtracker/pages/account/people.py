"""Who is there at an account, whom we lack, and whom to meet through whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.vocabulary import Layer, Level, Role
from bidtracker.pages.lines.cards import empty_card, person_card
from bidtracker.pages.lines.people import gap_line, introduction_line, person_line, reporting_tree, waiting_line
from bidtracker.pages.page import Band, CardMap, Page, Remark, Section, filled, section
from bidtracker.radar.account.coverage import Coverage, coverage, missing_roles
from bidtracker.radar.score.relations import Relation

# Where a role that nobody is known to have is missed, and what is asked there.
PLACES = {
    Role.DECIDES: (Layer.DECISION, say("Who decides?")),
    Role.PAYS: (Layer.MANAGEMENT, say("Who pays?")),
    Role.USES: (Layer.OPERATIONS, say("Who uses it?")),
}
PROPOSED_AT_MOST = 5  # beside everything else
NOBODY = say("nobody known yet; c on the screen, or `bidtracker add contact`, adds a contact")


def people_page(holdings: Holdings, buyer: int, as_of: date) -> Page:
    """The people of a buyer, and everything that follows from how we stand with them."""
    return Page(
        title=holdings.name("buyers", buyer),
        ref=ref("buyers", buyer),
        sections=filled(*people_sections(holdings, buyer, as_of, most=None)),
    )


def people_sections(
    holdings: Holdings, buyer: int, as_of: date, most: int | None = PROPOSED_AT_MOST
) -> Iterator[Section]:
    """The cards layer by layer from the top, then the tree, the gaps, and `most` of whom to meet and who waits."""
    contacts = holdings.contacts_of(buyer)
    cover = coverage(holdings, buyer, as_of)
    if contacts:
        yield section("layers", say("People"), (people_map(holdings, buyer, cover),))
        yield section("tree", say("Who reports to whom"), reporting_tree(contacts))
        yield section("gaps", say("What is missing"), map(gap_line, cover.gaps))
    else:
        yield section("layers", say("People"), (_muted(NOBODY),))
    yield _some("meet", say("Whom to meet"), [introduction_line(each) for each in cover.introductions], most)
    yield _some("waiting", say("Not spoken to for long"), [waiting_line(each) for each in cover.stale], most)


def people_map(holdings: Holdings, buyer: int, cover: Coverage) -> CardMap:
    """Everybody as a card in the band of their layer, those who left last; an empty place for each role that nobody
    is known to have."""
    relations = {relation.contact.id: relation for relation in cover.people}
    contacts = holdings.contacts_of(buyer)
    names = {contact.id: contact.name for contact in contacts}
    bands = []
    for layer in Layer:
        here = [
            relations.get(contact.id) or Relation(contact=contact, level=contact.level, stance=contact.stance)
            for contact in contacts
            if contact.layer is layer
        ]
        here.sort(key=_by_closeness)
        remarks = [person_line(relation, cover) for relation in here] or [_muted(say("nobody known"))]
        cards = [person_card(relation, cover, names) for relation in here]
        missing = [empty_card(PLACES[role][1]) for role in missing_roles(cover.people) if PLACES[role][0] is layer]
        if not cards and not missing:
            missing = [empty_card(say("nobody known"))]
        bands.append(
            Band(heading=say(layer.label), tone=str(layer.value), cards=(*cards, *missing), remarks=tuple(remarks))
        )
    return CardMap(bands=tuple(bands))


def _muted(words: Message) -> Remark:
    return Remark(words=((words, "muted"),))


def _some(name: str, heading: Message, lines: list[Remark], most: int | None) -> Section:
    note = say("{n} of {all}", n=most, all=len(lines)) if most is not None and len(lines) > most else ""
    return section(name, heading, lines[:most], note)


def _by_closeness(relation: Relation) -> tuple[bool, int, str]:
    return relation.contact.left is not None, -list(Level).index(relation.level), relation.contact.name
