"""How the screen was left, so that it comes back so: the view, and of each its filter, order, cursor and detail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from bidtracker.config import recall, remember
from bidtracker.tui.arranging import ColumnLook

REMEMBERED = "screens"  # under this key: address of the book -> LastLook
WEEK = timedelta(days=7)  # how far a first morning looks back
MOST = 20  # books of which it is kept; the one left longest ago goes


class ViewLook(msgspec.Struct, frozen=True, omit_defaults=True):
    """One view as it was left. `cursor` is the id of its row, `mine` that only what we deal with was shown, `pane`
    that the detail stood beside or below."""

    filter: str = ""
    column: str = ""
    falling: bool = False
    cursor: str = ""
    mine: bool = False
    pane: bool = True
    columns: ColumnLook = ColumnLook()


class LastLook(msgspec.Struct, frozen=True):
    """The view in front when the screen was left, and every view that was opened. `day` is when that was, `before` the
    last day before that one on which it was left."""

    view: str = ""
    views: Mapping[str, ViewLook] = {}
    day: date | None = None
    before: date | None = None

    def since(self, today: date) -> date:
        """The day from which on everything is news today."""
        days = [day for day in (self.day, self.before) if day is not None and day < today]
        return max(days, default=today - WEEK)


def last_look(address: str) -> LastLook:
    """How a book's screen was left; an empty one where that is not known."""
    try:
        return msgspec.convert(recall(REMEMBERED, {}).get(address, {}), LastLook)
    except (msgspec.ValidationError, AttributeError):
        return LastLook()


def keep_look(address: str, look: LastLook) -> None:
    """Keeps how a book's screen is left."""
    kept = recall(REMEMBERED, {})
    others = {key: value for key, value in kept.items() if key != address} if isinstance(kept, dict) else {}
    newest = dict(list(others.items())[-(MOST - 1) :])
    remember(**{REMEMBERED: {**newest, address: msgspec.to_builtins(look)}})
