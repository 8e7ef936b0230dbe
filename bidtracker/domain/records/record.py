"""What every record and every value inside one is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

# gc=False: frozen values cannot form circles, and 100,000 of them would otherwise cost 0.4 s a full collection.


class FrozenValue(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something inside a record."""


class Record(FrozenValue, frozen=True, kw_only=True):
    """Something with a number of its own. Unknown stored fields are an error: rewriting would lose them.

    `earlier` of some kinds keeps what a judgement read before it was changed, from old to new (see `as_it_stood`)."""

    id: int = 0


class Earlier(FrozenValue, frozen=True, kw_only=True):
    """What some fields of a record held until the day on which they were changed, as JSON has them."""

    until: date
    fields: dict[str, Any]


class Source(FrozenValue, frozen=True, kw_only=True):
    """Where a record came from: the list and its format, the key there, digests of what it last said, and when.

    `state` is what the format itself keeps, as JSON, to join the list's next word to it."""

    list: str
    format: str = ""
    key: str = ""
    digest: str = ""
    released: datetime | None = None
    state: str = ""


class Kept(Record, frozen=True, kw_only=True):
    """A record that a person keeps: with tags, notes, and links to what belongs to it (addresses of pages or files)."""

    tags: tuple[str, ...] = ()
    notes: str = ""
    links: tuple[str, ...] = ()


class Sourced(Kept, frozen=True, kw_only=True):
    """A record that a list can bring. `displaced` keeps, for each field a person has since typed, the value the
    list had (None: nothing), so that a newer list changes only what it really says anew."""

    source: Source | None = None
    displaced: dict[str, Any] = {}
    extra: dict[str, Any] = {}
