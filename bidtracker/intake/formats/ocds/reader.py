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

from bidtracker.domain.message import Message, say
from bidtracker.domain.vocabulary import AwardStatus, Method
from bidtracker.intake.formats.ocds import tender as told
from bidtracker.intake.formats.ocds.awards import Awards
from bidtracker.intake.formats.ocds.merging import is_versioned, merged, unversioned
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.release import Release, Tender, fitted
from bidtracker.intake.formats.offers import as_extra
from bidtracker.intake.notice import Notice, Problem, digest, shorten
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
_NO_TENDER = Tender()
_decode = msgspec.json.Decoder(Release, float_hook=Decimal).decode


def is_ocds(record: Mapping[str, Any]) -> bool:
    """Whether this is a release, a record, or a package of them."""
    if "compiledRelease" in record or ("ocid" in record and any(isinstance(record.get(key), _NESTED) for key in _HELD)):
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
        self._glance = Loose()
        self.wanted: Wanted | None = None  # what is published on another day is left out before anything is built

    def decode(self, raw: bytes) -> Any:
        """A Release, or any other JSON as it stands. Raises what `values.decode` does."""
        try:
            release = _decode(raw)
        except msgspec.ValidationError:
            return decode(raw)
        titled = release.tender is None or release.tender.title
        return release if titled or b'"title_' not in bytes(raw) else decode(raw)

    def __call__(self, number: int, value: Any, said: bytes) -> Iterable[Notice | Problem | Unwanted]:
        """What one element of the file says: a release, a record, or a package with any number of them."""
        if type(value) is Release and not _is_empty(value):
            return self._found(number, value, said)
        if isinstance(value, dict):
            if "ocid" not in value and (inner := _package(value)) is not None:
                return self._each(number, inner)
            if "compiledRelease" in value or "releases" in value or "versionedRelease" in value:
                return self._record(number, value, said)
            if any(part in value for part in _PARTS):
                return self._release(number, value, said)
        return (self._refused(number, "", value, say("it is neither a release nor a record")),)

    def _each(self, number: int, items: list[Any]) -> Iterator[Notice | Problem | Unwanted]:
        for item in items:
            yield from self(number, item, msgspec.json.encode(item))

    def _record(self, number: int, record: Object, said: bytes) -> Iterable[Notice | Problem | Unwanted]:
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

    def _release(self, number: int, release: Object, said: bytes) -> Iterable[Notice | Problem | Unwanted]:
        """A release that is JSON as it stands."""
        if is_versioned(release):
            release = unversioned(release)
        return self._found(number, fitted(Release, _titled({**release, "ocid": release.get("ocid") or ""})), said)

    def _found(self, number: int, release: Release, said: bytes) -> Iterable[Notice | Problem | Unwanted]:
        ocid = release.ocid.strip()
        if not ocid:
            return (self._refused(number, "ocid", "", say("it has no ocid, by which a process is known")),)
        if self.wanted is not None and self.wanted.dated and not self._wanted_day(release, self.wanted):
            return (UNWANTED,)
        found: list[Notice | Problem] = [self._notice(number, release, ocid, said)]
        if self._loose.doubts:
            found += [
                Problem(file=self._file, record=number, key=path, value=shorten(value), message=message)
                for path, value, message in self._loose.doubts
            ]
            self._loose.doubts.clear()
        return found

    def _wanted_day(self, release: Release, wanted: Wanted) -> bool:
        """Whether it may be of a wanted day: of its publication, else of the release; else only its awards tell."""
        loose = self._glance
        day = told.published(release, release.tender or _NO_TENDER, loose) or loose.day(release.date, "date")
        loose.doubts.clear()  # what cannot be read of a release that is left out is nobody's concern
        return day is None or wanted.on(day)

    def _notice(self, number: int, release: Release, ocid: str, said: bytes) -> Notice:
        loose = self._loose
        tender = release.tender or _NO_TENDER
        parties = Parties(release.parties)
        offers = told.bids(release, parties, loose) if release.bids else []
        awards = Awards(release, tender, parties, loose, offers).read() if release.awards or release.contracts else ()
        status = (tender.status or "").strip().lower()
        stands = {award.status for award in awards}
        active = not stands <= _NOBODY
        cancelled = not active and (status in _CAME_TO_NOTHING or told.all_lots_failed(status, awards, tender))
        deadline = told.deadline(tender, loose)
        category, scheme = told.category(release, tender)
        buyer = told.buyer(release, tender, parties)
        publisher = _PUBLISHER.match(ocid)
        follows, call_off = told.related(release.relatedProcesses) if release.relatedProcesses else ((), False)
        asked = tender.enquiryPeriod.endDate if tender.enquiryPeriod else None
        decided = tender.awardPeriod.endDate if tender.awardPeriod else None
        return Notice(
            key=ocid,
            list=self._list or (publisher[0].lower() if publisher else "ocds"),
            format="ocds",
            digest=digest(said),
            record=number,
            released=loose.moment(release.date, "date"),
            url=told.url(release, tender, awards),
            reference=told.reference(tender, ocid),
            ocid=ocid,
            title=told.title(release, tender, awards, ocid),
            buyer=buyer,
            country=buyer.country if buyer else "",
            category=category,
            category_scheme=scheme,
            description=(tender.description or "").strip() or text(release.description),
            value=told.value(tender, loose),
            published=told.published(release, tender, loose),
            enquiries_until=loose.day(asked, "tender.enquiryPeriod.endDate"),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.at if deadline else None,
            decision_date=loose.day(decided, "tender.awardPeriod.endDate"),
            standstill_until=told.standstill(release, tender, loose),
            stage=told.stage(release, status, stands, cancelled),
            method=_METHODS.get((tender.procurementMethod or "").strip().lower()),
            structure=told.structure(tender.techniques) if tender.techniques else None,
            offers=told.offers(release, tender),
            tenderers=told.tenderers(release, tender, parties),
            lots=told.lots(tender, loose) if tender.lots else (),
            awards=awards,
            cancelled=cancelled,
            no_award_reason=told.reason(awards) if cancelled else None,
            follows=follows,
            call_off=call_off,
            extra={"bids": as_extra(offers)} if offers else {},
        )


def _is_empty(release: Release) -> bool:
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
