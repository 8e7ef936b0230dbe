"""What a form asks with: a line, several lines, and the row that puts a name, a reading and an error beside them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message as Event
from textual.widgets import Input, Static, TextArea

from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.text import safe, safe_lines
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import Answer, Choice
from bidtracker.tui.widgets.prose import Prose


class LineInput(Input):
    """One line that is typed. What stood there is given back as it was, unless it was edited."""

    def __init__(self, answer: Answer, value: Any = None) -> None:
        self.answer = answer
        self.original = value
        self.shown = safe(answer.show(value))
        self.settled: str | None = self.shown  # what was not typed by hand, so that nothing is offered for it
        super().__init__(self.shown, compact=True, select_on_focus=answer.whole)

    def validate_value(self, value: str) -> str:
        """All text comes in here, pasted text too, and none of it may reach the terminal raw."""
        return safe(value)

    def _on_paste(self, event: events.Paste) -> None:
        # Input keeps the first line of what is pasted; here the lines become one, so that nothing is lost.
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.split("\n")), *self.selection)

    @property
    def edited(self) -> bool:
        """Whether the text is another than the one it came with."""
        return self.value != self.shown

    def entered(self) -> Any:
        """The value that the text means. Raises Unreadable."""
        if not self.edited:
            return self.original
        text = self.value.strip()
        return self.answer.read(text) if text else self.answer.empty

    def load(self, value: Any) -> None:
        """Puts another value in, as the one it came with."""
        self.original = value
        self.shown = self.settled = self.value = safe(self.answer.show(value))
        self.cursor_position = len(self.value)  # the old place would lie inside a longer text

    def fill(self, value: Any) -> None:
        """Types a value in, as a person would."""
        self.settled = safe(self.answer.show(value))
        self.value = self.settled

    def retype(self, text: str) -> None:
        """Types a text in as it was typed before, without offering anything for it."""
        self.settled = self.value = safe(text)

    def settle(self) -> None:
        """Finishes what was begun: a word or name is written out once it is clear which is meant."""
        if self.answer.begun and self.edited and self.value.strip():
            with suppress(BidtrackerError):
                self.fill(self.entered())

    def take(self, choice: Choice) -> None:
        """Puts in what was chosen."""
        self.settled = safe(self.answer.taking(self.value, choice))
        self.value = self.settled
        self.cursor_position = len(self.value)


class LinesInput(TextArea):
    """Several lines. Enter begins a new one; on an empty last line it goes to the next field."""

    class Left(Event):
        """Enter was pressed on an empty line at the end: there is nothing more to say here."""

    def __init__(self, value: Any = "", *, each: bool = False) -> None:
        """`each`: a value is a tuple of lines; otherwise it is one text."""
        self.original, self.each = value, each
        self.shown = safe_lines("\n".join(value) if each else value or "")
        super().__init__(self.shown, compact=True, soft_wrap=True, highlight_cursor_line=False, tab_behavior="focus")

    @property
    def edited(self) -> bool:
        """Whether the text is another than the one it came with."""
        return self.text != self.shown

    def entered(self) -> Any:
        """The text, or its lines without the empty ones."""
        if not self.edited:
            return self.original
        if self.each:
            return tuple(line.strip() for line in self.text.splitlines() if line.strip())
        return self.text.strip()

    def load(self, value: Any) -> None:
        """Puts another value in, as the one it came with."""
        self.original = value
        self.shown = safe_lines("\n".join(value) if self.each else value or "")
        self.text = self.shown

    def retype(self, text: str) -> None:
        """Types a text in as it was typed before."""
        self.text = safe_lines(text)

    def settle(self) -> None:
        """Text needs no finishing."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.action_line_or_leave()

    def action_line_or_leave(self) -> None:
        """A new line, or on to the next field."""
        row, _ = self.cursor_location
        last = self.document.line_count - 1
        if row == last and not self.document.get_line(row).strip():
            if row:
                self.delete((row - 1, len(self.document.get_line(row - 1))), (row, 0))
            self.post_message(self.Left())
        else:
            start, end = self.selection
            self.move_cursor(self.replace("\n", start, end).end_location)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._put(event.text)

    def action_paste(self) -> None:
        """Pastes what was copied here, harmless."""
        self._put(self.app.clipboard)

    def _put(self, text: str) -> None:
        start, end = self.selection
        self.move_cursor(self.replace(safe_lines(text), start, end).end_location)


class FormRow(Vertical):
    """One field of a form: its name, the input, what was read, and below it what is wrong.

    `name` is the field that the value goes to; an error that names this field stands here.
    """

    def __init__(
        self, name: str, label: str, entry: LineInput | LinesInput, *, needed: bool = False, hint: str = ""
    ) -> None:
        super().__init__(id=f"row-{name}")
        self.field, self.label, self.entry, self.needed = name, label, entry, needed
        self.hint = tr(hint) if hint else entry.answer.help() if isinstance(entry, LineInput) else ""
        self.error = ""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="asked"):
            mark = Content(" *") if self.needed else Content("")
            yield Static(Content(tr(self.label)) + mark, classes="label")
            yield Static("│", classes="edge")
            yield self.entry
            yield Static("", classes="echo", markup=False)
        yield Prose("", classes="error", markup=False)

    def on_mount(self) -> None:
        self.read()

    def on_descendant_focus(self) -> None:
        self.add_class("at")

    def on_descendant_blur(self) -> None:
        self.remove_class("at")

    def read(self) -> None:
        """Shows beside the input what its text was read as, or nothing while it cannot be read."""
        text = ""
        if isinstance(self.entry, LineInput) and self.entry.value.strip():
            try:
                text = self.entry.answer.echo(self.entry.value.strip())
            except BidtrackerError:
                text = ""
            if text == self.entry.value.strip():
                text = ""
        echo = self.query_one(".echo", Static)
        echo.update(Content(safe(text)))
        echo.display = bool(text)

    def value(self) -> Any:
        """What was entered. Raises FieldError, also where nothing is and something must be."""
        try:
            value = self.entry.entered()
        except FieldError:
            raise
        except BidtrackerError as error:
            raise FieldError(self.field, error.message) from None
        if self.needed and value in (None, "", ()):
            raise FieldError(self.field, "{field} is missing; it must be given", field=tr(self.label))
        return value

    def rename(self, label: str) -> None:
        """Calls the field otherwise, where that depends on another one."""
        self.label = label
        self.query_one(".label", Static).update(Content(tr(label)))

    def complain(self, text: str) -> None:
        """Shows what is wrong, or with "" that nothing is."""
        self.error = text
        shown = self.query_one(".error", Static)
        shown.update(Content(f"✗ {safe(text)}") if text else "")
        shown.display = bool(text)
        self.set_class(bool(text), "wrong")
