"""Makes a touch or a signal of a mail: put to a person to decide, with the lines that were picked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from bidtracker.book import Book
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.text import safe
from bidtracker.intake.mail import MailChoice, about_of, propose_mail, read_mail
from bidtracker.tui.forms.account.signal import kinds
from bidtracker.tui.forms.parts.answers import Answer
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput


class MailForm(Form):
    """Shows a mail and asks what it is about, what it is, and which of its lines to quote; enter on a line picks it."""

    def __init__(self, book: Book, path: str | Path) -> None:
        super().__init__(book)
        self.mail = read_mail(path)
        self.picked: set[int] = set()

    def heading(self) -> Message:
        return say("A mail of {name}", name=self.mail.sender.name or self.mail.sender.mail)

    def rows(self) -> Iterable[FormRow]:
        about = label("A contract (A5) for a signal; else a contact (P7), buyer (B12) or tender (T42)")
        yield FormRow("about", label("About"), LineInput(Answer(), about_of(self.book, self.mail)), hint=about)
        hint = label("Nothing: a mail that they wrote, as a touch")
        yield FormRow("signal", label("A signal of"), LineInput(kinds()), hint=hint)
        lines = label("Like 2-4, 7; or enter on a line below")
        yield FormRow("lines", label("Lines to quote"), LineInput(Answer(), ""), hint=lines)

    def extra(self) -> Iterator[Widget]:
        lines = [Option(Content(f"      {self.mail.subject}"), disabled=True)] if self.mail.subject else []
        lines += [Option(Content(f"{n:>4}  {safe(line)}"), id=str(n)) for n, line in enumerate(self.mail.lines, 1)]
        yield OptionList(*lines, classes="mail", compact=True, markup=False)

    def _go(self, step: int) -> None:
        """The lines of the mail are the stop after the last field."""
        stops: list[Widget] = [*(row.entry for row in self._shown()), self.query_one(".mail")]
        at = stops.index(self.focused) if self.focused in stops else -1
        self.set_focus(stops[(at + step) % len(stops)])

    @on(OptionList.OptionSelected, ".mail")
    def _pick(self, event: OptionList.OptionSelected) -> None:
        """Picks a line, or leaves it out again."""
        event.stop()
        self.picked ^= {int(event.option.id or 0)}
        entry = self.row("lines").entry
        if isinstance(entry, LineInput):
            entry.fill(", ".join(map(str, sorted(self.picked))))

    def act(self, values: dict[str, Any]) -> object:
        about, lines = (values["about"] or "").strip(), values["lines"] or ""
        return propose_mail(self.book, self.mail, MailChoice(about, lines, values["signal"]))
