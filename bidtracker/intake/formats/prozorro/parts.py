"""What tenders and contracts of Prozorro have alike: organisations, and what is bought."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.release import OcdsOrganization, fitted
from bidtracker.intake.notice import Party
from bidtracker.intake.open.lenient_json import Object, obj, objs, text

HOME = ("", "Україна", "Украина", "Ukraine", "UA")


def organisation(parties: Parties, reference: Any) -> Party | None:
    """The first that is named there."""
    return next(iter(organisations(parties, reference)), None)


def organisations(parties: Parties, references: Any) -> tuple[Party, ...]:
    """Organisations, with two letters for the country that Prozorro spells out."""
    parties_named = parties.some([fitted(OcdsOrganization, reference) for reference in objs(references)])
    return tuple(structs.replace(party, country="UA") if party.country in HOME else party for party in parties_named)


def classified(part: Object) -> tuple[str, str]:
    """The first item's classification; ДК021 is the CPV under another name."""
    for item in objs(part.get("items")):
        block = obj(item.get("classification"))
        if code := text(block.get("id")):
            scheme = text(block.get("scheme"))
            return code, "CPV" if scheme in ("ДК021", "ДК 021", "CPV") else scheme
    return "", ""
