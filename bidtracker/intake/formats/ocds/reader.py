"""OCDS 1.0, 1.1 and the names of the 1.2 draft: packages of releases or records, and these alone or in lists.

Each release is a Notice of its own; the merge takes those of one process by `released`, each joined to what came before
it. A record is its releases where it holds them, else its compiled release. https://standard.open-contracting.org/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

import msgspec

from bidtracker.domain.message import say
from bidtracker.intake.formats.ocds import tender as parts
from bidtracker.intake.formats.ocds.merging import is_versioned, unversioned
from bidtracker.intake.formats.ocds.notice import notice_of, onto, with_state
from bidtracker.intake.formats.ocds.release import OcdsRelease, OcdsTender, fitted
from bidtracker.intake.formats.ocds.state import MATTERS, plain, settled
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.buyers import BUYERS, bought_together
from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.open.lenient_json import Loose, Object, first, obj, objs, text
from bidtracker.intake.open.values import decode
from bidtracker.intake.where import UNWANTED, Unwanted, Wanted

_PARTS = ("tender", "awards", "contracts", "planning", "buyer", "buyers", "parties", "tag")
_HELD = (*_PARTS, "releases", "versionedRelease")  # a table has a column "ocid" too, and nothing within it
_NESTED = (dict, list)
_LINKED = frozenset(("url", "date", "tag"))  # all that is told of a release that is only named
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

    @classmethod
    def with_state(cls, notice: Notice) -> Notice:
        """A release with the state that a book keeps of its process."""
        return with_state(notice) if notice.release else notice

    @classmethod
    def onto(cls, state: str, notice: Notice, before: Notice | None) -> Notice:
        """A release joined to what the book keeps of its process, by the standard's merge rules."""
        return onto(state, notice, before)

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
            if value.tag and not MATTERS.isdisjoint(value.tag):
                return self._release(number, decode(raw))
            return self._of(number, value, bytes(raw))
        if isinstance(value, dict):
            if "ocid" not in value and (inner := _package(value)) is not None:
                return self._each(number, inner)
            if "compiledRelease" in value or "releases" in value or "versionedRelease" in value:
                return self._record(number, value)
            if any(part in value for part in _PARTS):
                return self._release(number, value)
        return (self._refused(number, "", value, say("it is neither a release nor a record")),)

    def _each(self, number: int, items: list[Any]) -> Iterator[Notice | Problem | Unwanted]:
        for item in items:
            yield from self.read(number, item, b"")

    def _record(self, number: int, record: Object) -> Iterable[Notice | Problem | Unwanted]:
        """The releases of a record where it holds them all, which tell its history; else its compiled release."""
        releases = objs(record.get("releases"))
        whole = [release for release in releases if not _LINKED.issuperset(release)]
        compiled = record.get("compiledRelease") or record.get("versionedRelease")
        ocid = record.get("ocid")
        if whole and (len(whole) == len(releases) or not isinstance(compiled, dict)):
            return chain.from_iterable(self._release(number, {"ocid": ocid, **release}) for release in whole)
        if isinstance(compiled, dict) and compiled:
            return self._release(number, {"ocid": ocid, **compiled})
        linked = text(obj(record.get("releases")).get("url"))
        only_linked = say("the record only names the addresses of its releases; fetch these and import them")
        return (self._refused(number, "releases", linked, only_linked),)

    def _release(self, number: int, release: Object) -> Iterable[Notice | Problem | Unwanted]:
        """A release that is JSON as it stands."""
        if is_versioned(release):
            release = unversioned(release)
        release = settled(_titled({**release, "ocid": text(release.get("ocid"))}))
        return self._of(number, fitted(OcdsRelease, release), plain(release))

    def _of(self, number: int, release: OcdsRelease, raw: bytes) -> Iterable[Notice | Problem | Unwanted]:
        ocid = release.ocid.strip()
        if not ocid:
            return (self._refused(number, "ocid", "", say("it has no ocid, by which a process is known")),)
        if self.wanted is not None and self.wanted.dated and not self._wanted_day(release, self.wanted):
            return (UNWANTED,)
        notice = notice_of(release, ocid, self._list, number, self._loose, raw)
        items: tuple[Notice | Problem, ...] = (notice,)
        if self._loose.doubts:
            items = (notice, *self._doubts(number))
        if others := notice.extra.get(BUYERS):
            names = "; ".join((*((notice.buyer.name,) if notice.buyer else ()), *others))
            return (*items, self._problem(number, "buyers", names, bought_together(len(others) + 1)))
        return items

    def _wanted_day(self, release: OcdsRelease, wanted: Wanted) -> bool:
        """Whether it may be of a wanted day: of its publication, else of the release; else only its awards tell."""
        loose = self._glance
        day = parts.published(release, release.tender or _NO_TENDER, loose) or loose.day(release.date, "date")
        loose.doubts.clear()  # what cannot be read of a release that is left out is nobody's concern
        return day is None or wanted.on(day)


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
