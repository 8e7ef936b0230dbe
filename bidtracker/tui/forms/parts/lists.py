"""What the import asks: which files, which names, and how the columns of a plain list are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bidtracker.domain.kinds import TEXTS
from bidtracker.domain.message import label
from bidtracker.intake.mapping.columns import ColumnMap
from bidtracker.tui.forms.parts.answers import Answer, Choice, PathTo

BETWEEN = ";"  # names and paths have commas

COLUMNS = label(
    "This is how its columns will be read; change what is wrong. deadline:dmy sets the order of dates; a column whose "
    "line you delete is not imported"
)

SHEET = label("The workbook has several sheets that may be the list: name the one to read")


class Names(Answer):
    """Texts with a semicolon between them."""

    def __init__(self) -> None:
        super().__init__(TEXTS)

    def show(self, value: Iterable[str]) -> str:
        return f"{BETWEEN} ".join(value)

    def read(self, text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(BETWEEN) if part.strip())


class Paths(Answer):
    """Files and folders with a semicolon between them; each completes as it is typed."""

    stepwise = True
    hint = label("Files or folders, ; between; ~ is your home folder")

    def __init__(self) -> None:
        super().__init__()
        self.path = PathTo()

    def show(self, value: Iterable[str]) -> str:
        return f"{BETWEEN} ".join(map(str, value))

    def read(self, text: str) -> tuple[Path, ...]:
        if self.path.read(text).exists():  # whatever it is called
            return (self.path.read(text),)
        return tuple(self.path.read(part) for part in text.split(BETWEEN) if part.strip())

    def choices(self, text: str) -> Sequence[Choice]:
        before, between, last = text.rpartition(BETWEEN)
        head = f"{before}{between} " if between else ""
        return [Choice(head + choice.text, choice.value) for choice in self.path.choices(last)]


class SheetAnswer(Answer):
    """One of a workbook's sheets, which are known once it was looked into."""

    def __init__(self) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()

    def choices(self, text: str) -> Sequence[Choice]:
        return [Choice(name, name) for name in self.names if text.casefold() in name.casefold()]

    def listed(self, text: str) -> Sequence[Choice]:
        return self.choices("")


def spelled(mapping: ColumnMap, others: Iterable[str] = ()) -> tuple[str, ...]:
    """A mapping as a person edits it, a line a column: "Closing=deadline:dmy"; `others` are left out: "Fax="."""
    return (
        *(
            f"{column.column}={column.field}" + (f":{column.reading}" if column.reading else "")
            for column in mapping.columns
        ),
        *(f"{column}=" for column in others),
    )
