"""A text on a sheet of its own, to be read, copied, or written to a file."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from bidtracker.domain.message import Message, say
from bidtracker.locale import tr
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.file import FileForm

AROUND = 6  # lines of the dialog that are not the sheet's


class PaperDialog(Dialog[Message | None]):
    """Shows a text in `sheet`. A paper says what it is called, what is copied, and which form asks for its file."""

    def __init__(self, desk: Desk, sheet: Widget) -> None:
        super().__init__()
        self.desk, self.sheet = desk, sheet

    def heading(self) -> Message:
        """What the paper is, for its title."""
        raise NotImplementedError

    @property
    def plain(self) -> str:
        """The whole text."""
        raise NotImplementedError

    def copied(self) -> Message:
        """What is said when it was copied."""
        raise NotImplementedError

    def file_form(self) -> FileForm:
        """What asks for the file."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(classes="box wide") as box:
            box.border_title = Content(tr(self.heading()))
            yield self.sheet
            yield Static(Content(tr(say("y copies · x writes a file · esc closes"))), classes="help")

    def on_mount(self) -> None:
        self.sheet.focus()

    def on_resize(self, event: events.Resize) -> None:
        self.sheet.styles.height = max(3, event.size.height - AROUND)

    def action_copy(self) -> None:
        """All of it to the clipboard."""
        self.app.copy_to_clipboard(self.plain)
        self.app.notify(tr(self.copied()), markup=False)

    def action_write(self) -> None:
        """All of it to a file."""
        self.app.push_screen(self.file_form(), self._wrote)

    def _wrote(self, done: Message | None) -> None:
        if done is not None:
            self.dismiss(done)

    def action_close(self) -> None:
        """Closes."""
        self.dismiss(None)
