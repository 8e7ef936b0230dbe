"""A tag for some records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, count, label
from bidtracker.domain.text import fold
from bidtracker.locale import tr
from bidtracker.tui.forms.parts.answers import Answer, Choice
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput

LOOKED_AT = 20_000  # records read for the tags that there are
OFF = "-"  # before a tag: it is taken off


class TagForm(Form):
    """Puts a tag on records, or with "-" before it takes it off."""

    def __init__(self, book: Book, ids: Sequence[str]) -> None:
        super().__init__(book)
        self.ids = ids

    def heading(self) -> Message:
        return count("Tag {id}", "Tag {n} records", len(self.ids), id=self.ids[0])

    def rows(self) -> Iterable[FormRow]:
        hint = label("A word of your own; with - before it, it is taken off")
        yield FormRow("tag", label("Tag"), LineInput(Tag(self.book, parse_ref(self.ids[0])[0])), needed=True, hint=hint)

    def act(self, values: dict[str, Any]) -> None:
        tag: str = values["tag"]
        self.book.tag(self.ids, tag.removeprefix(OFF).strip(), off=tag.startswith(OFF))


class Tag(Answer):
    """A tag, one that there is or a new one."""

    def __init__(self, book: Book, table: str) -> None:
        super().__init__()
        records = book.holdings.some(table, LOOKED_AT)
        self.tags = sorted({tag for record in records for tag in getattr(record, "tags", ())})

    def choices(self, text: str) -> Sequence[Choice]:
        off = OFF if text.startswith(OFF) else ""
        key = fold(text.removeprefix(OFF).strip())
        return [Choice(off + tag, tag) for tag in self.tags if key in fold(tag)]

    def echo(self, text: str) -> str:
        return tr(label("is taken off")) if text.startswith(OFF) else ""
