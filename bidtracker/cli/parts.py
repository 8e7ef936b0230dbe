"""Ids of parts of records as they are typed: a demand (N3.2), a promise (A5.1), a step (D2.4)."""

from __future__ import annotations

import click

from bidtracker.cli.words import Typed
from bidtracker.domain.ids import parse_part, part_ref
from bidtracker.domain.message import say
from bidtracker.locale import tr


class Part(Typed):
    """An id like N3.2, a part of a record of one of `tables`, or the record's own. The value is canonical."""

    def __init__(self, *tables: str) -> None:
        super().__init__("|".join(part_ref(table, 1, 2) for table in tables), self._read)
        self.tables = tables

    def _read(self, text: str) -> str:
        table, number, part = parse_part(text)
        if table not in self.tables:
            wanted = " | ".join(f"{part_ref(name, 1, 2)} ({name})" for name in self.tables)
            words = say(
                "{text} is one of the {table}; an id like {wanted} is wanted here",
                text=repr(text),
                table=table,
                wanted=wanted,
            )
            raise click.UsageError(tr(words))
        return part_ref(table, number, part)
