"""The one base of all forms: their fields are checked where they are typed, and saved in one act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext, suppress
from datetime import date
from typing import Any, ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from bidtracker.book import Book, Busy, ValueConflict
from bidtracker.domain.errors import BidtrackerError, Doubtful, FieldError
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Record
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.forms.conflict import ConflictDialog
from bidtracker.tui.forms.parts.answers import DayAnswer, EndAnswer
from bidtracker.tui.forms.parts.choices import Choices
from bidtracker.tui.forms.parts.fields import FieldsDialog, FormBody
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.leaving.half_typed import Retypable
from bidtracker.tui.patience import patiently
from bidtracker.tui.widgets.prose import Prose

ENDS = ("end", "max_end")


def doing(book: Book, act: Callable[[], object]) -> Message:
    """Does an act and says what was done, in the words that the history has for it."""
    before = book.history(limit=1)
    act()
    try:
        after = book.history(limit=1)
    except Busy:  # it is done, so that nobody may be made to do it again
        return say("Saved")
    if [entry.id for entry in before] == [entry.id for entry in after]:
        return say("Nothing was changed")
    return after[0].title


class Form(FieldsDialog, Retypable):
    """Asks for the fields of one act, does it, and is dismissed with what was done; with None when given up.

    A form says which rows it has (`rows`), what it is called (`heading`) and what saving does (`act`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", label("Save"), id="form_save"),
        Binding("escape", "cancel", label("Cancel"), id="form_cancel"),
    ]
    ALIASES: ClassVar[Mapping[str, str]] = {}  # what the book calls a field -> the row that asks for it

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.base: Record | None = None  # the record that is edited, as it was read
        self.warned = False
        self.as_given = False  # what looks wrong is to be kept as it stands
        self.doubted: dict[str, Any] | None = None  # what was asked about, if it looked wrong

    # ------------------------------------------------------------ what each form says

    def heading(self) -> Message:
        """What the form does, for its title."""
        raise NotImplementedError

    def rows(self) -> Iterable[FormRow]:
        """The fields, in the order in which they are asked for."""
        raise NotImplementedError

    def act(self, values: dict[str, Any]) -> object:
        """Does it, by one act of the book. `values` are those of the rows that are shown."""
        raise NotImplementedError

    def extra(self) -> Iterable[Widget]:
        """What else stands below the fields."""
        return ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = Content(safe(tr(self.heading())))
            with FormBody(classes="body"):
                yield from map(self._tied, self.rows())
            yield from self.extra()
            yield Prose("", classes="help", markup=False)
            with Horizontal(classes="buttons"):
                yield _button(label("Save"), "ctrl+s", "save")
                yield _button(label("Cancel"), "esc", "cancel")
        yield Choices()

    def _tied(self, row: FormRow) -> FormRow:
        """A row that asks for the end of what another row says the start of is read with that in view."""
        if row.field in ENDS and isinstance(row.entry, LineInput) and isinstance(row.entry.answer, DayAnswer):
            row.entry.answer = EndAnswer(self.book.today(), self._start)
            row.hint = row.entry.answer.help()
        return row

    def _start(self) -> date | None:
        """The start that is entered, None where none is or it cannot be read."""
        for row in self.query("#row-start").results(FormRow):
            with suppress(BidtrackerError):
                start = row.entry.entered()
                return start if isinstance(start, date) else None
        return None

    @property
    def edited(self) -> bool:
        """Whether something was typed that is not in the book."""
        return any(row.entry.edited for row in self.form_rows)

    def typed(self) -> dict[str, str]:
        texts = {row.field: row.entry for row in self.form_rows if row.entry.edited}
        return {name: entry.text if isinstance(entry, LinesInput) else entry.value for name, entry in texts.items()}

    def retype(self, texts: Mapping[str, str]) -> None:
        for row in self.form_rows:
            if row.field in texts:
                row.entry.retype(texts[row.field])
        note = say("this was half typed when the screen ended; ctrl+s saves it, esc twice discards it")
        self.query_one(".box").border_subtitle = Content(safe(tr(note)))  # it stays, whichever field has its hint

    def _touched(self, row: FormRow) -> None:
        self.warned = False
        super()._touched(row)

    # ------------------------------------------------------------ saving

    def action_cancel(self) -> None:
        """Closes the list of choices; else the form. What was typed is given up only when asked twice."""
        if self._choices.open:
            self._choices.hide()
        elif self.edited and not self.warned:
            self.warned = True
            self._help(tr(say("esc again discards what was typed; ctrl+s saves it")), wrong=True)
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Checks all fields and does the act; goes to the first field with an error."""
        self._take()
        self._choices.hide()
        values = self._values()
        if values is None:
            return
        if self.doubted not in (None, values):  # something else is given by now
            self.as_given = False
        patiently(self, self.book, lambda: self.finish(doing(self.book, lambda: self._act(values))), self._refused)

    def _act(self, values: dict[str, Any]) -> None:
        """Does it. What can hardly be so is refused at first, and done where that was seen and saved again."""
        self.doubted = dict(values)
        with nullcontext() if self.as_given else self.book.doubting():
            self.act(values)
        self.book.doubts.clear()  # they were seen here

    def _refused(self, error: BidtrackerError) -> None:
        """Says at its field why the act was not done."""
        match error:
            case ValueConflict():
                self._decide(error)
            case Doubtful():
                again = say("{doubt} · ctrl+s again keeps it", doubt=error.message)
                self._wrong(FieldError(error.field, again))
                self.as_given = True
                self._help(tr(say("ctrl+s again keeps it as it is")), wrong=True)
            case FieldError():
                self._wrong(error)
            case _:
                self._help(tr(error.message), wrong=True)

    def finish(self, done: Message) -> None:
        """Closes the form with what was done."""
        self.dismiss(done)

    def _values(self) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        first: FormRow | None = None
        for row in self._shown():
            try:
                values[row.field] = row.value()
                row.complain("")
            except FieldError as error:
                row.complain(tr(error.message))
                first = first or row
        if first is not None:
            self.set_focus(first.entry)
            return None
        return values

    def _wrong(self, error: FieldError) -> None:
        field = self.ALIASES.get(error.field, error.field)
        row = next((row for row in self._shown() if row.field == field), None)
        if row is None:
            self._help(tr(error.message), wrong=True)
        else:
            row.complain(tr(error.message))
            self.set_focus(row.entry)

    def _decide(self, conflict: ValueConflict) -> None:
        """Somebody changed the same field meanwhile: shows both values and saves what is chosen."""
        field = self.ALIASES.get(conflict.field, conflict.field)
        row = next((row for row in self.form_rows if row.field == field), None)
        base = self.base
        if row is None or base is None:
            self._help(tr(conflict.message), wrong=True)
            return
        entry = row.entry
        mine = entry.text if isinstance(entry, LinesInput) else entry.value
        theirs = self._shown_as(entry, conflict.theirs)

        def decided(ours: bool | None) -> None:
            if ours is None:
                self.set_focus(entry)
                return
            # Either way theirs has now been seen, so it is what the next save starts from.
            self.base = msgspec.structs.replace(base, **{conflict.field: conflict.theirs})
            if not ours:
                entry.load(conflict.theirs)
            self.action_save()

        self.app.push_screen(ConflictDialog(row.label, theirs, mine), decided)

    @staticmethod
    def _shown_as(entry: LineInput | LinesInput, value: Any) -> str:
        if isinstance(entry, LineInput):
            return entry.answer.show(value)
        return "\n".join(value) if entry.each else str(value or "")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.name == "save":
            self.action_save()
        elif event.button.name == "cancel":
            self.action_cancel()


def _button(text: str, key: str, name: str) -> Button:
    """A button for the mouse that names its key; the keyboard has the key itself."""
    button = Button(Content.assemble(tr(text), " ", (key, "dim")), name=name, id=name, compact=True)
    button.can_focus = False
    return button
