"""Our own `export tenders`, as CSV or JSON, coming back: a native list with an amount's currency in a column beside it.

What is derived, and what names records of the book that it came from, stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import structs

from bidtracker.intake.formats.native.columns import COLUMNS
from bidtracker.intake.formats.native.reader import NativeReader
from bidtracker.intake.formats.native.values import amount
from bidtracker.intake.formats.reader import Item, Reader
from bidtracker.intake.notice import Notice
from bidtracker.intake.open.lenient_json import Object, text

AMOUNTS = frozenset(column for column, read in COLUMNS.items() if read is amount)
LEFT = {"id", "buyer_ref", "expected_lost", "price_gap", "follows"} | {f"{column}_currency" for column in AMOUNTS}
_GUARDED = re.compile(
    "'[ \u00a0\u3000\u200b\u200e\u200f\ufeff]*[=+\\-@\t\r\n＝＋－＠]"
)  # what kept a cell from being a formula


class ExportedReader(Reader):
    """Reads the rows of one export."""

    name = "exported"
    label = "an export of this program"

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._native = NativeReader(file, list_name)

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a row of tenders that this program wrote."""
        return {"title", "buyer", "buyer_ref", "expected_lost"} <= set(record)

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Item]:
        """Gives the Notice of one row."""
        if not isinstance(value, dict):
            yield from self._native.read(number, value, raw)
            return
        ocid = text(value.get("ocid"))
        row = {key: _cell(key, given, value) for key, given in value.items() if key != "ocid" and key not in LEFT}
        for item in self._native.read(number, row, raw):
            yield structs.replace(item, ocid=ocid) if isinstance(item, Notice) and ocid else item


def _cell(key: str, given: Any, row: Object) -> Any:
    """A cell as a native list has it."""
    if isinstance(given, str) and _GUARDED.match(given):
        given = given[1:]
    if key in AMOUNTS and given not in (None, "") and not isinstance(given, dict):
        return {"amount": given, "currency": row.get(f"{key}_currency") or ""}
    return given


FORMAT = ExportedReader
