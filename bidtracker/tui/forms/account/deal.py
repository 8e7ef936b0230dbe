"""Our own delivery: open a deal, note a step, a fault on arrival, a visit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.fields import form_fields
from bidtracker.domain.ids import parse_ref, part_ref, ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Deal, Milestone, VisitPlan
from bidtracker.domain.vocabulary import DealStep
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import Amount, Answer, Choice, ChoiceAnswer, DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.links import RecordAnswer, rows_of, value_in

PLAN = " "  # between the days of a visit plan


class DealForm(Form):
    """Opens the deal of an award of ours ("A5"): what is due when, as far as it is known."""

    def __init__(self, book: Book, award_id: str) -> None:
        super().__init__(book)
        self.award_id = award_id
        self.award = book.holdings.awards[parse_ref(award_id)[1]]

    def heading(self) -> Message:
        return say("Our delivery: {name}", name=self.book.holdings.name("awards", self.award.id))

    def rows(self) -> Iterable[FormRow]:
        today, currency = self.book.today(), self.award.value.currency if self.award.value else ""
        yield FormRow("signed", label("Signed on"), LineInput(DayAnswer(today)))
        yield FormRow("deposit", label("Deposit"), LineInput(Amount(currency)))
        yield FormRow("deposit_due", label("Deposit due"), LineInput(DayAnswer(today)))
        yield FormRow("delivery_due", label("Delivery due"), LineInput(DayAnswer(today)))
        yield FormRow("payment", label("Payment"), LineInput(Amount(currency)))
        yield FormRow("payment_due", label("Payment due"), LineInput(DayAnswer(today)))
        hint = label("Days after the delivery on which to visit, then every so many months: 7 30 90 / 3")
        yield FormRow("visits", label("Visits"), LineInput(Answer(), shown_plan(VisitPlan())), hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return self.book.deal(self.award_id, steps=list(_steps(values)), visits=read_plan(values["visits"]))


def _steps(values: dict[str, Any]) -> Iterator[Milestone]:
    if values["signed"]:
        yield Milestone(number=0, step=DealStep.SIGNED, due=values["signed"], done=values["signed"])
    if values["deposit"] or values["deposit_due"]:
        yield Milestone(number=0, step=DealStep.DEPOSIT, due=values["deposit_due"], amount=values["deposit"])
    if values["delivery_due"]:
        yield Milestone(number=0, step=DealStep.DELIVERY, due=values["delivery_due"])
    if values["payment"] or values["payment_due"]:
        yield Milestone(number=0, step=DealStep.PAYMENT, due=values["payment_due"], amount=values["payment"])


def shown_plan(plan: VisitPlan) -> str:
    """A visit plan as it is typed: "7 30 90 / 3"."""
    return f"{PLAN.join(map(str, plan.days))} / {plan.every_months}"


def read_plan(text: str) -> VisitPlan:
    """The plan that was typed; without a stroke and months it is not gone on with. Raises FieldError."""
    match = re.fullmatch(r"\s*((?:\d{1,4}\s+)*\d{0,4})\s*(?:/\s*(\d{0,3})\s*)?", text.replace(",", " "), re.ASCII)
    if not match:
        wrong = "{text} is no visit plan; write days, a stroke and months, like 7 30 90 / 3"
        raise FieldError("visits", wrong, text=text)
    return VisitPlan(days=tuple(map(int, match[1].split())), every_months=int(match[2] or 0))


class StepForm(Form):
    """A step of a deal ("D3"): a new one, or one that is there, to be done or changed."""

    def __init__(self, book: Book, deal_id: str) -> None:
        super().__init__(book)
        self.deal: Deal = book.get(deal_id)

    def heading(self) -> Message:
        return say("Step of {id} {name}", id=ref("deals", self.deal.id), name=_name(self.book, self.deal))

    def rows(self) -> Iterable[FormRow]:
        open_steps = [step for step in self.deal.milestones if step.done is None]
        first = min(open_steps, key=lambda step: (step.due is None, step.due, step.number), default=None)
        choices = (Choice(tr(label("a new one")), 0), *_choices(self.deal, self.deal.milestones))
        yield FormRow(
            "number", label("Which"), LineInput(ChoiceAnswer(choices), first.number if first else 0), needed=True
        )
        yield from rows_of(Milestone, first, self.book, _currency(self.book, self.deal))

    def changed(self, row: FormRow) -> None:
        """Choosing a step that is there puts it in to be changed."""
        if row.field != "number" or not row.entry.edited:
            return
        try:
            number = row.entry.entered()
        except BidtrackerError:
            return
        chosen = next((step for step in self.deal.milestones if step.number == number), None)
        for field in form_fields(Milestone):
            self.row(field.name).entry.load(value_in(Milestone, chosen, field.name))

    def act(self, values: dict[str, Any]) -> object:
        number = values.pop("number")
        return self.book.step(part_ref("deals", self.deal.id, number or 0), values.pop("step"), **values)


class FaultForm(Form):
    """Something of ours arrived faulty: the clocks to report, send back and replace it start."""

    def __init__(self, book: Book, deal_id: str) -> None:
        super().__init__(book)
        self.deal: Deal = book.get(deal_id)

    def heading(self) -> Message:
        return say("Faulty on arrival: {id} {name}", id=ref("deals", self.deal.id), name=_name(self.book, self.deal))

    def rows(self) -> Iterable[FormRow]:
        today = self.book.today()
        yield FormRow("on", label("Found on"), LineInput(DayAnswer(today), today), needed=True)
        yield _person(self.book, self.deal, label("Told by"))
        yield FormRow("note", label("What is wrong"), LinesInput())

    def act(self, values: dict[str, Any]) -> object:
        return self.book.faulty(
            ref("deals", self.deal.id), values["on"], values["note"], contact=_id(values["contact"])
        )


class VisitForm(Form):
    """A visit after delivery, one that was planned or another: how content they are, what to mend, what is next."""

    def __init__(self, book: Book, deal_id: str) -> None:
        super().__init__(book)
        self.deal: Deal = book.get(deal_id)

    def heading(self) -> Message:
        return say("Visit after delivery: {name}", name=_name(self.book, self.deal))

    def rows(self) -> Iterable[FormRow]:
        today = self.book.today()
        planned = [step for step in self.deal.milestones if step.step is DealStep.VISIT and step.done is None]
        planned.sort(key=lambda step: (step.due is None, step.due))
        choices = (*_choices(self.deal, planned), Choice(tr(label("another one")), 0))
        yield FormRow("number", label("Which"), LineInput(ChoiceAnswer(choices), choices[0].value), needed=True)
        yield _person(self.book, self.deal, label("With whom"))
        scale = label("1 very unhappy … 5 very happy; 1 and 2 plan a call in two days")
        yield FormRow("satisfaction", label("Satisfaction"), LineInput(ChoiceAnswer.numbers(1, 5)), hint=scale)
        yield FormRow("improve", label("To improve"), LinesInput())
        yield FormRow("next_need", label("Next need"), LinesInput(), hint=label("Becomes a fact about the buyer"))
        yield FormRow("on", label("On"), LineInput(DayAnswer(today), today), needed=True)

    def act(self, values: dict[str, Any]) -> object:
        part = part_ref("deals", self.deal.id, values.pop("number") or 0)
        values["contact"] = _id(values["contact"])
        return self.book.visited(part, values.pop("satisfaction"), **values)


def _choices(deal: Deal, steps: Iterable[Milestone]) -> Sequence[Choice]:
    """Steps to choose from, each by its own id, what it is and when."""
    choices = []
    for step in steps:
        part = part_ref("deals", deal.id, step.number)
        when = step.done or step.due
        choices.append(Choice(f"{part} {tr(step.step)} {when or ''}".strip(), step.number, step.note))
    return choices


def _person(book: Book, deal: Deal, name: str) -> FormRow:
    people = [contact.id for contact in book.holdings.contacts_of(book.holdings.buyer_of(deal))]
    return FormRow("contact", name, LineInput(RecordAnswer(book, "contacts", among=people)))


def _id(contact: str | int | None) -> str | None:
    return ref("contacts", contact) if isinstance(contact, int) else contact or None


def _name(book: Book, deal: Deal) -> str:
    return book.holdings.name("awards", deal.award)


def _currency(book: Book, deal: Deal) -> str:
    value = book.holdings.awards[deal.award].value
    return value.currency if value else book.settings.base_currency
