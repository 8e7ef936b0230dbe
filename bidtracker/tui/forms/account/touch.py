"""Contacts with a buyer: plan one, and say how it went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.fields import Field
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, count, label, say
from bidtracker.domain.records import Touch
from bidtracker.domain.vocabulary import TouchKind, TouchOutcome
from bidtracker.tui.forms.account.signal import SignalForm
from bidtracker.tui.forms.parts.answers import ChoiceAnswer, DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.links import RecordAnswer
from bidtracker.tui.forms.records import RecordForm, person_row


class TouchForm(Form):
    """Plans a contact with a buyer ("B12"), about an award ("A5") or tender ("T42"), or with a contact ("P7"); or
    one about each of several of these. Whom to speak with, how and why may be there already."""

    def __init__(
        self,
        book: Book,
        *about_ids: str,
        contact_id: str | None = None,
        kind: TouchKind | str = TouchKind.CALL,
        note: str = "",
    ) -> None:
        super().__init__(book)
        self.kind, self.note = TouchKind[str(kind).upper()], note
        self.about = about_ids
        about_id = about_ids[0]
        table, number = parse_ref(about_id)
        self.buyer = number if table == "buyers" else book.holdings.buyer_of(book.get(about_id))
        person = contact_id or (about_id if table == "contacts" else "")
        self.contact = parse_ref(person)[1] if person else None

    def heading(self) -> Message:
        name = self.book.holdings.name("buyers", self.buyer)
        return count("Plan a touch with {name}", "Plan {n} touches, one about each marked", len(self.about), name=name)

    def rows(self) -> Iterable[FormRow]:
        people = [c.id for c in self.book.holdings.contacts_of(self.buyer)]
        yield FormRow("on", label("When"), LineInput(DayAnswer(self.book.today())), needed=True)
        yield FormRow("kind", label("How"), LineInput(ChoiceAnswer.words(TouchKind), self.kind), needed=True)
        if people and len(self.about) == 1:
            yield FormRow(
                "contact",
                label("With whom"),
                LineInput(RecordAnswer(self.book, "contacts", among=people), self.contact),
            )
        yield FormRow(
            "note", label("Note"), LinesInput(self.note), hint=label("What to ask or say; enter on an empty line saves")
        )

    def act(self, values: dict[str, Any]) -> object:
        contact = values.get("contact")
        if isinstance(contact, int):
            values["contact"] = ref("contacts", contact)
        return self.book.plan_touch(*self.about, **values)


class PlannedForm(RecordForm):
    """Changes a touch that is planned ("F4"): the day, how, and with whom."""

    table = "touches"

    def asked(self, field: Field) -> FormRow:
        if field.name == "contact":
            assert isinstance(self.base, Touch)
            return person_row(self.book, field, self.base.buyer, self.value_of(field.name))
        return super().asked(field)


class DoneForm(Form):
    """Says how a planned touch ("F4") went. A shared pain goes on to the signal that it is."""

    def __init__(self, book: Book, touch_id: str) -> None:
        super().__init__(book)
        self.touch_ref = touch_id
        self.touch: Touch | None = book.get(touch_id) if touch_id else None

    def heading(self) -> Message:
        assert self.touch is not None
        name = self.book.holdings.name("contacts", self.touch.contact) if self.touch.contact else ""
        name = name or self.book.holdings.name("buyers", self.touch.buyer)
        return say("How did it go? {kind} with {name}", kind=self.touch.kind, name=name)

    def rows(self) -> Iterable[FormRow]:
        today = self.book.today()
        yield FormRow(
            "outcome",
            label("Outcome"),
            LineInput(ChoiceAnswer.words(TouchOutcome), self.touch and self.touch.outcome),
            needed=True,
        )
        yield FormRow("callback", label("Call back on"), LineInput(DayAnswer(today)), needed=True)
        yield FormRow("on", label("Done on"), LineInput(DayAnswer(today), today), needed=True)
        hint = label("Plans the next touch: +3w, next mon; empty plans none")
        yield FormRow("next", label("Next when?"), LineInput(DayAnswer(today)), hint=hint)
        yield FormRow("note", label("Note"), LinesInput())

    def changed(self, row: FormRow) -> None:
        if row.field == "outcome":
            try:
                agreed = row.entry.entered() is TouchOutcome.CALLBACK_AGREED
            except BidtrackerError:
                return
            self.show_rows(["callback"], agreed)
            self.show_rows(["next"], not agreed)  # the callback is the next

    def act(self, values: dict[str, Any]) -> object:
        self.outcome, on = values.pop("outcome"), values.pop("next", None)
        with self.book.acting("done") as draft:
            done = self.book.done(self.touch_ref, self.outcome, **values)
            if on is not None and self.touch is not None:
                title, touch = draft.title, self.touch
                contact = ref("contacts", touch.contact) if touch.contact else None
                self.book.plan_touch(_about(touch), on=on, kind=touch.kind, contact=contact)
                draft.title = say("{done}; next on {day}", done=title, day=on)
        return done

    def finish(self, done: Message) -> None:
        """A shared pain is a signal: the form for it follows, and giving it up keeps the touch."""
        about = self._pained()
        if about is None:
            self.dismiss(done)
        else:
            self.app.push_screen(SignalForm(self.book, about), lambda also: self.dismiss(also or done))

    def _pained(self) -> str | None:
        if self.outcome is not TouchOutcome.PAIN_SHARED:
            return None
        if self.touch is None:
            return None
        if self.touch.award:
            return ref("awards", self.touch.award)
        awards = self.book.holdings.awards_of(self.touch.tender)
        return ref("awards", awards[0].id) if len(awards) == 1 else None


def _about(touch: Touch) -> str:
    """What a touch is about: its award, its tender, or its buyer."""
    if touch.award:
        return ref("awards", touch.award)
    return ref("tenders", touch.tender) if touch.tender else ref("buyers", touch.buyer)
