"""Commands whose help ends with the names of the fields that they take, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from bidtracker.domain.fields import FIELDS
from bidtracker.domain.message import label as _
from bidtracker.locale import tr


class NamingFields(click.Command):
    """`fields` are the names of fields by what the person calls their table."""

    def __init__(self, *args: Any, fields: Mapping[str, Iterable[str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields = fields

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        with formatter.section(tr(_("Fields"))):
            formatter.write_dl([(table, ", ".join(names)) for table, names in self.fields.items() if names])


def every(table: str) -> tuple[str, ...]:
    """The names of the fields that a list is sorted and filtered by."""
    return tuple(field.name for field in FIELDS[table])


def editable(table: str) -> tuple[str, ...]:
    """The names of the fields that may be typed as KEY=VALUE."""
    return tuple(field.name for field in FIELDS.get(table, ()) if field.edit and not field.act)
