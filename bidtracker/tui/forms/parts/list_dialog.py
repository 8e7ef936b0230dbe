"""The base of every dialog with a list: the keys of a list do in it what they do in a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from bidtracker.book import Book
from bidtracker.domain.message import Message, label
from bidtracker.domain.text import fold, safe
from bidtracker.locale import tr
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.form import doing
from bidtracker.tui.keys import bindings_of
from bidtracker.tui.patience import patiently
from bidtracker.tui.widgets.prose import Prose
from bidtracker.tui.widgets.record_table import RecordTable

R = TypeVar("R")
AROUND = 8  # lines of the box that are not rows: border, heads, what is written of the row, help


class ListDialog(Dialog[R]):
    """A box with one table of rows: moved in, filtered, sorted and marked as every list is.

    A dialog says what its rows are and how they look (`records`, `columns`, `key`), what it is called, what it writes
    below of the row under the cursor, and which keys it has of its own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of("filter", "sort", "reverse"),
        Binding("escape", "back", label("Back"), id="list_back"),
        Binding("down", "to_rows", show=False, id="list_down"),
    ]
    AUTO_FOCUS = "RecordTable"

    def __init__(self) -> None:
        super().__init__()
        self.table = RecordTable(self.columns(), self.key)
        self.sorted: tuple[str, bool] = ("", False)

    # ------------------------------------------------------------ what each dialog says

    def heading(self) -> Message:
        """What the dialog is, for its title."""
        raise NotImplementedError

    def columns(self) -> Sequence[TableColumn]:
        """The columns, in their order."""
        raise NotImplementedError

    def records(self) -> Sequence[Any]:
        """All rows, in the order in which they stand at first."""
        raise NotImplementedError

    def key(self, row: Any) -> str:
        """What tells a row from all others."""
        raise NotImplementedError

    def about(self, row: Any) -> str:
        """What is written below of the row under the cursor."""
        return ""

    def nothing(self) -> str:
        """What an empty list says."""
        return ""

    def help(self) -> str:
        """The keys that the dialog has of its own, in words."""
        raise NotImplementedError

    def opened(self, row: Any) -> None:
        """What enter on a row does."""

    def close(self) -> None:
        """What esc does where there is nothing else to leave."""
        raise NotImplementedError

    def above(self) -> Iterator[Widget]:
        """What stands above the list."""
        yield from ()

    # ------------------------------------------------------------ drawing

    def compose(self) -> ComposeResult:
        with Vertical(classes="box wide") as box:
            box.border_title = Content(safe(tr(self.heading())))
            yield from self.above()
            yield self.table
            field = Input(placeholder=tr(label("words that a row has")), compact=True, id="list-filter")
            field.display = False
            yield field
            yield Prose("", classes="grounds", markup=False)
            yield Prose("", classes="help", markup=False)

    def on_mount(self) -> None:
        self.query_one(".help", Static).update(safe(self.help()))
        self.fill()

    def on_resize(self, event: events.Resize) -> None:
        self.table.styles.max_height = max(3, event.size.height - AROUND)

    def fill(self) -> None:
        """Lists the rows that the filter lets through, in order, the cursor where it was."""
        every = self.records()
        words = fold(self.query_one("#list-filter", Input).value).split()
        rows = [row for row in every if all(word in self._text_of(row) for word in words)]
        name, falling = self.sorted
        column = next((column for column in self.table.columns if column.name == name), None)
        if column is not None:
            with_value = [row for row in rows if column.sort(row) is not None]
            with_value.sort(key=column.sort, reverse=falling)
            rows = with_value + [row for row in rows if column.sort(row) is None]
        self.table.order = self.sorted
        self.table.empty = ((safe(tr(label("Nothing has these words")) if every else self.nothing()), "muted"),)
        self.table.show(rows)

    def _text_of(self, row: Any) -> str:
        return fold(" ".join(column.text(row) for column in self.table.columns))

    def tell(self, text: str) -> None:
        """Writes something below the list."""
        self.query_one(".grounds", Static).update("\n".join(safe(line) for line in text.split("\n")))

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        self.tell("" if self.table.current is None else self.about(self.table.current))

    @on(RecordTable.RowOpened)
    def _opened(self) -> None:
        self.opened(self.table.current)

    # ------------------------------------------------------------ the keys of every list

    def action_filter(self) -> None:
        """A line in which words are typed that the rows must have."""
        field = self.query_one("#list-filter", Input)
        field.display = True
        self.set_focus(field)

    @on(Input.Changed, "#list-filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.fill()

    @on(Input.Submitted, "#list-filter")
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self.table)

    def action_to_rows(self) -> None:
        """From a line that is typed in down to the list."""
        self.set_focus(self.table)

    def action_sort(self) -> None:
        """By the column under the cursor; again: the other way round."""
        self._sort_by(self.table.current_column.name)

    def action_reverse(self) -> None:
        """The other way round."""
        name, falling = self.sorted
        self.sorted = (name or self.table.current_column.name, not falling)
        self.fill()

    @on(RecordTable.Sorted)
    def _header_clicked(self, event: RecordTable.Sorted) -> None:
        self._sort_by(event.column)

    def _sort_by(self, name: str) -> None:
        self.sorted = (name, not self.sorted[1] if self.sorted[0] == name else False)
        self.fill()

    def action_back(self) -> None:
        """One step back: the filter, the marks, the dialog."""
        field = self.query_one("#list-filter", Input)
        if field.display:
            field.display = False
            field.value = ""
            self.set_focus(self.table)
        elif self.table.marks:
            self.table.unmark()
        else:
            self.close()


class ActingDialog(ListDialog[Message | None]):
    """A list whose rows are acted on, each time in one act of the book; dismissed with what the last one did."""

    def __init__(self, book: Book) -> None:
        self.book = book
        super().__init__()
        self.done: Message | None = None

    def act(self, act: Callable[[], object]) -> None:
        """Does an act and goes on, or writes below why not."""
        done = partial(doing, self.book, act)
        patiently(self, self.book, lambda: self.did(done()), lambda error: self.tell(tr(error.message)))

    def did(self, done: Any) -> None:
        """Goes on with what is there now."""
        if isinstance(done, Message):
            self.done = done
            self.table.marks.clear()
            self.fill()

    def close(self) -> None:
        self.dismiss(self.done)
