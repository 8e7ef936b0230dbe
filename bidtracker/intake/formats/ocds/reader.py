"""OCDS 1.0, 1.1 and the names of the 1.2 draft: packages of releases or records, and these alone or in lists.

Each release is a Notice of its own; the merge orders those of one process by `released`. Of a record the compiled
release is read, else the merged releases. https://standard.open-contracting.org/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from bidtracker.domain.message import say
from bidtracker.domain.vocabulary import AwardStatus, Method
from bidtracker.intake.formats.ocds import tender as parts
from bidtracker.intake.formats.ocds.awards import OcdsAwards
from bidtracker.intake.formats.ocds.merging import is_versioned, merged, unversioned
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.release import OcdsRelease, OcdsTender, fitted
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.offers import as_extra
from bidtracker.intake.notice import Notice, Problem, digest
from bidtracker.intake.open.lenient_json import Loose, Object, first, obj, objs, text
from bidtracker.intake.open.values import decode
from bidtracker.intake.where import UNWANTED, Unwanted, Wanted

_PARTS = ("tender", "awards", "contracts", "planning", "buyer", "buyers", "parties", "tag")
_HELD = (*_PARTS, "releases", "versionedRelease")  # a table has a column "ocid" too, and nothing within it
_NESTED = (dict, list)
_LINKED = frozenset(("url", "date", "tag"))  # all that is told of a release that is only named
_PUBLISHER = re.compile(r"ocds-[a-z0-9]{6}", re.IGNORECASE)
_METHODS = {str(method): method for method in Method}
_NOBODY = frozenset((AwardStatus.CANCELLED,))
_CAME_TO_NOTHING = frozenset(("cancelled", "unsuccessful", "withdrawn"))
_NO_TENDER = OcdsTender()
_decode = msgspec.json.Decoder(OcdsRelease, float_hook=Decimal).decode


def is_ocds(record: Mapping[str, Any]) -> bool:
    """Whether this is a release, a record, or a package of them."""
    if "compiledRelease" in record or ("ocid" in record and any(isinstance(record.get(key), _NESTED) for key in _HELD)):
        return True
    for key in ("releases", "records", "pages"):
        if isinstance(inner := record.get(key), list):
            return any(isinstance(item, Mapping) and ("url" in item or is_ocds(item)) for item in inner[:5])
    return isinstance(record.get("tender"), Mapping) and ("tag" in record or "initiationType" in record)


class OcdsReader(RecordReader):
    """Reads the releases and records of one file."""

    name = "ocds"
    label = "OCDS"

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._glance = Loose()

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a release, a record, or a package of them."""
        return is_ocds(record)

    def decode(self, raw: bytes) -> Any:
        """An OcdsRelease, or any other JSON as it stands. Raises what `values.decode` does."""
        try:
            release = _decode(raw)
        except msgspec.ValidationError:
            return decode(raw)
        titled = release.tender is None or release.tender.title
        return release if titled or b'"title_' not in bytes(raw) else decode(raw)

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Any]:
        """Gives the Notices of one element of the file: a release, a record, or a package with any number of them."""
        if type(value) is OcdsRelease and not _is_empty(value):
            return self._found(number, value, raw)
        if isinstance(value, dict):
            if "ocid" not in value and (inner := _package(value)) is not None:
                return self._each(number, inner)
            if "compiledRelease" in value or "releases" in value or "versionedRelease" in value:
                return self._record(number, value, raw)
            if any(part in value for part in _PARTS):
                return self._release(number, value, raw)
        return (self._refused(number, "", value, say("it is neither a release nor a record")),)

    def _each(self, number: int, items: list[Any]) -> Iterator[Notice | Problem | Unwanted]:
        for item in items:
            yield from self.read(number, item, msgspec.json.encode(item))

    def _record(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem | Unwanted]:
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
        return self._release(number, {"ocid": record.get("ocid"), **release}, raw)

    def _release(self, number: int, release: Object, raw: bytes) -> Iterable[Notice | Problem | Unwanted]:
        """A release that is JSON as it stands."""
        if is_versioned(release):
            release = unversioned(release)
        return self._found(number, fitted(OcdsRelease, _titled({**release, "ocid": release.get("ocid") or ""})), raw)

    def _found(self, number: int, release: OcdsRelease, raw: bytes) -> Iterable[Notice | Problem | Unwanted]:
        ocid = release.ocid.strip()
        if not ocid:
            return (self._refused(number, "ocid", "", say("it has no ocid, by which a process is known")),)
        if self.wanted is not None and self.wanted.dated and not self._wanted_day(release, self.wanted):
            return (UNWANTED,)
        notice = self._notice(number, release, ocid, raw)
        return (notice, *self._doubts(number)) if self._loose.doubts else (notice,)

    def _wanted_day(self, release: OcdsRelease, wanted: Wanted) -> bool:
        """Whether it may be of a wanted day: of its publication, else of the release; else only its awards tell."""
        loose = self._glance
        day = parts.published(release, release.tender or _NO_TENDER, loose) or loose.day(release.date, "date")
        loose.doubts.clear()  # what cannot be read of a release that is left out is nobody's concern
        return day is None or wanted.on(day)

    def _notice(self, number: int, release: OcdsRelease, ocid: str, raw: bytes) -> Notice:
        loose = self._loose
        tender = release.tender or _NO_TENDER
        parties = Parties(release.parties)
        offers = parts.bids(release, parties, loose) if release.bids else []
        awards = (
            OcdsAwards(release, tender, parties, loose, offers).read() if release.awards or release.contracts else ()
        )
        status = (tender.status or "").strip().lower()
        stands = {award.status for award in awards}
        active = not stands <= _NOBODY
        cancelled = not active and (status in _CAME_TO_NOTHING or parts.all_lots_failed(status, awards, tender))
        deadline = parts.deadline(tender, loose)
        category, scheme = parts.category(release, tender)
        buyer = parts.buyer(release, tender, parties)
        publisher = _PUBLISHER.match(ocid)
        follows, call_off = parts.related(release.relatedProcesses) if release.relatedProcesses else ((), False)
        asked = tender.enquiryPeriod.endDate if tender.enquiryPeriod else None
        decided = tender.awardPeriod.endDate if tender.awardPeriod else None
        return Notice(
            key=ocid,
            list=self._list or (publisher[0].lower() if publisher else "ocds"),
            format="ocds",
            digest=digest(raw),
            record=number,
            released=loose.moment(release.date, "date"),
            url=parts.url(release, tender, awards),
            reference=parts.reference(tender, ocid),
            ocid=ocid,
            title=parts.title(release, tender, awards, ocid),
            buyer=buyer,
            country=buyer.country if buyer else "",
            category=category,
            category_scheme=scheme,
            description=(tender.description or "").strip() or text(release.description),
            value=parts.value(tender, loose),
            published=parts.published(release, tender, loose),
            enquiries_until=loose.day(asked, "tender.enquiryPeriod.endDate"),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.at if deadline else None,
            decision_date=loose.day(decided, "tender.awardPeriod.endDate"),
            standstill_until=parts.standstill(release, tender, loose),
            stage=parts.stage(release, status, stands, cancelled),
            method=_METHODS.get((tender.procurementMethod or "").strip().lower()),
            structure=parts.structure(tender.techniques) if tender.techniques else None,
            offers=parts.offers(release, tender),
            tenderers=parts.tenderers(release, tender, parties),
            lots=parts.lots(tender, loose) if tender.lots else (),
            awards=awards,
            cancelled=cancelled,
            no_award_reason=parts.reason(awards) if cancelled else None,
            follows=follows,
            call_off=call_off,
            extra={"bids": as_extra(offers)} if offers else {},
        )


def _is_empty(release: OcdsRelease) -> bool:
    return release.tender is None and all(getattr(release, part) is None for part in _PARTS)


def _package(value: Object) -> list[Any] | None:
    """What a package holds; None where `value` is none."""
    for key in ("releases", "records", "pages"):
        inner = value.get(key)
        if isinstance(inner, list) and "compiledRelease" not in value:
            return inner
    return None


def _titled(release: Object) -> Object:
    """The release with a title of its tender in any language, where it has none in the publisher's own."""
    tender = obj(release.get("tender"))
    if text(tender.get("title")):
        return release
    title = first(text(value) for key, value in tender.items() if key.startswith("title_"))
    return {**release, "tender": {**tender, "title": title}} if title else release


FORMAT = OcdsReader
