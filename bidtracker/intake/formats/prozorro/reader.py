"""Prozorro, Ukraine: tender and contract objects of its API. https://prozorro-api-docs.readthedocs.io/

Tenders look like OCDS and are not: an award "unsuccessful" is a bidder turned down, not a lot that went to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import structs

from bidtracker.domain.message import say
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage, Structure
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.prozorro.contract import contract_notice
from bidtracker.intake.formats.prozorro.parts import classified, organisation, organisations
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.offers import BidPrice, as_extra, runner_up
from bidtracker.intake.notice import Complaint, Delivery, Notice, NoticeAward, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, objs, text

AWARDS = {"pending": AwardStatus.PENDING, "active": AwardStatus.ACTIVE, "cancelled": AwardStatus.CANCELLED}
CAME_TO_NOTHING = ("cancelled", "unsuccessful")
METHODS = {str(method): method for method in Method}
_EVALUATION = ("active.pre-qualification", "active.auction", "active.qualification", "active.stage2", "active.pre-")


class ProzorroReader(RecordReader):
    """Reads tenders and the contracts that follow them, which name their tender."""

    name = "prozorro"
    label = "Prozorro"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a tender, a contract or an entry of a feed, by itself or under "data"."""
        inner = record.get("data")
        record = inner if isinstance(inner, Mapping) else record
        return (
            ("tenderID" in record and "procuringEntity" in record)
            or ("contractID" in record and "awardID" in record)
            or ({"id", "dateModified"} <= set(record) <= {"id", "dateModified", "tenderID", "contractID", "status"})
        )

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """One Notice of a tender or a contract."""
        record = obj(record.get("data")) or record
        if "tenderID" in record and "title" in record:
            yield self._tender(number, record, raw)
        elif "awardID" in record:
            yield contract_notice(record, self._loose, list_name=self._list or "prozorro", number=number, raw=raw)
        else:
            empty = say("it is a page of the feed, which only names what changed; fetch each by its id and import that")
            yield self._problem(number, "id", record.get("id"), empty, refused=True)

    def _tender(self, number: int, tender: Object, raw: bytes) -> Notice:
        loose, parties = self._loose, Parties()
        status = text(tender.get("status"))
        buyer = organisation(parties, tender.get("buyers")) or organisation(parties, tender.get("procuringEntity"))
        deadline = loose.published(obj(tender.get("tenderPeriod")).get("endDate"), "tenderPeriod.endDate")
        category, scheme = classified(tender)
        bids = [bid for bid in objs(tender.get("bids")) if text(bid.get("status")) not in ("draft", "deleted")]
        offers = self._offers(bids, parties, _rejected(tender))
        cancelled = status in CAME_TO_NOTHING
        return Notice(
            key=text(tender.get("id")) or text(tender.get("tenderID")),
            list=self._list or "prozorro",
            format="prozorro",
            digest=digest(raw),
            record=number,
            released=loose.moment(tender.get("dateModified"), "dateModified"),
            url=f"https://prozorro.gov.ua/tender/{text(tender.get('tenderID'))}",
            reference=text(tender.get("tenderID")),
            title=first(text(tender.get(key)) for key in ("title", "title_en", "title_ru"))[:LONGEST_NAME],
            buyer=buyer,
            country="UA",
            category=category,
            category_scheme=scheme,
            description=text(tender.get("description")),
            value=loose.money(tender.get("value"), "value"),
            published=self._published(tender),
            enquiries_until=loose.day(obj(tender.get("enquiryPeriod")).get("endDate"), "enquiryPeriod.endDate"),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            standstill_until=loose.day(obj(tender.get("complaintPeriod")).get("endDate"), "complaintPeriod.endDate")
            if status == "active.awarded"
            else None,
            stage=_stage(status),
            method=METHODS.get(text(tender.get("procurementMethod"))),
            structure=Structure.FRAMEWORK if "closeFrameworkAgreement" in _kind(tender) else None,
            offers=_count(tender.get("numberOfBids")) or len(bids) or None,
            tenderers=organisations(parties, [bidder for bid in bids for bidder in objs(bid.get("tenderers"))]),
            lots=self._lots(tender),
            awards=(*self._awards(tender, parties, offers), *(() if cancelled else _failed_lots(tender))),
            cancelled=cancelled,
            no_award_reason=_no_award(status, tender) if cancelled else None,
            extra={"bids": as_extra(offers)} if offers else {},
        )

    def _published(self, tender: Object) -> Any:
        keys = ("noticePublicationDate", "datePublished", "dateCreated")
        return next((day for key in keys if (day := self._loose.day(tender.get(key), key))), None)

    def _lots(self, tender: Object) -> tuple[Lot, ...]:
        return tuple(
            Lot(
                id=text(lot.get("id")),
                title=text(lot.get("title"))[:LONGEST_NAME],
                value=self._loose.money(lot.get("value"), "lots.value"),
                status=text(lot.get("status")),
            )
            for lot in objs(tender.get("lots"))
        )

    def _offers(self, bids: list[Object], parties: Parties, rejected: frozenset[str]) -> list[BidPrice]:
        """What each bidder asked, lot by lot: what the losers would have cost; a bid that was rejected cost nothing."""
        offers = []
        for bid in bids:
            bidders = organisations(parties, bid.get("tenderers"))
            valid = text(bid.get("status")) not in ("invalid", "unsuccessful", "invalid.pre-qualification")
            valid = valid and text(bid.get("id")) not in rejected
            for part in objs(bid.get("lotValues")) or [bid]:
                if bidders and (price := self._loose.money(part.get("value"), "bids.value")):
                    offers.append(BidPrice(bidders, price, text(part.get("relatedLot")), valid))
        return offers

    def _awards(self, tender: Object, parties: Parties, offers: list[BidPrice]) -> Iterable[NoticeAward]:
        contracts: dict[str, Object] = {}
        for contract in objs(tender.get("contracts")):
            before = contracts.get(text(contract.get("awardID")))
            if before is None or text(before.get("status")) == "cancelled":
                contracts[text(contract.get("awardID"))] = contract
        for award in objs(tender.get("awards")):
            status = AWARDS.get(text(award.get("status")))
            if status is not None:
                made = self._award(award, contracts.get(text(award.get("id")), {}), status, parties)
                best = runner_up(
                    offers, made.suppliers, made.lot, self._loose.money(award.get("value"), "awards.value")
                )
                yield structs.replace(made, runner_up=best) if best else made

    def _award(self, award: Object, contract: Object, status: AwardStatus, parties: Parties) -> NoticeAward:
        loose, period = self._loose, obj(contract.get("period"))
        value = loose.money(contract.get("value"), "contracts.value") or loose.money(award.get("value"), "awards.value")
        return NoticeAward(
            key=text(award.get("id")),
            lot=text(award.get("lotID")),
            suppliers=organisations(parties, award.get("suppliers")),
            status=status,
            value=value,
            awarded=loose.day(award.get("date"), "awards.date"),
            start=loose.day(period.get("startDate"), "contracts.period.startDate"),
            end=loose.day(period.get("endDate"), "contracts.period.endDate"),
            title=text(contract.get("title"))[:LONGEST_NAME],
            delivery=self._challenged(award) if award.get("complaints") else None,
        )

    def _challenged(self, award: Object) -> Delivery:
        """Complaints about an award; drafts and what was taken back are none."""
        return Delivery(
            complaints=tuple(
                Complaint(
                    id=text(complaint.get("id")),
                    on=self._loose.day(complaint.get("dateSubmitted"), "complaints.dateSubmitted"),
                    status=text(complaint.get("status")),
                )
                for complaint in objs(award.get("complaints"))
            )
        )


# ---------------------------------------------------------------- one field each


def _rejected(tender: Object) -> frozenset[str]:
    """The bids that were looked at and turned down: an award to each was unsuccessful, and none stood."""
    awards = objs(tender.get("awards"))
    failed = {text(award.get("bid_id")) for award in awards if text(award.get("status")) == "unsuccessful"}
    stood = {text(award.get("bid_id")) for award in awards if text(award.get("status")) in ("active", "pending")}
    return frozenset(failed - stood - {""})


def _kind(tender: Object) -> str:
    return text(tender.get("procurementMethodType"))


def _stage(status: str) -> Stage | None:
    if status in ("complete", *CAME_TO_NOTHING):
        return Stage.CLOSED
    if status.startswith(_EVALUATION):
        return Stage.EVALUATION
    return Stage.STANDSTILL if status == "active.awarded" else None


def _no_award(status: str, tender: Object) -> NoAwardReason:
    """A tender nobody bid for ends as unsuccessful without bids; other reasons stand in words only."""
    if status == "unsuccessful" and not objs(tender.get("bids")):
        return NoAwardReason.NO_RECE
    if status == "unsuccessful":
        return NoAwardReason.ALL_REJ
    return NoAwardReason.OTHER


def _failed_lots(tender: Object) -> Iterable[NoticeAward]:
    for lot in objs(tender.get("lots")):
        if text(lot.get("status")) in CAME_TO_NOTHING:
            lot_id = text(lot.get("id"))
            yield NoticeAward(
                key=f"lot {lot_id}", lot=lot_id, status=AwardStatus.CANCELLED, no_award_reason=NoAwardReason.OTHER
            )


def _count(value: Any) -> int | None:
    digits = text(value)
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


FORMAT = ProzorroReader
