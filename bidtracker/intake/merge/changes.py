"""What a list says otherwise than before, as dated events of a tender. Pure: two states in, events out.

What is told for the first time changes nothing; only what was told otherwise has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Tender, TenderEvent
from bidtracker.domain.vocabulary import AwardStatus, EventKind, Outcome
from bidtracker.intake.notice import Amendment

LONGEST_NOTE = 500
MOST_EVENTS = 500  # of one tender; a list that changes its mind daily would otherwise grow it without end
_HELD = (AwardStatus.ACTIVE, AwardStatus.ENDED, AwardStatus.TERMINATED)


class Statement(msgspec.Struct, frozen=True, gc=False):
    """Who says it (the list), and when."""

    on: date
    source: str


def of_tender(before: Tender, values: dict[str, Any], by: Statement, *, cancelled: bool) -> list[TenderEvent]:
    """What of a tender moved, between what its list last said and what it says now."""
    events = []
    for field, kind in (("deadline", EventKind.DEADLINE_MOVED), ("value", EventKind.VALUE_CHANGED)):
        events += _moved(getattr(before, field), values.get(field), field, kind, by)
    if cancelled and before.outcome is not Outcome.NO_AWARD:
        events.append(TenderEvent(on=by.on, kind=EventKind.CANCELLED, source=by.source))
    return events


def of_award(before: Award, values: dict[str, Any], by: Statement, name: Callable[[int], str]) -> list[TenderEvent]:
    """What of an award moved. `name` gives a competitor's name."""
    events = []
    for field, kind in (("end", EventKind.END_MOVED), ("value", EventKind.VALUE_CHANGED)):
        events += _moved(getattr(before, field), values.get(field), field, kind, by)
    winners = values.get("suppliers")
    if winners and before.suppliers and set(winners) != set(before.suppliers):
        was, now = (", ".join(map(name, numbers)) for numbers in (before.suppliers, winners))
        kind = EventKind.SUPPLIER_CHANGED
        events.append(TenderEvent(on=by.on, kind=kind, field="suppliers", before=was, after=now, source=by.source))
    status = values.get("status")
    if status is AwardStatus.CANCELLED and before.status is not AwardStatus.CANCELLED:
        events.append(TenderEvent(on=by.on, kind=EventKind.CANCELLED, before=before.status, source=by.source))
    elif status is AwardStatus.TERMINATED and before.status is not AwardStatus.TERMINATED:
        on = values.get("terminated") or by.on
        events.append(TenderEvent(on=on, kind=EventKind.TERMINATED, before=before.status, source=by.source))
    elif status in _HELD and before.status is AwardStatus.PENDING:
        events.append(awarded(values.get("awarded"), by))
    return [msgspec.structs.replace(event, award=before.id) for event in events]


def awarded(on: date | None, by: Statement) -> TenderEvent:
    """An award that was not there before, or was only pending."""
    return TenderEvent(on=on or by.on, kind=EventKind.AWARDED, source=by.source)


def amended(amendments: Iterable[Amendment], award: int, by: Statement) -> list[TenderEvent]:
    """Each amendment of a contract that its record tells of. One that tells nothing new is one all the same."""
    return [
        TenderEvent(
            on=amendment.on or by.on,
            kind=EventKind.AMENDED,
            award=award,
            after=amendment.id,
            note=amendment.why[:LONGEST_NOTE],
            source=by.source,
        )
        for amendment in amendments
    ]


def unknown(events: Iterable[TenderEvent], history: tuple[TenderEvent, ...]) -> list[TenderEvent]:
    """Those that are not in a tender's history yet; an amendment is known by its id, whenever it is told again."""
    keys = {_same(event) for event in history}
    fresh = []
    for event in events:
        if (key := _same(event)) not in keys:
            keys.add(key)
            fresh.append(event)
    return fresh[: max(0, MOST_EVENTS - len(history))]


def _same(event: TenderEvent) -> tuple[Any, ...]:
    if event.kind in (EventKind.AMENDED, EventKind.FOLLOW_ON):
        return event.kind, event.award, event.after
    return event.kind, event.award, event.field, event.before, event.after, event.on


def _moved(was: Any, now: Any, field: str, kind: EventKind, by: Statement) -> list[TenderEvent]:
    if was is None or now is None or was == now:
        return []
    return [TenderEvent(on=by.on, kind=kind, field=field, before=_text(was), after=_text(now), source=by.source)]


def _text(value: Any) -> str:
    if isinstance(value, Money):
        return f"{value.amount:f} {value.currency}".rstrip()
    return value.isoformat() if isinstance(value, date) else str(value)
