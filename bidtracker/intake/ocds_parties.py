"""The organisations of an OCDS release. Ids like "1" or "org-2" mean nothing beyond their release and are not kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bidtracker.domain.records import Identifier
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.intake.loose import Object, obj, objs, text
from bidtracker.intake.notice import Party
from bidtracker.intake.party import identifier, org_id

EMPTY: Object = {}


class Parties:
    """The parties of one release, found by the id that its references use, or by role."""

    def __init__(self, release: Object) -> None:
        self._all = objs(release.get("parties"))
        self._by_id = {str(party["id"]): party for party in self._all if party.get("id") is not None}
        self._made: dict[tuple[str, str], Party] = {}  # a release names its buyer and its suppliers several times

    def party(self, reference: Any) -> Party | None:
        """The organisation that {"id": ..., "name": ...} refers to; None where it has no name."""
        if not reference or not (reference := obj(reference)):
            return None
        id, name = reference.get("id"), text(reference.get("name"))
        if id is None:
            return _party(id, name, reference)
        known = (str(id), name)
        made = self._made.get(known)
        if made is None and (made := _party(id, name, self._by_id.get(known[0]) or reference, reference)):
            self._made[known] = made
        return made

    def some(self, references: Any) -> tuple[Party, ...]:
        """The organisations of a list of references, each once."""
        found = [party for reference in objs(references) if (party := self.party(reference))]
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def with_role(self, *roles: str) -> tuple[Party, ...]:
        """The parties that have one of these roles, by the first role that anybody has."""
        for role in roles:
            having = [party for party in self._all if role in (party.get("roles") or ())]
            if having:
                return self.some(having)
        return ()


def _party(id: Any, name: str, whole: Object, reference: Object = EMPTY) -> Party | None:
    """The organisation `name`, with what the list of parties tells of it."""
    register = obj(whole.get("identifier") or reference.get("identifier"))
    name = name or text(whole.get("name")) or text(register.get("legalName")) or text(whole.get("legalName"))
    if not name:
        return None
    address, details = obj(whole.get("address")), whole.get("details")
    return Party(
        name=name[:LONGEST_NAME],
        identifiers=_identifiers(id, register, whole.get("additionalIdentifiers")),
        country=text(address.get("country")) or text(address.get("countryName")),
        url=text(obj(details).get("url")) if details else "",
    )


def _identifiers(id: Any, register: Object, additional: Any) -> tuple[Identifier, ...]:
    own = id if isinstance(id, str) else ""
    scheme, number = register.get("scheme"), register.get("id")
    pairs: tuple[tuple[str, str], ...] = ()
    if isinstance(scheme, str) and number is not None:
        pairs = ((scheme, text(number)),)
    if additional:
        more = ((block.get("scheme"), text(block.get("id"))) for block in objs(additional))
        pairs += tuple((scheme, number) for scheme, number in more if isinstance(scheme, str))
    return _known(own, pairs) if own or pairs else ()


@lru_cache(65_536)  # the same buyers and suppliers come again and again
def _known(own: str, pairs: tuple[tuple[str, str], ...]) -> tuple[Identifier, ...]:
    """The identifiers that are ones, of a party's own id and its pairs of a register and a number there."""
    found: list[Identifier] = []
    for scheme, number in pairs:
        # Some write the register before the number again.
        one = identifier(scheme, number.removeprefix(scheme + "-") or number)
        if one and one not in found:
            found.append(one)
    # The party's own id mostly repeats one of them.
    if own and not any(own.endswith(one.id) for one in found) and (one := org_id(own)):
        found.append(one)
    return tuple(found)
