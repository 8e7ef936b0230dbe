"""CanadaBuys: tender notices, award notices and the history of contracts, as tables whose heads stand in two languages.

https://open.canada.ca/data/en/dataset/6abd20d4-7a1c-4b38-baa2-9525d0bb2fd2. A head is its English name, its French one
and, where the values are words, their language ("title-titre-eng"); French values stand in where there are no English
ones. Times are Ottawa's standard time. Each amendment of a contract is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import AwardStatus, Method, Stage
from bidtracker.intake.formats.reader import RecordReader
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
        row = _in_english(record)
        own, solicitation = _of(row, "referencenumber"), _of(row, "solicitationnumber")
        buyer = _of(row, "contractingentityname") or _of(row, "enduserentitiesname")
        published = self._time(row, "publicationdate")
        amended = self._time(row, "amendmentdate")
        deadline = self._time(row, "tenderclosingdate")
        status = fold(_of(row, "tenderstatus"))
        award = self._award(row)
        category, gsin = _code(row, "unspsc"), _code(row, "gsin")
        latest = amended or published
        yield Notice(
            key=f"{solicitation or own} @ {fold(buyer)}",
            list=self._list or self.name,
            format=self.name,
            digest=digest(raw),
            record=number,
            released=self._loose.moment(latest, "publicationDate") if latest else None,
            url=_of(row, "noticeurl"),
            reference=(solicitation or own)[:LONGEST_NAME],
            title=_of(row, "title")[:LONGEST_NAME],
            buyer=Party(name=buyer[:LONGEST_NAME], country="CA") if buyer else None,
            country="CA",
            category=category or gsin,
            category_scheme="UNSPSC" if category else "GSIN" if gsin else "",
            description=_of(row, "tenderdescription") or _of(row, "awarddescription"),
            published=self._loose.day(published, "publicationDate") if not award else None,
            deadline=self._loose.day(deadline, "tenderClosingDate"),
            deadline_at=self._loose.moment(deadline, "tenderClosingDate") if deadline and "T" in deadline else None,
            stage=Stage.CLOSED if award or status.startswith(ENDED) else None,
            method=_method(fold(_of(row, "procurementmethod"))),
            offers=count(_of(row, "numberofbids") or _of(row, "numberofbidsreceived")),
            awards=(award,) if award else (),
            cancelled=status.startswith("cancel") and award is None,
        )

    def _award(self, row: dict[str, str]) -> NoticeAward | None:
        """The contract that a row tells of, as its amendment left it."""
        contract = _of(row, "contractnumber")
        name = first((_of(row, "supplierlegalname"), _of(row, "supplieroperatingname"), _of(row, "suppliername")))
        name = name or _of(row, "supplierstandardizedname")
        value = self._money(row, "totalcontractvalue") or self._money(row, "contractamount")
        day = self._loose.day(self._time(row, "contractawarddate"), "contractAwardDate")
        if not (contract or name or day):
            return None
        amendment = _of(row, "amendmentnumber")
        status = _of(row, "contractstatus") or _of(row, "awardstatus")
        words = f"{_of(row, 'amendmenttype')} {status}"
        country = _of(row, "supplieraddresscountry")
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
                        why=words.strip(),
                        value=value,
                    ),
                )
            ),
        )

    def _money(self, row: dict[str, str], name: str) -> Money | None:
        currency = _of(row, "contractcurrency") or "CAD"
        return self._loose.money({"amount": _of(row, name), "currency": currency}, name)

    @staticmethod
    def _time(row: dict[str, str], name: str) -> str | None:
        """A day, or a moment in Ottawa's standard time, as ISO 8601; None where there is none."""
        written = _of(row, name).replace("/", "-")
        if len(written) < 16 or written[10] not in "T ":
            return written or None
        return f"{written[:10]}T{written[11:19]}{OFFSET}"


def _in_english(record: Object) -> dict[str, str]:
    """The values of a row by the English names of their columns; French ones where there is none in English."""
    row: dict[str, str] = {}
    for key, value in record.items():
        name, _, rest = key.strip().casefold().partition("-")
        words = text(value)
        if words and (name not in row or not rest.endswith("-fra")):
            row[name] = words
    return row


def _of(row: dict[str, str], name: str) -> str:
    return row.get(name, "")


def _code(row: dict[str, str], name: str) -> str:
    """The first of several codes, which stand behind stars, one a line."""
    return next((code for part in _of(row, name).split("\n") if (code := part.strip().lstrip("*").strip())), "")


def _method(words: str) -> Method | None:
    return next((method for start, method in METHODS if start in words), None)


FORMAT = CanadaBuysReader
