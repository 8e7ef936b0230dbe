"""A call on one page: what to say beside what is asked afterwards: how it went, what was heard, and when next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from bidtracker.book.signal_line import read_signal_line
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import TouchOutcome, Word
from bidtracker.locale import tr
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.account.touch import DoneForm
from bidtracker.tui.forms.parts.answers import Answer
from bidtracker.tui.forms.parts.choices import Choices
from bidtracker.tui.forms.parts.fields import FormBody
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput
from bidtracker.tui.subject import Subject
from bidtracker.tui.widgets.detail import Detail, PaneEntry
from bidtracker.tui.widgets.page import page_entries

BESIDE = 110  # cells from which the page stands beside the fields, else above them


class CallPage(Detail, can_focus=False):
    """What to say; the fields keep the focus."""


class CallForm(DoneForm):
    """Records a call about a record, planned or not; what to say stands beside it while one talks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page('down')", label("What to say: on"), id="call_down", priority=True),
        Binding("pageup", "page('up')", label("What to say: back"), id="call_up", priority=True),
    ]

    def __init__(self, desk: Desk, about: Subject, touch_id: str) -> None:
        """`touch_id` "" is a call that nobody planned."""
        super().__init__(desk.book, touch_id)
        self.desk, self.subject = desk, about
        self.sheet = CallPage()

    def heading(self) -> Message:
        name = self.book.holdings.name("contacts", self._contact()) or self.book.holdings.name(
            "buyers", self.subject.buyer
        )
        return say("Call: {name}", name=name)

    def _contact(self) -> int:
        return self.touch.contact if self.touch is not None else self.subject.contact

    def rows(self) -> Iterable[FormRow]:
        hint = label("Like “late 2 nurse: third delay”: what, how grave, who says so: the note")
        for row in super().rows():
            if row.field == "next" and self.subject.contract:
                yield FormRow("heard", label("What was heard"), LineInput(Answer()), hint=hint)
            yield row

    def compose(self) -> ComposeResult:
        with Vertical(classes="box call") as box:
            box.border_title = Content(safe(tr(self.heading())))
            with Horizontal(classes="sides"):
                yield self.sheet
                with FormBody(classes="body"):
                    yield from map(self._tied, self.rows())
            yield Static("", classes="help", markup=False)
            yield Static(Content(tr(say("ctrl+s saves · pgup pgdn turn the page · esc closes"))), classes="hint")
        yield Choices()

    def on_mount(self) -> None:
        self.sheet.show(self._page())

    def on_resize(self, event: events.Resize) -> None:
        event.prevent_default()
        wide, high = event.size.width >= BESIDE, event.size.height
        self.set_class(wide, "-beside")
        self.sheet.styles.height = high - 6 if wide else max(3, high - 14)
        self.query_one(".body").styles.max_height = high - 6 if wide else 10
        self._choices.hide()

    def _page(self) -> Sequence[PaneEntry]:
        """The call sheet of the contract, and the brief of the account."""
        from bidtracker.pages.brief import brief
        from bidtracker.pages.call_sheet import call_sheet
        from bidtracker.radar.score.opportunity import judge

        holdings, today, entries = self.desk.holdings, self.desk.today, list[PaneEntry]()
        if self.subject.award:
            opportunity = judge(holdings, holdings.awards[self.subject.award], today)
            entries += page_entries(call_sheet(opportunity, holdings, today))
        return [*entries, *page_entries(brief(holdings, ref("buyers", self.subject.buyer), today))]

    def action_page(self, way: str) -> None:
        """Turns the page while the fields keep the focus."""
        getattr(self.sheet, f"action_page_{way}")()

    def act(self, values: dict[str, Any]) -> object:
        line_text = values.pop("heard", None)
        with self.book.acting("call") as draft:
            if self.touch is None:
                contact = ref("contacts", self.subject.contact) if self.subject.contact else None
                (planned,) = self.book.plan_touch(
                    self.subject.contract or ref("buyers", self.subject.buyer),
                    on=values.get("on") or self.book.today(),
                    contact=contact,
                )
                self.touch_ref, self.touch = ref("touches", planned.id), planned
            done = super().act(values)
            if line_text:
                people = self.book.holdings.contacts_of(self.subject.buyer)
                line = read_signal_line(line_text, people, _spoken)
                self.book.observe(self.subject.contract, line.kind, **line.fields())
            draft.title = say("Called {name}: {outcome}", name=self._who(), outcome=self.outcome)
        return done

    def _who(self) -> str:
        holdings = self.book.holdings
        return holdings.name("contacts", self._contact()) or holdings.name("buyers", self.subject.buyer)

    def finish(self, done: Message) -> None:
        """What was heard is written down here already, unless a pain was shared and no signal said."""
        if self.outcome is TouchOutcome.PAIN_SHARED and not any(
            row.field == "heard" and row.entry.edited for row in self.form_rows
        ):
            super().finish(done)
        else:
            self.dismiss(done)


def _spoken(word: Word) -> str:
    return tr(word)
