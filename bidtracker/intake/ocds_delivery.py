"""What an OCDS release says about the delivery of its contracts: milestones, failures, changes, how they ended.

A Notice has no fields for these; they are kept beside it, contract by contract, for whoever judges them.
UK notices: performance (UK9), changes (UK10), terminations (UK11) are contract documents with a `noticeType`.
"""

from __future__ import annotations

from typing import Any

from bidtracker.intake.loose import Object, obj, objs, text
from bidtracker.intake.native import plain

MOST = 50  # of one kind and contract; payments run to thousands and are only counted
# Where they stand, within the contract or its implementation -> what of each is kept.
KEPT = {
    "milestones": ("id", "title", "type", "status", "dueDate", "dateMet"),
    "performanceFailures": ("id", "category", "period", "events", "penaltyContracted", "penaltyImposed", "penaltyPaid"),
    "agreedMetrics": ("id", "title", "observations"),
    "metrics": ("id", "title", "observations"),
    "amendments": ("id", "date", "rationale", "description", "releaseID", "amendsReleaseID"),
}
ENDED = ("finalStatus", "finalStatusDetails", "statusDetails", "dateTerminated", "terminationDetails")


def delivery(release: Object) -> Object:
    """{contract's id: what is known of its delivery}; empty where nothing is."""
    found: Object = {}
    for contract in objs(release.get("contracts")):
        if known := _of(contract):
            found[text(contract.get("id")) or text(contract.get("awardID"))] = known
    return found


def notice_types(part: Object) -> dict[str, Any]:
    """The UK notice types of a part's documents, with the day each was published."""
    return {
        kind: doc.get("datePublished") for doc in objs(part.get("documents")) if (kind := text(doc.get("noticeType")))
    }


def _of(contract: Object) -> Object:
    implementation = obj(contract.get("implementation"))
    found: Object = {}
    for kind, keys in KEPT.items():
        told = [*objs(contract.get(kind)), *objs(implementation.get(kind))]
        if kind == "amendments":
            told += objs(contract.get("amendment"))
        kept = [{key: plain(one[key]) for key in keys if one.get(key) not in (None, "", [], {})} for one in told[:MOST]]
        if kept := [one for one in kept if one]:
            found[kind] = kept
    if payments := objs(implementation.get("transactions")):
        found["transactions"] = len(payments)
    found |= {key: plain(contract[key]) for key in ENDED if contract.get(key)}
    found |= {key: plain(implementation[key]) for key in ENDED if implementation.get(key)}
    if types := notice_types(contract):
        found["notices"] = sorted(types)
    return found
