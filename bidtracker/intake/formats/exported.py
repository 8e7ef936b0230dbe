"""Our own exports (CSV, JSON, workbooks), coming back: tenders as a native list with an amount's currency beside it.

What is derived, and what names records of the book that it came from, stays behind. Other exports (awards, signals,
buyers …) are lists to look at: a book takes nothing from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import structs

from bidtracker.domain.fields import FIELDS
from bidtracker.domain.message import say
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


_TENDERS = frozenset(("title", "buyer", "buyer_ref", "expected_lost"))
# What the other exports have that no public list has.
_LOOKED_AT = (
    *(frozenset(field.name for field in fields) for table, fields in FIELDS.items() if table != "tenders"),
    frozenset(("on", "overdue", "text", "buyer_ref", "refs", "quiet")),
    frozenset(("suppliers", "tender_ref", "promises_broken")),
    frozenset(("about", "award_ref", "grounds", "written")),
    frozenset(("name", "aliases", "identifiers", "last_touch", "next_touch")),
    frozenset(("name", "aliases", "identifiers", "wins_against_us")),
    frozenset(("name", "buyer_ref", "layer", "stance", "believed_on")),
)


class ExportedReader(Reader):
    """Reads the rows of one export."""

    name = "exported"
    label = "an export of this program"
    ours = True

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._native = NativeReader(file, list_name)

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a row that this program wrote."""
        return set(record) >= _TENDERS or any(columns <= set(record) for columns in _LOOKED_AT)

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Item]:
        """Gives the Notice of one row."""
        if not isinstance(value, dict):
            yield from self._native.read(number, value, raw)
            return
        if not value.keys() >= _TENDERS:
            why = say("it is an export to look at, and a book takes nothing from it; export the tenders instead")
            yield self._refused(number, "", value.get("id"), why)
            return
        ocid, own = text(value.get("ocid")), text(value.get("id")).removeprefix("T")
        row = {key: _cell(key, given, value) for key, given in value.items() if key != "ocid" and key not in LEFT}
        for item in self._native.read(number, row, raw):
            if isinstance(item, Notice):
                item = structs.replace(item, ocid=ocid, own=int(own) if own.isdecimal() and len(own) < 12 else 0)
            yield item


def _cell(key: str, given: Any, row: Object) -> Any:
    """A cell as a native list has it."""
    if isinstance(given, str) and _GUARDED.match(given):
        given = given[1:]
    if key in AMOUNTS and given not in (None, "") and not isinstance(given, dict):
        return {"amount": given, "currency": row.get(f"{key}_currency") or ""}
    return given


FORMAT = ExportedReader
