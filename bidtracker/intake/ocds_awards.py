"""Awards of an OCDS release with the contracts that follow them, as NoticeAwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from bidtracker.domain.dates import Period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.vocabulary import AwardStatus, NoAwardReason
from bidtracker.intake.loose import Loose, Object, first, obj, objs, text
from bidtracker.intake.notice import NoticeAward, Party
from bidtracker.intake.ocds_parties import Parties

_STATUS = {
    "pending": AwardStatus.PENDING,
    "active": AwardStatus.ACTIVE,
    "cancelled": AwardStatus.CANCELLED,
    "unsuccessful": AwardStatus.CANCELLED,
}
_NO_AWARD_CODES = {str(code): code for code in NoAwardReason}


class Awards:
    """The awards of one release; `tender` gives what they do not say themselves."""

    def __init__(self, release: Object, tender: Object, parties: Parties, loose: Loose) -> None:
        self._release = release
        self._tender = tender
        self._parties = parties
        self._loose = loose
        self._lots = {text(lot.get("id")): lot for lot in objs(tender.get("lots"))}

    def read(self) -> tuple[NoticeAward, ...]:
        """All awards; contracts that name no award of this release stand for one each."""
        awards = objs(self._release.get("awards"))
        contracts: dict[str, list[Object]] = {}
        for contract in objs(self._release.get("contracts")):
            contracts.setdefault(text(contract.get("awardID")), []).append(contract)
        if len(awards) == 1 and "" in contracts and len(contracts) == 1:
            contracts[text(awards[0].get("id"))] = contracts.pop("")
        found = [
            self._award(award, contracts.pop(text(award.get("id")), []), f"awards[{n}]", len(awards) == 1)
            for n, award in enumerate(awards)
        ]
        alone = [contract for rest in contracts.values() for contract in rest]
        found += [
            self._award({}, [contract], f"contracts[{n}]", len(alone) == 1 and not awards)
            for n, contract in enumerate(alone)
        ]
        return tuple(found)

    def _award(self, award: Object, contracts: list[Object], path: str, only: bool) -> NoticeAward:
        loose, status_word = self._loose, text(award.get("status")).lower()
        lots = [text(lot) for lot in award.get("relatedLots") or () if text(lot)] if award else []
        awarded = loose.day(award.get("date"), f"{path}.date") or self._first_day(contracts, "dateSigned")
        start, end, derived, max_end = self._period(award, contracts, lots, awarded, path)
        status, terminated = self._status(status_word, contracts, end)
        value = loose.money(award.get("value"), f"{path}.value") or next(
            (money for contract in contracts if (money := loose.money(contract.get("value"), "contracts.value"))), None
        )
        return NoticeAward(
            key=first((text(award.get("id")), *(text(c.get("id")) for c in contracts))) or path,
            lot=", ".join(lots),
            suppliers=self._suppliers(award, contracts, only and status is not AwardStatus.CANCELLED),
            status=status,
            no_award_reason=self._no_award(award, status_word),
            value=value,
            awarded=awarded,
            start=start,
            end=end,
            end_derived=derived,
            max_end=max_end,
            terminated=terminated,
            title=first((text(award.get("title")), *(text(c.get("title")) for c in contracts))),
            url=_url(award, *contracts),
        )

    def _suppliers(self, award: Object, contracts: list[Object], only: bool) -> tuple[Party, ...]:
        found = self._parties.some(award.get("suppliers"))
        for contract in contracts:
            found = found or self._parties.some(contract.get("suppliers"))
        return found or (self._parties.with_role("supplier") if only else ())

    def _no_award(self, award: Object, status: str) -> NoAwardReason | None:
        if status != "unsuccessful":
            return None
        return _NO_AWARD_CODES.get(text(award.get("statusDetails")).lower(), NoAwardReason.OTHER)

    def _status(self, word: str, contracts: list[Object], end: date | None) -> tuple[AwardStatus | None, date | None]:
        """Where the contract stands, and the day it was terminated.

        OCDS calls every contract that is over "terminated", so the word alone is an ordinary end; a notice of
        termination before the contract's end is an early one.
        """
        status = _STATUS.get(word)
        words = [text(contract.get("status")).lower() for contract in contracts]
        if status is AwardStatus.CANCELLED or not words:
            return status, None
        if all(word == "cancelled" for word in words):
            return AwardStatus.CANCELLED, None
        if not all(word in ("terminated", "cancelled") for word in words):
            return status or (AwardStatus.ACTIVE if "active" in words else AwardStatus.PENDING), None
        on = next(
            (
                day
                for contract in contracts
                if (day := self._loose.day(contract.get("dateTerminated"), "contracts.dateTerminated"))
            ),
            None,
        )
        if on is None and "contractTermination" in tags(self._release):
            on = self._loose.day(self._release.get("date"), "date")
        complete = any(text(contract.get("finalStatus")).lower() in ("complete", "completed") for contract in contracts)
        if on and end and on < end and not complete:
            return AwardStatus.TERMINATED, on
        return AwardStatus.ENDED, None

    def _period(
        self, award: Object, contracts: list[Object], lots: list[str], awarded: date | None, path: str
    ) -> tuple[date | None, date | None, bool, date | None]:
        """Start, end, whether the end is derived from a duration, and the end with every extension used.

        The contract itself says it best; then the award, the tender, its lots. Of several contracts the
        earliest start and the latest end count.
        """
        loose = self._loose
        chain: list[tuple[str, list[Object]]] = [
            ("contracts.period", [obj(contract.get("period")) for contract in contracts]),
            (f"{path}.contractPeriod", [obj(award.get("contractPeriod"))]),
            ("tender.contractPeriod", [obj(self._tender.get("contractPeriod"))]),
            ("tender.lots.contractPeriod", [obj(lot.get("contractPeriod")) for lot in self._lots_of(lots)]),
        ]
        start = end = max_end = None
        derived = False
        for where, periods in chain:
            if not any(periods):
                continue
            starts = [day for period in periods if (day := loose.day(period.get("startDate"), f"{where}.startDate"))]
            ends = [day for period in periods if (day := loose.day(period.get("endDate"), f"{where}.endDate"))]
            most = [day for p in periods if (day := loose.day(p.get("maxExtentDate"), f"{where}.maxExtentDate"))]
            start = start or min(starts, default=None)
            max_end = max_end or max(most, default=None)
            if end is None and ends:
                end = max(ends)
            if end is None and (start or awarded):
                end = _after(start or awarded, max((_days(period) for period in periods), default=0))
                derived = end is not None
        return start, end, derived, max_end

    def _lots_of(self, lots: list[str]) -> list[Object]:
        """The lots an award is for; an award that names none is for the only one."""
        return [self._lots[lot] for lot in lots or (self._lots if len(self._lots) == 1 else ()) if lot in self._lots]

    def _first_day(self, contracts: list[Object], key: str) -> date | None:
        days = [day for contract in contracts if (day := self._loose.day(contract.get(key), f"contracts.{key}"))]
        return min(days, default=None)


def tags(release: Object) -> list[str]:
    """The tags of a release, as a list whatever they are."""
    found = release.get("tag")
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else [text(found)]


def _days(period: Object) -> int:
    found = text(period.get("durationInDays"))
    return int(found) if found.isascii() and found.isdigit() and len(found) < 6 else 0


def _after(start: date | None, days: int) -> date | None:
    if start is None or days <= 0:
        return None
    try:
        return Period(days=days).last_day(start)
    except Unreadable:
        return None


def _url(*parts: Object) -> str:
    for part in parts:
        for document in objs(part.get("documents")):
            kind: Any = document.get("documentType")
            if kind in ("awardNotice", "contractNotice", "contractSigned") and text(document.get("url")):
                return text(document["url"])
        if url := text(part.get("url")):
            return url
    return ""
