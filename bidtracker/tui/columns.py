"""Columns made of the fields that every list of the program has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.kinds import Kind
from bidtracker.domain.message import label as _
from bidtracker.domain.spans import Span, SpanLine
from bidtracker.domain.text import safe
from bidtracker.locale import shown
from bidtracker.pages.axis import spark
from bidtracker.radar.insights.felt import MONTHS
from bidtracker.tui.cells import TableColumn, words_of
from bidtracker.tui.desk import Desk


@cache
def fields_by_name(table: str) -> Mapping[str, Field]:
    """The fields of a table by their names."""
    return {field.name: field for field in FIELDS[table]}


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
    field = fields_by_name(table)[name]
    worded = draw is not None and not drawing

    def text(record: Any) -> str:
        if draw is not None and worded:
            return words_of(draw(record))
        return safe(shown(field.show(field.get(record, desk.holdings))))

    def order(record: Any) -> Any:
        unknown, key = field.order(field.get(record, desk.holdings))
        return None if unknown else key

    wide = width or field.width
    if field.kind.name == "id":
        wide = max(wide, desk.book.longest_id(field.kind.table))
    return TableColumn(
        name=name,
        label=label or field.label,
        width=wide,
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


CELL = Kind(name="cell")  # what a cell shows; a bare word in the filter does not look there


def cell_field(column: TableColumn, kind: Kind = CELL, value: Callable[[Any], Any] | None = None) -> Field:
    """What a column shows that is no field of a record, as a field that a filter can name; its text, or a `value`."""
    get = value or column.text
    return Field(
        name=column.filter,
        label=column.label,
        kind=kind,
        get=lambda record, holdings: get(record),
        width=column.width,
        priority=column.priority,
        edit=False,
    )


MOST_DB = 12.0  # discontent at which a sparkline is full


def sparkline(by_month: Callable[[Any], Sequence[float]]) -> TableColumn:
    """Discontent over twelve months as a small line; drawn only for the rows that are seen."""

    def drawn(record: Any) -> SpanLine:
        values = by_month(record)
        if not values:
            return (("", ""),)
        rising = values[-1] > values[0]
        return ((spark(values, MOST_DB), "bad" if values[-1] > 0 and rising else "warn" if values[-1] > 0 else "good"),)

    return TableColumn(
        *("months", _("12 months"), MONTHS, drawn, lambda record: words_of(drawn(record))),
        sort=lambda record: (by_month(record) or (0.0,))[-1],
        priority=4,
        filter="months",
    )
