"""What we ask a buyer about an award, what came of it, and the letter."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from bidtracker.book import Book
from bidtracker.book.acts.losses.inquiries import InquiryAnswer
from bidtracker.domain.errors import BidtrackerError, FieldError, Unreadable
from bidtracker.domain.fields import Field
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.losses.inquiry_rules import rules_for
from bidtracker.domain.losses.score_sheet import read_criterion
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Inquiry, ScoreSheet, Tender
from bidtracker.domain.text import safe_lines
from bidtracker.domain.vocabulary import InquiryKind, InquiryResult, SaidBy, SignalKind
from bidtracker.exports import written
from bidtracker.locale import tr
from bidtracker.pages.letters import letter
from bidtracker.radar.account.inquiries import country_of, why_last
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.parts.answers import Choice, ChoiceAnswer, DayAnswer, Many, PathTo
from bidtracker.tui.forms.parts.file import FileForm
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.paper import PaperDialog
from bidtracker.tui.forms.records import RecordForm, person_row


class InquiryForm(RecordForm):
    """Asks about an award ("A5") or a tender ("T42"); or changes an inquiry ("I3")."""

    table = "inquiries"

    def __init__(self, book: Book, about: str, inquiry_id: str | None = None) -> None:
        super().__init__(book, inquiry_id, kind=InquiryKind.DEBRIEF, on=book.today())
        self.about = about
        table, number = parse_ref(inquiry_id or about)
        record = book.holdings.table(table)[number]
        self.tender: Tender = book.get(("tenders", number if table == "tenders" else record.tender))

    def given_to(self) -> tuple[str, int]:
        return "tenders", self.tender.id

    def rows(self) -> Iterable[FormRow]:
        return (row for row in super().rows() if row.field != "answer" or self.record_ref)

    def asked(self, field: Field) -> FormRow:
        value = self.value_of(field.name)
        if field.name == "contact":
            return person_row(self.book, field, self.tender.buyer, value)
        if field.name == "rule":
            country = country_of(self.book.holdings, self.tender)
            fitting = rules_for(None, country, self.tender.published, self.book.holdings.rules)
            choices = (
                Choice(code, code, " · ".join(filter(None, (tr(why_last(rule)), tr(rule.label)))))
                for code, rule in fitting.items()
            )
            hint = label("By which rule; it says when the answer is due. A last resort may be felt as hostile")
            return FormRow(field.name, field.label, LineInput(ChoiceAnswer(choices, empty=""), value or ""), hint=hint)
        return super().asked(field)

    def act(self, values: dict[str, Any]) -> object:
        if self.record_ref:
            return super().act(values)
        kind, rule = values.pop("kind"), values.pop("rule") or ""
        made = self.book.inquire(self.about, kind, under=rule, as_given=self.as_given, **values)
        self.record_ref = ref("inquiries", made.id)
        return made


class AnswerForm(Form):
    """What came of an inquiry ("I3"), and what it gave."""

    def __init__(self, book: Book, inquiry_id: str) -> None:
        super().__init__(book)
        self.inquiry: Inquiry = book.get(inquiry_id)
        self.inquiry_id = inquiry_id

    def heading(self) -> Message:
        name = self.book.holdings.name("tenders", self.inquiry.tender)
        return say("Answer to {id}, {kind} on {name}", id=self.inquiry_id, kind=self.inquiry.kind, name=name)

    def rows(self) -> Iterable[FormRow]:
        today, tender = self.book.today(), self.book.holdings.tenders[self.inquiry.tender]
        results = ChoiceAnswer.words(InquiryResult)
        yield FormRow("result", label("Result"), LineInput(results, InquiryResult.ANSWERED), needed=True)
        yield FormRow("on", label("On"), LineInput(DayAnswer(today), today), needed=True)
        yield FormRow("answer", label("Answer"), LinesInput(), hint=label("What they wrote or told, in words"))
        if tender.bids:
            hint = label(
                "One a line, like “Quality = 60: 45/52 | their words”: weight, ours/the winner's; /100 the most"
            )
            yield FormRow("scores", label("Our scores"), LinesInput((), each=True), hint=hint)
        if self.inquiry.award:
            hint = label("What the winner won on, one a line")
            yield FormRow("promises", label("Promises"), LinesInput((), each=True), hint=hint)
            signals = Many(ChoiceAnswer.words(SignalKind))
            hint = label("How it goes, in the words for signals; they rest on this answer")
            yield FormRow("signals", label("Signals"), LineInput(signals, ()), hint=hint)
        hint = label("The document: a page or a file, without spaces")
        yield FormRow("links", label("Document"), LinesInput((), each=True), hint=hint)

    def changed(self, row: FormRow) -> None:
        """What was refused or never came gave nothing."""
        if row.field != "result":
            return
        try:
            gave = row.entry.entered() in (InquiryResult.ANSWERED, InquiryResult.PARTLY)
        except BidtrackerError:
            return
        self.show_rows([field for field in GAVE if self.query(f"#row-{field}")], gave)

    def act(self, values: dict[str, Any]) -> object:
        try:
            criteria = tuple(map(read_criterion, values.get("scores") or ()))
        except Unreadable as error:
            raise FieldError("scores", error.message) from None
        public = self.inquiry.kind is InquiryKind.ASSESSMENT_SUMMARY
        said_by = SaidBy.PUBLIC if public else SaidBy.DEBRIEF
        answer = InquiryAnswer(
            result=values["result"],
            on=values["on"],
            words=values["answer"],
            sheet=ScoreSheet(criteria=criteria, said_by=said_by) if criteria else None,
            promises=tuple(values.get("promises") or ()),
            signals=tuple(values.get("signals") or ()),
            links=tuple(values.get("links") or ()),
        )
        return self.book.answered(self.inquiry_id, answer, as_given=self.as_given)


GAVE = ("scores", "promises", "signals")


class LetterDialog(PaperDialog):
    """Shows the letter of an inquiry ("I3"), to be copied or written to a file. Nothing is sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", label("Copy"), id="letter_copy"),
        Binding("x", "write", label("Write to a file"), id="letter_write"),
        Binding("escape,q", "close", label("Close"), id="letter_close"),
    ]

    def __init__(self, desk: Desk, inquiry_id: str) -> None:
        self.inquiry_id, self.text = inquiry_id, letter(desk.book.get(inquiry_id), desk.holdings, desk.today)
        super().__init__(desk, TextArea(safe_lines(self.text), read_only=True, soft_wrap=True, show_cursor=False))

    def heading(self) -> Message:
        return say("Letter of {id}", id=self.inquiry_id)

    @property
    def plain(self) -> str:
        return self.text

    def copied(self) -> Message:
        return say("Copied the letter")

    def file_form(self) -> LetterFile:
        name = f"letter-{self.inquiry_id}-{self.desk.today.isoformat()}.md"
        return LetterFile(self.desk.book, self.text, name)


class LetterFile(FileForm):
    """Asks for the file of a letter."""

    def __init__(self, book: Book, text: str, name: str) -> None:
        super().__init__(book)
        self.text, self.proposed = text, name

    def heading(self) -> Message:
        return say("Write this letter")

    def rows(self) -> Iterable[FormRow]:
        yield FormRow("path", label("File"), LineInput(PathTo(), self.proposed), needed=True)

    def write(self, values: dict[str, Any], path: Path, *, overwrite: bool) -> None:
        try:
            with written(path, overwrite=overwrite) as stream:
                stream.write(self.text.encode())
        except OSError as error:
            self.row("path").complain(tr(say("{path}: {why}", path=str(path), why=error.strerror)))
        else:
            self.dismiss(say("Wrote {path}", path=str(path)))
