"""Cards -> contacts of the book: matched, filled in, and never over what a person has typed."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.bodies import as_stored, decode
from bidtracker.book.values import number_of
from bidtracker.domain.errors import BidtrackerError, FieldError, Unreadable
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.names import normal
from bidtracker.domain.records import Contact, Source
from bidtracker.domain.rules import faults
from bidtracker.intake.merge.questions import Proposing
from bidtracker.intake.merge.reconciling import reconcile
from bidtracker.intake.notice import LISTED_CONTACT, Card, Problem

FORMAT = "vcard"


class People:
    """Takes cards one by one into the draft of one act, and counts what it does. `buyer` is whose people they are who
    name no organisation that the book knows: an id or a name."""

    def __init__(self, proposing: Proposing, buyer: str = "") -> None:
        self.proposing = proposing
        self.draft = proposing.draft
        self.report = proposing.report
        self.created = self.updated = 0
        self._asked = buyer
        self._named: int | None = None
        self._by_key: dict[str, int] = {}
        self._by_name: dict[tuple[int, str], int] = {}
        self._learned = False

    def take(self, card: Card) -> None:
        """Brings one card into the book, or counts why not."""
        self._learn()
        try:
            number = self._by_key.get(card.key, 0)
            if number:
                self._update(self.draft.get("contacts", number), card, adopt=False)
            else:
                buyer = self._buyer(card)
                number = self._by_name.get((buyer, normal(card.name)), 0)
                if number:
                    self._update(self.draft.get("contacts", number), card, adopt=True)
                else:
                    self._create(card, buyer)
            self.report.read += 1
        except BidtrackerError as error:
            key = error.field if isinstance(error, FieldError) else ""
            self.report.take(
                Problem(
                    file=card.list, record=card.record, key=key, value=card.name, message=error.message, refused=True
                )
            )

    def _learn(self) -> None:
        """Takes in who is in the book; an import without cards never asks."""
        if self._learned:
            return
        self._learned = True
        for number, body in self.draft.db.table("contacts").rows():
            self._know(decode("contacts", number, body))

    def _know(self, contact: Contact) -> None:
        if contact.source is not None and contact.source.format == FORMAT:
            self._by_key.setdefault(contact.source.key, contact.id)
        self._by_name.setdefault((contact.buyer, normal(contact.name)), contact.id)

    def _buyer(self, card: Card) -> int:
        """Whose contact it is: the organisation's by the book's own matching, else the one that was named."""
        names = self.draft.names("buyers")
        number = names.find(card.organisation) if card.organisation else 0
        if number:
            return number
        if self._asked:
            if self._named is None:
                self._named = number_of(self.draft, "buyers", self._asked, "buyer")
            return self._named
        if not card.organisation:
            raise Unreadable("the card names no organisation; say whose contact it is with --buyer")
        near = names.near(card.organisation, limit=1)
        if near:
            words = "the book has no buyer {name}; did you mean {near}? Say so with --buyer, or add it"
            raise Unreadable(words, name=card.organisation, near=names.learned[near[0][0]][0])
        raise Unreadable("the book has no buyer {name}; add it, or say one with --buyer", name=card.organisation)

    def _create(self, card: Card, buyer: int) -> None:
        contact = Contact(
            buyer=buyer,
            links=card.links,
            source=_source(card),
            extra={"vcard": list(card.more)} if card.more else {},
            **_card_values(card),
        )
        for fault in faults(contact):
            raise fault
        self._know(self.draft.bring(contact))
        self.created += 1
        self.report.created += 1

    def _update(self, before: Contact, card: Card, *, adopt: bool) -> None:
        """What the card says anew; of a contact that came otherwise only what is not known of it is filled in."""
        if before.source is not None and before.source.digest == card.digest and not adopt:
            self.report.unchanged += 1
            return
        values = _card_values(card)
        after = reconcile(before, values, card.list, self.proposing, fill_only=adopt)
        links = tuple(dict.fromkeys((*before.links, *card.links)))
        fields: dict[str, Any] = {"links": links, "source": _source(card)}
        if adopt and before.source is None:
            # What stands there was typed by a person, so it stays until the card says something else.
            typed = {name: as_stored(value) for name, value in values.items() if getattr(after, name) != value}
            fields["displaced"] = typed | after.displaced
        elif adopt:
            del fields["source"]  # it came by a list of its own, which goes on speaking for it
        after = msgspec.structs.replace(after, **fields)
        for fault in faults(after):
            raise fault
        self._moved(before, card)
        if after == before:
            self.report.unchanged += 1
            return
        self.draft.put(after)
        self._know(after)
        self.updated += 1
        self.report.updated += 1

    def _moved(self, contact: Contact, card: Card) -> None:
        """Says where a card has somebody in another house than the book: whether they left is not ours to decide."""
        number = self.draft.names("buyers").find(card.organisation) if card.organisation else 0
        if number and number != contact.buyer:
            words = say("the card has them at {there}, the book at {here}; look whether they left",
                        there=ref("buyers", number), here=ref("buyers", contact.buyer))  # fmt: skip
            self.report.take(Problem(file=card.list, record=card.record, key="ORG", value=card.name, message=words))


def _card_values(card: Card) -> dict[str, Any]:
    """The fields of a contact that a card tells."""
    return {field: value for field in LISTED_CONTACT if (value := getattr(card, field))} | card.others


def _source(card: Card) -> Source:
    return Source(list=card.list, format=FORMAT, key=card.key, digest=card.digest)
