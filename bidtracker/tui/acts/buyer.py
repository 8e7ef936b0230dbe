"""Acts on buyers and their people: plan a touch, say how it went, what we know and believe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from bidtracker.config import forget_half_typed
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import count, label, say
from bidtracker.domain.records import Contact
from bidtracker.domain.vocabulary import Layer, Word
from bidtracker.locale import tr
from bidtracker.tui.acts.asking import Asking, toast_errors
from bidtracker.tui.subject import Subject

if TYPE_CHECKING:
    from bidtracker.radar.score.actions import Action
    from bidtracker.radar.score.opportunity import Opportunity

W = TypeVar("W", bound=Word)


class BuyerActs(Asking):
    """What can be done to a buyer, a contact, or a touch."""

    @toast_errors
    def action_touch(self) -> None:
        """With whom the marked records are about, or the one under the cursor; of one contract, its next step."""
        about = list(dict.fromkeys(subject.about for subject in self.chosen if subject.about))
        if not about:
            raise Refused("a touch is with a buyer; go to one first")
        step = self._next_step(self.chosen[0]) if len(about) == 1 else None
        if step is None or step.touch is None:
            self.ask(self.forms.TouchForm(self.desk.book, *about))
            return
        taken = {"contact_id": step.with_whom or None, "kind": str(step.touch), "note": tr(step.message)}
        self.ask(self.forms.TouchForm(self.desk.book, *about, **taken))

    @property
    def judged(self) -> Iterable[Opportunity]:
        """The opportunities that the screen shows where the cursor is."""
        return ()

    def _next_step(self, here: Subject) -> Action | None:
        """What the radar would do next about the contract, where the screen says so."""
        if here.table == "contacts":
            return None
        return next((each.action for each in self.judged if here.award and each.award == here.award), None)

    @toast_errors
    def action_done(self) -> None:
        """The touch under the cursor, else the next one planned about this record."""
        here = self.about()
        if here.table == "inquiries":
            self.ask(self.forms.AnswerForm(self.desk.book, here.id))
            return
        number = self._planned(here)
        if not number:
            raise Refused("no touch is planned here; t plans one, ctrl+t is a call that nobody planned")
        self.ask(self.forms.DoneForm(self.desk.book, ref("touches", number)))

    def _planned(self, here: Subject) -> int:
        """The touch under the cursor, else the next one planned about this record; 0 where none is."""
        if here.table == "touches":
            return here.number
        planned = [touch for touch in self.desk.holdings.touches_of(here.buyer) if touch.done is None]
        about_it = [touch for touch in planned if here.award and touch.award == here.award]
        return min((touch.on, touch.id) for touch in about_it or planned)[1] if planned else 0

    @toast_errors
    def action_call(self) -> None:
        """What to say on one page, with what came of it; the touch that is planned here is then done."""
        here = self.about()
        if not here.buyer:
            raise Refused("a call is with a buyer; go to one first")
        number = self._planned(here)
        touch = self.desk.holdings.touches.get(number)
        if touch is not None and not here.award and touch.award:
            here = replace(here, award=touch.award, tender=here.tender or touch.tender)
        self.ask(self.forms.CallForm(self.desk, here, ref("touches", number) if number else ""))

    @toast_errors
    def action_contact(self) -> None:
        self.ask(self.forms.ContactForm(self.desk.book, self._buyer()))

    @toast_errors
    def action_fact(self) -> None:
        self.ask(self.forms.FactForm(self.desk.book, self._buyer()))

    @toast_errors
    def action_favour(self) -> None:
        self._with_person(self.forms.FavourForm, "favours")

    @toast_errors
    def action_hospitality(self) -> None:
        self._with_person(self.forms.HospitalityForm, "hospitality")

    @toast_errors
    def action_channel(self) -> None:
        self._with_person(self.forms.ChannelForm, "channel_changes")

    def _with_person(self, form: Any, table: str) -> None:
        """Asks for a new record about the person under the cursor, or changes the one that is there."""
        here = self.about()
        if here.table == table:
            self.ask(form(self.desk.book, self._buyer(), here.id))
        else:
            self.ask(form(self.desk.book, self._buyer(), contact=here.contact))

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
    def action_move(self, by: int) -> None:
        """The person under the cursor to the layer above or below."""
        if self.about().table != "contacts":
            raise Refused("bids are moved on the board (7), people on their card; in the windows (8) this is the zoom")
        contact, layers = self._person(), list(Layer)
        place = layers.index(contact.layer) + by
        if not 0 <= place < len(layers):
            raise Refused("there is no layer beyond this one")
        self.desk.book.set(ref("contacts", contact.id), layer=layers[place])
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
        called = self.desk.book.person_names(contact)
        n = self.desk.book.erase(contact)
        forget_half_typed(self.desk.book.address, called.are_in)
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
