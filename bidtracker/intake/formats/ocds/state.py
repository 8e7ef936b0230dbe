"""What a book keeps of an OCDS process beside its own fields, so that a release which says only what is new can be
joined to it days later: the merged release without texts, documents and all that no reader here looks at.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec
from msgspec.structs import replace

from bidtracker.intake.formats.ocds.merging import tidy
from bidtracker.intake.formats.ocds.release import OcdsDocument, OcdsItem, OcdsRelease
from bidtracker.intake.open.lenient_json import Object, obj, objs, text

NOTICES = frozenset(("tenderNotice", "contractNotice"))
DATE_MATTERS = frozenset(("planning", "tender", "compiled"))  # tags of a release whose date may be the publication's
TERMINATION, AMENDMENT = "contractTermination", "contractAmendment"
MATTERS = frozenset((TERMINATION, AMENDMENT))  # tags that say something of each contract in their release
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode


def state_of(release: OcdsRelease) -> str:
    """The state that a book keeps of a release, as JSON."""
    tender = release.tender
    if tender is not None and (tender.items or tender.documents or tender.description):
        tender = replace(
            tender,
            description=None if tender.title else tender.description,
            items=_first(tender.items),
            documents=_notices(tender.documents),
        )
    awards, contracts = release.awards, release.contracts
    if awards:
        awards = [replace(award, documents=None, url=None, items=_first(award.items)) for award in awards]
    if contracts:
        contracts = [
            replace(contract, documents=_typed(contract.documents), url=None, items=_first(contract.items))
            for contract in contracts
        ]
    raw = _encode(
        replace(
            release,
            tag=None,
            description=None,
            url=None,
            links=None,
            planning=_planned(obj(release.planning)),
            tender=tender,
            awards=awards,
            contracts=contracts,
        )
    )
    if b"null" in raw or b"{}" in raw or b"[]" in raw:  # what is joined to it later drops them as well
        raw = _encode(tidy(_decode(raw)))
    return raw.decode()


def _planned(planning: Object) -> Object | None:
    """What a process may be called by before it has a tender."""
    rationale, project = text(planning.get("rationale")), text(obj(planning.get("budget")).get("project"))
    kept = ({"rationale": rationale} if rationale else {}) | ({"budget": {"project": project}} if project else {})
    return kept or None


def _first(items: list[OcdsItem] | None) -> list[OcdsItem] | None:
    """The first item, which classifies the whole."""
    return items[:1] if items else None


def _notices(documents: list[OcdsDocument] | None) -> list[OcdsDocument] | None:
    return [each for each in documents if each.documentType in NOTICES] or None if documents else None


def _typed(documents: list[OcdsDocument] | None) -> list[OcdsDocument] | None:
    """The documents that are notices of the UK, which say how a contract ended."""
    return [each for each in documents if each.noticeType] or None if documents else None


def is_awarded(release: Object) -> bool:
    """Whether a release has awards or contracts."""
    return bool(release.get("awards") or release.get("contracts"))


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
