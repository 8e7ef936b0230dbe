"""The fields that a filter's keys name."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bidtracker.domain.fields import FIELDS, Field

ALIASES = {
    "title": "name",
    "name": "title",
    "competitor": "supplier",
    "pwin": "p_win",
    "tag": "tags",
}
DUE = ("deadline", "act_by", "on", "due")  # the day that "due" means, in whichever list has one


class FilterFields(msgspec.Struct, frozen=True):
    """What the filter of a list can name: its fields; `table` is that of its records, "" where rows are none."""

    fields: tuple[Field, ...]
    table: str = ""

    @classmethod
    def of(cls, table: str, *cells: Field) -> FilterFields:
        """The fields of a table, and those that only the cells of its list show."""
        return cls((*FIELDS[table], *cells), table)

    @property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def field(self, key: str, say: Callable[[str], str]) -> Field | None:
        """The field of that name, alias or label; `say` puts a label into the person's language."""
        from bidtracker.domain.filters.terms import as_key  # later than the first paint

        plain, by_name = as_key(key), self.by_name
        named = by_name.get(plain) or by_name.get(ALIASES.get(plain, ""))
        if plain == "due":
            named = next((by_name[name] for name in DUE if name in by_name), named)
        return named or next((field for field in self.fields if as_key(say(field.label)) == plain), None)
