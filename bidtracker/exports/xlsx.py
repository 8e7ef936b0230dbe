"""A list as a workbook: typed cells, a heading that stays, a filter; an amount has its currency beside it.

A hidden sheet says what its headings and words are in every language, by which the list is read when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import chain, repeat
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # the package says nothing of its types

from bidtracker.domain.fields import Field
from bidtracker.domain.kinds import COLUMN, DAY, LEGEND, MOMENT, MONEY, NUMBER, PROSE, SHARE, WHOLE
from bidtracker.domain.message import label as _
from bidtracker.domain.text import cells
from bidtracker.exports.csv import header
from bidtracker.exports.rows import Sheet
from bidtracker.locale import shown, tr

LONGEST = 32_767  # characters that a workbook keeps in a cell
WIDEST = 60  # characters that a column is made wide at most
LITERAL = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
STYLES = {DAY.name: "yyyy-mm-dd", SHARE.name: "0.0%", NUMBER.name: "0.0", MONEY.name: "#,##0.00", WHOLE.name: "0"}


def document(sheet: Sheet) -> bytes:
    """The workbook. No text is taken for a formula, a number or a link, whatever it looks like."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True} | LITERAL) as book:
        page = book.add_worksheet()
        legend: dict[tuple[str, str, str], None] = {}
        styles = {name: book.add_format({"num_format": pattern}) for name, pattern in STYLES.items()}
        fields = sheet.written
        heading = [label for field in fields for label in _labels(field)]
        page.write_row(0, 0, heading, book.add_format({"bold": True, "bottom": 1}))
        widths = [cells(label) for label in heading]
        number = 0
        for number, row in enumerate(sheet.rows(), 1):
            pairs = [*zip(fields, row, strict=True)]
            legend |= dict.fromkeys(line for field, raw in pairs if (line := _legend_line(field, raw)))
            values = [(field, value) for field, raw in pairs for value in _values(field, raw)]
            for at, (field, value) in enumerate(values):
                if value is not None:
                    page.write(number, at, value, styles.get(field.kind.name))
                    widths[at] = max(widths[at], min(len(str(value)), WIDEST))
        for at, width in enumerate(widths):
            page.set_column(at, at, width + 2)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, number, len(heading) - 1)
        keys = [key for field in fields for key in header(field)]
        hidden = book.add_worksheet(LEGEND)
        hidden.very_hidden()
        columns = zip(repeat(COLUMN), keys, heading, strict=False)
        for number, line in enumerate(chain(((LEGEND, sheet.name, ""),), columns, legend)):
            hidden.write_row(number, 0, line)
    return stream.getvalue()


def _legend_line(field: Field, value: Any) -> tuple[str, str, str] | None:
    """A cell in words of the person's language, by its field: what it is in every language; None where it is that."""
    if (
        value is None
        or value == ""
        or field.kind in (DAY, WHOLE, NUMBER, SHARE, MONEY, PROSE)
        or isinstance(value, bool)
    ):
        return None
    plain = field.json(value)
    code = "; ".join(plain) if isinstance(plain, list) else str(plain)
    cell = (
        value.replace(tzinfo=None, microsecond=0).isoformat() if field.kind is MOMENT else next(_values(field, value))
    )
    return (field.name, cell, code) if cell != code and len(code) < LONGEST else None


def _labels(field: Field) -> Iterator[str]:
    """The heading of a field's column, and of the one for its currency. A link's id is told from its name."""
    yield f"{tr(field.label)} ({tr(_('Id'))})" if field.name.endswith("_ref") else tr(field.label)
    if field.kind is MONEY:
        yield tr(_("Currency"))


def _values(field: Field, value: Any) -> Iterator[Any]:
    """The cell or cells of one value, as what a workbook knows: text, number, date, truth; None leaves it empty."""
    filled = value is not None and value != ""
    if field.kind is MONEY:
        yield float(value.amount) if filled else None
        yield value.currency or None if filled else None
    elif not filled:
        yield None
    elif field.kind in (DAY, WHOLE, NUMBER, SHARE) or isinstance(value, bool):
        yield value
    elif field.kind is MOMENT:
        yield value.replace(tzinfo=None)
    else:
        text = value if field.kind is PROSE else shown(field.show(value))
        yield text[:LONGEST]
