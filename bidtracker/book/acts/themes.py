"""Acts on what our bid is worth to the buyer: the win themes."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.cross_checks import agree, linked
from bidtracker.book.draft import Draft
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build
from bidtracker.domain.errors import FieldError
from bidtracker.domain.ids import parse_part, parse_ref, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Theme
from bidtracker.domain.vocabulary import Lever


def theme(
    book: Ledger,
    tender: str,
    lever: Lever,
    text: str,
    *,
    need: str | None = None,
    promise: str | None = None,
    proof: str = "",
    main: bool = False,
    lot: str = "",
    **fields: Any,
) -> Theme:
    """What our bid on a tender ("T42") is worth by one lever. It answers a `need` ("N1") or a demand of one
    ("N1.2"), a rival's contract ("A5") or a `promise` on it ("A5.1"), or both. A new `main` one takes that from the
    one before."""
    table, number = parse_ref(tender)
    if table != "tenders":
        raise FieldError("tender", "{id} is no tender; a win theme is of a bid on one (T42)", id=tender)
    answered = _answered("need", need, "needs", ("need", "demand"))
    answered |= _answered("promise", promise, "awards", ("award", "promise"))
    values = {"tender": number, "lever": lever, "text": text, "proof": proof, "main": main, "lot": lot}
    with book.acting("theme") as draft:
        theme: Theme = draft.add(build("themes", values | answered | fields))
        agree(draft, theme)
        alone(draft, theme)
        name = draft.get("tenders", number).title
        draft.title = say(
            "Win theme {theme} of {id} {name}: {lever}",
            theme=ref("themes", theme.id),
            id=ref("tenders", number),
            name=name,
            lever=lever,
        )
    return theme


def alone(draft: Draft, theme: Theme) -> None:
    """One bid has one main theme: where this one is, the others no longer are."""
    if not theme.main:
        return
    for other in linked(draft, "themes", "tender", theme.tender):
        if other.id != theme.id and other.lot == theme.lot:
            draft.put(msgspec.structs.replace(other, main=False))


def _answered(field: str, record_id: str | None, table: str, into: tuple[str, str]) -> dict[str, int]:
    """What a theme answers, as its two fields: the record, and the part of it (0: the whole)."""
    if not record_id:
        return {}
    table_named, number, part = parse_part(record_id)
    if table_named != table:
        wanted = ref(table, 1)
        wrong = "{id} is not what {field} means here; write {wanted}, or a part of it like {wanted}.2"
        raise FieldError(field, wrong, id=record_id, wanted=wanted)
    return dict(zip(into, (number, part), strict=True))
