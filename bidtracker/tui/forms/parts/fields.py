"""Fields one below the other: moving between them, and what is offered and said while one of them is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea

from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, label
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import Choice
from bidtracker.tui.forms.parts.choices import Choices
from bidtracker.tui.forms.parts.dialog import MIDDLE, TALL, Dialog
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput

CHROME = 5  # lines of a form that are not fields: two of border, two of help, one of buttons


class FormBody(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields. Textual's keys would scroll it where it does not fit, and the form not hear the arrows."""


class FieldsDialog(Dialog[Message | None]):
    """A dialog of rows in a Body, one of which has the focus. Enter goes on to the next; from the last one it saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # At once, so that what is typed ahead goes to the next field; saving waits until all of it was read.
        Binding("tab", "next", label("Next field"), id="form_next", priority=True),
        Binding("shift+tab", "previous", label("Field before"), id="form_previous", priority=True),
        Binding("down", "step(1)", label("Choose or next field"), id="form_down"),
        Binding("up", "step(-1)", label("Choose or field before"), id="form_up"),
    ]

    _rows: Sequence[FormRow] = ()

    @property
    def form_rows(self) -> Sequence[FormRow]:
        """All rows, looked for once: there are no others later."""
        self._rows = self._rows or list(self.query(FormRow))
        return self._rows

    def changed(self, row: FormRow) -> None:
        """Called after each change of a row's text; a form that asks more or less for it does so here."""

    def action_save(self) -> None:
        """What enter in the last field does."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.come_to_size(self.app.size)
        for row in self.form_rows:
            self.changed(row)
        shown = list(self._shown())
        if shown:
            self.set_focus(shown[0].entry)

    def on_resize(self, event: events.Resize) -> None:
        self._choices.hide()
        self.come_to_size(event.size)

    def come_to_size(self, size: Size) -> None:
        super().come_to_size(size)
        self.query_one(".body").styles.max_height = max(3, size.height - self._chrome(size.height))
        self._set_room()

    def _set_room(self) -> None:
        """Room between the fields where all of them, with it, are on the screen."""
        lines, height = (
            sum(3 if isinstance(row.entry, LinesInput) else 2 for row in self._shown()),
            self.app.size.height,
        )
        self.query_one(".box").set_class(lines <= height - self._chrome(height), "-roomy")
        self.call_after_refresh(self._show_focused)

    @staticmethod
    def _chrome(height: int) -> int:
        """The lines that are no fields: more where there is room to spare."""
        return CHROME + (height >= MIDDLE) + (height >= TALL)

    @property
    def _choices(self) -> Choices:
        return self.query_one(Choices)

    def _shown(self) -> Iterator[FormRow]:
        return (row for row in self.form_rows if row.display)

    def row(self, field: str) -> FormRow:
        """The row of a field."""
        return self.query_one(f"#row-{field}", FormRow)

    def show_rows(self, fields: Iterable[str], shown: bool) -> None:
        """Asks for these fields, or no longer. What was typed in them stays."""
        for field in fields:
            row = self.row(field)
            if not shown and row is self._row_of(self.focused):
                self._go(1)  # who types fast may be there already
            row.display = shown
        self._set_room()

    # ------------------------------------------------------------ moving

    def _row_of(self, widget: object) -> FormRow | None:
        return next((row for row in self.form_rows if row.entry is widget), None)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Moves the focus, and scrolls to where it is by then.

        Textual's own scrolling glides to the field that was focused when it began, and hides the one that is now.
        """
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)
        if scroll_visible:
            self.call_after_refresh(self._show_focused)

    def _show_focused(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False, immediate=True)

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
        if isinstance(line, LineInput):
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

    def _leave(self, entry: LineInput | LinesInput) -> None:
        """Enter: on to the next field, and from the last one the form is saved."""
        shown = list(self._shown())
        if shown and shown[-1].entry is entry:
            self.action_save()
        else:
            self._go(1)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._take() and isinstance(event.input, LineInput):
            self._leave(event.input)

    @on(LinesInput.Left)
    def _left(self) -> None:
        if isinstance(self.focused, LinesInput):
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
        if row is None or not isinstance(line, LineInput):
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

    def _touched(self, row: FormRow) -> None:
        row.complain("")
        row.read()
        self._help()
        self.changed(row)

    def _offer(self, line: LineInput, choices: Sequence[Choice]) -> bool:
        """Lists what may be meant; whether there is anything. What is typed in full needs no list."""
        if [choice.text for choice in choices] == [line.value.strip()]:
            choices = ()
        self._choices.offer(choices, line, at=line.answer.likely(line.value, choices))
        return bool(choices)

    def _take(self, by_tab: bool = False) -> bool:
        """Puts the chosen one in. True where there is more to choose, so that the field is not yet done."""
        line, choices = self.focused, self._choices
        if not (isinstance(line, LineInput) and choices.open and choices.line is line):
            return False  # who types fast may be in the next field before the list of this one is drawn
        choice = choices.chosen()
        if choice is None and by_tab and line.answer.stepwise:
            choice = choices.offered[0]
        choices.hide()
        return choice is not None and self._put(line, choice)

    def _put(self, line: LineInput, choice: Choice) -> bool:
        line.take(choice)
        if row := self._row_of(line):
            row.read()  # the same text may now mean another
        return line.answer.stepwise and self._offer(line, line.answer.choices(line.value))

    @on(OptionList.OptionSelected, ".choices")
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
