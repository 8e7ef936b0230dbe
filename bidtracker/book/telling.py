"""Which changes of a record may change what is kept of the past; most acts change nothing there and look no further."""

from __future__ import annotations

from typing import Any

import msgspec


class _OfTender(msgspec.Struct):
    """The fields of a tender that anything kept of the past is made of."""

    buyer: Any = None
    category: Any = None
    category_scheme: Any = None
    published: Any = None
    deadline: Any = None
    decision_date: Any = None
    standstill_until: Any = None
    stage: Any = None
    method: Any = None
    offers: Any = None
    follows: Any = None
    earlier: Any = None
    awards: Any = None


class _OfAward(msgspec.Struct):
    """The fields of an award that anything kept of the past is made of."""

    tender: Any = None
    lot: Any = None
    suppliers: Any = None
    ours: Any = None
    status: Any = None
    awarded: Any = None
    start: Any = None
    end: Any = None
    max_end: Any = None
    options: Any = None
    incumbent_before: Any = None
    written: Any = None
    earlier: Any = None


_TELLING = {"tenders": msgspec.json.Decoder(_OfTender).decode, "awards": msgspec.json.Decoder(_OfAward).decode}


def tells_otherwise(table: str, before: bytes | None, after: bytes | None) -> bool:
    """Whether a change of a record may change what is kept of the past."""
    read = _TELLING.get(table)
    if read is None:
        return False
    return before is None or after is None or bool(read(before) != read(after))
