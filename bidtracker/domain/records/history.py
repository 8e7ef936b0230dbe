"""An act of the book, and what was before it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bidtracker.domain.message import Message
from bidtracker.domain.records.record import FrozenValue, Record

NOTHING = msgspec.Raw(b"null")


class BeforeImage(FrozenValue, frozen=True, array_like=True):
    """One record that an act changed, and its stored body before (`null`: it was not there)."""

    table: str
    id: int
    before: msgspec.Raw = NOTHING


class HistoryEntry(Record, frozen=True, kw_only=True):
    """One act in the book's history: when (UTC), who, what, and the before-images that undo needs.

    `images` names the documents of the table `images` that hold the changes when an act (an import) made very many.
    `state` is the sum of all records after the act and `seal` chains it to the act before; `salt`, or what is left of
    its `keys`, hides the parts, and `digests` keeps the hash of those that were erased (see book/seals.py). While an
    act was prepared others may have done some beside it: `acted_beside` of them.
    """

    at: datetime
    who: str
    act: str
    title: Message
    changes: tuple[BeforeImage, ...] = ()
    images: tuple[int, ...] = ()
    undoes: int = 0
    undone_by: int = 0
    acted_beside: int = 0
    state: str = ""
    seal: str = ""
    salt: str = ""
    keys: tuple[str, ...] = ()
    digests: dict[str, str] = {}


class Images(FrozenValue, frozen=True, kw_only=True):
    """A chunk of an act's before-images, kept apart from its entry; the rest as the entry has it."""

    changes: tuple[BeforeImage, ...]
    salt: str = ""
    keys: tuple[str, ...] = ()
    digests: dict[str, str] = {}
