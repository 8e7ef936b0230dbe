"""How the columns of a plain list are read: as they are named, as a person has answered, or as they seem to be."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.formats.native.columns import COLUMNS, IN_WORDS, column
from bidtracker.intake.formats.native.values import texts
from bidtracker.intake.mapping.candidates import BY_IDEA
from bidtracker.intake.mapping.column_values import value_of
from bidtracker.intake.mapping.columns import Asked, ColumnMap, flat, key_of
from bidtracker.intake.mapping.confirmation import Unmapped, answered, confirmed
from bidtracker.intake.mapping.holders import columns_of
from bidtracker.intake.mapping.proposal import MOST_COLUMNS, propose
from bidtracker.intake.mapping.survey import ColumnSurvey, survey_of
from bidtracker.intake.reading.entries import Entry

NEARLY = 0.86  # how sure it must be what a column is, for a list to be more than a native one
ColumnMaps = Mapping[str, ColumnMap]


def mapping_of(
    file: str, head: list[Entry], asked: Asked, column_maps: ColumnMaps
) -> tuple[ColumnMap | None, ColumnSurvey | None]:
    """How to read a list without a known format, and what that comes to; None where there is not even a proposal."""
    records = [entry[1] for entry in head if isinstance(entry, tuple)]
    proposal = propose(records)
    if not asked.columns and proposal.key in column_maps:
        using = answered(column_maps[proposal.key], asked)
    elif asked.named:
        using = confirmed(asked, proposal)
    else:
        columns = dict.fromkeys(
            column for record in records if isinstance(record, dict) for column in columns_of(record)
        )
        unmapped = Unmapped(file, proposal, islice(columns, MOST_COLUMNS))
        if not proposal.columns or len(proposal.missing) > len(unmapped.others):
            return None, None
        if not asked.auto or proposal.missing:
            raise unmapped
        using = confirmed(["auto"], proposal)
    return using, survey_of(file, proposal, using)


def is_wide(value: Any) -> bool:
    """Whether a record has more columns than are looked at."""
    return isinstance(value, dict) and (len(value) > MOST_COLUMNS or len(flat(value)) > MOST_COLUMNS)


def map_key(values: list[Any]) -> str:
    """What a map of these records' columns would be remembered under."""
    return key_of(name for value in values if isinstance(value, dict) for name in columns_of(value))


def needs_reading(head: list[Entry]) -> bool:
    """Whether cells below our own columns are written otherwise than a native list has them: days as 05/12/2026."""
    records = _records(head)
    for name in dict.fromkeys(key for record in records for key in record):
        read = COLUMNS.get(column(name))
        if read is None or column(name) in IN_WORDS:
            continue
        together = column(name) == "winner"
        for cell in {cell for record in records if type(cell := record.get(name)) is str and cell}:
            if together and len(value_of("winner", cell, "")) > len(texts(cell)):
                return True
            try:
                read(cell)
            except Unreadable:
                return True
    return False


def as_named(head: list[Entry], asked: Asked) -> Asked:
    """Our own columns as they are named, and the others as they are proposed where that may be taken."""
    ours = (f"{name}={field}" for field, name in _ours(_records(head)).items())
    return msgspec.structs.replace(asked, columns=(*ours, *(("auto",) if asked.auto else ())))


def as_proposed(head: list[Entry], asked: Asked) -> Asked:
    """The columns as they are proposed: all of them where that may be taken, else those of which it is sure, and our
    own as they are named."""
    if asked.auto:
        return msgspec.structs.replace(asked, columns=("auto",))
    records = _records(head)
    sure = {mapped.field: mapped.column for mapped in propose(records).columns if mapped.sure >= BY_IDEA}
    ours = _ours(records).items()
    left = {field: name for field, name in ours if field not in sure and name not in sure.values()}
    return msgspec.structs.replace(asked, columns=tuple(f"{name}={field}" for field, name in (sure | left).items()))


def _ours(records: list[Any]) -> dict[str, str]:
    """Our own columns, and the first name that each has there."""
    ours: dict[str, str] = {}
    for name in dict.fromkeys(key for record in records for key in record):
        if column(name) in COLUMNS:
            ours.setdefault(column(name), name)
    return ours


def _records(head: list[Entry]) -> list[Any]:
    return [entry[1] for entry in head if isinstance(entry, tuple) and isinstance(entry[1], dict)]


def has_others(values: list[Any]) -> bool:
    """Whether columns of a native list are surely what a native column is, under another name."""
    names = {name for value in values if isinstance(value, dict) for name in value}
    if all(column(name) in COLUMNS for name in names):
        return False
    return any(column(mapped.column) not in COLUMNS and mapped.sure >= NEARLY for mapped in propose(values).columns)
