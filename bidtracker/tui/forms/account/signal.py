"""A signal: what was heard or read of how a contract is delivered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NamedTuple

from bidtracker.book import Book
from bidtracker.domain.errors import Refused, Unreadable
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Award, Signal
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import Channel, Reliability, SignalKind, Strength
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import Answer, Choice, ChoiceAnswer, DayAnswer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.links import RecordAnswer

SEVERITIES = ((1, label("Slight")), (2, label("Clear")), (3, label("Grave")))
STRENGTHS = (Strength.DECISIVE, Strength.STRONG, Strength.MEDIUM, Strength.WEAK)


class Code(NamedTuple):
    """How far a source can be trusted: its reliability (A-F) and how likely what it says is (1-6)."""

    reliability: Reliability
    credibility: int


class Admiralty(Answer):
    """The Admiralty code in two signs: "B2"."""

    whole = True
    hint = label("Source A reliable … F unknown, then 1 confirmed … 6 cannot be judged: B2")

    def show(self, value: Code) -> str:
        return f"{value.reliability}{value.credibility}"

    def read(self, text: str) -> Code:
        match = re.fullmatch(r"([a-f])\s*([1-6])", text.strip(), re.IGNORECASE)
        if not match:
            raise Unreadable(
                "{text} is not a source code; write a letter A to F and a digit 1 to 6, like B2", text=repr(text)
            )
        return Code(Reliability[match[1].upper()], int(match[2]))

    def echo(self, text: str) -> str:
        return tr(self.read(text).reliability.label)


class SignalForm(Form):
    """Logs a signal about an award ("A5"), or about a tender's only one ("T42"); or changes a signal.

    `promise` is the number of the award's promise that it may break, to begin with.
    """

    ALIASES: ClassVar[Mapping[str, str]] = {"reliability": "source_code", "credibility": "source_code"}

    def __init__(self, book: Book, award_or_tender_id: str, signal_id: str | None = None, *, promise: int = 0) -> None:
        super().__init__(book)
        self.signal: Signal | None = book.get(signal_id) if signal_id else None
        self.base = self.signal
        self.promise = promise
        self.about = _about(self.signal) if self.signal else award_or_tender_id
        self.award = _award(book, self.about)

    def heading(self) -> Message:
        name = self.book.holdings.name("awards", self.award.id) if self.award else ""
        if self.signal:
            signal_ref = ref("signals", self.signal.id)
            return say("Change {id}, a signal on {about} {name}", id=signal_ref, about=self.about, name=name)
        return say("Signal on {about} {name}", about=self.about, name=name)

    def rows(self) -> Iterable[FormRow]:
        today = self.book.today()
        s = self.signal or Signal(kind=SignalKind.DELIVERY_LATE, on=today, promise=self.promise)
        yield FormRow("kind", label("What"), LineInput(kinds(), self.signal and s.kind), needed=True)
        severities = ChoiceAnswer(Choice(f"{n} {tr(text)}", n) for n, text in SEVERITIES)
        yield FormRow("severity", label("Severity"), LineInput(severities, s.severity), needed=True)
        yield FormRow("channel", label("Heard from"), LineInput(ChoiceAnswer.words(Channel), s.channel), needed=True)
        yield FormRow(
            "source_code", label("Source"), LineInput(Admiralty(), Code(s.reliability, s.credibility)), needed=True
        )
        yield FormRow("on", label("Observed on"), LineInput(DayAnswer(today), s.on), needed=True)
        hint = label("The day of the event, where it is another")
        yield FormRow("happened", label("Happened on"), LineInput(DayAnswer(today), s.happened), hint=hint)
        if self.award and self.award.promises:
            promises = ChoiceAnswer(Choice(safe(f"{p.number} {p.text}"), p.number) for p in self.award.promises)
            yield FormRow("promise", label("Breaks promise"), LineInput(promises, s.promise or None))
        buyer = self.book.holdings.buyer_of(self.award) if self.award else s.buyer
        contacts = [c.id for c in self.book.holdings.contacts_of(buyer)]
        if contacts:
            yield FormRow(
                "contact",
                label("Told by"),
                LineInput(RecordAnswer(self.book, "contacts", among=contacts), s.contact or None),
            )
        yield FormRow("notes", label("Note"), LinesInput(s.notes))
        yield FormRow("url", label("Evidence link"), LineInput(Answer(), s.url))

    def act(self, values: dict[str, Any]) -> object:
        code = values.pop("source_code")
        values |= {"reliability": code.reliability, "credibility": code.credibility}
        if self.signal is None:
            kind, on = values.pop("kind"), values.pop("on")
            given = {field: value for field, value in values.items() if value not in (None, "")}
            return self.book.observe(self.about, kind, on=on, **given)
        for field in ("promise", "contact"):
            values[field] = values.get(field) or 0
        edited = {f: v for f, v in values.items() if v != getattr(self.signal, f)}
        return self.book.set(ref("signals", self.signal.id), base=self.base, **edited)


def kinds() -> ChoiceAnswer:
    """All kinds of signal, the telling ones first, each with what it says."""
    ordered = sorted(SignalKind, key=lambda k: (-k.sign, STRENGTHS.index(k.strength)))
    return ChoiceAnswer.words(ordered, _says)


def _about(signal: Signal) -> str:
    """What a signal is about: its award, else the competitor that it accuses."""
    return ref("awards", signal.award) if signal.award else ref("competitors", signal.competitor)


def _says(kind: SignalKind) -> str:
    sign = label("discontent") if kind.sign > 0 else label("content")
    return f"{'▲' if kind.sign > 0 else '▽'} {tr(sign)} · {tr(kind.strength)}"


def _award(book: Book, record_ref: str) -> Award | None:
    table, number = parse_ref(record_ref)
    if table == "tenders":
        awards = book.holdings.awards_of(number)
        if len(awards) != 1:
            raise Refused("{id} has {n} awards; name the award that the signal is about", id=record_ref, n=len(awards))
        return awards[0]
    award: Award | None = book.holdings.awards.get(number) if table == "awards" else None
    return award
