"""What a book keeps of an OCDS process beside its own fields, so that a release which says only what is new can be
joined to it days later: the merged release without texts, documents and all that no reader here looks at.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from bidtracker.intake.formats.ocds.release import OcdsDocument, OcdsItem, OcdsRelease
from bidtracker.intake.open.lenient_json import Object, obj, objs, text

NOTICES = frozenset(("tenderNotice", "contractNotice"))
DATE_MATTERS = frozenset(("planning", "tender", "compiled"))  # tags of a release whose date may be the publication's
TERMINATION, AMENDMENT = "contractTermination", "contractAmendment"
MATTERS = frozenset((TERMINATION, AMENDMENT))  # tags that say something of each contract in their release
# A member that says nothing, with a comma before or after it. A quote within a text is escaped, so it is none there.
_NOTHING = re.compile(rb',"\w+":(?:null|\{\}|\[\]),?|\{"\w+":(?:null|\{\}|\[\]),?')
_NO_OBJECT, _NO_LIST = re.compile(rb"\{\}"), re.compile(rb"\[\]")  # found sooner by these than by `in`
_encode = msgspec.json.Encoder(decimal_format="number").encode


def state_of(release: OcdsRelease) -> tuple[str, bool]:
    """The state that a book keeps of a release, as JSON, and whether the release is now what that decodes to, with no
    member that says nothing. It is used up: copies would take half the time."""
    tender = release.tender
    if tender is not None:
        tender.description = None if tender.title else tender.description
        tender.items = _first(tender.items)
        tender.documents = _some(tender.documents, lambda document: document.documentType in NOTICES)
    for award in release.awards or ():
        award.documents, award.url, award.items = None, None, _first(award.items)
    for contract in release.contracts or ():  # a typed document is a notice of the UK, which says how it ended
        contract.documents = _some(contract.documents, lambda document: document.noticeType)
        contract.url, contract.items = None, _first(contract.items)
    for party in release.parties or ():
        if party.details is not None and not party.details.url:
            party.details = None
        if party.address is not None and not (party.address.country or party.address.countryName):
            party.address = None
    release.planning = _planned(obj(release.planning)) if release.planning else None
    release.tag = release.description = release.url = release.links = None
    raw = _encode(release)
    if emptied := b":null" in raw or bool(_NO_OBJECT.search(raw) or _NO_LIST.search(raw)):  # _NOTHING takes longer
        while (less := _NOTHING.sub(_comma, raw)) != raw:  # what is joined to it later drops them as well
            raw = less
    return raw.decode(), not emptied


def _comma(nothing: re.Match[bytes]) -> bytes:
    """What stands in place of a member that says nothing: a comma where it stood between two others."""
    return b"," if nothing[0][:1] == b"," == nothing[0][-1:] else nothing[0][:1] if nothing[0][:1] == b"{" else b""


def _planned(planning: Object) -> Object | None:
    """What a process may be called by before it has a tender."""
    rationale, project = text(planning.get("rationale")), text(obj(planning.get("budget")).get("project"))
    kept = ({"rationale": rationale} if rationale else {}) | ({"budget": {"project": project}} if project else {})
    return kept or None


def _first(items: list[OcdsItem] | None) -> list[OcdsItem] | None:
    """The first item, which classifies the whole."""
    return [items[0]] if items and (items[0].classification or items[0].additionalClassifications) else None


def _some(documents: list[OcdsDocument] | None, wanted: Callable[[OcdsDocument], object]) -> list[OcdsDocument] | None:
    return [document for document in documents if wanted(document)] or None if documents else None


def settled(release: Object) -> Object:
    """A release with what its tag says of its contracts written into each: that it was amended, or when it ended."""
    tags = release.get("tag")
    tags = {text(tag) for tag in tags} if isinstance(tags, list) else {text(tags)}
    contracts = [dict(contract) for contract in objs(release.get("contracts"))]
    for contract in contracts:
        if AMENDMENT in tags and contract.get("value"):
            contract["amended"] = True
        if TERMINATION in tags and text(contract.get("status")).lower() == "terminated":
            contract.setdefault("dateTerminated", release.get("date"))
    return release | {"contracts": contracts} if contracts else release


def plain(release: Object) -> bytes:
    """A release as JSON, its fractions as numbers."""
    return _encode(release)
