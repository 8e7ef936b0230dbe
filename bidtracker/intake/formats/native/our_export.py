"""Our own `export tenders`, as CSV or JSON, coming back: a native list with an amount's currency in a column beside it.

What is derived, and what names records of the book that it came from, stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import structs

from bidtracker.intake.formats.native.reader import NativeReader
from bidtracker.intake.mapping.column_values import AMOUNTS
from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.open.lenient_json import Object, text

LEFT = {"id", "buyer_ref", "expected_lost", "price_gap", "follows"} | {f"{amount}_currency" for amount in AMOUNTS}
_GUARDED = re.compile(
    "'[ \u00a0\u3000\u200b\u200e\u200f\ufeff]*[=+\\-@\t\r\n＝＋－＠]"
)  # what kept a cell from being a formula


def is_exported(record: Mapping[str, Any]) -> bool:
    """Whether this is a row of tenders that this program wrote."""
    return {"title", "buyer", "buyer_ref", "expected_lost"} <= set(record)


class ExportedReader:
    """Reads the rows of one export."""

    def __init__(self, file: str, list: str) -> None:
        self._native = NativeReader(file, list)

    def __call__(self, number: int, value: Any, said: bytes) -> Iterable[Notice | Problem]:
        """What one row says."""
        if not isinstance(value, dict):
            yield from self._native(number, value, said)
            return
        ocid = text(value.get("ocid"))
        row = {key: _cell(key, told, value) for key, told in value.items() if key != "ocid" and key not in LEFT}
        for found in self._native(number, row, said):
            if isinstance(found, Notice) and ocid:
                yield structs.replace(found, ocid=ocid)
            else:
                yield found


def _cell(key: str, told: Any, row: Object) -> Any:
    """A cell as a native list has it."""
    if isinstance(told, str) and _GUARDED.match(told):
        told = told[1:]
    if key in AMOUNTS and told not in (None, "") and not isinstance(told, dict):
        return {"amount": told, "currency": row.get(f"{key}_currency") or ""}
    return told
