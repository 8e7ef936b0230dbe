"""Value and price: a win theme, a price named, something conceded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.fields import Field
from bidtracker.domain.ids import parse_ref, part_ref, ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Quote, Theme
from bidtracker.domain.vocabulary import Channel, Lever, Tier
from bidtracker.locale import listed, tr
from bidtracker.radar.account.value import cautions, rivals
from bidtracker.tui.forms.account.need import yes_no
from bidtracker.tui.forms.parts.answers import Amount, Answer, Choice, ChoiceAnswer, DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.links import RecordAnswer
from bidtracker.tui.forms.records import RecordForm, sureness_row


class ThemeForm(Form):
    """What our bid on a tender ("T42") is worth to the buyer; or changes a win theme ("V3").

    Words that run a rival down are saved only when asked twice: they are kept, and never printed to be said.
    """

    def __init__(self, book: Book, tender_id: str, theme_id: str | None = None) -> None:
        super().__init__(book)
        self.theme: Theme | None = book.get(theme_id) if theme_id else None
        self.base = self.theme
        self.tender = self.theme.tender if self.theme else parse_ref(tender_id)[1]
        self.cautioned = ""

    def heading(self) -> Message:
        if self.theme:
            return say("Change {id}, a win theme", id=ref("themes", self.theme.id))
        return say("Why ours: {name}", name=self.book.holdings.name("tenders", self.tender))

    def rows(self) -> Iterable[FormRow]:
        held = self.theme or Theme(tender=self.tender, lever=Lever.SERVICE, text="")
        yield FormRow(
            "lever", label("Lever"), LineInput(ChoiceAnswer.words(Lever), self.theme and held.lever), needed=True
        )
        hint = label("What it is worth to them, in words that can be said; no rival in it")
        yield FormRow("text", label("In words"), LinesInput(held.text), needed=True, hint=hint)
        asked = list(self._demands())
        yield FormRow(
            "need", label("They ask"), LineInput(ChoiceAnswer(asked, ""), part_of("needs", held.need, held.demand))
        )
        promised = list(self._promises())
        if promised:
            answered = part_of("awards", held.award, held.promise)
            yield FormRow("promise", label("They promised"), LineInput(ChoiceAnswer(promised, ""), answered))
        yield FormRow("proof", label("Proof"), LinesInput(held.proof))
        first = not self.book.holdings.themes_of(self.tender)
        yield FormRow("main", label("Say first"), LineInput(yes_no(), held.main if self.theme else first), needed=True)

    def _demands(self) -> Iterator[Choice]:
        """What this buyer's needs ask for; those behind this tender first."""
        holdings = self.book.holdings
        needs = holdings.needs_of(holdings.tenders[self.tender].buyer)
        for need in sorted(needs, key=lambda need: need.tender != self.tender):
            for demand in need.demands:
                yield Choice(demand.text, part_of("needs", need.id, demand.number), need.title)

    def _promises(self) -> Iterator[Choice]:
        """What rivals promised this buyer, in contracts that run or ran."""
        holdings = self.book.holdings
        for tender in holdings.tenders_of(holdings.tenders[self.tender].buyer):
            for award in holdings.awards_of(tender.id):
                for promise in () if award.ours else award.promises:
                    names = listed(holdings.suppliers(award))
                    yield Choice(promise.text, part_of("awards", award.id, promise.number), names)

    def act(self, values: dict[str, Any]) -> object:
        lever, text = values.pop("lever"), values.pop("text")
        if self.theme is None:
            given = {field: value for field, value in values.items() if value}
            return self.book.theme(ref("tenders", self.tender), lever, text, **given)
        fields = {"lever": lever, "text": text, "proof": values["proof"], "main": values["main"]}
        fields |= dict(zip(("need", "demand"), numbers_of(values["need"]), strict=True))
        if "promise" in values:
            fields |= dict(zip(("award", "promise"), numbers_of(values["promise"]), strict=True))
        edited = {field: value for field, value in fields.items() if value != getattr(self.theme, field)}
        return self.book.set(ref("themes", self.theme.id), base=self.base, **edited) if edited else None

    def action_save(self) -> None:
        """As any form; but words that should not be said are pointed out first, and saved when asked again."""
        text = "\n".join(str(self.row(field).entry.entered() or "") for field in ("text", "proof"))
        held = self.theme or Theme(tender=self.tender, lever=Lever.SERVICE, text="")
        warnings = cautions(text, rivals(self.book.holdings, held))
        if warnings and text != self.cautioned:
            self.cautioned = text
            self.row("text").complain(tr(warnings[0]))
            self._help(tr(say("ctrl+s again saves it as it is; it will not be printed among what to say")), wrong=True)
            return
        super().action_save()


def part_of(table: str, number: int, part: int) -> str:
    """The id of what a theme answers, "" where that is nothing."""
    return part_ref(table, number, part) if number else ""


def numbers_of(quote_ref: str) -> tuple[int, int]:
    """The record and the part of it that an id names; zeros for ""."""
    if not quote_ref:
        return 0, 0
    record, _dot, part = quote_ref.partition(".")
    return parse_ref(record)[1], int(part or 0)


class QuoteForm(RecordForm):
    """A price named for a tender ("T42"), ours or a rival's; or changes one ("M3")."""

    table = "quotes"

    def __init__(self, book: Book, tender_id: str, quote_id: str | None = None) -> None:
        super().__init__(book, quote_id, on=book.today(), channel=Channel.INSIDE, confidence=3)
        held: Quote | None = self.base if isinstance(self.base, Quote) else None
        self.tender = held.tender if held else parse_ref(tender_id)[1]

    def given_to(self) -> tuple[str, int]:
        return "tenders", self.tender

    def currency(self) -> str:
        if isinstance(self.base, Quote):
            return self.base.price.currency
        value = self.book.holdings.tenders[self.tender].value
        return value.currency if value else super().currency()

    def asked(self, field: Field) -> FormRow:
        value = self.value_of(field.name)
        if field.name == "competitor":
            hint = label("Whose price; left empty it is ours")
            return FormRow(
                field.name,
                label("Whose"),
                LineInput(RecordAnswer(self.book, "competitors", adds=True), value),
                hint=hint,
            )
        if field.name == "tier":
            hint = label("The class of what is priced; prices compare with their own class or a higher one")
            return FormRow(field.name, field.label, LineInput(ChoiceAnswer.words(Tier), value), hint=hint)
        if field.name == "confidence":
            return sureness_row(field, value)
        return super().asked(field)

    def changed(self, row: FormRow) -> None:
        """Only our own price has an offer and a floor; only a rival's is more or less sure."""
        if row.field == "competitor":
            theirs = bool(row.entry.value.strip()) if isinstance(row.entry, LineInput) else False
            self.show_rows(("offer", "floor"), not theirs)
            self.show_rows(("channel", "confidence"), theirs)

    def act(self, values: dict[str, Any]) -> object:
        if self.record_ref:
            return super().act(values)
        given = {field: value for field, value in values.items() if value not in (None, "", ())}
        price, whose = given.pop("price"), given.pop("competitor", None)
        return self.book.quote(ref("tenders", self.tender), price, by=whose, **given)


class ConcessionForm(Form):
    """What was given up on a price of ours ("M3"), and what was got for it."""

    def __init__(self, book: Book, quote_id: str) -> None:
        super().__init__(book)
        self.quote: Quote = book.get(quote_id)

    def heading(self) -> Message:
        return say("Conceded on {id}, {price}", id=ref("quotes", self.quote.id), price=str(self.quote.price))

    def rows(self) -> Iterable[FormRow]:
        yield FormRow("gave", label("We gave"), LineInput(Answer()), needed=True)
        yield FormRow(
            "got", label("We got"), LineInput(Answer()), hint=label("Give nothing for nothing: what came back for it")
        )
        yield FormRow("amount", label("It cost us"), LineInput(Amount(self.quote.price.currency)))
        yield FormRow("on", label("On"), LineInput(DayAnswer(self.book.today()), self.book.today()), needed=True)

    def act(self, values: dict[str, Any]) -> object:
        return self.book.concede(
            ref("quotes", self.quote.id), values["gave"], values["got"], amount=values["amount"], on=values["on"]
        )
