"""The organisations of an OCDS release. Ids like "1" or "org-2" mean nothing beyond their release and are not kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from bidtracker.domain.records import Identifier
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.intake.formats.ocds.release import OcdsOrganization, Register
from bidtracker.intake.formats.shared.party import identifier, org_id
from bidtracker.intake.notice import Party
from bidtracker.intake.open.lenient_json import text


class Parties:
    """The parties of one release, found by the id that its references use, or by role."""

    def __init__(self, parties: Iterable[OcdsOrganization] | None = None) -> None:
        self._all = parties or ()
        self._by_id = {str(party.id): party for party in self._all if party.id is not None}
        self._made: dict[tuple[str, str | None], Party | None] = {}  # a release names its buyer and suppliers often

    def party(self, reference: OcdsOrganization | None) -> Party | None:
        """The organisation that {"id": ..., "name": ...} refers to; None where it has no name."""
        if reference is None:
            return None
        if reference.id is None:
            return _party(reference, reference)
        key = (str(reference.id), reference.name)
        if key in self._made:
            return self._made[key]
        made = self._made[key] = _party(reference, self._by_id.get(key[0], reference))
        return made

    def some(self, references: Iterable[OcdsOrganization] | None) -> tuple[Party, ...]:
        """The organisations of a list of references, each once."""
        if not references:
            return ()
        parties = [party for reference in references if (party := self.party(reference))]
        return tuple(dict.fromkeys(parties)) if len(parties) > 1 else tuple(parties)

    def with_role(self, *roles: str) -> tuple[Party, ...]:
        """The parties that have one of these roles, by the first role that anybody has."""
        for role in roles:
            having = [party for party in self._all if party.roles and role in party.roles]
            if having:
                return self.some(having)
        return ()


def _party(reference: OcdsOrganization, whole: OcdsOrganization) -> Party | None:
    """The organisation that is named, with what the list of parties tells of it."""
    register = whole.identifier or reference.identifier
    # The list of parties names the organisation; some publishers put a person's name into the reference.
    name = (whole.name or "").strip() or (reference.name or "").strip()
    name = name or (register and (register.legalName or "").strip()) or (whole.legalName or "").strip()
    if not name:
        return None
    address, details = whole.address, whole.details
    return Party(
        name=name[:LONGEST_NAME],
        identifiers=_identifiers(reference.id, register, whole.additionalIdentifiers),
        country=(address.country or address.countryName or "").strip() if address else "",
        url=details.url.strip() if details and details.url else "",
    )


def _identifiers(own_id: Any, register: Register | None, additional: list[Register] | None) -> tuple[Identifier, ...]:
    own = own_id if isinstance(own_id, str) else ""
    registers = [register] if register and register.id is not None else []
    pairs = tuple(
        [(entry.scheme, text(entry.id)) for entry in (*registers, *(additional or ())) if isinstance(entry.scheme, str)]
    )
    return _known(own, pairs) if own or pairs else ()


@lru_cache(65_536)  # the same buyers and suppliers come again and again
def _known(own: str, pairs: tuple[tuple[str, str], ...]) -> tuple[Identifier, ...]:
    """The identifiers that are ones, of a party's own id and its pairs of a register and a number there."""
    identifiers: list[Identifier] = []
    for scheme, number in pairs:
        # Some write the register before the number again.
        candidate = identifier(scheme, number.removeprefix(scheme + "-") or number)
        if candidate and candidate not in identifiers:
            identifiers.append(candidate)
    # The party's own id mostly repeats one of them.
    if own and not any(own.endswith(candidate.id) for candidate in identifiers) and (candidate := org_id(own)):
        identifiers.append(candidate)
    return tuple(identifiers)
