"""Prices of those who did not win, where a list tells them: what the buyer could have had instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from bidtracker.domain.money import Money
from bidtracker.intake.notice import Party
from bidtracker.intake.open.lenient_json import Object


class BidPrice(NamedTuple):
    """What some bidders together asked for a lot ("": the whole); `valid` where it was not turned down."""

    bidders: tuple[Party, ...]
    price: Money
    lot: str = ""
    valid: bool = True


def runner_up(offers: Iterable[BidPrice], winners: tuple[Party, ...], lot: str, value: Money | None) -> Money | None:
    """The best valid price for the lot by others than the winners, in the currency of the award's value."""
    if not winners or value is None or not value.currency:
        return None
    names = {party.name for party in winners}
    others = [
        offer.price
        for offer in offers
        if offer.valid
        and (offer.lot == lot or not offer.lot)
        and offer.price.currency == value.currency
        and names.isdisjoint(party.name for party in offer.bidders)
    ]
    return min(others, key=lambda price: price.amount, default=None)


def as_extra(offers: Iterable[BidPrice]) -> list[Any]:
    """The offers as a record keeps them beside its fields."""
    return [_plain(offer) for offer in offers]


def _plain(offer: BidPrice) -> Object:
    plain: Object = {
        "bidder": ", ".join(party.name for party in offer.bidders),
        "price": {"amount": str(offer.price.amount), "currency": offer.price.currency},
    }
    if offer.lot:
        plain["lot"] = offer.lot
    if not offer.valid:
        plain["valid"] = False
    return plain
