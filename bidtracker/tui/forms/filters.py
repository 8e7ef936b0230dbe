"""Filters saved by name: take one, save the one that stands, remove one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.spans import Tone
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.forms.parts.list_dialog import ListDialog
from bidtracker.tui.patience import patiently
from bidtracker.tui.saved_filters import drop_filter, save_filter, saved_filters
from bidtracker.tui.widgets.prose import Prose


class FiltersDialog(ListDialog[str | None]):
    """The filters of a view; is dismissed with the text of the one to use. `text` is the filter that stands, which can
    be saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,d,ctrl+x", "remove", label("Remove"), id="filters_remove"),
    ]

    def __init__(self, book: Book, view: str, text: str) -> None:
        super().__init__()
        self.book, self.view, self.text = book, view, text.strip()

    def heading(self) -> Message:
        return say("Saved filters")

    def above(self) -> Iterator[Widget]:
        if self.text:
            yield Prose(safe(tr(say("Save {text} as", text=self.text))), classes="question", markup=False)
            yield Input(placeholder=tr(label("a name")), compact=True, max_length=60, id="filter-name")

    def columns(self) -> Sequence[TableColumn]:
        def column(name: str, title: str, width: int, place: int, tone: Tone) -> TableColumn:
            def text(row: tuple[str, str]) -> str:
                return safe(row[place])

            return TableColumn(name, title, width, lambda row: (text(row), tone), text, text, grow=1, priority=1)

        return column("name", label("Name"), 16, 0, "strong"), column("filter", label("Filter"), 20, 1, "muted")

    def records(self) -> Sequence[tuple[str, str]]:
        return sorted(saved_filters(self.book, self.view).items())

    def key(self, row: tuple[str, str]) -> str:
        return row[0]

    def on_mount(self) -> None:
        super().on_mount()
        if self.text:
            self.set_focus(self.query_one("#filter-name"))

    def help(self) -> str:
        if self.records():
            return tr(say("enter takes · del removes · esc closes"))
        if self.text:
            return tr(say("none yet; enter saves this one under the name · esc closes"))
        return tr(say("none yet; type a filter with / first, then come back to give it a name · esc closes"))

    @on(Input.Submitted, "#filter-name")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if not name:
            return

        def save() -> None:
            save_filter(self.book, self.view, name, self.text)
            self.dismiss(self.text)

        patiently(self, self.book, save, self._refused)

    def _refused(self, error: BidtrackerError) -> None:
        self.tell("✗ " + tr(error.message))

    def opened(self, row: tuple[str, str]) -> None:
        """Takes it."""
        self.dismiss(row[1])

    def action_remove(self) -> None:
        """Removes the filter under the cursor."""
        if self.table.current is None or self.focused is not self.table:
            return
        name = self.key(self.table.current)

        def remove() -> None:
            drop_filter(self.book, self.view, name)
            self.fill()
            self.query_one(".help", Static).update(safe(self.help()))

        patiently(self, self.book, remove, self._refused)

    def close(self) -> None:
        self.dismiss(None)
