"""Writes a list to a file, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from textual import on
from textual.message import Message as Posted

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.kinds import TEXT
from bidtracker.domain.message import Message, count, label, say
from bidtracker.exports import FORMATS, Sheet, write
from bidtracker.exports.rows import AGENDA, table_of
from bidtracker.locale import tr
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.forms.parts.answers import Choice, ChoiceAnswer, PathTo
from bidtracker.tui.forms.parts.file import FileForm
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput
from bidtracker.tui.keys import BY_ID

CALLED = {
    "csv": label("CSV, for a spreadsheet"),
    "json": label("JSON, for a program"),
    "md": label("Markdown, to read and mail"),
    "xlsx": label("XLSX, a workbook"),
    "ics": label("ICS, for a calendar"),
}

# What a list says in a word of its own. The radar's next action is written as the whole sentence, which says more.
WORDED = ("outcome",)


class ExportDialog(FileForm):
    """Writes the rows of a list (`kind` is its name, as `bidtracker export` has it) as they stand on the screen."""

    class ExportEnded(Posted):
        """The file is written, or why it is not."""

        def __init__(self, error: BidtrackerError | None = None) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self,
        book: Book,
        kind: str,
        rows: Sequence[Any],
        as_of: date | None = None,
        columns: Sequence[TableColumn] = (),
    ) -> None:
        """`columns` are the list's: where one says something in other words than its field, those are written."""
        super().__init__(book)
        self.kind, self.records = kind, rows
        self.worded = {column.filter: column.text for column in columns if column.name in WORDED}
        self.as_of = as_of or book.today()
        self.path = Path()
        self.writing = False
        self.kept = Path()  # the name whose strange ending was pointed out

    def heading(self) -> Message:
        kind = tr(BY_ID[self.kind].label).lower() if self.kind in BY_ID else self.kind
        return count("Export {n} row of {kind}", "Export {n} rows of {kind}", len(self.records), kind=kind)

    def rows(self) -> Iterable[FormRow]:
        formats = ChoiceAnswer(Choice(tr(CALLED.get(name, name)), name) for name in self._formats())
        yield FormRow("format", label("Format"), LineInput(formats, "csv"), needed=True)
        yield FormRow("path", label("File"), LineInput(PathTo(), self._named("csv")), needed=True)

    def _formats(self) -> Iterable[str]:
        """Only the agenda is a calendar."""
        return (name for name in FORMATS if name != "ics" or self.kind == "agenda")

    def _named(self, file_format: str) -> str:
        return f"{self.kind}-{self.as_of.isoformat()}.{file_format}"

    def changed(self, row: FormRow) -> None:
        """The file's name follows the format, until somebody types another."""
        path = self.row("path").entry
        if row.field == "format" and not path.edited:
            try:
                path.load(self._named(row.entry.entered()))
            except BidtrackerError:
                return

    def action_save(self) -> None:
        if not self.writing:
            super().action_save()

    def write(self, values: dict[str, Any], path: Path, *, overwrite: bool) -> None:
        if path.suffix.lower() != f".{values['format']}" and path != self.kept:
            self.kept = path
            self._misnamed(f".{values['format']}", path)
            return
        self.writing, self.path = True, path
        table = table_of(self.kind)
        sheet = Sheet(
            name=self.kind,
            fields=self._fields(AGENDA if self.kind == "agenda" else FIELDS[table], values["format"]),
            records=self.records,
            holdings=self.book.holdings,
            as_of=self.as_of,
            book=str(self.book.db.header["book"]),
            whole=(lambda line: self.book.get(("tenders", line.id))) if table == "tenders" else (lambda line: line),
        )
        self._help(tr(say("writing …")))
        self.run_worker(lambda: self._work(sheet, values["format"], overwrite), thread=True, exit_on_error=False)

    def _misnamed(self, ending: str, path: Path) -> None:
        """Points out an ending by which no program would know the file; saved again, it stays."""
        name = path.name
        row = self.row("path")
        row.complain(tr(say("{name} does not end in {ending}; ctrl+s again writes it so", name=name, ending=ending)))
        self.set_focus(row.entry)

    def _fields(self, fields: Sequence[Field], file_format: str) -> tuple[Field, ...]:
        """The fields to write. What a program reads (JSON) keeps the book's own codes."""
        if file_format == "json":
            return tuple(fields)
        return tuple(self._worded(field) if field.name in self.worded else field for field in fields)

    def _worded(self, field: Field) -> Field:
        words = {row.id: self.worded[field.name](row) for row in self.records}
        return msgspec.structs.replace(field, kind=TEXT, get=lambda record, holdings: words[record.id])

    def _work(self, sheet: Sheet, file_format: str, overwrite: bool) -> None:
        try:
            write(sheet, file_format, self.path, overwrite=overwrite)
        except BidtrackerError as error:
            self.post_message(self.ExportEnded(error))
        except OSError as error:
            self.post_message(
                self.ExportEnded(BidtrackerError("{path}: {why}", path=str(self.path), why=error.strerror))
            )
        else:
            self.post_message(self.ExportEnded())

    @on(ExportEnded)
    def _ended(self, event: ExportEnded) -> None:
        self.writing = False
        if event.error is None:
            n = len(self.records)
            self.dismiss(count("Wrote {n} row to {path}", "Wrote {n} rows to {path}", n, path=str(self.path)))
        else:
            self._help()
            self.row("path").complain(tr(event.error.message))
            self.set_focus(self.row("path").entry)
