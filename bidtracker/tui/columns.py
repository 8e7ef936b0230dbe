"""Columns made of the fields that every list of the program has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.spans import Span, SpanLine
from bidtracker.domain.text import safe
from bidtracker.locale import shown
from bidtracker.tui.cells import TableColumn, words_of
from bidtracker.tui.desk import Desk

BY_NAME: dict[str, dict[str, Field]] = {
    table: {field.name: field for field in fields} for table, fields in FIELDS.items()
}


def column(
    desk: Desk,
    table: str,
    name: str,
    *,
    draw: Callable[[Any], Span | SpanLine] | None = None,
    label: str = "",
    width: int = 0,
    priority: int = 0,
    grow: int = 0,
    most: int = 200,
    align: str = "",
    drawing: bool = False,
) -> TableColumn:
    """A field as a column. `draw` shows it in other words, which are then also what is copied, filtered and exported;
    a `drawing` (a bar, a small axis) stands for the field's own words."""
    field = BY_NAME[table][name]
    worded = draw is not None and not drawing

    def text(record: Any) -> str:
        if draw is not None and worded:
            return words_of(draw(record))
        return safe(shown(field.show(field.get(record, desk.holdings))))

    def order(record: Any) -> Any:
        unknown, key = field.order(field.get(record, desk.holdings))
        return None if unknown else key

    return TableColumn(
        name=name,
        label=label or field.label,
        width=width or field.width,
        show=draw or (lambda record: (text(record), "")),
        text=text,
        sort=order,
        align=align or field.align,
        priority=priority or field.priority or 9,
        grow=grow,
        most=most,
        filter=name,
        worded=worded,
    )
