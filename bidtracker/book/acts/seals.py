"""Sealing the radar: by hand, and with the first act of a quarter."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from bidtracker import __version__
from bidtracker.book import history
from bidtracker.book.bodies import decode
from bidtracker.book.ledger import Ledger
from bidtracker.domain.errors import NotFound
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.records import Seal


def seal(book: Ledger) -> Seal:
    """Writes the radar as it stands, with a hash over it. Raises NotFound where nothing is tracked."""
    from bidtracker.radar.seals.sealing import seal_of  # with the radar, which few acts need

    frozen = seal_of(book.holdings, book.today(), __version__)
    if not frozen.rows:
        raise NotFound("the radar is empty, so there is nothing to seal; `bidtracker track A5` follows an award")
    with book.acting("seal") as draft:
        added: Seal = draft.add(frozen)
        draft.title = sealed_message(added)
    return added


def seal_when_due(book: Ledger, act: str) -> None:
    """Seals the radar with the first act of a quarter, unless the book's settings say no."""
    if act in ("seal", *history.BEGINNINGS) or not _is_due(book):
        return
    with suppress(NotFound):  # nothing is tracked yet
        book.newly_sealed.append(sealed_message(seal(book)))


def _is_due(book: Ledger) -> bool:
    """Whether this is the first act of a quarter; two rows are read, once a quarter for an open book."""
    now = _quarter(book.today())
    if book.looked_for_seal == now:
        return False
    book.looked_for_seal = now
    last_act = history.newest(book.db)
    if last_act is None or _quarter(last_act.at.date()) >= now or not book.settings.seal_quarterly:
        return False
    number = book.db.storage.last_id("seals")
    body = book.db.table("seals").body(number) if number else None
    return body is None or _quarter(decode("seals", number, body).day) < now


def sealed_message(seal: Seal) -> Message:
    """What the history says of a seal."""
    words = count("{n} contract", "{n} contracts", len(seal.rows))
    number = ref("seals", seal.id)
    return say("Sealed {id} with {contracts}, the radar of {day}", id=number, contracts=words, day=seal.day)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3
