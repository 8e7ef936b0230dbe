"""The stakeholder map of a buyer: its people by layer, who reports to whom, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Contact
from bidtracker.domain.vocabulary import Layer, Level
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import STANCES
from bidtracker.tui.details.parts import contact_line
from bidtracker.tui.widgets.detail import Entry, heading, row, text


def people(contacts: Sequence[Contact], gaps: Sequence[Message]) -> Iterator[Entry]:
    """The cards layer by layer from the top, then the tree, then the gaps in words."""
    if not contacts:
        yield heading(tr(_("People")))
        yield text(span(tr(_("nobody known yet; c adds a contact")), "muted"))
        return
    for layer in Layer:
        here = [contact for contact in contacts if contact.layer is layer]
        yield heading(tr(layer), tr(_("L level · A stance")) if layer is next(iter(Layer)) else "")
        for contact in sorted(here, key=lambda c: (c.left is not None, -list(Level).index(c.level), c.name)):
            yield contact_line(contact)
        if not here:
            yield text(span(tr(_("nobody known")), "muted"))
    yield from _tree(contacts)
    if gaps:
        yield heading(tr(_("Gaps")))
    for gap in gaps:
        yield text(("! ", "warn"), span(tr(gap)), indent=2)


def _tree(contacts: Sequence[Contact]) -> Iterator[Entry]:
    """Who reports to whom, where that is known of anybody."""
    known = {contact.id: contact for contact in contacts}
    below: dict[int, list[Contact]] = {}
    for contact in contacts:
        boss = contact.reports_to if contact.reports_to in known else 0
        below.setdefault(boss, []).append(contact)
    if len(below) < 2:
        return
    yield heading(tr(_("Who reports to whom")))
    seen: set[int] = set()

    def branch(contact: Contact, lead: str, sign: str) -> Iterator[Entry]:
        if contact.id in seen:  # two who report to each other
            return
        seen.add(contact.id)
        mark, tone = STANCES[contact.stance]
        line = ((lead + sign, "muted"), (f"{mark} ", tone), span(contact.name), span("  " + contact.title, "muted"))
        yield row(line, (), target=ref("contacts", contact.id))
        under = below.get(contact.id, [])
        lead += {"├─ ": "│  ", "└─ ": "   "}.get(sign, "")
        for one in under:
            yield from branch(one, lead, "└─ " if one is under[-1] else "├─ ")

    for contact in below.get(0, []):
        if contact.id in below:
            yield from branch(contact, "", "")
    for contact in contacts:
        if contact.reports_to in known:
            yield from branch(contact, "", "")  # a ring without a top
