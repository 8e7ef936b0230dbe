"""CanadaBuys: tender notices, award notices and the history of contracts, as tables whose heads stand in two languages.

https://open.canada.ca/data/en/dataset/6abd20d4-7a1c-4b38-baa2-9525d0bb2fd2. A head is its English name, its French one
and, where the values are words, their language ("title-titre-eng"); French values stand in where there are no English
ones. Times are Ottawa's standard time. Each amendment of a contract is a row of its own. What is planned of a contract
that is not awarded yet, who will use it, and all other columns stay with the tender as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import AwardStatus, Method, Stage
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.table_row import TableRow
from bidtracker.intake.formats.shared.values import count
from bidtracker.intake.notice import Amendment, Delivery, Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, text

OFFSET = "-05:00"
HEADS = ("title-titre-", "referencenumber-numeroreference", "solicitationnumber-numerosollicitation")
METHODS = (
    ("open", Method.OPEN),
    ("selective", Method.SELECTIVE),
    ("advance", Method.LIMITED),
    ("limited", Method.LIMITED),
    ("non-competitive", Method.LIMITED),
)
ENDED = ("closed", "expired", "awarded", "cancel")
_ORIGINAL = frozenset(("", "0", "00", "000"))


class CanadaBuysReader(RecordReader):
    """Reads rows of tenders, awards and contracts."""

    name = "canadabuys"
    label = "CanadaBuys"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether at least two of its columns have the heads that all of these tables have."""
        keys = [key.casefold() for key in record]
        return sum(any(key.startswith(head) for key in keys) for head in HEADS) > 1

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notice of one row."""
        row = TableRow(_in_english(record))
        own, solicitation = row("referencenumber"), row("solicitationnumber")
        buyer = row("contractingentityname") or row("enduserentitiesname")
        published = self._time(row, "publicationdate")
        amended = self._time(row, "amendmentdate")
        deadline = self._time(row, "tenderclosingdate")
        status = fold(row("tenderstatus"))
        award = self._award(row)
        category = _code(row("unspsc"))
        gsin = "" if category else _code(row("gsin"))
        latest = amended or published
        yield Notice(
            key=f"{solicitation or own} @ {fold(buyer)}",
            list=self._list or self.name,
            format=self.name,
            digest=digest(raw),
            record=number,
            released=self._loose.moment(latest, "publicationDate") if latest else None,
            url=row("noticeurl"),
            reference=(solicitation or own)[:LONGEST_NAME],
            title=row("title")[:LONGEST_NAME],
            buyer=Party(name=buyer[:LONGEST_NAME], country="CA") if buyer else None,
            country="CA",
            category=category or gsin,
            category_scheme="UNSPSC" if category else "GSIN" if gsin else "",
            description=row("tenderdescription") or row("awarddescription"),
            published=self._loose.day(published, "publicationDate") if not award else None,
            deadline=self._loose.day(deadline, "tenderClosingDate"),
            deadline_at=self._loose.moment(deadline, "tenderClosingDate") if deadline and "T" in deadline else None,
            stage=Stage.CLOSED if award or status.startswith(ENDED) else None,
            method=_method(fold(row("procurementmethod"))),
            offers=count(row("numberofbids") or row("numberofbidsreceived")),
            awards=(award,) if award else (),
            cancelled=status.startswith("cancel") and award is None,
            extra=self._planned(row) | _beside(row),
        )

    def _planned(self, row: TableRow) -> Object:
        """The days of a contract that is not awarded yet."""
        planned = {"contract_start": "expectedcontractstartdate", "contract_end": "expectedcontractenddate"}
        days = {key: self._loose.day(self._time(row, name), name) for key, name in planned.items()}
        return {key: day.isoformat() for key, day in days.items() if day is not None}

    def _award(self, row: TableRow) -> NoticeAward | None:
        """The contract that a row tells of, as its amendment left it."""
        contract = row("contractnumber")
        name = first((row("supplierlegalname"), row("supplieroperatingname"), row("suppliername")))
        name = name or row("supplierstandardizedname")
        value = self._money(row, "totalcontractvalue") or self._money(row, "contractamount")
        day = self._loose.day(self._time(row, "contractawarddate"), "contractAwardDate")
        if not (contract or name or day):
            return None
        amendment = row("amendmentnumber")
        status = row("contractstatus") or row("awardstatus")
        country = row("supplieraddresscountry")
        return NoticeAward(
            key=contract or "award",
            suppliers=(Party(name=name[:LONGEST_NAME], country=country),) if name else (),
            status=AwardStatus.CANCELLED if fold(status).startswith("cancel") else None,
            value=value,
            awarded=day,
            start=self._loose.day(self._time(row, "contractstartdate"), "contractStartDate"),
            end=self._loose.day(self._time(row, "contractenddate"), "contractEndDate"),
            delivery=None
            if amendment in _ORIGINAL
            else Delivery(
                amendments=(
                    Amendment(
                        id=amendment,
                        on=self._loose.day(self._time(row, "amendmentdate"), "amendmentDate"),
                        why=f"{row('amendmenttype')} {status}".strip(),
                        value=value,
                    ),
                )
            ),
        )

    def _money(self, row: TableRow, name: str) -> Money | None:
        currency = row("contractcurrency") or "CAD"
        return self._loose.money({"amount": row(name), "currency": currency}, name)

    @staticmethod
    def _time(row: TableRow, name: str) -> str | None:
        """A day, or a moment in Ottawa's standard time, as ISO 8601; None where there is none."""
        written = row(name).replace("/", "-")
        if len(written) < 16 or written[10] not in "T ":
            return written or None
        return f"{written[:10]}T{written[11:19]}{OFFSET}"


def _in_english(record: Object) -> dict[str, str]:
    """The values of a row by the English names of their columns; French ones where there is none in English."""
    row: dict[str, str] = {}
    for key, value in record.items():
        name, _, rest = key.strip().partition("-")
        words = text(value)
        if words and (name not in row or not rest.casefold().endswith("-fra")):
            row[name] = words
    return row


def _beside(row: TableRow) -> Object:
    """What a row has beside our fields: of several values a list."""
    cells = {"unspsc": row("unspsc")} if _starred(row("unspsc"))[1:] else {}
    cells |= row.unread()
    return {name: _starred(cell) if cell.startswith("*") else cell for name, cell in cells.items()}


def _code(cell: str) -> str:
    """The first of several codes, which stand behind stars, one a line."""
    return next(iter(_starred(cell)), "")


def _starred(cell: str) -> list[str]:
    """The values of a cell: each behind a star, one a line."""
    return [value for part in cell.split("\n") if (value := part.strip().lstrip("*").strip())]


def _method(words: str) -> Method | None:
    return next((method for start, method in METHODS if start in words), None)


FORMAT = CanadaBuysReader
