"""Writes a page to a file, as Markdown or as HTML that prints well."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, label, say
from bidtracker.exports.page_file import write_page
from bidtracker.locale import tr
from bidtracker.pages.page import Page
from bidtracker.tui.forms.parts.answers import PathTo
from bidtracker.tui.forms.parts.file import FileForm
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput


class PageForm(FileForm):
    """Asks for the file; its ending says what is written."""

    def __init__(self, book: Book, page: Page, name: str) -> None:
        super().__init__(book)
        self.page, self.proposed = page, name

    def heading(self) -> Message:
        return say("Write this page")

    def rows(self) -> Iterable[FormRow]:
        hint = label("A file that ends in .md, or in .html to print it")
        yield FormRow("path", label("File"), LineInput(PathTo(), self.proposed), needed=True, hint=hint)

    def write(self, values: dict[str, Any], path: Path, *, overwrite: bool) -> None:
        try:
            write_page(self.page, path, overwrite=overwrite)
        except BidtrackerError as error:
            self.row("path").complain(tr(error.message))
        except OSError as error:
            self.row("path").complain(tr(say("{path}: {why}", path=str(path), why=error.strerror)))
        else:
            self.dismiss(say("Wrote {path}", path=str(path)))
