"""Acts on what the radar shows: follow, snooze, dismiss, park, re-engage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from bidtracker.book.draft import Draft
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.domain.errors import FieldError, Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import count, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Tender
from bidtracker.domain.vocabulary import Outcome, Stage, Watch


def track(book: Ledger, *ids: str, off: bool = False) -> list[Award]:
    """Follows awards, so that the radar ranks them, or stops that."""
    with book.acting("track") as draft:
        awards = _each(draft, ids, tracked=not off)
        if off:
            draft.title = count("Stopped following {id}", "Stopped following {n} awards", len(ids), id=ids[0])
        else:
            draft.title = count("Following {id}", "Following {n} awards", len(ids), id=ids[0])
    return awards


def snooze(book: Ledger, *ids: str, until: date) -> list[Award]:
    """Takes awards off the radar until a day."""
    with book.acting("snooze") as draft:
        if until <= draft.today:
            raise FieldError("until", "{day} is not in the future; snooze until a later day", day=until)
        awards = _each(draft, ids, snoozed_until=until)
        draft.title = count(
            "Snoozed {id} until {day}", "Snoozed {n} awards until {day}", len(ids), id=ids[0], day=until
        )
    return awards


def wake(book: Ledger, *ids: str) -> list[Award]:
    """Puts awards back on the radar: neither snoozed nor dismissed, and their tenders neither parked nor given up."""
    with book.acting("wake") as draft:
        awards = _each(draft, ids, snoozed_until=None, dismissed=False)
        for award in awards:
            tender: Tender | None = draft.get("tenders", award.tender) if award.tender else None
            if tender is not None and tender.watch in (Watch.PARKED, Watch.DEAD):
                draft.put(msgspec.structs.replace(tender, watch=Watch.WATCHING, park_until=None))
        draft.title = count("Woke {id}", "Woke {n} awards", len(ids), id=ids[0])
    return awards


def dismiss(book: Ledger, *ids: str, off: bool = False) -> list[Award]:
    """Takes awards off the radar for good, or (`off`) puts them back."""
    with book.acting("dismiss") as draft:
        awards = _each(draft, ids, dismissed=not off)
        if off:
            draft.title = count("Put {id} back on the radar", "Put {n} awards back", len(ids), id=ids[0])
        else:
            draft.title = count("Dismissed {id}", "Dismissed {n} awards", len(ids), id=ids[0])
    return awards


def watch(book: Ledger, *ids: str, word: Watch, until: date | None = None) -> list[Tender]:
    """What we do about lost tenders; `parked` needs the day on which they return."""
    with book.acting("watch") as draft:
        tenders = []
        for record_id in ids:
            tender = record_in(draft, Tender, record_id)
            if tender.outcome is not Outcome.LOST:
                raise Refused("{id} is not lost, so there is nothing to watch", id=ref("tenders", tender.id))
            park = until if word is Watch.PARKED else None
            tenders.append(draft.put(msgspec.structs.replace(tender, watch=word, park_until=park)))
        draft.title = count("{id}: {word}", "{n} tenders: {word}", len(ids), id=ids[0], word=word)
    return tenders


def reengage(
    book: Ledger, record_id: str, *, title: str = "", deadline: date | None = None, value: Money | None = None
) -> Tender:
    """Makes the next tender out of an award, for the same buyer and linked to it; the loss stays as it is."""
    with book.acting("reengage") as draft:
        award = record_in(draft, Award, record_id)
        lost: Tender = draft.get("tenders", award.tender)
        tender = draft.add(
            Tender(
                title=title or lost.title,
                buyer=lost.buyer,
                country=lost.country,
                category=lost.category,
                category_scheme=lost.category_scheme,
                deadline=deadline,
                value=value,
                stage=Stage.QUALIFYING,
                follows=lost.id,
            )
        )
        if lost.outcome is Outcome.LOST:
            draft.put(msgspec.structs.replace(lost, watch=Watch.RE_ENGAGED, park_until=None))
        draft.title = say(
            "Re-engaged {id} as {next} {name}", id=record_id, next=ref("tenders", tender.id), name=tender.title
        )
    return tender


def _each(draft: Draft, ids: Iterable[str], **fields: Any) -> list[Award]:
    """These awards, with fields changed."""
    return [draft.put(msgspec.structs.replace(record_in(draft, Award, record_id), **fields)) for record_id in ids]
