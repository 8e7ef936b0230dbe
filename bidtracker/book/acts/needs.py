"""Acts on what a buyer needs: the need, what it asks for, and how our offers fit."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from bidtracker.book.cross_checks import agree, linked
from bidtracker.book.ids import part_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, number_of, resolve
from bidtracker.domain.errors import FieldError, Refused
from bidtracker.domain.ids import next_number, parse_ref, part_ref, placed, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Demand, Match, Need
from bidtracker.domain.vocabulary import DemandKind, Fit


def need(book: Ledger, about: str, title: str, *, on: date | None = None, **fields: Any) -> Need:
    """Notes a need of a buyer ("B12"), of the buyer behind a tender ("T42"), or as a contact ("P7") told it."""
    table, number = parse_ref(about)
    with book.acting("need") as draft:
        if table not in ("buyers", "tenders", "contacts"):
            wrong = "{id} has no needs; a need is a buyer's (B12), known from a tender (T42) or a contact (P7)"
            raise Refused(wrong, id=about)
        of = draft.get(table, number)
        where: dict[str, Any] = {"buyer": number} if table == "buyers" else {"buyer": of.buyer}
        if table != "buyers":
            where[table.removesuffix("s")] = number
        need: Need = build("needs", resolve(draft, "needs", {"title": title, "on": on or draft.today} | fields | where))
        need = draft.add(need)
        agree(draft, need)
        buyer = draft.get("buyers", need.buyer).name
        draft.title = say("Need {id} of {buyer}: {title}", id=ref("needs", need.id), buyer=buyer, title=need.title)
    return need


def demand(
    book: Ledger,
    record_id: str,
    kind: DemandKind | None = None,
    text: str | None = None,
    *,
    must: bool | None = None,
    **others: Any,
) -> Need:
    """Adds something that a need ("N1") asks for, a must unless said otherwise; or changes what is given of a
    demand ("N1.2"). `others` are further fields of a demand, by name."""
    with book.acting("demand") as draft:
        need, demand = part_in(draft, Need, record_id)
        given = {name: value for name, value in others.items() if value is not None}
        if demand is None:
            if kind is None or text is None:
                missing = "kind" if kind is None else "text"
                raise FieldError(missing, "{field} is missing; it must be given")
            demand = Demand(number=next_number(need.demands), kind=kind, text=text, must=must is not False, **given)
        else:
            demand = msgspec.structs.replace(
                demand,
                kind=kind or demand.kind,
                text=demand.text if text is None else text,
                must=demand.must if must is None else must,
                **given,
            )
        need = draft.put(msgspec.structs.replace(need, demands=placed(need.demands, demand)))
        draft.title = say("Demand {part} of {id} {name}: {text}", **_named(need, demand.number), text=demand.text)
    return need


def drop_demand(book: Ledger, record_id: str) -> Need:
    """Takes a demand ("N1.2") out of its need, and what was matched with it; win themes that answered it then
    answer the need."""
    with book.acting("drop_demand") as draft:
        need, demand = part_in(draft, Need, record_id)
        if demand is None:
            raise Refused("{id} is a need; name the demand in it, like {id}.1", id=ref("needs", need.id))
        need = draft.put(
            msgspec.structs.replace(
                need,
                demands=tuple(other for other in need.demands if other.number != demand.number),
                matches=tuple(match for match in need.matches if match.demand != demand.number),
            )
        )
        for theme in linked(draft, "themes", "need", need.id):
            if theme.demand == demand.number:
                draft.put(msgspec.structs.replace(theme, demand=0))
        draft.title = say("Took {part} out of {id} {name}: {text}", **_named(need, demand.number), text=demand.text)
    return need


def match(book: Ledger, record_id: str, offer: str, fit: Fit | None, note: str = "") -> Need:
    """How an offer of ours (its id, "O3", or its name) fits a demand ("N1.2"), and what would make it fit; None
    takes back what was said of it."""
    with book.acting("match") as draft:
        need, demand = part_in(draft, Need, record_id)
        if demand is None:
            raise Refused("{id} is a need; name the demand in it, like {id}.1", id=ref("needs", need.id))
        number = number_of(draft, "offers", offer, "offer")
        name = draft.get("offers", number).name
        matches = [match for match in need.matches if (match.demand, match.offer) != (demand.number, number)]
        if fit is not None:
            matches.append(Match(demand=demand.number, offer=number, fit=fit, note=note))
        matches.sort(key=lambda match: (match.demand, match.offer))
        need = draft.put(msgspec.structs.replace(need, matches=tuple(matches)))
        named = _named(need, demand.number) | {"offer": ref("offers", number), "called": name}
        if fit is None:
            draft.title = say("{offer} {called} on {part} of {id} {name}: not judged", **named)
        else:
            draft.title = say("{offer} {called} on {part} of {id} {name}: {fit}", **named, fit=fit)
    return need


def _named(need: Need, demand: int) -> dict[str, str]:
    """What the history calls a demand and its need."""
    return {"part": part_ref("needs", need.id, demand), "id": ref("needs", need.id), "name": need.title}
