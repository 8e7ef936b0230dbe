"""What tenders and contracts of Prozorro have alike: organisations, and what is bought."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.release import OcdsOrganization, fitted
from bidtracker.intake.notice import Party
from bidtracker.intake.open.lenient_json import Object, obj, objs, text

HIDDEN = "Приховано"  # what is written for a name in a tender of restricted access
HOME = ("", "Україна", "Украина", "Ukraine", "UA")


def organisation(parties: Parties, reference: Any) -> Party | None:
    """The first that is named there."""
    return next(iter(organisations(parties, reference)), None)


def organisations(parties: Parties, references: Any) -> tuple[Party, ...]:
    """Organisations that are named, with two letters for the country that Prozorro spells out."""
    named = [reference for reference in objs(references) if text(reference.get("name")) != HIDDEN]
    parties_named = parties.some([fitted(OcdsOrganization, reference) for reference in named])
    return tuple(structs.replace(party, country="UA") if party.country in HOME else party for party in parties_named)


def hides_names(record: Object) -> bool:
    """Whether somebody in a tender or contract is not named."""
    parts = (record, *objs(record.get("awards")), *objs(record.get("bids")))
    roles = ("procuringEntity", "buyer", "buyers", "suppliers", "tenderers")
    named = (reference for part in parts for role in roles for reference in objs(part.get(role)))
    return any(text(reference.get("name")) == HIDDEN for reference in named)


def classified(part: Object) -> tuple[str, str]:
    """The first item's classification; ДК021 is the CPV under another name."""
    for item in objs(part.get("items")):
        block = obj(item.get("classification"))
        if code := text(block.get("id")):
            scheme = text(block.get("scheme"))
            return code, "CPV" if scheme in ("ДК021", "ДК 021", "CPV") else scheme
    return "", ""
