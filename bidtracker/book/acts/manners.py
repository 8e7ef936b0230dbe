"""Acts on what passes between us and people at a buyer: hospitality within its limit."""

from __future__ import annotations

from datetime import date
from typing import Any

from bidtracker.book.cross_checks import agree
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, resolve
from bidtracker.domain.errors import Doubtful
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Contact, Hospitality
from bidtracker.radar.account.manners import given_to


def hospitality(
    book: Ledger, contact: str, text: str, *, on: date | None = None, as_given: bool = False, **fields: Any
) -> Hospitality:
    """Notes a meal, a gift or a visit for a contact ("P7"), or from them. What goes beyond the limit of the settings in
    twelve months is asked about (Doubtful)."""
    with book.acting("hospitality") as draft:
        person = record_in(draft, Contact, contact)
        given = {field: value for field, value in fields.items() if value not in (None, "")}
        values = {"contact": person.id, "text": text, "on": on or draft.today, "by": book.who} | given
        noted: Hospitality = build("hospitality", resolve(draft, "hospitality", values))
        limit = book.settings.hospitality_limit
        if limit is not None and noted.value is not None and noted.value.currency == limit.currency and not as_given:
            so_far = given_to(book.holdings, person.id, noted.side, limit.currency, noted.on)
            if so_far + noted.value.amount > limit.amount:
                doubt = say(
                    "with this {who} has {sum} {currency} in twelve months, and the limit is {limit}; is it to be?",
                    who=person.name,
                    sum=f"{so_far + noted.value.amount:,f}",
                    currency=limit.currency,
                    limit=limit,
                )
                raise Doubtful("value", doubt)
        noted = draft.add(noted)
        agree(draft, noted)
        draft.title = say("{id}: {text}, with {who}", id=ref("hospitality", noted.id), text=text, who=person.name)
    return noted
