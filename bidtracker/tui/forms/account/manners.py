"""Favours, hospitality, changes of channel, and changes of an order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.fields import Field
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.kinds import WHOLE
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Deal
from bidtracker.domain.vocabulary import Side, TouchKind
from bidtracker.tui.forms.parts.answers import Amount, Answer, Choice, ChoiceAnswer, DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.records import RecordForm, person_row


class OfBuyerForm(RecordForm):
    """A record about one of a buyer's people ("B12"), `contact` among them where one is meant."""

    def __init__(self, book: Book, buyer_id: str, record_id: str | None = None, contact: int = 0, **given: Any) -> None:
        self.buyer = parse_ref(buyer_id)[1]
        people = book.holdings.contacts_of(self.buyer)
        contact = contact or (people[0].id if len(people) == 1 else 0)
        super().__init__(book, record_id, on=book.today(), **given | ({"contact": contact} if contact else {}))

    def given_to(self) -> tuple[str, int]:
        return "buyers", self.buyer

    def asked(self, field: Field) -> FormRow:
        if field.name != "contact":
            return super().asked(field)
        row = person_row(self.book, field, self.buyer, self.value_of("contact"))
        row.needed = field.needed
        return row


class FavourForm(OfBuyerForm):
    """What somebody did for us, or we for them; and that it was returned."""

    table = "favours"

    def __init__(self, book: Book, buyer_id: str, record_id: str | None = None, contact: int = 0) -> None:
        super().__init__(book, buyer_id, record_id, contact, side=Side.THEIRS)


class HospitalityForm(OfBuyerForm):
    """A meal, a gift or a visit; beyond the limit of the settings it is asked about."""

    table = "hospitality"

    def __init__(self, book: Book, buyer_id: str, record_id: str | None = None, contact: int = 0) -> None:
        super().__init__(book, buyer_id, record_id, contact, side=Side.OURS, by=book.who)

    def act(self, values: dict[str, Any]) -> object:
        if self.record_ref:
            return super().act(values)
        contact, text = values.pop("contact"), values.pop("text")
        person = ref("contacts", contact) if isinstance(contact, int) else contact
        return self.book.hospitality(person, text, as_given=self.as_given, **values)


class ChannelForm(OfBuyerForm):
    """Another way by which a buyer is served: from whom to whom, who hears of it first, how, and by whose decision."""

    table = "channel_changes"

    def __init__(self, book: Book, buyer_id: str, record_id: str | None = None, contact: int = 0) -> None:
        number = parse_ref(buyer_id)[1]
        super().__init__(book, buyer_id, record_id, contact, buyer=number, how=TouchKind.VISIT)


class OrderChangeForm(Form):
    """What a buyer wants otherwise than ordered of a deal ("D3"), what it costs them, and whether they took that."""

    def __init__(self, book: Book, deal_id: str) -> None:
        super().__init__(book)
        self.deal: Deal = book.get(deal_id)

    def heading(self) -> Message:
        name = self.book.holdings.name("awards", self.deal.award)
        return say("Change of the order {id} {name}", id=ref("deals", self.deal.id), name=name)

    def rows(self) -> Iterable[FormRow]:
        today, award = self.book.today(), self.book.holdings.awards[self.deal.award]
        choices = (
            Choice(label("a new one"), 0),
            *(Choice(f"{each.number}. {each.text}", each.number) for each in self.deal.changes),
        )
        yield FormRow("number", label("Which"), LineInput(ChoiceAnswer(choices), 0), needed=True)
        yield FormRow("text", label("What they want"), LinesInput())
        currency = award.value.currency if award.value else self.book.settings.base_currency
        hint = label("Say it before it is done: what is free once is free for ever")
        yield FormRow("costs", label("It costs them"), LineInput(Amount(currency)), hint=hint)
        yield FormRow("days", label("Days later"), LineInput(Answer(WHOLE, today)))
        yield FormRow("agreed", label("Agreed on"), LineInput(DayAnswer(today)))

    def act(self, values: dict[str, Any]) -> object:
        text = values.pop("text")
        return self.book.change_order(ref("deals", self.deal.id), text, number=values.pop("number") or 0, **values)
