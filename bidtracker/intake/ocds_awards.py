"""Awards of an OCDS release with the contracts that follow them, as NoticeAwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from bidtracker.domain.dates import Period
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.vocabulary import AwardStatus, NoAwardReason
from bidtracker.intake.loose import Loose, Object, obj, objs, text
from bidtracker.intake.notice import NoticeAward, Party
from bidtracker.intake.ocds_delivery import notice_types
from bidtracker.intake.ocds_parties import Parties
from bidtracker.intake.ocds_performance import performance, why_ended
from bidtracker.intake.offers import Offer, runner_up
from bidtracker.intake.reasons import termination_reason

_STATUS = {
    "pending": AwardStatus.PENDING,
    "active": AwardStatus.ACTIVE,
    "cancelled": AwardStatus.CANCELLED,
    "unsuccessful": AwardStatus.CANCELLED,
}
_NO_AWARD_WORDS = (  # of the EU's labels for the codes, which its profile of OCDS writes in their place
    ("no tenders, requests", NoAwardReason.NO_RECE),
    ("only one admissible", NoAwardReason.ONE_ADMIS),
    ("inadmissible", NoAwardReason.ALL_REJ),
    ("change in needs", NoAwardReason.CHAN_NEED),
    ("insufficient funds", NoAwardReason.INS_FUND),
    ("refused to sign", NoAwardReason.NO_SIGNED),
    ("request to review", NoAwardReason.REV_BUYER),
    ("review body", NoAwardReason.REV_BODY),
    ("technical or procedural", NoAwardReason.TCH_PR_ERROR),
)
_NO_AWARD_CODES = {str(code): code for code in NoAwardReason}


class Where(NamedTuple):
    """A period's key, and its days' paths for the list of problems."""

    key: str
    start: str
    end: str
    most: str


class Paths(NamedTuple):
    """The paths within one award, made once for all that stand at the same place in their release."""

    whole: str
    date: str
    value: str
    contract: Where
    award: Where
    tender: Where
    lot: Where


@lru_cache(1000)
def _paths(list: str, n: int) -> Paths:
    def where(before: str, key: str) -> Where:
        path = f"{before}.{key}"
        return Where(key, f"{path}.startDate", f"{path}.endDate", f"{path}.maxExtentDate")

    whole = f"{list}[{n}]"
    return Paths(
        whole,
        f"{whole}.date",
        f"{whole}.value",
        where("contracts", "period"),
        where(whole, "contractPeriod"),
        where("tender", "contractPeriod"),
        where("tender.lots", "contractPeriod"),
    )


class Awards:
    """The awards of one release; `tender` gives what they do not say themselves."""

    def __init__(
        self, release: Object, tender: Object, parties: Parties, loose: Loose, offers: Sequence[Offer] = ()
    ) -> None:
        self._release = release
        self._tender = tender
        self._parties = parties
        self._loose = loose
        self._offers = offers
        self._lots = {text(lot.get("id")): lot for lot in objs(tender.get("lots"))}

    def read(self) -> tuple[NoticeAward, ...]:
        """All awards; contracts that name no award of this release stand for one each."""
        awards = objs(self._release.get("awards"))
        if not awards and "contracts" not in self._release:
            return ()
        contracts: dict[str, list[Object]] = {}
        for contract in objs(self._release.get("contracts")):
            contracts.setdefault(text(contract.get("awardID")), []).append(contract)
        if len(awards) == 1 and "" in contracts and len(contracts) == 1:
            contracts[text(awards[0].get("id"))] = contracts.pop("")
        found = [
            self._award(award, contracts.pop(text(award.get("id")), []), _paths("awards", n), len(awards) == 1)
            for n, award in enumerate(awards)
        ]
        alone = [contract for rest in contracts.values() for contract in rest]
        found += [
            self._award({}, [contract], _paths("contracts", n), len(alone) == 1 and not awards)
            for n, contract in enumerate(alone)
        ]
        return tuple(found)

    def _award(self, award: Object, contracts: list[Object], paths: Paths, only: bool) -> NoticeAward:
        loose, status_word = self._loose, text(award.get("status")).lower()
        related = award.get("relatedLots")
        lots = [id for lot in related if (id := text(lot))] if isinstance(related, list) else []
        awarded = loose.day(award.get("date"), paths.date)
        if awarded is None and contracts:
            awarded = self._first_day(contracts, "dateSigned")
        start, end, derived, max_end = self._period(award, contracts, lots, awarded, paths)
        status, terminated = (
            self._status(status_word, contracts, end) if contracts else (_STATUS.get(status_word), None)
        )
        value = loose.money(award.get("value"), paths.value)
        key, title = text(award.get("id")), text(award.get("title"))
        for contract in contracts:
            value = value or loose.money(contract.get("value"), "contracts.value")
            key, title = key or text(contract.get("id")), title or text(contract.get("title"))
        suppliers = self._suppliers(award, contracts, only and status is not AwardStatus.CANCELLED)
        lot = ", ".join(lots)
        return NoticeAward(
            key=key or paths.whole,
            lot=lot,
            suppliers=suppliers,
            runner_up=runner_up(self._offers, suppliers, lot, value) if self._offers else None,
            status=status,
            no_award_reason=self._no_award(award, status_word),
            value=value,
            awarded=awarded,
            start=start,
            end=end,
            end_derived=derived,
            max_end=max_end,
            terminated=terminated,
            termination_reason=termination_reason(why_ended(contracts)) if terminated else None,
            title=title,
            url=_url(award, *contracts),
            delivery=performance(award, contracts, loose) if contracts or "complaints" in award else None,
        )

    def _suppliers(self, award: Object, contracts: list[Object], only: bool) -> tuple[Party, ...]:
        found = self._parties.some(award.get("suppliers"))
        for contract in contracts:
            found = found or self._parties.some(contract.get("suppliers"))
        return found or (self._parties.with_role("supplier") if only else ())

    def _no_award(self, award: Object, status: str) -> NoAwardReason | None:
        if status != "unsuccessful":
            return None
        details = text(award.get("statusDetails")).lower()
        if reason := _NO_AWARD_CODES.get(details):
            return reason
        return next((reason for words, reason in _NO_AWARD_WORDS if words in details), NoAwardReason.OTHER)

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
        if on is None:  # the UK's notice of termination
            told = (notice_types(contract).get("UK11") for contract in contracts)
            on = next((day for one in told if (day := self._loose.day(one, "contracts.documents.datePublished"))), None)
        complete = any(text(contract.get("finalStatus")).lower() in ("complete", "completed") for contract in contracts)
        if on and end and on < end and not complete:
            return AwardStatus.TERMINATED, on
        return AwardStatus.ENDED, None

    def _period(
        self, award: Object, contracts: list[Object], lots: list[str], awarded: date | None, paths: Paths
    ) -> tuple[date | None, date | None, bool, date | None]:
        """Start, end, whether the end is derived from a duration, and the end with every extension used.

        The contract itself says it best; then the award, the tender, its lots. Of several contracts the
        earliest start and the latest end count.
        """
        loose = self._loose
        start = end = max_end = None
        derived = False
        for where, parts in (
            (paths.contract, contracts),
            (paths.award, (award,)),
            (paths.tender, (self._tender,)),
            (paths.lot, self._lots_of(lots) if self._lots else ()),
        ):
            days = 0
            ended = end is not None
            begun: date | None = start
            most: date | None = max_end
            for part in parts:
                period = part.get(where.key)
                if not period or not (period := obj(period)):
                    continue
                if begun is None and (day := loose.day(period.get("startDate"), where.start)):
                    start = day if start is None or day < start else start
                if not ended and (day := loose.day(period.get("endDate"), where.end)):
                    end = day if end is None or day > end else end
                if most is None and (day := loose.day(period.get("maxExtentDate"), where.most)):
                    max_end = day if max_end is None or day > max_end else max_end
                days = max(days, _days(period))
            if end is None and days and (begin := start or awarded):
                end = _after(begin, days)
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
    found = period.get("durationInDays")
    if found is None:
        return 0
    found = text(found)
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
