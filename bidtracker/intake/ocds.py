"""OCDS 1.0, 1.1 and the names of the 1.2 draft: packages of releases or records, and these alone or in lists.

Each release is a Notice of its own; the merge orders those of one process by `released`. Of a record the compiled
release is read, else the merged releases. https://standard.open-contracting.org/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from bidtracker.domain.dates import Published
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage, Structure
from bidtracker.intake.loose import Loose, Object, first, obj, objs, text
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest, shorten
from bidtracker.intake.ocds_awards import Awards, tags
from bidtracker.intake.ocds_delivery import delivery
from bidtracker.intake.ocds_merge import is_versioned, merged, unversioned
from bidtracker.intake.ocds_parties import Parties
from bidtracker.intake.offers import Offer, as_extra

_PARTS = frozenset(("tender", "awards", "contracts", "planning", "buyer", "buyers", "parties", "tag"))
_LINKED = frozenset(("url", "date", "tag"))  # all that is told of a release that is only named
_PUBLISHER = re.compile(r"ocds-[a-z0-9]{6}", re.IGNORECASE)
_METHODS = {str(method): method for method in Method}
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
_CAME_TO_NOTHING = frozenset(("cancelled", "unsuccessful", "withdrawn"))
_FIRST_TAGS = frozenset(("planning", "tender"))


def is_ocds(record: Mapping[str, Any]) -> bool:
    """Whether this is a release, a record, or a package of them."""
    if "ocid" in record or "compiledRelease" in record:
        return True
    for key in ("releases", "records", "pages"):
        if isinstance(inner := record.get(key), list):
            return any(isinstance(item, Mapping) and ("url" in item or is_ocds(item)) for item in inner[:5])
    return isinstance(record.get("tender"), Mapping) and ("tag" in record or "initiationType" in record)


class OcdsReader:
    """Reads the releases and records of one file."""

    def __init__(self, file: str, list: str) -> None:
        self._file = file
        self._list = list
        self._loose = Loose()

    def __call__(self, number: int, value: Any, said: bytes) -> Iterable[Notice | Problem]:
        """What one element of the file says: a release, a record, or a package with any number of them."""
        if isinstance(value, dict):
            if "ocid" not in value and (inner := _package(value)) is not None:
                return self._each(number, inner)
            if "compiledRelease" in value or "releases" in value or "versionedRelease" in value:
                return self._record(number, value, said)
            if not _PARTS.isdisjoint(value):
                return self._release(number, value, said)
        return (self._refused(number, "", value, say("it is neither a release nor a record")),)

    def _each(self, number: int, items: list[Any]) -> Iterator[Notice | Problem]:
        for item in items:
            yield from self(number, item, msgspec.json.encode(item))

    def _record(self, number: int, record: Object, said: bytes) -> Iterable[Notice | Problem]:
        compiled = record.get("compiledRelease")
        releases = [release for release in objs(record.get("releases")) if not _LINKED.issuperset(release)]
        if isinstance(compiled, dict) and compiled:
            release = compiled
        elif releases:
            release = merged([unversioned(r) if is_versioned(r) else r for r in releases])
        elif isinstance(record.get("versionedRelease"), dict):
            release = unversioned(record["versionedRelease"])
        else:
            linked = text(obj(record.get("releases")).get("url"))
            only_linked = say("the record only names the addresses of its releases; fetch these and import them")
            return (self._refused(number, "releases", linked, only_linked),)
        return self._release(number, {"ocid": record.get("ocid"), **release}, said)

    def _refused(self, number: int, key: str, value: Any, message: Message) -> Problem:
        return Problem(file=self._file, record=number, key=key, value=shorten(value), message=message, refused=True)

    def _release(self, number: int, release: Object, said: bytes) -> Iterable[Notice | Problem]:
        if is_versioned(release):
            release = unversioned(release)
        ocid = text(release.get("ocid"))
        if not ocid:
            return (self._refused(number, "ocid", "", say("it has no ocid, by which a process is known")),)
        found: list[Notice | Problem] = [self._notice(number, release, ocid, said)]
        if self._loose.doubts:
            found += [
                Problem(file=self._file, record=number, key=path, value=shorten(value), message=message)
                for path, value, message in self._loose.doubts
            ]
            self._loose.doubts.clear()
        return found

    def _notice(self, number: int, release: Object, ocid: str, said: bytes) -> Notice:
        loose = self._loose
        tender = obj(release.get("tender"))
        parties = Parties(release)
        offers = _bids(release, parties, loose) if "bids" in release else []
        awards = Awards(release, tender, parties, loose, offers).read()
        status = text(tender.get("status")).lower()
        active = any(award.status is not AwardStatus.CANCELLED for award in awards)
        cancelled = not active and (status in _CAME_TO_NOTHING or _all_lots_failed(status, awards, tender))
        deadline = _deadline(tender, loose)
        category, scheme = _category(release, tender)
        buyer = _buyer(release, tender, parties)
        publisher = _PUBLISHER.match(ocid)
        follows, call_off = _related(release) if "relatedProcesses" in release else ((), False)
        return Notice(
            key=ocid,
            list=self._list or (publisher[0].lower() if publisher else "ocds"),
            format="ocds",
            digest=digest(said),
            record=number,
            released=loose.moment(release.get("date"), "date"),
            url=_url(release, tender, awards),
            reference=_reference(tender, ocid),
            ocid=ocid,
            title=_title(release, tender, awards, ocid),
            buyer=buyer,
            country=buyer.country if buyer else "",
            category=category,
            category_scheme=scheme,
            description=text(tender.get("description")) or text(release.get("description")),
            value=_value(tender, loose),
            published=_published(release, tender, loose),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.at if deadline else None,
            decision_date=loose.day(obj(tender.get("awardPeriod")).get("endDate"), "tender.awardPeriod.endDate"),
            standstill_until=_standstill(release, tender, loose),
            stage=_stage(release, status, awards, cancelled),
            method=_METHODS.get(text(tender.get("procurementMethod")).lower()),
            structure=_structure(tender),
            offers=_offers(release, tender),
            tenderers=_tenderers(release, tender, parties),
            lots=_lots(tender, loose),
            awards=awards,
            cancelled=cancelled,
            no_award_reason=_reason(awards) if cancelled else None,
            follows=follows,
            call_off=call_off,
            extra=_extra(release, offers) if offers or "contracts" in release else {},
        )


def _package(value: Object) -> list[Any] | None:
    """What a package holds; None where `value` is none."""
    for key in ("releases", "records", "pages"):
        inner = value.get(key)
        if isinstance(inner, list) and "compiledRelease" not in value:
            return inner
    return None


# ---------------------------------------------------------------- one field each


def _reference(tender: Object, ocid: str) -> str:
    found = text(tender.get("id"))
    return "" if found == ocid else found[:LONGEST_NAME]


def _title(release: Object, tender: Object, awards: tuple[NoticeAward, ...], ocid: str) -> str:
    """The title of the tender, or what comes nearest to one."""
    if found := text(tender.get("title")):
        return found[:LONGEST_NAME]
    planning = obj(release.get("planning"))
    candidates = (
        *(award.title for award in awards),
        text(release.get("title")),
        text(planning.get("rationale")),
        text(obj(planning.get("budget")).get("project")),
        text(tender.get("description")).partition("\n")[0][:200],
        *(text(value) for key, value in tender.items() if key.startswith("title_")),
        text(tender.get("id")),
    )
    return first(candidates)[:LONGEST_NAME] or ocid


def _buyer(release: Object, tender: Object, parties: Parties) -> Party | None:
    for reference in (release.get("buyer"), release.get("buyers"), tender.get("procuringEntity")):
        if party := parties.party(reference):
            return party
    return next(iter(parties.with_role("buyer", "procuringEntity")), None)


def _published(release: Object, tender: Object, loose: Loose) -> Any:
    """The day the tender was published. A release's own date is that only for the first ones of a process."""
    if found := loose.day(tender.get("datePublished"), "tender.datePublished"):
        return found
    if _FIRST_TAGS.issuperset(tags(release)):
        return loose.day(release.get("date"), "date")
    for document in objs(tender.get("documents")):
        if document.get("documentType") in ("tenderNotice", "contractNotice") and (
            found := loose.day(document.get("datePublished"), "tender.documents.datePublished")
        ):
            return found
    return loose.day(obj(tender.get("tenderPeriod")).get("startDate"), "tender.tenderPeriod.startDate")


def _deadline(tender: Object, loose: Loose) -> Published | None:
    """Until when to tender; of several lots the earliest."""
    if found := loose.published(obj(tender.get("tenderPeriod")).get("endDate"), "tender.tenderPeriod.endDate"):
        return found
    days = [
        day
        for lot in objs(tender.get("lots"))
        if "tenderPeriod" in lot
        and (day := loose.published(obj(lot["tenderPeriod"]).get("endDate"), "tender.lots.tenderPeriod.endDate"))
    ]
    return min(days, key=lambda found: found.day, default=None)


def _standstill(release: Object, tender: Object, loose: Loose) -> Any:
    found = None
    for part in (tender, *objs(release.get("awards"))):
        if "standstillPeriod" in part:
            day = loose.day(obj(part["standstillPeriod"]).get("endDate"), "standstillPeriod.endDate")
            found = day if found is None or (day and day > found) else found
    return found


def _value(tender: Object, loose: Loose) -> Money | None:
    if money := loose.money(tender.get("value"), "tender.value") or loose.money(
        tender.get("maxValue"), "tender.maxValue"
    ):
        return money
    if "lots" in tender:
        values = [loose.money(lot.get("value"), "tender.lots.value") for lot in objs(tender.get("lots"))]
        known = [money for money in values if money]
        if known and len(known) == len(values) and len({money.currency for money in known}) == 1:
            return Money(sum((money.amount for money in known[1:]), known[0].amount), known[0].currency)
    return loose.money(tender.get("minValue"), "tender.minValue")


def _category(release: Object, tender: Object) -> tuple[str, str]:
    """The first classification: of the tender, its items, or the items of awards and contracts."""
    if found := _classified(tender):
        return found
    for part in (tender, *objs(release.get("awards")), *objs(release.get("contracts"))):
        for item in objs(part.get("items")):
            if found := _classified(item):
                return found
    return "", ""


def _classified(part: Object) -> tuple[str, str] | None:
    block = obj(part.get("classification"))
    if code := text(block.get("id")):
        return code, text(block.get("scheme"))
    for block in objs(part.get("additionalClassifications")):
        if code := text(block.get("id")):
            return code, text(block.get("scheme"))
    return None


def _stage(release: Object, status: str, awards: tuple[NoticeAward, ...], cancelled: bool) -> Stage | None:
    """How far the record itself says the competition is; None for an open tender, which depends on the day."""
    if cancelled or any(award.status not in (AwardStatus.PENDING, AwardStatus.CANCELLED) for award in awards):
        return Stage.CLOSED
    if any(award.status is AwardStatus.PENDING for award in awards):
        return Stage.EVALUATION
    if status in _STAGES:
        return _STAGES[status]
    if not status and set(tags(release)) <= {"planning", "planningUpdate"}:
        return Stage.WATCHING
    return None


def _all_lots_failed(status: str, awards: tuple[NoticeAward, ...], tender: Object) -> bool:
    """Whether the procedure is over and each award of it, one for every lot, went to nobody (all are cancelled)."""
    return status == "complete" and bool(awards) and len(awards) >= len(objs(tender.get("lots")))


def _reason(awards: tuple[NoticeAward, ...]) -> NoAwardReason:
    return next((award.no_award_reason for award in awards if award.no_award_reason), NoAwardReason.OTHER)


def _related(release: Object) -> tuple[tuple[str, ...], bool]:
    """The processes that this one says it renews or replaces, and whether it buys under a framework."""
    follows: list[str] = []
    call_off = False
    for other in objs(release["relatedProcesses"]):
        told = other.get("relationship")
        words = {text(word) for word in told} if isinstance(told, list) else {text(told)}
        if not words.isdisjoint(("renewalProcess", "replacementProcess")):
            follows.append(text(other.get("identifier")))
        call_off = call_off or "framework" in words
    return tuple(follows), call_off


def _structure(tender: Object) -> Structure | None:
    techniques = obj(tender.get("techniques"))
    if not techniques:
        return None
    framework = obj(techniques.get("frameworkAgreement"))
    if techniques.get("hasDynamicPurchasingSystem") is True or framework.get("isOpenFrameworkScheme") is True:
        return Structure.OPEN_FRAMEWORK
    return Structure.FRAMEWORK if framework or techniques.get("hasFrameworkAgreement") is True else None


def _offers(release: Object, tender: Object) -> int | None:
    """How many bid: from the statistics (of several lots the most), else numberOfTenderers, where 0 is not known."""
    if bids := release.get("bids"):
        counts: dict[str, int] = {}
        for one in objs(obj(bids).get("statistics")):
            if count := _count(one.get("value")):
                measure = text(one.get("measure"))
                counts[measure] = max(count, counts.get(measure, 0))
        if found := counts.get("bids") or counts.get("validBids"):
            return found
    return _count(tender.get("numberOfTenderers"))


def _bids(release: Object, parties: Parties, loose: Loose) -> list[Offer]:
    """The bids extension: who asked how much for what."""
    found = []
    for bid in objs(obj(release["bids"]).get("details")):
        price = loose.money(bid.get("value"), "bids.details.value")
        if price is None or not (bidders := parties.some(bid.get("tenderers"))):
            continue
        lots = bid.get("relatedLots") or [""]
        valid = text(bid.get("status")).lower() in ("", "valid", "submitted")
        found += [Offer(bidders, price, text(lot), valid) for lot in (lots if isinstance(lots, list) else [lots])]
    return found


def _extra(release: Object, offers: list[Offer]) -> Object:
    """What has no field of its own: the bids, and what is known of the delivery."""
    found: Object = {"bids": as_extra(offers)} if offers else {}
    if told := delivery(release):
        found["delivery"] = told
    return found


def _count(value: Any) -> int | None:
    if value is None:
        return None
    digits = text(value)
    return int(digits) or None if digits.isascii() and digits.isdigit() and len(digits) < 6 else None


def _tenderers(release: Object, tender: Object, parties: Parties) -> tuple[Party, ...]:
    found = parties.some(tender["tenderers"]) if "tenderers" in tender else ()
    if not found and "bids" in release:
        details = objs(obj(release["bids"]).get("details"))
        found = parties.some([bidder for bid in details for bidder in objs(bid.get("tenderers"))])
    return found or parties.with_role("tenderer")


def _lots(tender: Object, loose: Loose) -> tuple[Lot, ...]:
    if "lots" not in tender:
        return ()
    found = {}
    for lot in objs(tender.get("lots")):
        if (id := text(lot.get("id"))) and id not in found:
            value = loose.money(lot.get("value"), "tender.lots.value") if "value" in lot else None
            title = text(lot.get("title"))[:LONGEST_NAME]
            found[id] = Lot(id=id, title=title, value=value, status=text(lot.get("status")))
    return tuple(found.values())


def _url(release: Object, tender: Object, awards: tuple[NoticeAward, ...]) -> str:
    for link in objs(release.get("links")):
        if link.get("rel") == "canonical" and text(link.get("href")):
            return text(link["href"])
    for document in objs(tender.get("documents")):
        if document.get("documentType") in ("tenderNotice", "contractNotice") and text(document.get("url")):
            return text(document["url"])
    return first((*(award.url for award in awards), text(tender.get("url")), text(release.get("url"))))
