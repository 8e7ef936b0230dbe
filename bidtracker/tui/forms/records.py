"""Forms that make or change one record, built from the fields of its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any, ClassVar

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.fields import Field, form_fields
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Award, Believed, Contact, Promise, Tender
from bidtracker.domain.vocabulary import AwardStatus, Channel, FactKind, Layer, Level, Stage, Stance
from bidtracker.locale import tr
from bidtracker.pages.words import SURENESS
from bidtracker.tui.forms.parts.answers import Choice, ChoiceAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.links import RecordAnswer, row_of


class RecordForm(Form):
    """Makes a record of `table`, or changes the one with the id given. It asks what the table's fields declare (their
    `form` and `needed`); `given` is what a new record has without being asked."""

    table: ClassVar[str]

    def __init__(self, book: Book, record_ref: str | None = None, **given: Any) -> None:
        super().__init__(book)
        self.record_ref = record_ref  # of a new record, once it is saved
        self.base = book.get(record_ref) if record_ref else None
        self.given = given

    def heading(self) -> Message:
        if self.record_ref and self.base:
            table, number = parse_ref(self.record_ref)
            return say("Change {id} {name}", id=self.record_ref, name=self.book.holdings.name(table, number))
        whose, number = self.given_to()
        name = self.book.holdings.name(whose, number) if number else ""
        return say("{what}: {name}", what=say(NEW[self.table]), name=name) if name else say(NEW[self.table])

    def given_to(self) -> tuple[str, int]:
        """The record that a new one will belong to, for the title; 0 where it belongs to none."""
        return "buyers", self.given.get("buyer", 0)

    def rows(self) -> Iterable[FormRow]:
        return map(self.asked, form_fields(self.table))

    def asked(self, field: Field) -> FormRow:
        """The row that asks for a field."""
        return row_of(field, self.book, self.value_of(field.name), self.currency())

    def value_of(self, name: str) -> Any:
        """What the record has in a field; for a new one, what it starts with."""
        return getattr(self.base, name) if self.base else self.given.get(name)

    def currency(self) -> str:
        """What an amount without a currency is in."""
        return self.book.settings.base_currency

    def act(self, values: dict[str, Any]) -> object:
        if self.record_ref is None:
            typed = {field: value for field, value in values.items() if value not in (None, "", ())}
            record = self.book.add(self.table, **self.given | typed)
            self.record_ref = ref(self.table, record.id)
            return record
        edited = {field: value for field, value in values.items() if value != self.value_of(field)}
        return self.book.set(self.record_ref, base=self.base, **edited) if edited else None


NEW = {
    "tenders": label("New tender"),
    "buyers": label("New buyer"),
    "competitors": label("New competitor"),
    "contacts": label("New contact"),
    "facts": label("New fact"),
    "inquiries": label("What we ask"),
    "favours": label("A favour"),
    "hospitality": label("Hospitality"),
    "channel_changes": label("A change of channel"),
    "needs": label("New need"),
    "offers": label("New offer of ours"),
    "quotes": label("A price named"),
}


class TenderForm(RecordForm):
    """A tender, as a person knows it before any bid."""

    table = "tenders"

    def __init__(self, book: Book, tender_id: str | None = None) -> None:
        super().__init__(book, tender_id, stage=Stage.WATCHING)

    def currency(self) -> str:
        value = self.base.value if isinstance(self.base, Tender) else None
        return value.currency if value else super().currency()


class BuyerForm(RecordForm):
    """A buyer: the organisation, not its people."""

    table = "buyers"

    def __init__(self, book: Book, buyer_id: str | None = None) -> None:
        super().__init__(book, buyer_id)


class CompetitorForm(RecordForm):
    """A competitor."""

    table = "competitors"

    def __init__(self, book: Book, competitor_id: str | None = None) -> None:
        super().__init__(book, competitor_id)


class FactForm(RecordForm):
    """A piece of knowledge about a buyer, with its source."""

    table = "facts"

    def __init__(self, book: Book, buyer_id: str, fact_id: str | None = None) -> None:
        buyer = parse_ref(buyer_id)[1]
        super().__init__(book, fact_id, buyer=buyer, on=book.today(), channel=Channel.INSIDE, confidence=3)
        self.buyer = buyer

    def asked(self, field: Field) -> FormRow:
        value = self.value_of(field.name)
        if field.name == "confidence":
            return sureness_row(field, value)
        if field.name in ("contact", "person"):
            return person_row(self.book, field, self.buyer, value)
        row = super().asked(field)
        row.display = field.name not in ("figure", "rating") or value is not None
        return row

    def changed(self, row: FormRow) -> None:
        """A figure is asked for where the kind has one, by its own name; a judgement where one means something."""
        if row.field != "kind":
            return
        try:
            kind = row.entry.entered()
        except BidtrackerError:
            return
        self.show_rows(["figure"], bool(kind and kind.figure))
        self.show_rows(["rating"], kind in JUDGED)
        self.show_rows(["person"], bool(kind and kind.personal))
        if kind and kind.figure:
            self.row("figure").rename(kind.figure)


# The kinds of facts that can be good or poor news.
JUDGED = (
    FactKind.PROFITABILITY,
    FactKind.CAPITAL,
    FactKind.REPUTATION,
    FactKind.PURCHASING_PROCESS,
    FactKind.PAYMENT_PROCESS,
    FactKind.OUR_NAME,
    FactKind.OTHER,
)


class ContactForm(RecordForm):
    """A person at a buyer: the stakeholder card."""

    table = "contacts"
    ALIASES: ClassVar[Mapping[str, str]] = {"believed": "level"}

    def __init__(self, book: Book, buyer_id: str, contact_id: str | None = None) -> None:
        buyer = parse_ref(buyer_id)[1]
        super().__init__(book, contact_id, buyer=buyer, layer=Layer.OPERATIONS)
        self.buyer = buyer

    def value_of(self, name: str) -> Any:
        if name == "level":
            return self.base.level if isinstance(self.base, Contact) else Level.UNKNOWN
        if name == "stance":
            return self.base.stance if isinstance(self.base, Contact) else Stance.NEUTRAL
        return super().value_of(name)

    def asked(self, field: Field) -> FormRow:
        if field.name in ("reports_to", "introduced_by"):
            return person_row(self.book, field, self.buyer, self.value_of(field.name), but=self.record_ref)
        return super().asked(field)

    def act(self, values: dict[str, Any]) -> object:
        """Level and stance are dated: what was believed before stays on the card."""
        contact = self.base if isinstance(self.base, Contact) else None
        held = contact.believed if contact else ()
        belief = Believed(on=self.book.today(), level=values.pop("level"), stance=values.pop("stance"))
        if (belief.level, belief.stance) != (self.value_of("level"), self.value_of("stance")):
            values["believed"] = (*(b for b in held if b.on != belief.on), belief)
        return super().act(values)


class AwardForm(RecordForm):
    """An award and its contract, as far as a person knows better than a list."""

    table = "awards"

    def __init__(self, book: Book, award_id: str) -> None:
        super().__init__(book, award_id)

    @property
    def award(self) -> Award:
        """The award as it was read."""
        assert isinstance(self.base, Award)
        return self.base

    def currency(self) -> str:
        return self.award.value.currency if self.award.value else super().currency()

    def asked(self, field: Field) -> FormRow:
        if field.name == "promises":
            texts = tuple(promise.text for promise in self.award.promises)
            hint = label("What the winner won on, one a line")
            return FormRow(field.name, field.label, LinesInput(texts, each=True), hint=hint)
        row = super().asked(field)
        row.display = field.name not in ENDING or self.award.status is AwardStatus.TERMINATED
        return row

    def changed(self, row: FormRow) -> None:
        """A contract that was terminated has a day and a reason for that."""
        if row.field == "status":
            try:
                self.show_rows(ENDING, row.entry.entered() is AwardStatus.TERMINATED)
            except BidtrackerError:
                return

    def act(self, values: dict[str, Any]) -> object:
        values["promises"] = self._promises(values["promises"])
        return super().act(values)

    def _promises(self, texts: Iterable[str]) -> tuple[Promise, ...]:
        """A promise whose text stands keeps its number, by which signals name it; others get new ones."""
        numbered = {promise.text: promise for promise in reversed(self.award.promises)}
        new = count(max((promise.number for promise in self.award.promises), default=0) + 1)
        return tuple(numbered.get(text) or Promise(number=next(new), text=text) for text in dict.fromkeys(texts))


ENDING = ("terminated", "termination_reason")


def sureness_row(field: Field, value: int) -> FormRow:
    """The row that asks how far something can be believed: a word, with its digit in the list."""
    words = ChoiceAnswer(Choice(tr(word), n, str(n)) for n, word in enumerate(SURENESS, 1))
    return FormRow(
        field.name, field.label, LineInput(words, value), needed=True, hint=label("1 sure … 6 cannot be judged")
    )


def person_row(book: Book, field: Field, buyer: int, value: Any, but: str | None = None) -> FormRow:
    """The row that asks for one of a buyer's people."""
    people = [c.id for c in book.holdings.contacts_of(buyer) if ref("contacts", c.id) != but]
    return FormRow(field.name, field.label, LineInput(RecordAnswer(book, "contacts", among=people), value))
