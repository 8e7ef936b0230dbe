"""What an OCDS release tells of its tender, one field a function.

Publishers keep the same thing in different places; each function knows where, and takes the best that there is.
"""

from __future__ import annotations

from typing import Any

from bidtracker.domain.dates import PublishedTime
from bidtracker.domain.money import Money
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, NoAwardReason, Stage, Structure
from bidtracker.intake.formats.ocds.awards import money
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.release import (
    OcdsAward,
    OcdsContract,
    OcdsDocument,
    OcdsItem,
    OcdsOrganization,
    OcdsRelease,
    OcdsTender,
    fitted,
)
from bidtracker.intake.formats.shared.buyers import beside
from bidtracker.intake.formats.shared.offers import BidPrice
from bidtracker.intake.notice import NoticeAward, Party
from bidtracker.intake.open.lenient_json import Loose, Object, first, obj, objs, text

_STAGES = {  # tender.status; what publishers write beside the code list among them
    "planning": Stage.WATCHING,
    "planned": Stage.WATCHING,
    "complete": Stage.CLOSED,
    "closed": Stage.CLOSED,
    "awarded": Stage.CLOSED,
    "cancelled": Stage.CLOSED,
    "unsuccessful": Stage.CLOSED,
    "withdrawn": Stage.CLOSED,
    "evaluation": Stage.EVALUATION,
}
_NOT_YET = frozenset((AwardStatus.PENDING, AwardStatus.CANCELLED))
_NOTICES = frozenset(("tenderNotice", "contractNotice"))
_FIRST_TAGS = frozenset(("planning", "tender"))
_PLANS = frozenset(("planning", "planningUpdate"))


def reference(tender: OcdsTender, ocid: str) -> str:
    """The buyer's own reference."""
    own = text(tender.id)
    return "" if own == ocid else own[:LONGEST_NAME]


def title(release: OcdsRelease, tender: OcdsTender, awards: tuple[NoticeAward, ...], ocid: str) -> str:
    """The title of the tender, or what comes nearest to one."""
    if tender.title and (own := tender.title.strip()):
        return own[:LONGEST_NAME]
    planning = obj(release.planning)
    candidates = (
        *(award.title for award in awards),
        text(release.title),
        text(planning.get("rationale")),
        text(obj(planning.get("budget")).get("project")),
        (tender.description or "").strip().partition("\n")[0][:200],
        text(tender.id),
    )
    return first(candidates)[:LONGEST_NAME] or ocid


def buyer(release: OcdsRelease, tender: OcdsTender, parties: Parties) -> Party | None:
    """Who buys; who runs the procedure where that is all that is told."""
    for reference in (release.buyer, *(release.buyers or ())[:1], tender.procuringEntity):
        if party := parties.party(reference):
            return party
    return next(iter(parties.with_role("buyer", "procuringEntity")), None)


def beside_buyer(release: OcdsRelease, buyer: Party | None, parties: Parties) -> Object:
    """What a tender keeps of those who buy together with its buyer."""
    several = release.buyers or sum("buyer" in party.roles for party in release.parties or () if party.roles) > 1
    return beside(buyer, parties.some(release.buyers) or parties.with_role("buyer")) if several else {}


def published(release: OcdsRelease, tender: OcdsTender, loose: Loose) -> Any:
    """The day the tender was published. A release's own date is that only where nothing is awarded yet, and it neither
    updates nor cancels an earlier one."""
    if day := loose.day(tender.datePublished, "tender.datePublished") or loose.day(release.published, "published"):
        return day
    nothing_yet = not release.awards and not release.contracts
    if nothing_yet and _FIRST_TAGS.issuperset(release.tag or ("",)):
        return loose.day(release.date, "date")
    for document in tender.documents or ():
        if document.documentType in _NOTICES and (
            day := loose.day(document.datePublished, "tender.documents.datePublished")
        ):
            return day
    period = tender.tenderPeriod
    if period and (day := loose.day(period.startDate, "tender.tenderPeriod.startDate")):
        return day
    later = any(_is_later(tag) for tag in release.tag or ())
    return loose.day(release.date, "date") if nothing_yet and not later else None


def _is_later(tag: str) -> bool:
    return tag.endswith(("Update", "Amendment", "Cancellation", "Termination")) and tag not in _PLANS


def deadline(tender: OcdsTender, loose: Loose) -> PublishedTime | None:
    """Until when to tender, of several lots the earliest; in two stages until when to ask to take part."""
    period = tender.tenderPeriod
    if period and (whole := loose.published(period.endDate, "tender.tenderPeriod.endDate")):
        return whole
    days = [
        day
        for lot in tender.lots or ()
        if lot.tenderPeriod and (day := loose.published(lot.tenderPeriod.endDate, "tender.lots.tenderPeriod.endDate"))
    ]
    asked = loose.published(tender.expressionOfInterestDeadline, "tender.expressionOfInterestDeadline")
    return min(days, key=lambda whole: whole.day, default=asked)


def standstill(release: OcdsRelease, tender: OcdsTender, loose: Loose) -> Any:
    """The last day of the standstill; of several the latest."""
    latest = None
    for part in (tender, *(release.awards or ())):
        if part.standstillPeriod:
            day = loose.day(part.standstillPeriod.endDate, "standstillPeriod.endDate")
            latest = day if latest is None or (day and day > latest) else latest
    return latest


def value(tender: OcdsTender, loose: Loose) -> Money | None:
    """What the tender is estimated at, or at most; of lots the sum, where all have one in one currency."""
    if whole := money(tender.value, loose, "tender.value") or money(tender.maxValue, loose, "tender.maxValue"):
        return whole
    if tender.lots:
        values = [money(lot.value, loose, "tender.lots.value") for lot in tender.lots]
        amounts = [value for value in values if value]
        if amounts and len(amounts) == len(values) and len({value.currency for value in amounts}) == 1:
            return Money(sum((value.amount for value in amounts[1:]), amounts[0].amount), amounts[0].currency)
    return money(tender.minValue, loose, "tender.minValue")


def category(release: OcdsRelease, tender: OcdsTender) -> tuple[str, str]:
    """The first classification: of the tender, its items, or the items of awards and contracts."""
    if classified := _classified(tender):
        return classified
    parts: tuple[OcdsTender | OcdsAward | OcdsContract, ...] = (
        tender,
        *(release.awards or ()),
        *(release.contracts or ()),
    )
    for part in parts:
        for item in part.items or ():
            if classified := _classified(item):
                return classified
    return "", ""


def _classified(part: OcdsTender | OcdsItem) -> tuple[str, str] | None:
    block = part.classification
    if block and (code := text(block.id)):
        return code, text(block.scheme)
    for block in part.additionalClassifications or ():
        if code := text(block.id):
            return code, text(block.scheme)
    return None


def stage(release: OcdsRelease, status: str, stands: set[AwardStatus | None], cancelled: bool) -> Stage | None:
    """How far the record itself says the competition is; None for an open tender, which depends on the day."""
    if cancelled or not stands <= _NOT_YET:
        return Stage.CLOSED
    if AwardStatus.PENDING in stands:
        return Stage.EVALUATION
    if status in _STAGES:
        return _STAGES[status]
    if not status and _PLANS.issuperset(release.tag or ("",)):
        return Stage.WATCHING
    return None


def all_lots_failed(status: str, awards: tuple[NoticeAward, ...], tender: OcdsTender) -> bool:
    """Whether the procedure is over and each award of it, one for every lot, went to nobody (all are cancelled)."""
    return status == "complete" and bool(awards) and len(awards) >= len(tender.lots or ())


def reason(awards: tuple[NoticeAward, ...]) -> NoAwardReason:
    """Why it went to nobody."""
    return next((award.no_award_reason for award in awards if award.no_award_reason), NoAwardReason.OTHER)


def related(processes: Any) -> tuple[tuple[str, ...], bool]:
    """The processes that this one says it renews or replaces, and whether it buys under a framework."""
    follows: list[str] = []
    call_off = False
    for other in objs(processes):
        relationship = other.get("relationship")
        words = {text(word) for word in relationship} if isinstance(relationship, list) else {text(relationship)}
        if not words.isdisjoint(("renewalProcess", "replacementProcess")):
            follows.append(text(other.get("identifier")))
        call_off = call_off or "framework" in words
    return tuple(follows), call_off


def structure(techniques: Any) -> Structure | None:
    """Whether it is a framework or a dynamic purchasing system."""
    techniques = obj(techniques)
    framework = obj(techniques.get("frameworkAgreement"))
    if techniques.get("hasDynamicPurchasingSystem") is True or framework.get("isOpenFrameworkScheme") is True:
        return Structure.OPEN_FRAMEWORK
    return Structure.FRAMEWORK if framework or techniques.get("hasFrameworkAgreement") is True else None


def offers(release: OcdsRelease, tender: OcdsTender) -> int | None:
    """How many bid: from the statistics (of several lots the most), else numberOfTenderers, where 0 is not known."""
    if release.bids:
        counts: dict[str, int] = {}
        for statistic in objs(obj(release.bids).get("statistics")):
            if count := _count(statistic.get("value")):
                measure = text(statistic.get("measure"))
                counts[measure] = max(count, counts.get(measure, 0))
        if most := counts.get("bids") or counts.get("validBids"):
            return most
    return _count(tender.numberOfTenderers)


def bids(release: OcdsRelease, parties: Parties, loose: Loose) -> list[BidPrice]:
    """The bids extension: who asked how much for what."""
    offered = []
    for bid in objs(obj(release.bids).get("details")):
        price = loose.money(bid.get("value"), "bids.details.value")
        if price is None or not (bidders := parties.some(_organizations(bid.get("tenderers")))):
            continue
        lots = bid.get("relatedLots") or [""]
        valid = text(bid.get("status")).lower() in ("", "valid", "submitted")
        offered += [BidPrice(bidders, price, text(lot), valid) for lot in (lots if isinstance(lots, list) else [lots])]
    return offered


def _organizations(references: Any) -> list[OcdsOrganization]:
    return [fitted(OcdsOrganization, reference) for reference in objs(references)]


def _count(value: Any) -> int | None:
    if value is None:
        return None
    digits = text(value)
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


def tenderers(release: OcdsRelease, tender: OcdsTender, parties: Parties) -> tuple[Party, ...]:
    """Who bid: as the tender, its bids or the roles of the parties say."""
    bidders = parties.some(tender.tenderers)
    if not bidders and release.bids:
        details = objs(obj(release.bids).get("details"))
        bidders = parties.some([bidder for bid in details for bidder in _organizations(bid.get("tenderers"))])
    return bidders or parties.with_role("tenderer")


def lots(tender: OcdsTender, loose: Loose) -> tuple[Lot, ...]:
    """The lots, each once."""
    by_id = {}
    for lot in tender.lots or ():
        if (lot_id := text(lot.id)) and lot_id not in by_id:
            value = money(lot.value, loose, "tender.lots.value")
            title, status = (lot.title or "").strip(), (lot.status or "").strip()
            by_id[lot_id] = Lot(id=lot_id, title=title[:LONGEST_NAME], value=value, status=status)
    return tuple(by_id.values())


def _published(document: OcdsDocument) -> str:
    return str(document.datePublished or "")


def url(release: OcdsRelease, tender: OcdsTender, awards: tuple[NoticeAward, ...]) -> str:
    """Where a person can read it."""
    for link in objs(release.links):
        if link.get("rel") == "canonical" and text(link.get("href")):
            return text(link["href"])
    notices = [doc for doc in tender.documents or () if doc.documentType in _NOTICES and doc.url and doc.url.strip()]
    if notices and (url := max(reversed(notices), key=_published).url):  # the newest, of equals the last
        return url.strip()
    return first((*(award.url for award in awards), text(tender.url), text(release.url)))
