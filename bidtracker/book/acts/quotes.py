"""Acts on prices: what we and rivals quoted, and what was given up for what."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from bidtracker.book.cross_checks import agree
from bidtracker.book.draft import Draft
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, resolve
from bidtracker.domain.errors import FieldError, Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Concession, Offer, Quote


def quote(
    book: Ledger, tender: str, price: Money, *, on: date | None = None, by: str | None = None, **fields: Any
) -> Quote:
    """Notes a price named for a tender ("T42"): ours, or one `by` a competitor (a name, or "C3"). The class and
    the floor of ours are those of the `offer`, where they are not given."""
    table, number = parse_ref(tender)
    if table != "tenders":
        raise FieldError("tender", "{id} is no tender; a price is quoted for one (T42)", id=tender)
    with book.acting("quote") as draft:
        values = {"tender": number, "price": price, "on": on or draft.today, "competitor": by or 0} | fields
        quote: Quote = build("quotes", resolve(draft, "quotes", values))
        quote = draft.add(_like_offer(draft, quote))
        agree(draft, quote)
        named = {"quote": ref("quotes", quote.id), "id": ref("tenders", number), "price": str(price)}
        if quote.competitor:
            whose = draft.get("competitors", quote.competitor).name
            draft.title = say("Quote {quote} of {competitor} for {id}: {price}", **named, competitor=whose)
        else:
            draft.title = say("Our quote {quote} for {id}: {price}", **named)
    return quote


def concede(
    book: Ledger, record_id: str, gave: str, got: str = "", *, amount: Money | None = None, on: date | None = None
) -> Quote:
    """Notes what we gave up in a negotiation about a quote of ours ("M3"), what we `got` for it, and what it cost
    us."""
    with book.acting("concede") as draft:
        before = record_in(draft, Quote, record_id)
        if before.competitor:
            raise Refused("{id} is a competitor's price; a concession is one of ours", id=ref("quotes", before.id))
        concession = Concession(on=on or draft.today, gave=gave, got=got, amount=amount)
        concessions = sorted([*before.concessions, concession], key=lambda made: made.on)
        quote = draft.put(msgspec.structs.replace(before, concessions=tuple(concessions)))
        agree(draft, quote, before)
        if got:
            draft.title = say("Concession on {id} for {got}: {gave}", id=ref("quotes", before.id), gave=gave, got=got)
        else:
            draft.title = say("Concession on {id} for nothing: {gave}", id=ref("quotes", before.id), gave=gave)
    return quote


def _like_offer(draft: Draft, quote: Quote) -> Quote:
    """Our quote with the class and the floor of what it is a price of, where nothing else was said."""
    if not quote.offer or quote.competitor:
        return quote
    offer: Offer = draft.get("offers", quote.offer)
    floor = offer.floor if offer.floor and offer.floor.currency == quote.price.currency else None
    return msgspec.structs.replace(quote, tier=quote.tier or offer.tier, floor=quote.floor or floor)
