"""A Field: one column of a table. Whatever shows, asks for, reads or writes a record's values is made from these."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, TypedDict, Unpack

import msgspec

from bidtracker.domain.errors import FieldError, Unreadable
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import ADDRESSES, DAY, MESSAGE, PROSE, TEXT, TEXTS, Kind, Shown, id_of, link
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import Word

Get = Callable[[Any, Holdings], Any]

OF_A_BID, OF_A_BELIEF = "bid", "believe"  # the acts that change one field by itself


class NativeColumn(NamedTuple):
    """A column of the native tender list: how its values are read, a kind's name or another, and of which words."""

    name: str
    reader: str
    words: type[Word] | None = None


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table.

    `get(record, holdings)` is the raw value: a name for a link, None or "" where it is not known. `width` is in cells;
    the columns with the highest `priority` drop out first, and 0 is no column of a list unless asked for.

    `edit`: `set` may change it; `act`: the command that changes it instead. `form`: its place among what a form asks,
    0 where none does; `needed`: it must not stay empty there. `native`: its column in a native list. `imported`: a
    list may bring and change it, under the same name.
    """

    name: str
    label: str
    kind: Kind
    get: Get
    width: int
    priority: int
    edit: bool
    act: str = ""
    form: int = 0
    needed: bool = False
    native: NativeColumn | None = None
    imported: bool = False

    @property
    def align(self) -> str:
        """ "left" or "right"."""
        return self.kind.align

    def show(self, value: Any) -> Shown:
        """What a person reads: safe text, or a Message or Word that the edge says in the person's language."""
        return "" if value is None or value == "" else self.kind.show(value)

    def json(self, value: Any) -> Any:
        """The stable form: ISO dates, {"amount", "currency"}, ids like "T42", words as codes, null if not known."""
        return None if value is None or value == "" else self.kind.json(value)

    def order(self, value: Any) -> tuple[bool, Any]:
        """A key to sort by; what is not known comes last."""
        return (True, 0) if value is None or value == "" else (False, self.kind.order(value))

    def parse(self, text: str, today: date) -> Any:
        """The value that a person typed, for the field of the record; nothing typed is the field's "not known".

        Links stay as typed, for the book to find. Raises FieldError.
        """
        if not text.strip():
            return (
                ()
                if self.kind.name in ("texts", "words", "links", "identifiers", "addresses")
                else ""
                if self.kind is TEXT
                else None
            )
        try:
            return self.kind.read(text, today)
        except Unreadable as error:
            raise FieldError(self.name, error.message) from None


def typed_alone(field: Field) -> bool:
    """Whether a field can be changed without saying anything else of its record."""
    act = field.act.partition(" ")[0]
    return act in (OF_A_BID, OF_A_BELIEF) or bool(field.form and not act)


def row(record: Any, fields: Iterable[Field], holdings: Holdings) -> dict[str, Any]:
    """A record as one flat JSON object."""
    return {field.name: field.json(field.get(record, holdings)) for field in fields}


class Declared(TypedDict, total=False):
    """What a field may declare besides its name, label, kind, place in a list and value; see `Field`.

    `native` is True for the reader of the field's kind, or the name of another.
    """

    edit: bool
    act: str
    form: int
    needed: bool
    native: bool | str
    imported: bool


def field(
    name: str,
    label: str,
    kind: Kind = TEXT,
    width: int = 12,
    priority: int = 0,
    get: Get | str = "",
    **declared: Unpack[Declared],
) -> Field:
    """A field with the record's attribute of its name, that on the path `get`, or what the function `get` derives.

    What is derived cannot be edited.
    """
    return Field(
        name=name,
        label=label,
        kind=kind,
        width=width,
        priority=priority,
        get=get if callable(get) else attribute(get or name),
        edit=declared.get("edit", True) and not callable(get) and kind is not MESSAGE,
        act=declared.get("act", ""),
        form=declared.get("form", 0),
        needed=declared.get("needed", False),
        native=native_column(name, kind, declared.get("native", False)),
        imported=declared.get("imported", False),
    )


def native_column(name: str, kind: Kind, native: bool | str) -> NativeColumn | None:
    """The column that a field declares."""
    if not native:
        return None
    return NativeColumn(name, native if isinstance(native, str) else kind.name, kind.words)


def attribute(path: str) -> Get:
    """Reads an attribute of the record by its path."""
    get = attrgetter(path)
    return lambda record, holdings: get(record)


def carried(name: str, label: str, kind: Kind, width: int, **declared: Unpack[Declared]) -> Field:
    """A field of the whole record that a line of the list of tenders does not carry."""
    made = field(name, label, kind, width, **declared)
    return msgspec.structs.replace(made, get=lambda record, holdings: getattr(record, name, ""))


def long(name: str, label: str, **declared: Unpack[Declared]) -> Field:
    """A text of several lines."""
    return carried(name, label, PROSE, 40, **declared)


def id_field(table: str) -> Field:
    """The record's own id."""
    return field("id", _("Id"), id_of(table), 6, 1, edit=False)


def linked(
    name: str, label: str, table: str, width: int, priority: int = 0, **declared: Unpack[Declared]
) -> tuple[Field, Field]:
    """A link to another record: its name, and its id as NAME_ref."""

    def called(record: Any, holdings: Holdings) -> str:
        return holdings.name(table, getattr(record, name))

    def number(record: Any, holdings: Holdings) -> int | None:
        return getattr(record, name) or None

    by_name = field(name, label, link(table), width, priority, **declared)
    return (
        msgspec.structs.replace(by_name, get=called),
        field(f"{name}_ref", label, id_of(table), 6, get=number),
    )


def url(**declared: Unpack[Declared]) -> Field:
    """The address of the page about the record."""
    return field("url", _("Link"), TEXT, 30, **({"form": 80} | declared))


def written() -> Field:
    """The day on which a person wrote the record down."""
    return field("written", _("Written down"), DAY, 10, edit=False)


def kept(
    *, tags: int = 81, notes: int = 83, links: int = 0, native: bool = False, imported: bool = False
) -> tuple[Field, Field, Field]:
    """What a person keeps with a record: tags, notes, links; each with its place in the form."""
    return (
        field("tags", _("Tags"), TEXTS, 12, form=tags, native=native),
        long("notes", _("Notes"), form=notes, native=native, imported=imported),
        carried("links", _("Links"), ADDRESSES, 30, form=links, native=native),
    )
