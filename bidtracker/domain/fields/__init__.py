"""One Field a column: lists, forms, pages, filters, sorting, exports, native lists and imports all read these.

A new field of a record is one line in the file of its table in `domain/records/`, and one in the same file here.

`FIELDS[table]` has them in the order in which they are shown and written. A field is named as the record's attribute,
or as the native tender list has it.
"""

from __future__ import annotations

from bidtracker.domain.fields.awards import AWARDS
from bidtracker.domain.fields.contacts import CONTACTS
from bidtracker.domain.fields.deals import DEALS
from bidtracker.domain.fields.facts import FACTS
from bidtracker.domain.fields.field import Field, NativeColumn, row
from bidtracker.domain.fields.history import HISTORY
from bidtracker.domain.fields.inquiries import INQUIRIES
from bidtracker.domain.fields.manners import CHANNEL_CHANGES, FAVOURS, HOSPITALITY
from bidtracker.domain.fields.needs import NEEDS
from bidtracker.domain.fields.offers import OFFERS
from bidtracker.domain.fields.opportunities import OPPORTUNITIES
from bidtracker.domain.fields.organisations import BUYERS, COMPETITORS
from bidtracker.domain.fields.parts import PARTS
from bidtracker.domain.fields.proposals import PROPOSALS
from bidtracker.domain.fields.quotes import QUOTES
from bidtracker.domain.fields.seals import SEALS
from bidtracker.domain.fields.signals import SIGNALS
from bidtracker.domain.fields.tenders import BESIDE, TENDERS
from bidtracker.domain.fields.themes import THEMES
from bidtracker.domain.fields.touches import TOUCHES
from bidtracker.domain.records import FrozenValue

FIELDS: dict[str, tuple[Field, ...]] = {
    "buyers": BUYERS,
    "contacts": CONTACTS,
    "competitors": COMPETITORS,
    "tenders": TENDERS,
    "awards": AWARDS,
    "signals": SIGNALS,
    "touches": TOUCHES,
    "facts": FACTS,
    "inquiries": INQUIRIES,
    "favours": FAVOURS,
    "hospitality": HOSPITALITY,
    "channel_changes": CHANNEL_CHANGES,
    "needs": NEEDS,
    "offers": OFFERS,
    "themes": THEMES,
    "quotes": QUOTES,
    "deals": DEALS,
    "proposals": PROPOSALS,
    "seals": SEALS,
    "history": HISTORY,
    "opportunities": OPPORTUNITIES,
}


def columns(table: str) -> tuple[Field, ...]:
    """The fields that a list of this table shows, in order."""
    return tuple(field for field in FIELDS[table] if field.priority)


def fields_of(of: str | type[FrozenValue]) -> tuple[Field, ...]:
    """The fields of a table, or of a sort of part."""
    return FIELDS[of] if isinstance(of, str) else PARTS[of]


def form_fields(of: str | type[FrozenValue]) -> tuple[Field, ...]:
    """The fields of a table, or of a sort of part, that a form asks for, in its order."""
    return tuple(sorted((field for field in fields_of(of) if field.form), key=lambda field: field.form))


def imported(of: str | type[FrozenValue]) -> tuple[str, ...]:
    """The names of the fields of a table, or of a sort of part, that a list may bring and change."""
    return tuple(field.name for field in fields_of(of) if field.imported)


def native_columns() -> tuple[NativeColumn, ...]:
    """The columns of a native list: the fields of a tender that have one, each followed by what stands beside it; then
    those of its award that no column of the tender tells."""
    columns: list[NativeColumn] = []
    for field in FIELDS["tenders"]:
        columns += [field.native] if field.native else []
        columns += BESIDE.get(field.name, ())
    return (*columns, *(field.native for field in FIELDS["awards"] if field.native))


__all__ = ["FIELDS", "PARTS", "Field", "NativeColumn", "columns", "form_fields", "imported", "native_columns", "row"]
