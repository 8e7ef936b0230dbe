"""The organisations of an OCDS release. Ids like "1" or "org-2" mean nothing beyond their release and are not kept."""

from __future__ import annotations

from typing import Any

from bidtracker.domain.records import Identifier
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.intake.loose import Object, first, obj, objs, text
from bidtracker.intake.notice import Party
from bidtracker.intake.party import identifier, org_id


class Parties:
    """The parties of one release, found by the id that its references use, or by role."""

    def __init__(self, release: Object) -> None:
        self._all = objs(release.get("parties"))
        self._by_id = {str(party["id"]): party for party in self._all if party.get("id") is not None}

    def party(self, reference: Any) -> Party | None:
        """The organisation that {"id": ..., "name": ...} refers to; None where it has no name."""
        reference = obj(reference)
        if not reference:
            return None
        id = reference.get("id")
        whole = self._by_id.get(str(id), {}) if id is not None else {}
        register = obj(whole.get("identifier") or reference.get("identifier"))
        name = text(reference.get("name")) or first(
            text(value) for value in (whole.get("name"), register.get("legalName"), reference.get("legalName"))
        )
        if not name:
            return None
        more = whole or reference
        address = obj(more.get("address"))
        return Party(
            name=name[:LONGEST_NAME],
            identifiers=_identifiers(id, register, more.get("additionalIdentifiers")),
            country=text(address.get("country") or address.get("countryName")),
            url=text(obj(more.get("details")).get("url")),
        )

    def some(self, references: Any) -> tuple[Party, ...]:
        """The organisations of a list of references, each once."""
        found = [party for reference in objs(references) if (party := self.party(reference))]
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def with_role(self, *roles: str) -> tuple[Party, ...]:
        """The parties that have one of these roles, by the first role that anybody has."""
        for role in roles:
            having = [party for party in self._all if _has_role(party, role)]
            if having:
                return self.some(having)
        return ()


def _has_role(party: Object, role: str) -> bool:
    roles = party.get("roles")
    return role in roles if isinstance(roles, (list, str)) else False


def _identifiers(id: Any, register: Object, additional: Any) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for block in (register, *objs(additional)) if additional else (register,):
        scheme = block.get("scheme")
        if isinstance(scheme, str) and (number := text(block.get("id"))):
            # Some write the register before the number again.
            one = identifier(scheme, number.removeprefix(scheme + "-") or number)
            if one and one not in found:
                found.append(one)
    # The party's own id mostly repeats one of them.
    if isinstance(id, str) and not any(id.endswith(one.id) for one in found) and (one := org_id(id)):
        found.append(one)
    return tuple(found)
