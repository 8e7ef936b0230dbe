"""Whose days "Start date" and "End date" are: a contract's, or those between which offers are asked for.

A list that names them for nothing else may mean either. No contract begins before its offers are in; and where no other
column says until when they are asked for, nobody lets a contract of few weeks after a tender.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from msgspec.structs import replace

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.mapping.bid_rows import OF_A_REGISTER
from bidtracker.intake.mapping.column_values import value_of
from bidtracker.intake.mapping.columns import MappedColumn
from bidtracker.intake.mapping.headings.concepts import ideas_in
from bidtracker.intake.mapping.headings.written import words_in

MOST = 0.8  # of the rows that tell
WEEKS = 60  # days for which offers are asked for at the most
HELD = ("winner", "award_value", "award_date", "contract_length", "contract_options", "contract_max_end")
LESS_SURE = 0.8  # for what no heading says


def with_days_of_notices(
    taken: Mapping[str, MappedColumn], rows: Sequence[Mapping[str, Any]]
) -> dict[str, MappedColumn]:
    """The columns by their fields, days of notices no longer those of contracts."""
    kept = dict(taken)
    start, end, deadline = (
        _unclaimed(taken, "contract_start"),
        _unclaimed(taken, "contract_end"),
        taken.get("deadline"),
    )
    if start is not None and deadline is not None:
        if _mostly(first <= last for first, last in _days(rows, start, deadline)):
            _rename(kept, "contract_start", "published")
            if end is not None and _mostly(last <= until for last, until in _days(rows, end, deadline)):
                del kept["contract_end"]
    elif start is not None and end is not None and not any(field in taken for field in (*HELD, *OF_A_REGISTER)):
        lengths = [(last - first).days for first, last in _days(rows, start, end)]
        if lengths and min(lengths) >= 0 and median(lengths) <= WEEKS:
            _rename(kept, "contract_start", "published")
            _rename(kept, "contract_end", "deadline")
    return kept


def _unclaimed(taken: Mapping[str, MappedColumn], field: str) -> MappedColumn | None:
    """The column of a field whose heading does not say that it is of a contract."""
    mapped = taken.get(field)
    return None if mapped is None or ideas_in(words_in(mapped.column)) & {"contract", "winner"} else mapped


def _rename(kept: dict[str, MappedColumn], field: str, other: str) -> None:
    """Lets a column be of another field, where that has none."""
    mapped = kept.pop(field)
    if other not in kept:
        kept[other] = replace(mapped, field=other, sure=round(mapped.sure * LESS_SURE, 2))


def _days(rows: Sequence[Mapping[str, Any]], *columns: MappedColumn) -> Iterator[list[date]]:
    """The days in some columns, of the rows in which all of them can be read."""
    for row in rows:
        try:
            texts = [value_of(mapped.field, row.get(mapped.column), mapped.reading) for mapped in columns]
            yield [date.fromisoformat(str(text)[:10]) for text in texts]
        except (Unreadable, ValueError):
            continue


def _mostly(verdicts: Iterator[bool]) -> bool:
    """Whether most of the verdicts, and one at least, are true."""
    answers = [*verdicts]
    return bool(answers) and sum(answers) >= MOST * len(answers)
