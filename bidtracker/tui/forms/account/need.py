"""What a buyer needs: the need with what it asks for, one demand of it, and how an offer of ours fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError, Unreadable
from bidtracker.domain.fields import Field, form_fields
from bidtracker.domain.ids import parse_ref, part_ref, ref
from bidtracker.domain.kinds import read_word
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Demand, Need
from bidtracker.domain.vocabulary import Channel, DemandKind, Fit
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import Choice, ChoiceAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.links import RecordAnswer, rows_of
from bidtracker.tui.forms.records import RecordForm, person_row

WISH = ("?", "？")  # before a demand: it is no must
YES_NO = (Choice(label("yes"), True), Choice(label("no"), False))


class NeedForm(RecordForm):
    """A need of a buyer ("B12"), behind a tender ("T42"), or as a contact ("P7") told it; or changes one ("N1")."""

    table = "needs"

    def __init__(self, book: Book, about: str, need_id: str | None = None) -> None:
        super().__init__(book, need_id, on=book.today(), channel=Channel.INSIDE)
        self.about = about
        table, number = parse_ref(need_id or about)
        self.buyer = number if table == "buyers" else book.holdings.buyer_of(book.holdings.table(table)[number])

    def given_to(self) -> tuple[str, int]:
        return "buyers", self.buyer

    def rows(self) -> Iterable[FormRow]:
        return (row for row in super().rows() if not (row.field == "demands" and self.record_ref))

    def asked(self, field: Field) -> FormRow:
        if field.name == "demands":
            hint = label("One a line, like “function: two units”; a ? before it makes it a wish")
            return FormRow(field.name, field.label, LinesInput((), each=True), hint=hint)
        if field.name == "contact":
            return person_row(self.book, field, self.buyer, self.value_of(field.name))
        return super().asked(field)

    def act(self, values: dict[str, Any]) -> object:
        if self.record_ref:
            return super().act(values)
        values["demands"] = tuple(_demands(values.pop("demands")))
        given = {field: value for field, value in values.items() if value not in (None, "", ())}
        return self.book.need(self.about, given.pop("title"), **given)


def _demands(lines: Iterable[str]) -> Iterator[Demand]:
    """Demands as they are written in a form. Raises FieldError where a line begins with a word that is no kind."""
    for number, line in enumerate(lines, 1):
        wish, plain = line.startswith(WISH), line.lstrip("".join(WISH) + " ")
        before, *after = re.split("[:：]", plain, maxsplit=1)
        kind, text = DemandKind.FUNCTION, plain
        if after and len(before.split()) <= 2 and after[0].strip():
            kind, text = _kind(before), after[0].strip()
        yield Demand(number=number, kind=kind, text=text, must=not wish)


def _kind(text: str) -> DemandKind:
    try:
        word = read_word(DemandKind, text, tr)
    except Unreadable as error:
        raise FieldError("demands", error.message) from None
    return cast(DemandKind, word)


class DemandForm(Form):
    """Something that a need ("N1") asks for: a new one, or one that is there, to be changed or taken out."""

    def __init__(self, book: Book, need_id: str) -> None:
        super().__init__(book)
        self.need: Need = book.get(need_id)
        self.need_id = need_id

    def heading(self) -> Message:
        return say("What {need} asks for", need=self.need.title)

    def rows(self) -> Iterable[FormRow]:
        new = Choice(tr(label("a new one")), 0)
        asked = (
            Choice(demand.text, demand.number, part_ref("needs", self.need.id, demand.number))
            for demand in self.need.demands
        )
        yield FormRow("number", label("Which"), LineInput(ChoiceAnswer((new, *asked)), 0), needed=True)
        kind = FormRow(
            "kind", label("About"), LineInput(ChoiceAnswer.words(DemandKind), DemandKind.FUNCTION), needed=True
        )
        hint = label("Left empty, the demand is taken out")
        text = FormRow("text", label("Demand"), LinesInput(), hint="" if not self.need.demands else hint)
        yield from rows_of(Demand, None, self.book, special={"kind": kind, "text": text})

    def changed(self, row: FormRow) -> None:
        """Choosing a demand that is there puts it in to be changed."""
        if row.field != "number":
            return
        try:
            chosen = next((demand for demand in self.need.demands if demand.number == row.entry.entered()), None)
        except BidtrackerError:
            return
        if chosen is not None:
            for field in form_fields(Demand):
                self.row(field.name).entry.load(getattr(chosen, field.name))

    def act(self, values: dict[str, Any]) -> object:
        number = values.pop("number")
        part = part_ref("needs", self.need.id, number or 0)
        if number and not values["text"]:
            return self.book.drop_demand(part)
        if not values["text"]:
            raise FieldError("text", "{field} is missing; it must be given", field=tr(label("Demand")))
        return self.book.demand(part, values.pop("kind"), values.pop("text"), **values)


class FitForm(Form):
    """How one of our offers fits one demand of a need ("N1")."""

    def __init__(self, book: Book, need_id: str) -> None:
        super().__init__(book)
        self.need: Need = book.get(need_id)

    def heading(self) -> Message:
        return say("How ours fits {need}", need=self.need.title)

    def rows(self) -> Iterable[FormRow]:
        demands = [
            Choice(demand.text, demand.number, part_ref("needs", self.need.id, demand.number))
            for demand in self.need.demands
        ]
        judged = {match.demand for match in self.need.matches}
        first = next(
            (demand.value for demand in demands if demand.value not in judged), demands[0].value if demands else None
        )
        yield FormRow("demand", label("Demand"), LineInput(ChoiceAnswer(demands), first), needed=True)
        yield FormRow("offer", label("Our offer"), LineInput(RecordAnswer(self.book, "offers")), needed=True)
        taken_back = Choice(tr(label("not judged")), None)
        fits = (Choice(tr(fit.label), fit) for fit in Fit)
        yield FormRow("fit", label("Fit"), LineInput(ChoiceAnswer((*fits, taken_back)), Fit.FITS))
        yield FormRow(
            "note", label("What would do"), LinesInput(), hint=label("What is missing, and what would make it fit")
        )

    def act(self, values: dict[str, Any]) -> object:
        offer = values["offer"]
        offer = ref("offers", offer) if isinstance(offer, int) else offer
        return self.book.match(part_ref("needs", self.need.id, values["demand"]), offer, values["fit"], values["note"])


class OfferForm(RecordForm):
    """Something of ours that we can deliver."""

    table = "offers"

    def __init__(self, book: Book, offer_id: str | None = None) -> None:
        super().__init__(book, offer_id)


def yes_no() -> ChoiceAnswer:
    """Yes or no, in the person's language."""
    return ChoiceAnswer(Choice(tr(choice.text), choice.value) for choice in YES_NO)
