"""One Field a column: lists, forms, pages, filters, sorting, exports, native lists and imports all read these.

A new field of a record is one line in the file of its table in `domain/records/`, and one in the same file here, where
the table's fields are called as the table is.

`FIELDS[table]` has them in the order in which they are shown and written. A field is named as the record's attribute,
or as the native tender list has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from bidtracker.domain.fields.field import Field, NativeColumn, row
from bidtracker.domain.records import RECORDS, FrozenValue

TABLES = (*RECORDS, "opportunities")  # which the radar makes of awards


class FieldsOfTables(Mapping[str, tuple[Field, ...]]):
    """The fields of each table, loaded with the first question for them: few commands and no first paint want all."""

    def __init__(self) -> None:
        self._loaded: dict[str, tuple[Field, ...]] = {}

    def __getitem__(self, table: str) -> tuple[Field, ...]:
        if table not in self._loaded:
            if table not in TABLES:
                raise KeyError(table)
            file = RECORDS[table].__module__.rpartition(".")[2] if table in RECORDS else table
            self._loaded[table] = getattr(import_module(f"{__name__}.{file}"), table.upper())
        return self._loaded[table]

    def __contains__(self, table: object) -> bool:
        return table in TABLES

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


FIELDS = FieldsOfTables()


def columns(table: str) -> tuple[Field, ...]:
    """The fields that a list of this table shows, in order."""
    return tuple(field for field in FIELDS[table] if field.priority)


def fields_of(of: str | type[FrozenValue]) -> tuple[Field, ...]:
    """The fields of a table, or of a sort of part."""
    if isinstance(of, str):
        return FIELDS[of]
    from bidtracker.domain.fields.parts import PARTS  # with the first part

    return PARTS[of]


def form_fields(of: str | type[FrozenValue]) -> tuple[Field, ...]:
    """The fields of a table, or of a sort of part, that a form asks for, in its order."""
    return tuple(sorted((field for field in fields_of(of) if field.form), key=lambda field: field.form))


def imported(of: str | type[FrozenValue]) -> tuple[str, ...]:
    """The names of the fields of a table, or of a sort of part, that a list may bring and change."""
    return tuple(field.name for field in fields_of(of) if field.imported)


def native_columns() -> tuple[NativeColumn, ...]:
    """The columns of a native list: the fields of a tender that have one, each followed by what stands beside it; then
    those of its award that no column of the tender tells."""
    from bidtracker.domain.fields.tenders import BESIDE  # with the tenders' own

    columns: list[NativeColumn] = []
    for field in FIELDS["tenders"]:
        columns += [field.native] if field.native else []
        columns += BESIDE.get(field.name, ())
    return (*columns, *(field.native for field in FIELDS["awards"] if field.native))


__all__ = ["FIELDS", "Field", "NativeColumn", "columns", "form_fields", "imported", "native_columns", "row"]
