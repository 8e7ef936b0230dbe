"""The one base of all forms: fields one below the other, checked where they are typed, saved in one act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static, TextArea

from bidtracker.book import Book, ValueConflict
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Record
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.forms.answers import Choice
from bidtracker.tui.forms.choices import Choices
from bidtracker.tui.forms.conflict import ConflictDialog
from bidtracker.tui.forms.dialog import MIDDLE, TALL, Dialog
from bidtracker.tui.forms.inputs import Line, Lines, Row

CHROME = 5  # lines of a form that are not fields: two of border, two of help, one of buttons


def doing(book: Book, act: Callable[[], object]) -> Message:
    """Does an act and says what was done, in the words that the history has for it."""
    before = book.history(limit=1)
    act()
    after = book.history(limit=1)
    if [entry.id for entry in before] == [entry.id for entry in after]:
        return say("Nothing was changed")
    return after[0].title


class Body(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields. Textual's keys would scroll it where it does not fit, and the form not hear the arrows."""


class Form(Dialog[Message | None]):
    """Asks for the fields of one act, does it, and is dismissed with what was done; with None when given up.

    A form says which rows it has (`rows`), what it is called (`heading`) and what saving does (`act`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", label("Save"), id="form_save"),
        Binding("escape", "cancel", label("Cancel"), id="form_cancel"),
        # At once, so that what is typed ahead goes to the next field; saving waits until all of it was read.
        Binding("tab", "next", label("Next field"), id="form_next", priority=True),
        Binding("shift+tab", "previous", label("Field before"), id="form_previous", priority=True),
        Binding("down", "step(1)", label("Choose or next field"), id="form_down"),
        Binding("up", "step(-1)", label("Choose or field before"), id="form_up"),
    ]
    ALIASES: ClassVar[Mapping[str, str]] = {}  # what the book calls a field -> the row that asks for it

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.base: Record | None = None  # the record that is edited, as it was read
        self.warned = False

    # ------------------------------------------------------------ what each form says

    def heading(self) -> Message:
        """What the form does, for its title."""
        raise NotImplementedError

    def rows(self) -> Iterable[Row]:
        """The fields, in the order in which they are asked for."""
        raise NotImplementedError

    def act(self, values: dict[str, Any]) -> object:
        """Does it, by one act of the book. `values` are those of the rows that are shown."""
        raise NotImplementedError

    def extra(self) -> Iterable[Widget]:
        """What else stands below the fields."""
        return ()

    def changed(self, row: Row) -> None:
        """Called after each change of a row's text; a form that asks more or less for it does so here."""

    # ------------------------------------------------------------ building

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = Content(safe(tr(self.heading())))
            with Body(classes="body"):
                yield from self.rows()
            yield from self.extra()
            yield Static("", classes="help", markup=False)
            with Horizontal(classes="buttons"):
                yield _button(label("Save"), "ctrl+s", "save")
                yield _button(label("Cancel"), "esc", "cancel")
        yield Choices()

    def on_mount(self) -> None:
        for row in self.query(Row):
            self.changed(row)
        shown = list(self._shown())
        if shown:
            self.set_focus(shown[0].entry)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(".body").styles.max_height = max(3, event.size.height - self._chrome(event.size.height))
        self._choices.hide()
        self._set_room()

    def _set_room(self) -> None:
        """Room between the fields where all of them, with it, are on the screen."""
        lines = sum(3 if isinstance(row.entry, Lines) else 2 for row in self._shown())
        self.query_one(".box").set_class(lines <= self.size.height - self._chrome(self.size.height), "-roomy")

    @staticmethod
    def _chrome(height: int) -> int:
        """The lines that are no fields: more where there is room to spare."""
        return CHROME + (height >= MIDDLE) + (height >= TALL)

    @property
    def _choices(self) -> Choices:
        return self.query_one(Choices)

    def _shown(self) -> Iterator[Row]:
        return (row for row in self.query(Row) if row.display)

    def row(self, field: str) -> Row:
        """The row of a field."""
        return self.query_one(f"#row-{field}", Row)

    def show_rows(self, fields: Iterable[str], shown: bool) -> None:
        """Asks for these fields, or no longer. What was typed in them stays."""
        for field in fields:
            row = self.row(field)
            if not shown and row is self._row_of(self.focused):
                self._go(1)  # who types fast may be there already
            row.display = shown
        self._set_room()

    @property
    def edited(self) -> bool:
        """Whether something was typed that is not in the book."""
        return any(row.entry.edited for row in self.query(Row))

    # ------------------------------------------------------------ moving

    def _row_of(self, widget: object) -> Row | None:
        return next((row for row in self.query(Row) if row.entry is widget), None)

    def action_next(self) -> None:
        """To the next field, taking what is chosen in the open list."""
        if self._take(by_tab=True):
            return
        self._go(1)

    def action_previous(self) -> None:
        """To the field before."""
        self._choices.hide()
        self._go(-1)

    def action_step(self, step: int) -> None:
        """Down and up: within the list of choices where there is one, else from field to field."""
        line = self.focused
        if isinstance(line, Line):
            if self._choices.open:
                self._choices.move(step)
                return
            if step > 0 and self._offer(line, line.answer.listed(line.value)):
                return
        self._go(step)

    def _go(self, step: int) -> None:
        shown = list(self._shown())
        at = next((i for i, row in enumerate(shown) if row.entry is self.focused), -1)
        self.set_focus(shown[(at + step) % len(shown)].entry)

    def _leave(self, entry: Line | Lines) -> None:
        """Enter: on to the next field, and from the last one the form is saved."""
        shown = list(self._shown())
        if shown and shown[-1].entry is entry:
            self.action_save()
        else:
            self._go(1)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._take() and isinstance(event.input, Line):
            self._leave(event.input)

    @on(Lines.Left)
    def _left(self) -> None:
        if isinstance(self.focused, Lines):
            self._leave(self.focused)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._choices.hide()
        row = self._row_of(event.widget)
        if row is not None and row.is_mounted:
            row.entry.settle()
            if row.entry.edited:
                try:
                    row.entry.entered()
                except BidtrackerError as error:
                    row.complain(tr(error.message))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._help()

    # ------------------------------------------------------------ typing

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        line = event.input
        row = self._row_of(line)
        if row is None or not isinstance(line, Line):
            return
        self._touched(row)
        if self.focused is line and line.value != line.settled:
            line.settled = None
            self._offer(line, line.answer.choices(line.value) if line.value.strip() else ())

    @on(TextArea.Changed)
    def _typed_lines(self, event: TextArea.Changed) -> None:
        event.stop()
        row = self._row_of(event.text_area)
        if row is not None:
            self._touched(row)

    def _touched(self, row: Row) -> None:
        self.warned = False
        row.complain("")
        row.read()
        self._help()
        self.changed(row)

    def _offer(self, line: Line, choices: Sequence[Choice]) -> bool:
        """Lists what may be meant; whether there is anything. What is typed in full needs no list."""
        if [choice.text for choice in choices] == [line.value]:
            choices = ()
        self._choices.offer(choices, line, at=line.answer.likely(line.value, choices))
        return bool(choices)

    def _take(self, by_tab: bool = False) -> bool:
        """Puts the chosen one in. True where there is more to choose, so that the field is not yet done."""
        line, choices = self.focused, self._choices
        if not (isinstance(line, Line) and choices.open and choices.line is line):
            return False  # who types fast may be in the next field before the list of this one is drawn
        choice = choices.chosen()
        if choice is None and by_tab and line.answer.stepwise:
            choice = choices.offered[0]
        choices.hide()
        return choice is not None and self._put(line, choice)

    def _put(self, line: Line, choice: Choice) -> bool:
        line.take(choice)
        return line.answer.stepwise and self._offer(line, line.answer.choices(line.value))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self._choices.line
        if line is not None:
            self._choices.hide()
            self._put(line, self._choices.offered[event.option_index])

    def _help(self, text: str = "", *, wrong: bool = False) -> None:
        """The line below the fields: what would do in this field, or what is the matter with the whole."""
        row = self._row_of(self.focused)
        if not text and row is not None:
            text = row.hint
        shown = self.query_one(".help", Static)
        shown.set_class(wrong, "wrong")
        shown.update(Content(f"✗ {safe(text)}" if wrong else safe(text)))

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
        try:
            done = doing(self.book, lambda: self.act(values))
        except ValueConflict as conflict:
            self._decide(conflict)
        except FieldError as error:
            self._wrong(error)
        except BidtrackerError as error:
            self._help(tr(error.message), wrong=True)
        else:
            self.finish(done)

    def finish(self, done: Message) -> None:
        """Closes the form with what was done."""
        self.dismiss(done)

    def _values(self) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        first: Row | None = None
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
        row = next((row for row in self.query(Row) if row.field == field), None)
        base = self.base
        if row is None or base is None:
            self._help(tr(conflict.message), wrong=True)
            return
        entry = row.entry
        mine = entry.text if isinstance(entry, Lines) else entry.value
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
    def _shown_as(entry: Line | Lines, value: Any) -> str:
        if isinstance(entry, Line):
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
