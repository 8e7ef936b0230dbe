"""Prozorro, Ukraine: tender and contract objects of its API. https://prozorro-api-docs.readthedocs.io/

Tenders look like OCDS and are not: an award "unsuccessful" is a bidder turned down, not a lot that went to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import structs

from bidtracker.domain.message import say
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage, Structure
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.prozorro.contract import contract_notice
from bidtracker.intake.formats.prozorro.parts import HIDDEN, classified, hides_names, organisation, organisations
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.buyers import beside, bought_together
from bidtracker.intake.formats.shared.offers import BidPrice, as_extra, runner_up
from bidtracker.intake.notice import Complaint, Delivery, Notice, NoticeAward, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, objs, text

# A pending one is a bidder who is still looked at, and an unsuccessful one who was turned down.
AWARDS = {"active": AwardStatus.ACTIVE, "cancelled": AwardStatus.CANCELLED}
CAME_TO_NOTHING = ("cancelled", "unsuccessful", "draft.unsuccessful")
CANCELLED_FOR = {  # the type of a cancellation's reason
    "noDemand": NoAwardReason.CHAN_NEED,
    "expensesCut": NoAwardReason.INS_FUND,
    "unFixable": NoAwardReason.TCH_PR_ERROR,
    "dateViolation": NoAwardReason.TCH_PR_ERROR,
}
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
        if hides_names(record):
            yield self._problem(number, "name", HIDDEN, say("the publisher hides names in it; they were left out"))
        if len(buyers := objs(record.get("buyers"))) > 1:
            names = "; ".join(text(each.get("name")) for each in buyers)
            yield self._problem(number, "buyers", names, bought_together(len(buyers)))
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
        buyers = organisations(parties, tender.get("buyers"))
        buyer = next(iter(buyers), None) or organisation(parties, tender.get("procuringEntity"))
        deadline = loose.published(obj(tender.get("tenderPeriod")).get("endDate"), "tenderPeriod.endDate")
        category, scheme = classified(tender)
        bids = _bids(tender)
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
            standstill_until=None if _stage(tender) is Stage.CLOSED else self._standstill(tender),
            stage=_stage(tender),
            method=METHODS.get(text(tender.get("procurementMethod"))),
            structure=_structure(tender),
            offers=_count(tender.get("numberOfBids")) or sum(map(_is_valid, bids)) or None,
            tenderers=organisations(parties, [bidder for bid in bids for bidder in objs(bid.get("tenderers"))]),
            lots=self._lots(tender),
            awards=(*self._awards(tender, parties, offers), *(() if cancelled else _failed_lots(tender))),
            cancelled=cancelled,
            no_award_reason=_no_award(tender) if cancelled else None,
            call_off=_is_selection(tender) or bool(obj(tender.get("agreement")).get("id")),
            extra=({"bids": as_extra(offers)} if offers else {}) | beside(buyer, buyers),
        )

    def _published(self, tender: Object) -> Any:
        keys = ("noticePublicationDate", "datePublished", "dateCreated")
        return next((day for key in keys if (day := self._loose.day(tender.get(key), key))), None)

    def _standstill(self, tender: Object) -> date | None:
        """Until when the awards may be challenged; the tender's own period is for its conditions."""
        days = [
            self._loose.day(obj(award.get("complaintPeriod")).get("endDate"), "awards.complaintPeriod.endDate")
            for award in objs(tender.get("awards"))
            if text(award.get("status")) == "active"
        ]
        return max(filter(None, days), default=None)

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
            valid = _is_valid(bid) and text(bid.get("id")) not in rejected
            for part in objs(bid.get("lotValues")) or [bid]:
                if bidders and (price := self._loose.money(part.get("value"), "bids.value")):
                    offers.append(BidPrice(bidders, price, text(part.get("relatedLot")), valid))
        return offers

    def _awards(self, tender: Object, parties: Parties, offers: list[BidPrice]) -> Iterable[NoticeAward]:
        contracts: dict[str, list[Object]] = {}
        for contract in objs(tender.get("contracts")):
            contracts.setdefault(text(contract.get("awardID")), []).append(contract)
        failed = {lot.get("id") for lot in objs(tender.get("lots")) if _came_to_nothing(lot)}
        for award in objs(tender.get("awards")):
            status = AWARDS.get(text(award.get("status")))
            if status is not None:
                if _came_to_nothing(tender) or award.get("lotID") in failed:
                    status = AwardStatus.CANCELLED
                made = self._award(award, contracts.get(text(award.get("id")), []), status, parties)
                best = runner_up(
                    offers, made.suppliers, made.lot, self._loose.money(award.get("value"), "awards.value")
                )
                # Of energy services the highest performance wins, not the lowest price.
                yield structs.replace(made, runner_up=best) if best and _kind(tender) != "esco" else made

    def _award(self, award: Object, all_contracts: list[Object], status: AwardStatus, parties: Parties) -> NoticeAward:
        loose = self._loose
        contracts = [contract for contract in all_contracts if text(contract.get("status")) != "cancelled"]
        contracts = contracts or all_contracts[:1]
        contract = contracts[0] if len(contracts) == 1 else {}  # each buyer of several has one, of a part
        period = obj(contract.get("period"))
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
        """Complaints about an award; a claim is put to the buyer alone, and is none."""
        return Delivery(
            complaints=tuple(
                Complaint(
                    id=text(complaint.get("id")),
                    on=self._loose.day(complaint.get("dateSubmitted"), "complaints.dateSubmitted"),
                    status=text(complaint.get("status")),
                )
                for complaint in objs(award.get("complaints"))
                if text(complaint.get("type")) != "claim"
            )
        )


# ---------------------------------------------------------------- one field each


def _rejected(tender: Object) -> frozenset[str]:
    """The bids that were looked at and turned down: an award to each was unsuccessful, and none stood."""
    awards = objs(tender.get("awards"))
    failed = {text(award.get("bid_id")) for award in awards if text(award.get("status")) == "unsuccessful"}
    stood = {text(award.get("bid_id")) for award in awards if text(award.get("status")) in ("active", "pending")}
    return frozenset(failed - stood - {""})


def _bids(tender: Object) -> list[Object]:
    return [bid for bid in objs(tender.get("bids")) if text(bid.get("status")) not in ("draft", "deleted")]


def _is_valid(bid: Object) -> bool:
    """Whether a bid counts, as numberOfBids does: it was confirmed after the last change, and not turned down."""
    return text(bid.get("status")) in ("", "active", "pending")


def _kind(tender: Object) -> str:
    return text(tender.get("procurementMethodType"))


def _came_to_nothing(part: Object) -> bool:
    """Whether a tender, or a lot, ended without a contract."""
    return text(part.get("status")) in CAME_TO_NOTHING


def _stage(tender: Object) -> Stage | None:
    status = text(tender.get("status"))
    if status == "complete" or _came_to_nothing(tender):
        return Stage.CLOSED
    if status == "active":  # a procedure without tendering: reporting, negotiation
        decided = any(text(award.get("status")) == "active" for award in objs(tender.get("awards")))
        return Stage.STANDSTILL if decided else Stage.EVALUATION
    if status.startswith(_EVALUATION):
        return Stage.EVALUATION
    return Stage.STANDSTILL if status == "active.awarded" else None


def _is_selection(tender: Object) -> bool:
    """Whether it chooses among the parties of a framework agreement."""
    return _kind(tender).startswith("closeFrameworkAgreementSelection")


def _structure(tender: Object) -> Structure | None:
    if _is_selection(tender):
        return Structure.CONTRACT
    return Structure.FRAMEWORK if _kind(tender).startswith("closeFrameworkAgreement") else None


def _no_award(tender: Object) -> NoAwardReason:
    """Why nobody got it: the type of the reason for which it was cancelled; else who bid, and whether all were turned
    down."""
    if text(tender.get("status")) != "unsuccessful":
        return _cancelled_for(tender, "")
    looked_at = objs(tender.get("awards")) or objs(tender.get("qualifications"))
    if looked_at:
        turned_down = all(text(part.get("status")) == "unsuccessful" for part in looked_at)
        return NoAwardReason.ALL_REJ if turned_down else NoAwardReason.OTHER
    return {0: NoAwardReason.NO_RECE, 1: NoAwardReason.ONE_ADMIS}.get(
        sum(map(_is_valid, _bids(tender))), NoAwardReason.OTHER
    )


def _cancelled_for(tender: Object, lot: str) -> NoAwardReason:
    """The type of the reason for which a lot ("": the whole) was cancelled; others stand in words only."""
    types = (
        text(cancellation.get("reasonType"))
        for cancellation in objs(tender.get("cancellations"))
        if text(cancellation.get("status")) == "active" and text(cancellation.get("relatedLot")) == lot
    )
    return CANCELLED_FOR.get(next(types, ""), NoAwardReason.OTHER)


def _failed_lots(tender: Object) -> Iterable[NoticeAward]:
    for lot in objs(tender.get("lots")):
        if _came_to_nothing(lot):
            lot_id = text(lot.get("id"))
            reason = _cancelled_for(tender, lot_id)
            yield NoticeAward(key=f"lot {lot_id}", lot=lot_id, status=AwardStatus.CANCELLED, no_award_reason=reason)


def _count(value: Any) -> int | None:
    digits = text(value)
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


FORMAT = ProzorroReader
