"""Who buys, and who bids against us."""

from __future__ import annotations

from bidtracker.domain.records.record import FrozenValue, Sourced


class Identifier(FrozenValue, frozen=True, kw_only=True):
    """An organisation's number in a register: scheme as org-id.guide has it ("GB-COH"), and the id there."""

    scheme: str
    id: str


class Buyer(Sourced, frozen=True, kw_only=True):
    """The organisation that will conclude the contract or use the result; the account."""

    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    url: str = ""


class Competitor(Sourced, frozen=True, kw_only=True):
    """An organisation that bids against us; as winner it is the supplier of an award."""

    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    url: str = ""
