"""One field by itself: of one record where its cell stands, or of all marked records with what would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from bidtracker.book import Book
from bidtracker.book.acts.cells import field_of, value_in
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.text import safe
from bidtracker.locale import tr
from bidtracker.pages.words import named
from bidtracker.tui.forms.parts.choices import Choices
from bidtracker.tui.forms.parts.fields import FormBody
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput
from bidtracker.tui.forms.parts.links import answer_to
from bidtracker.tui.widgets.prose import Prose

LEAST = 28  # cells in which something can be typed, whatever the width of the column
PREVIEWED = 8  # records whose change is shown before it is made; of the others their number


class FieldForm(Form):
    """Asks for one field of some records of one table."""

    def __init__(self, book: Book, ids: Sequence[str], name: str) -> None:
        super().__init__(book)
        self.ids = ids
        self.asked = field_of(parse_ref(ids[0])[0], name)
        self.records: dict[str, Any] = {record_id: book.get(record_id) for record_id in ids}

    def heading(self) -> Message:
        field = say(self.asked.label)
        return count("{field} of {id}", "{field} of {n} records", len(self.ids), field=field, id=self.ids[0])

    def rows(self) -> Iterable[FormRow]:
        values = {value_in(record, self.asked) for record in self.records.values()}
        answer = answer_to(self.asked, self.book, self._currency())
        entry = LineInput(answer, values.pop() if len(values) == 1 else answer.empty)
        yield FormRow(self.asked.name, self.asked.label, entry, needed=self.asked.needed)

    def _currency(self) -> str:
        """The currency of the records where they agree on one."""
        worth = {value.currency for record in self.records.values() if (value := getattr(record, "value", None))}
        return worth.pop() if len(worth) == 1 else self.book.settings.base_currency

    def act(self, values: dict[str, Any]) -> object:
        return self.book.set_cells(self.ids, self.asked.name, values[self.asked.name], self.base)


class CellBox(Vertical):
    """A box that begins on a line of the screen, or as much above it as it needs to be seen whole."""

    def __init__(self, top: int) -> None:
        super().__init__(classes="box cell")
        self.top = top

    def on_resize(self, event: events.Resize) -> None:
        top = max(0, min(self.top, self.screen.size.height - event.size.height))
        self.styles.offset = (int(self.styles.offset.x.value), top)


class CellForm(FieldForm):
    """Lies over the cell at `place`. Enter saves, esc leaves all as it was."""

    def __init__(self, book: Book, record_id: str, name: str, place: Region) -> None:
        super().__init__(book, [record_id], name)
        self.place = Region(*place)  # a form that is made anew has it as a plain list
        self.base = self.records[record_id]

    def compose(self) -> ComposeResult:
        with CellBox(self.place.y):
            with FormBody(classes="body"):
                yield from map(self._tied, self.rows())
            yield Prose("", classes="help", markup=False)
        yield Choices()

    def on_mount(self) -> None:
        row = self.row(self.asked.name)
        closed = isinstance(row.entry, LineInput) and row.entry.answer.closed
        row.hint = "" if closed else row.hint
        super().on_mount()
        if closed:
            self.call_after_refresh(self.action_step, 1)  # what may be chosen is seen at once

    def on_resize(self, event: events.Resize) -> None:
        width = min(max(self.place.width + 2, LEAST), event.size.width)
        left = max(0, min(self.place.x - 1, event.size.width - width))
        box = self.query_one(".box")
        box.styles.width = width
        box.styles.offset = (left, max(0, min(self.place.y, event.size.height - box.size.height)))
        self._choices.hide()

    def _help(self, text: str = "", *, wrong: bool = False) -> None:
        """What would do here, or what is the matter, in as many lines as it takes; none where there is nothing."""
        super()._help(text, wrong=wrong)
        shown = self.query_one(".help", Prose)
        shown.display = bool(str(shown.content))

    def _start(self) -> date | None:
        start: date | None = getattr(self.base, "start", None)
        return start

    def action_next(self) -> None:
        """There is no next field: what was typed is saved."""
        self.action_save()

    def action_cancel(self) -> None:
        """Closes the list of choices, else the cell."""
        self.dismiss(None)


class ColumnForm(FieldForm):
    """One value for all marked records; below it what that changes."""

    def extra(self) -> Iterable[Widget]:
        yield Static("", classes="preview", markup=False)

    def changed(self, row: FormRow) -> None:
        """Shows what saving would do."""
        try:
            shown = self._preview(row.entry.entered()) if row.entry.edited else []
        except BidtrackerError:
            shown = []
        self.query_one(".preview", Static).update("\n".join(safe(line) for line in shown))

    def _preview(self, value: Any) -> list[str]:
        answer = answer_to(self.asked, self.book, self._currency())
        name, after = self.book.holdings.name, answer.show(value) or "—"
        befores = {
            record_id: answer.show(value_in(record, self.asked)) or "—" for record_id, record in self.records.items()
        }
        changing = {record_id: before for record_id, before in befores.items() if before != after}
        lines = [tr(count("{n} record changes:", "{n} records change:", len(changing)))]
        for record_id, before in list(changing.items())[:PREVIEWED]:
            lines.append(named(f"{record_id} {name(*parse_ref(record_id))}") + f"{before} → {after}")
        more = len(changing) - PREVIEWED
        return [*lines, tr(count("and {n} more", "and {n} more", more))] if more > 0 else lines
