"""The CSV that UK Contracts Finder's search exports; its API's OCDS is read as OCDS.

Amounts are GBP, dates are written day first, the suppliers are packed: [Name|Address|Ref type|Ref Number|SME|VCSE][…].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.money import Money
from bidtracker.domain.names import normal
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import Method, Stage
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.number_dates import in_order
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.formats.shared.table_row import TableRow
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Doubt, Object, text

REGISTERS = {"COMPANIES_HOUSE": "GB-COH", "CHARITY_COMMISSION": "GB-CHC", "CHARITIES_COMMISSION": "GB-CHC"}
NOTHING = ("cancelled", "withdrawn")
PROCEDURES = (  # how the words of "OJEU Procedure Type" begin, in either of the export's spellings
    ("open", Method.OPEN),
    ("restricted", Method.SELECTIVE),
    ("competitive", Method.SELECTIVE),
    ("negotiat", Method.LIMITED),
    ("direct", Method.DIRECT),
    ("awarded", Method.LIMITED),
    ("call", Method.SELECTIVE),
)


class ContractsFinderReader(RecordReader):
    """Reads rows; each is a notice in its present state, with its award if it has one."""

    name = "contracts-finder-csv"
    label = "Contracts Finder CSV"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a notice."""
        return "Notice Identifier" in record and "Organisation Name" in record

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """One Notice of one row."""
        row = TableRow({key: text(value) for key, value in record.items()})
        status, kind = row("status").casefold(), row("notice type").casefold()
        reference, name = row("notice identifier"), row("organisation name")
        codes = row("cpv codes").replace(",", " ").split()
        award, deadline = self._award(row), self._day(row, "closing date")
        method = next((m for start, m in PROCEDURES if row("ojeu procedure type").casefold().startswith(start)), None)
        yield Notice(
            key=f"{reference} @ {normal(name)}" if reference else f"row {digest(raw)}",
            list=self._list or "contracts-finder",
            format="contracts-finder-csv",
            digest=digest(raw),
            record=number,
            released=self._loose.moment(row("published date") or None, "Published Date"),
            url=row("links") if row("links").startswith("http") else "",
            reference=reference[:LONGEST_NAME],
            title=row("title")[:LONGEST_NAME],
            buyer=Party(name=name[:LONGEST_NAME], country="GB") if name else None,
            country="GB",
            category=codes[0] if codes else "",
            category_scheme="CPV" if codes else "",
            description=row("description"),
            value=self._money(row, "value high") or self._money(row, "value low"),
            published=self._loose.day(row("published date") or None, "Published Date"),
            deadline=deadline,
            deadline_at=_hour(deadline, row("closing time")),
            stage=Stage.CLOSED
            if award or status in ("closed", "awarded", *NOTHING)
            else Stage.WATCHING
            if "pipeline" in kind or "engagement" in kind
            else None,
            method=method,
            awards=(award,) if award else (),
            cancelled=status in NOTHING and award is None,
            extra=row.unread() | ({"Cpv Codes": codes} if codes[1:] else {}),
        )

    def _award(self, row: TableRow) -> NoticeAward | None:
        packed = row(next((name for name in row if name.startswith("supplier [")), ""))
        suppliers = tuple(dict.fromkeys(_suppliers(packed)))
        awarded, value = self._day(row, "awarded date"), self._money(row, "awarded value")
        if not (suppliers or awarded or value):
            return None
        return NoticeAward(
            key="award",
            suppliers=suppliers,
            value=value,
            awarded=awarded,
            start=self._day(row, "contract start date"),
            end=self._day(row, "contract end date"),
        )

    def _day(self, row: TableRow, key: str) -> date | None:
        try:
            return self._loose.day(in_order(row(key), "dmy") or None, key)
        except Unreadable as error:
            self._loose.doubts.append(Doubt(key, row(key), error.message))
            return None

    def _money(self, row: TableRow, key: str) -> Money | None:
        return self._loose.money({"amount": row(key), "currency": "GBP"}, key)


def _hour(day: date | None, clock: str) -> datetime | None:
    """The hour of a deadline, in the time of the place."""
    match = re.match(r"([01]?\d|2[0-3]):([0-5]\d)", clock)
    return datetime(day.year, day.month, day.day, int(match[1]), int(match[2])) if day and match else None


def _suppliers(packed: str) -> Iterable[Party]:
    """The blocks of the packed column; names may hold brackets, so they part only where one ends and one begins."""
    for block in packed.strip().removeprefix("[").removesuffix("]").split("]["):
        cells = [cell.strip() for cell in block.split("|")]
        if cells[0].casefold() in ("", "none", "n/a", "na"):
            continue
        # An address may hold the separator: what the register is stands fourth from the end.
        register, number = (cells[-4], cells[-3]) if len(cells) >= 6 else ("", "")
        registered = identifier(REGISTERS[register], number) if register in REGISTERS else None
        yield Party(name=cells[0][:LONGEST_NAME], identifiers=(registered,) if registered else ())


FORMAT = ContractsFinderReader
