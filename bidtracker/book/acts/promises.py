"""Acts on what the winner of an award promised, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.book.ids import part_in, record_in
from bidtracker.book.ledger import Ledger
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import next_number, part_ref, placed, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Promise
from bidtracker.domain.vocabulary import PromiseKind

ANSWERED = {
    True: _("Promise {part} was kept: {text}"),
    False: _("Promise {part} was broken: {text}"),
    None: _("Promise {part} is open again: {text}"),
}


def promise(
    book: Ledger, record_id: str, text: str, kind: PromiseKind = PromiseKind.OTHER, due: date | None = None
) -> Award:
    """Adds a promise that the winner of an award made."""
    with book.acting("promise") as draft:
        award = record_in(draft, Award, record_id)
        promise = msgspec.structs.replace(promised([text], award)[0], kind=kind, due=due)
        award = draft.put(msgspec.structs.replace(award, promises=(*award.promises, promise)))
        draft.title = say("Promise on {id}: {text}", id=record_id, text=text)
    return award


def promise_kept(book: Ledger, record_id: str, kept: bool | None) -> Award:
    """Whether a promise ("A5.2") was kept; None takes the answer back. A broken one is no signal yet: that is
    observed by an act of its own."""
    with book.acting("promise_kept") as draft:
        award, promise = part_in(draft, Award, record_id)
        if promise is None:
            raise Refused("{id} is an award; name the promise in it, like {id}.1", id=ref("awards", award.id))
        promise = msgspec.structs.replace(promise, kept=kept)
        award = draft.put(msgspec.structs.replace(award, promises=placed(award.promises, promise)))
        draft.title = say(ANSWERED[kept], part=part_ref("awards", award.id, promise.number), text=promise.text)
    return award


def promised(promises: Iterable[str | Promise], award: Award) -> tuple[Promise, ...]:
    """Promises to add to those of an award: those told by their text alone take the numbers that follow."""
    return tuple(
        promise if isinstance(promise, Promise) else Promise(number=number, text=promise)
        for number, promise in enumerate(promises, next_number(award.promises))
    )
