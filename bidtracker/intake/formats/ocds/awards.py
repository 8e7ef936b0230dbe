"""Awards of an OCDS release with the contracts that follow them, as NoticeAwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from bidtracker.domain import dates
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import AwardStatus, NoAwardReason, TerminationReason
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.performance import is_completed, notice_types, performance, why_ended
from bidtracker.intake.formats.ocds.release import (
    OcdsAward,
    OcdsContract,
    OcdsLot,
    OcdsPeriod,
    OcdsRelease,
    OcdsTender,
    OcdsValue,
)
from bidtracker.intake.formats.shared.offers import BidPrice, runner_up
from bidtracker.intake.notice import NoticeAward, Party
from bidtracker.intake.open.lenient_json import Loose, text
from bidtracker.intake.reasons.terminations import termination_reason

_STATUS = {
    "pending": AwardStatus.PENDING,
    "active": AwardStatus.ACTIVE,
    "cancelled": AwardStatus.CANCELLED,
    "unsuccessful": AwardStatus.CANCELLED,
}
_NOTICES = frozenset(("awardNotice", "contractNotice", "contractSigned"))
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


class PeriodPaths(NamedTuple):
    """The paths of a period's days, for the list of problems."""

    start: str
    end: str
    most: str


class AwardPaths(NamedTuple):
    """The paths within one award, made once for all that stand at the same place in their release."""

    whole: str
    date: str
    value: str
    period: PeriodPaths


def _where(path: str) -> PeriodPaths:
    return PeriodPaths(f"{path}.startDate", f"{path}.endDate", f"{path}.maxExtentDate")


_CONTRACT, _TENDER, _LOT = map(_where, ("contracts.period", "tender.contractPeriod", "tender.lots.contractPeriod"))


@lru_cache(1000)
def _paths(member: str, n: int) -> AwardPaths:
    whole = f"{member}[{n}]"
    return AwardPaths(whole, f"{whole}.date", f"{whole}.value", _where(f"{whole}.contractPeriod"))


class OcdsAwards:
    """The awards of one release; `tender` gives what they do not say themselves."""

    def __init__(
        self, release: OcdsRelease, tender: OcdsTender, parties: Parties, loose: Loose, offers: Sequence[BidPrice] = ()
    ) -> None:
        self._release = release
        self._tender = tender
        self._parties = parties
        self._loose = loose
        self._offers = offers
        self._lots = {text(lot.id): lot for lot in tender.lots} if tender.lots else {}

    def read(self) -> tuple[NoticeAward, ...]:
        """All awards; contracts that name no award of this release stand for one each."""
        awards = self._release.awards or ()
        if not self._release.contracts:
            only = len(awards) == 1
            return tuple([self._award(award, (), _paths("awards", n), only=only) for n, award in enumerate(awards)])
        contracts: dict[str, list[OcdsContract]] = {}
        for contract in self._release.contracts:
            contracts.setdefault(text(contract.awardID), []).append(contract)
        if len(awards) == 1 and "" in contracts and len(contracts) == 1:
            contracts[text(awards[0].id)] = contracts.pop("")
        brought: list[NoticeAward] = []
        for n, award in enumerate(awards):
            theirs = contracts.pop(text(award.id), [])
            brought += self._of_award(award, theirs, _paths("awards", n), len(awards) == 1)
        alone = [contract for rest in contracts.values() for contract in rest]
        brought += [
            self._award(_NO_AWARD, (contract,), _paths("contracts", n), only=len(alone) == 1 and not awards)
            for n, contract in enumerate(alone)
        ]
        return tuple(brought)

    def _of_award(
        self, award: OcdsAward, contracts: Sequence[OcdsContract], paths: AwardPaths, only: bool
    ) -> Iterator[NoticeAward]:
        """One award for each of its contracts, where these tell who holds them, until when or for how much."""
        own = any(contract.suppliers or contract.value or contract.period for contract in contracts)
        if len(contracts) < 2 or not own:
            yield self._award(award, contracts, paths, only=only)
            return
        for n, contract in enumerate(contracts):
            made = self._award(award, (contract,), paths, only=only, own=True)
            yield replace(made, key=f"{made.key}/{text(contract.id) or n}") if n else made

    def _award(
        self,
        award: OcdsAward,
        contracts: Sequence[OcdsContract],
        paths: AwardPaths,
        *,
        only: bool,
        own: bool = False,
    ) -> NoticeAward:
        """One award with the contracts that follow it; with `own` their values and suppliers are not the award's."""
        loose, status_word = self._loose, (award.status or "").strip().lower()
        lots = (
            [lot_id for lot in award.relatedLots if (lot_id := text(lot))]
            if isinstance(award.relatedLots, list)
            else []
        )
        awarded = loose.day(award.date, paths.date)
        if awarded is None and contracts:
            signed = [day for contract in contracts if (day := loose.day(contract.dateSigned, "contracts.dateSigned"))]
            awarded = min(signed, default=None)
        start, end, derived, max_end = self._period(award, contracts, lots, awarded, paths)
        status, terminated = _STATUS.get(status_word), None
        if contracts:
            status, terminated = self._status(status, contracts, end)
        value = money(award.value, loose, paths.value)
        if own or (len(contracts) == 1 and _is_amended(contracts[0])):
            value = money(contracts[0].value, loose, "contracts.value") or value
        key, title = text(award.id), (award.title or "").strip()
        for contract in contracts:
            value = value or money(contract.value, loose, "contracts.value")
            key, title = key or text(contract.awardID) or text(contract.id), title or (contract.title or "").strip()
        suppliers = self._suppliers(award, contracts, only and status is not AwardStatus.CANCELLED, own)
        lot = ", ".join(lots)
        return NoticeAward(
            key=key or paths.whole,
            lot=lot,
            suppliers=suppliers,
            runner_up=runner_up(self._offers, suppliers, lot, value) if self._offers else None,
            status=status,
            no_award_reason=_no_award(award) if status_word == "unsuccessful" else None,
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
            delivery=performance(award, contracts, loose) if contracts or award.complaints else None,
        )

    def _suppliers(
        self, award: OcdsAward, contracts: Sequence[OcdsContract], only: bool, own: bool
    ) -> tuple[Party, ...]:
        suppliers = self._parties.some(contracts[0].suppliers if own else None) or self._parties.some(award.suppliers)
        for contract in contracts:
            suppliers = suppliers or self._parties.some(contract.suppliers)
        return suppliers or (self._parties.with_role("supplier") if only else ())

    def _status(
        self, status: AwardStatus | None, contracts: Sequence[OcdsContract], end: date | None
    ) -> tuple[AwardStatus | None, date | None]:
        """Where the contract stands, and the day it was terminated.

        OCDS calls every contract that is over "terminated", so the word alone is an ordinary end; a notice of
        termination before the contract's end is an early one.
        """
        words = [(contract.status or "").strip().lower() for contract in contracts]
        if status is AwardStatus.CANCELLED:
            return status, None
        if all(word == "cancelled" for word in words):
            return AwardStatus.CANCELLED, None
        if not all(word in ("terminated", "cancelled") for word in words):
            return status or (AwardStatus.ACTIVE if "active" in words else AwardStatus.PENDING), None
        on = self._terminated(contracts)
        complete = any(map(is_completed, contracts))
        if on and end and on < end and not complete:
            return AwardStatus.TERMINATED, on
        return AwardStatus.ENDED, None

    def _terminated(self, contracts: Sequence[OcdsContract]) -> date | None:
        """The day that a contract or a notice gives for a termination."""
        days = [(contract.dateTerminated, "contracts.dateTerminated") for contract in contracts]
        days += [(notice_types(contract).get("UK11"), "contracts.documents.datePublished") for contract in contracts]
        day = next((day for value, path in days if (day := self._loose.day(value, path))), None)
        if day is None and termination_reason(why_ended(contracts)) is TerminationReason.FAILURE:
            # The words say that it ended early, and no date does: the day on which the record says so.
            day = self._loose.day(self._release.date, "date")
        return day

    def _period(
        self,
        award: OcdsAward,
        contracts: Sequence[OcdsContract],
        lots: list[str],
        awarded: date | None,
        paths: AwardPaths,
    ) -> tuple[date | None, date | None, bool, date | None]:
        """Start, end, whether the end is derived from a duration, and the end with every extension used.

        The contract itself says it best; then the award, the tender, its lots. Of several contracts the
        earliest start and the latest end count.
        """
        loose = self._loose
        start = end = max_end = None
        derived = False
        for where, periods in (
            (_CONTRACT, [contract.period for contract in contracts]),
            (paths.period, (award.contractPeriod,)),
            (_TENDER, (self._tender.contractPeriod,)),
            (_LOT, [lot.contractPeriod for lot in self._lots_of(lots)] if self._lots else ()),
        ):
            if not any(periods):
                continue
            length = dates.DateSpan()
            ended = end is not None
            begun: date | None = start
            most: date | None = max_end
            for period in periods:
                if period is None:
                    continue
                if begun is None and (day := loose.day(period.startDate, where.start)):
                    start = day if start is None or day < start else start
                if not ended and (day := loose.day(period.endDate, where.end)):
                    end = day if end is None or day > end else end
                if most is None and (day := loose.day(period.maxExtentDate, where.most)):
                    max_end = day if max_end is None or day > max_end else max_end
                if period.durationInMonths is not None or period.durationInDays is not None:
                    length = max(length, _length(period))
            if end is None and any(length) and (begin := start or awarded):
                end = _after(begin, length)
                derived = end is not None
        return start, end, derived, max_end

    def _lots_of(self, lots: list[str]) -> list[OcdsLot]:
        """The lots an award is for; an award that names none is for the only one."""
        return [self._lots[lot] for lot in lots or (self._lots if len(self._lots) == 1 else ()) if lot in self._lots]


_NO_AWARD = OcdsAward()


def money(value: OcdsValue | None, loose: Loose, path: str) -> Money | None:
    """An amount with its currency; the gross one where that is all there is."""
    if value is None:
        return None
    return loose.amount(value.amountGross if value.amount is None else value.amount, value.currency, path)


def _no_award(award: OcdsAward) -> NoAwardReason:
    """Why a lot went to nobody."""
    details = (award.statusDetails or "").strip().lower()
    if reason := _NO_AWARD_CODES.get(details):
        return reason
    return next((reason for words, reason in _NO_AWARD_WORDS if words in details), NoAwardReason.OTHER)


def _is_amended(contract: OcdsContract) -> bool:
    """Whether a contract was changed since its award: its own value is then what it is worth."""
    return bool(contract.amendments or contract.amendment or contract.amended)


def _length(period: OcdsPeriod) -> dates.DateSpan:
    """How long a period is said to run; the UK counts its months."""
    if months := _whole(period.durationInMonths):
        return dates.DateSpan(months=months)
    return dates.DateSpan(days=_whole(period.durationInDays))


def _whole(value: Any) -> int:
    digits = "" if value is None else text(value)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0


def _after(start: date, length: dates.DateSpan) -> date | None:
    try:
        return length.last_day(start)
    except Unreadable:
        return None


def _url(*parts: OcdsAward | OcdsContract) -> str:
    for part in parts:
        for document in part.documents or ():
            if document.url and document.documentType in _NOTICES and (url := document.url.strip()):
                return url
        if url := text(part.url):
            return url
    return ""
