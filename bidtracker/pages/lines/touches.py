"""Calls, visits and mails, planned and made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import count, say
from bidtracker.domain.records import Touch
from bidtracker.pages.page import Phrases, Remark, Section, phrases, section
from bidtracker.pages.words import day

MOST = 8  # of the touches under a record


def touch_line(touch: Touch, holdings: Holdings, today: date) -> Remark:
    """A touch: how, with whom, by whom, what came of it, and what was noted."""
    who = holdings.name("contacts", touch.contact)
    notes = " ".join(touch.notes.split())
    return Remark(
        signs=(("✓ ", "muted") if touch.done else ("◷ ", "accent"),),
        words=phrases(
            (touch.kind, "" if touch.done else "strong"),
            say(" with {who}", who=who) if who else None,
            (say(" by {who}", who=touch.by), "muted") if touch.by else None,
            (say("; {outcome}", outcome=touch.outcome), "muted") if touch.outcome else None,
            (say(": {note}", note=notes), "muted") if notes else None,
        ),
        right=when(touch, today),
        target=ref("touches", touch.id),
    )


def when(touch: Touch, today: date) -> Phrases:
    """The day of a touch; one that is planned or overdue says so."""
    if touch.done is not None:
        return ((day(touch.done), "muted"),)
    late = touch.on < today
    return (say("overdue") if late else say("planned"), "bad" if late else "accent"), (day(touch.on), "")


def touches(chosen: Iterable[Touch], holdings: Holdings, today: date, most: int = MOST) -> Section:
    """Planned touches first, then the latest done."""
    every = list(chosen)
    planned = sorted((touch for touch in every if touch.done is None), key=lambda touch: (touch.on, touch.id))
    made = sorted((touch for touch in every if touch.done), key=lambda touch: (touch.done, touch.id), reverse=True)
    note = count("{n} planned", "{n} planned", len(planned)) if planned else ""
    lines = (touch_line(touch, holdings, today) for touch in [*planned, *made][:most])
    return section("touches", say("Touches"), lines, note)
