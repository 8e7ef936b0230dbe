"""Acts on buyers and their people: plan a touch, say how it went, what we know and believe."""

from __future__ import annotations

from typing import TypeVar

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import count, label, say
from bidtracker.domain.records import Contact
from bidtracker.domain.vocabulary import Word
from bidtracker.tui.views.asking import Asking, toast_errors

W = TypeVar("W", bound=Word)


class BuyerActs(Asking):
    """What can be done to a buyer, a contact, or a touch."""

    @toast_errors
    def action_touch(self) -> None:
        """With whom the marked records are about, or the one under the cursor."""
        about = list(dict.fromkeys(subject.about for subject in self.chosen if subject.about))
        if not about:
            raise Refused("a touch is with a buyer; go to one first")
        self.ask(self.forms.TouchForm(self.desk.book, *about))

    @toast_errors
    def action_done(self) -> None:
        """The touch under the cursor, else the next one planned about this record."""
        here, holdings = self.about(), self.desk.holdings
        number = here.number if here.table == "touches" else 0
        if not number:
            planned = [touch for touch in holdings.touches_of(here.buyer) if touch.done is None]
            about_it = [touch for touch in planned if here.award and touch.award == here.award]
            number = min((touch.on, touch.id) for touch in about_it or planned)[1] if planned else 0
        if not number:
            raise Refused("no touch is planned here; t plans one")
        self.ask(self.forms.DoneForm(self.desk.book, ref("touches", number)))

    @toast_errors
    def action_contact(self) -> None:
        self.ask(self.forms.ContactForm(self.desk.book, self._buyer()))

    @toast_errors
    def action_fact(self) -> None:
        self.ask(self.forms.FactForm(self.desk.book, self._buyer()))

    def _buyer(self) -> str:
        buyer = self.about().buyer
        if not buyer:
            raise Refused("this belongs to a buyer; go to one first")
        return ref("buyers", buyer)

    # ------------------------------------------------------------ what we believe of a person

    @toast_errors
    def action_level(self) -> None:
        """One step closer, and after the closest back to unknown."""
        contact = self._person()
        self.desk.book.believe(ref("contacts", contact.id), level=_next(contact.level))
        self.did(self.last())

    @toast_errors
    def action_stance(self) -> None:
        """Supports, neutral, opposes, and round again."""
        contact = self._person()
        self.desk.book.believe(ref("contacts", contact.id), stance=_next(contact.stance))
        self.did(self.last())

    @toast_errors
    def action_erase(self) -> None:
        """The person under the cursor leaves the book for good, after a question."""
        contact = self._person()
        question = say(
            "Take {name} out of the book for good? Cards, titles, notes and the history lose them; undo cannot help.",
            name=contact.name,
        )
        self.ask(
            self.forms.ConfirmDialog(question, yes=label("Erase")),
            lambda yes: self._erase(ref("contacts", contact.id)) if yes else None,
        )

    @toast_errors
    def _erase(self, contact: str) -> None:
        n = self.desk.book.erase(contact)
        self.toast(count("Erased from {n} record", "Erased from {n} records", n))
        if self.desk.book.copies_beside():
            self.toast(
                say("copies beside the book still have the person: `bidtracker erase {id} --copies`", id=contact)
            )

    def _person(self) -> Contact:
        here, page = self.about(), self.page
        if here.table != "contacts" and page is not None and page.table == "contacts":
            here = page  # the cursor is on a line of their own page
        if here.table != "contacts":
            raise Refused("level and stance are a person's; go to a contact in the detail first")
        return self.desk.holdings.contacts[here.number]


def _next(word: W) -> W:
    """The word after this one in its list, round and round."""
    words = list(type(word))
    return words[(words.index(word) + 1) % len(words)]
